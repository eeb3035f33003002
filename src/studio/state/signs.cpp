#include "studio/state/signs.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "data/image_set.h"
#include "model/pixels.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr std::size_t kEpochsSure = 5;  ///< so long the held-out error must have been above its lowest
constexpr double kRise = 1.01, kFall = 0.99;
constexpr double kAlike = 0.01, kStill = 0.02;
constexpr std::size_t kEpochsStuck = 3;
constexpr double kDeadShare = 0.25;
constexpr std::size_t kFewestForVariety = 8, kFewestForUnits = 100;
constexpr double kMostProducts = 3e8;

/// The points at the ends of epochs: those within the first are means of less.
std::vector<const HistoryPoint*> whole_epochs(const History& history) {
  std::vector<const HistoryPoint*> points;
  for (const HistoryPoint& p : history)
    if (p.epoch >= 1 && std::isfinite(p.heldout_sse) && std::isfinite(p.train_sse)) points.push_back(&p);
  return points;
}

double mean_held_out(std::span<const HistoryPoint* const> points) {
  double sum = 0;
  for (const HistoryPoint* p : points) sum += p->heldout_sse;
  return sum / static_cast<double>(points.size());
}

/// Variance over the rows of (n, 784), summed over pixels; `at(i)` is the i-th value in [0,1].
template <class At>
double spread_of(std::size_t n, At at) {
  double spread = 0;
  for (std::size_t p = 0; p < kImagePixels; ++p) {
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double v = at(i * kImagePixels + p);
      sum += v, squares += v * v;
    }
    const double mean = sum / static_cast<double>(n);
    const double variance = squares / static_cast<double>(n) - mean * mean;
    spread += variance < 0 ? 0 : variance;  // rounding gives less than 0; NaN stays NaN
  }
  return spread;
}

double products_of(const Network& network, std::size_t images) {
  double weights = 0;
  for (std::size_t l = 0; l + 1 < network.layout.encoder.size(); ++l)
    weights += static_cast<double>(network.layout.encoder[l].in) * network.layout.encoder[l].out;
  return weights * static_cast<double>(images);
}

/// Units (columns) that are 0 in each row of (n, units).
int always_zero(std::span<const float> outputs, std::size_t units) {
  std::vector<bool> alive(units, false);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    if (outputs[i] != 0) alive[i % units] = true;
  return static_cast<int>(std::ranges::count(alive, false));
}

}  // namespace

std::optional<Overfitting> overfitting(const History& history) {
  const auto points = whole_epochs(history);
  if (points.size() < kEpochsSure + 1) return std::nullopt;
  const auto best = std::ranges::min_element(points, {}, [](const HistoryPoint* p) { return p->heldout_sse; });
  const std::span after(best + 1, points.end());
  if (after.size() < kEpochsSure) return std::nullopt;
  const std::span last = after.last(kEpochsSure);
  const double lowest = (*best)->heldout_sse;
  if (!std::ranges::all_of(last, [&](const HistoryPoint* p) { return p->heldout_sse > kRise * lowest; }))
    return std::nullopt;
  if (mean_held_out(last.last(2)) < mean_held_out(last.first(2))) return std::nullopt;
  if (points.back()->train_sse > kFall * (*best)->train_sse) return std::nullopt;
  return Overfitting{.since = (*best)->epoch, .best = lowest, .now = points.back()->heldout_sse};
}

std::optional<double> variety(std::span<const float> rebuilt, std::span<const std::uint8_t> images) {
  const std::size_t n = images.size() / kImagePixels;
  if (n < kFewestForVariety || rebuilt.size() != images.size()) return std::nullopt;
  const double theirs = spread_of(n, [&](std::size_t i) { return images[i] / 255.0; });
  const double ours = spread_of(n, [&](std::size_t i) { return static_cast<double>(rebuilt[i]); });
  if (theirs < 0.1 || !std::isfinite(ours)) return std::nullopt;
  return ours / theirs;
}

bool collapsed(double variety, const History& history) {
  const auto points = whole_epochs(history);
  if (variety >= kAlike || points.size() < kEpochsStuck + 1) return false;
  const double before = points[points.size() - 1 - kEpochsStuck]->train_sse, now = points.back()->train_sse;
  return before > 0 && std::abs(before - now) <= kStill * before;
}

std::optional<DeadUnits> dead_units(const Network& network, std::span<const std::uint8_t> images) {
  const std::size_t n = images.size() / kImagePixels;
  const std::size_t hidden = network.layout.encoder.size() - 1;
  if (network.spec.hidden != Activation::relu || hidden == 0 || n < kFewestForUnits ||
      products_of(network, n) > kMostProducts)
    return std::nullopt;
  std::vector<float> from(n * kImagePixels), to;
  to_pixels(images.first(n * kImagePixels), network.spec.pixels, from);
  GemmScratch scratch;
  std::optional<DeadUnits> worst;
  const float* parameters = network.parameters.data();
  for (std::size_t l = 0; l < hidden; ++l) {
    const LayerLayout& layer = network.layout.encoder[l];
    const auto units = static_cast<std::size_t>(layer.out);
    to.assign(n * units, 0.0f);
    gemm(view(std::as_const(from).data(), static_cast<Index>(n), layer.in), Transpose::no,
         view(parameters + layer.weights, layer.in, layer.out), Transpose::no,
         view(to.data(), static_cast<Index>(n), layer.out),
         {.bias = parameters + layer.bias, .activation = layer.activation}, scratch);
    const DeadUnits found{static_cast<int>(l) + 1, always_zero(to, units), layer.out};
    const auto share = [](const DeadUnits& d) { return static_cast<double>(d.dead) / d.units; };
    if (share(found) >= kDeadShare && (!worst || share(found) > share(*worst))) worst = found;
    std::swap(from, to);
  }
  return worst;
}

Sentence said_of(const Overfitting& sign) {
  return say(
      "Overfitting: since epoch {0} the held-out error has risen from {1} to {2} while the training error fell. "
      "More images, noise on the input, weight decay or fewer epochs help.",
      in_epochs(sign.since), figure(sign.best, 3), figure(sign.now, 3));
}

Sentence said_of_collapse() {
  return "Collapse: whatever goes in, the same picture comes out, and the error stands still. A lower learning rate, "
         "another seed, a smaller penalty or another activation leads out of it.";
}

Sentence said_of(const DeadUnits& sign) {
  return say(
      "{0} of {1} units in layer {2} are 0 for every image tried: dead, they learn nothing more. A lower learning "
      "rate, ELU or He initial weights keep units alive.",
      sign.dead, sign.units, sign.layer);
}

}  // namespace hourglass

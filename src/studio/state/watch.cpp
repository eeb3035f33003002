#include "studio/state/watch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/pixels.h"
#include "studio/state/error_scale.h"

namespace hourglass {
namespace {

constexpr double kEvery = 2;                        // seconds, while training
constexpr int kForUnits = 128, kForVariety = 32;    // images
constexpr std::size_t kLargestWatched = 3'000'000;  // parameters of a network that is rebuilt with in a frame

/// So many held-out images, evenly from the first to the last.
Bytes some_images(const DatasetState& data, int count) {
  Bytes images;
  const int n = std::min(count, data.held_out);
  for (int i = 0; i < n; ++i) {
    const std::uint8_t* image = data.image(static_cast<int>(static_cast<std::int64_t>(i) * data.held_out / n));
    images.insert(images.end(), image, image + kImagePixels);
  }
  return images;
}

std::optional<double> variety_of(const Network& network, const Bytes& images) {
  if (network.parameters.size() > kLargestWatched) return std::nullopt;
  const auto n = static_cast<Index>(images.size() / kImagePixels);
  std::vector<float> pixels(images.size()), rebuilt(images.size());
  std::vector<float> codes(static_cast<std::size_t>(n) * static_cast<std::size_t>(network.spec.code_width()));
  to_pixels(images, network.spec.pixels, pixels);
  InferenceScratch scratch;
  const MatrixView code_rows = view(codes.data(), n, network.spec.code_width());
  encode(network, view(std::as_const(pixels).data(), n, kImagePixels), code_rows, scratch);
  decode(network, view(std::as_const(codes).data(), n, network.spec.code_width()),
         view(rebuilt.data(), n, kImagePixels), scratch);
  to_unit(network.spec.pixels, rebuilt);
  return variety(rebuilt, images);
}

bool shows_signs(const State& state) {
  return !state.diverged && !state.run.history.empty() && state.run.history.back().epoch >= 1;
}

}  // namespace

void watch_run(Context& ui) {
  State& state = ui.state;
  RunSigns& signs = state.signs;
  const DatasetState& data = state.dataset;
  if (!data.loaded()) return;
  if (signs.mean_of_dataset != data.version) {
    signs.mean_of_dataset = data.version;
    signs.mean_image = mean_image_error(data.held_out_pixels);
  }
  if (!state.weights.network) return;
  const bool known = signs.of_weights == state.weights.version && signs.of_dataset == data.version;
  if (known || (state.training() && ui.time < signs.looked_at + kEvery)) return;
  signs.of_weights = state.weights.version;
  signs.of_dataset = data.version;
  signs.looked_at = ui.time;
  signs.variety = variety_of(*state.weights.network, some_images(data, kForVariety));
  signs.dead = dead_units(*state.weights.network, some_images(data, kForUnits));
}

std::optional<Overfitting> overfitting_of(const State& state) {
  return shows_signs(state) ? overfitting(state.run.history) : std::nullopt;
}

bool collapse_of(const State& state) {
  return shows_signs(state) && state.signs.variety && collapsed(*state.signs.variety, state.run.history);
}

std::optional<DeadUnits> dead_units_of(const State& state) {
  return shows_signs(state) ? state.signs.dead : std::nullopt;
}

}  // namespace hourglass

#include "engine/shelf.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>
#include <vector>

#include "data/base64.h"
#include "engine/model_file.h"
#include "explore/embed.h"
#include "explore/pca.h"
#include "training/experiment_fields.h"
#include "training/history_json.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;

constexpr int kCardVersion = 2;
constexpr std::size_t kMostDots = 240;
/// The picture of a run that trains is drawn anew so often: it costs more than the weights do.
constexpr double kPointsEvery = 6;

/// (n, width) codes as (n, 2) places: the number itself over its class, the two numbers, or the principal axes of more.
std::vector<float> places_of(const std::vector<float>& codes, int width, const Bytes& labels) {
  const auto k = static_cast<std::size_t>(width), n = codes.size() / k;
  std::vector<float> xy(2 * n);
  if (width > 2) {
    const ConstMatrixView rows = view(codes.data(), static_cast<Index>(n), static_cast<Index>(width));
    const Matrix projected = project(fit_pca(rows, 2), rows);
    for (std::size_t i = 0; i < n; ++i) {
      xy[2 * i] = projected(static_cast<Index>(i), 0);
      xy[2 * i + 1] = projected(static_cast<Index>(i), 1);
    }
    return xy;
  }
  for (std::size_t i = 0; i < n; ++i) {
    xy[2 * i] = codes[i * k];
    xy[2 * i + 1] = width == 2 ? codes[i * k + 1] : static_cast<float>(i < labels.size() ? labels[i] : 0);
  }
  return xy;
}

/// Where in 0..255 a number lies between the smallest and the largest but for a few strays.
void spread(std::span<const float> xy, std::size_t axis, Bytes& into) {
  std::vector<float> sorted;
  for (std::size_t i = axis; i < xy.size(); i += 2) sorted.push_back(xy[i]);
  std::ranges::sort(sorted);
  const std::size_t strays = sorted.size() / 50;
  const float low = sorted[strays], high = sorted[sorted.size() - 1 - strays];
  const float scale = high > low ? 255 / (high - low) : 0;
  for (std::size_t i = axis, n = 0; i < xy.size(); i += 2, ++n)
    into[3 * n + axis] = static_cast<std::uint8_t>(std::clamp((xy[i] - low) * scale, 0.0f, 255.0f));
}

/// Base64 of x, y and class of some held-out images' codes: a picture of the map, in whatever colours it is shown.
std::string points_of(const Network& network, const Dataset& data) {
  const std::size_t all = data.split.held_out.size();
  if (!data.images || all == 0) return {};
  const auto every = static_cast<int>((all + kMostDots - 1) / kMostDots);
  const std::vector<std::uint32_t> indices = thinned(data, command::Subset::held_out, every);
  const std::vector<float> codes = embed(network, *data.images, indices);
  if (!std::ranges::all_of(codes, [](float value) { return std::isfinite(value); })) return {};
  const Bytes labels = gather_labels(*data.images, indices);
  const std::vector<float> xy = places_of(codes, network.spec.code_width(), labels);
  Bytes dots(3 * indices.size(), 255);
  spread(xy, 0, dots);
  spread(xy, 1, dots);
  for (std::size_t i = 0; i < labels.size(); ++i) dots[3 * i + 2] = labels[i];
  return to_base64(dots);
}

/// Every so many-th point, and the last.
Json thinned_history(const History& history) {
  const std::size_t every = history.size() / Shelf::kMostPoints + 1;
  Json list = Json::array();
  for (std::size_t i = 0; i < history.size(); ++i)
    if (i % every == 0 || i + 1 == history.size()) list.push_back(point_to_json(history[i]));
  return list;
}

}  // namespace

std::string write_card(const TrainingRun& run, const Dataset& data, std::string_view points) {
  const Json card = {{"version", kCardVersion},
                     {"settings", to_settings(run.experiment())},
                     {"epoch", run.epoch()},
                     {"step", run.step()},
                     {"seconds", run.seconds()},
                     {"training", run.training()},
                     {"images", data.images ? data.images->name : std::string()},
                     {"checksum", data.images ? data.images->checksum : 0},
                     {"history", thinned_history(run.history())},
                     {"points", points}};
  return card.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Shelf::Shelf(std::function<void(KeptRun&&)> keep, std::string prefix, std::function<double()> clock)
    : keep_(std::move(keep)), prefix_(std::move(prefix)), clock_(std::move(clock)) {}

std::string Shelf::leave(const TrainingRun& run, const Dataset& data) {
  if (!keep_ || !run.begun()) return {};
  if (learnt(run) && news(run)) keep(run, data);
  return on_shelf_ ? id_ : std::string();
}

std::string Shelf::name(const Origin& origin) {
  if (!keep_) return {};
  return origin.id.empty() ? prefix_ + std::to_string(++named_) : origin.id;
}

void Shelf::began(const TrainingRun& run, const Origin& origin, std::string name) {
  id_ = std::move(name);
  on_shelf_ = origin.on_shelf;
  worth_ = origin.worth;
  begun_epoch_ = run.epoch();
  begun_seconds_ = run.seconds();
  kept_step_ = origin.on_shelf ? run.step() : -1;
  kept_experiment_ = run.experiment();
  kept_training_ = false;
  next_ = 0;
  points_.clear();
}

void Shelf::look(const TrainingRun& run, const Dataset& data) {
  // A run that waits for its images has learnt nothing since it was kept.
  if (!keep_ || !run.begun() || run.waiting() || !learnt(run) || !news(run)) return;
  if (!run.training() || clock_() >= next_) keep(run, data);
}

bool Shelf::learnt(const TrainingRun& run) const {
  return on_shelf_ || worth_ || run.seconds() - begun_seconds_ >= kLearntSeconds ||
         run.epoch() - begun_epoch_ >= kLearntEpochs;
}

bool Shelf::news(const TrainingRun& run) const {
  return run.step() != kept_step_ || run.experiment() != kept_experiment_ || (kept_training_ && !run.training());
}

void Shelf::keep(const TrainingRun& run, const Dataset& data) {
  const double begin = clock_();
  if (data.images && (!run.training() || begin >= points_until_ || points_.empty())) {
    points_ = points_of(run.network(), data);
    points_until_ = begin + kPointsEvery;
  }
  on_shelf_ = true;
  kept_step_ = run.step();
  kept_experiment_ = run.experiment();
  kept_training_ = run.training();
  keep_({id_, run.step(), write_card(run, data, points_),
         export_model(run, data.images ? data.images->class_names : std::vector<std::string>{})});
  const double end = clock_(), cost = end - begin;
  // The first record that a page writes is slow, and so are those with a new picture: the cheaper of two says what they
  // cost in the long run.
  next_ = end + std::max(kEvery, std::min(cost, last_cost_) / kShare);
  last_cost_ = cost;
}

}  // namespace hourglass

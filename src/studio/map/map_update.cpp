#include "studio/map/map_update.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "studio/map/map_actions.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_places.h"
#include "studio/map/map_trail.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

constexpr double kFollowEvery = 0.25;  // seconds between codes while training, and so between all that panels show
constexpr double kFollowShare = 0.08;  // of the engine's time that codes may cost
constexpr double kAskAgain = 3.0;      // seconds before codes that never came are asked for again

/// Encoding costs about a sixth of training on the same images, so the engine's own pace says what codes cost.
double follow_seconds(const State& state) {
  const int images = state.dataset.size(state.explore.map.subset);
  const double pace = state.progress.images_per_second;
  if (pace <= 0 || images <= 0) return images > 20'000 ? 2.0 : kFollowEvery;
  return std::max(kFollowEvery, images / (6 * pace) / kFollowShare);
}

void follow_codes(Context& ui) {
  State& state = ui.state;
  MapMemory& map = state.explore.map;
  if (!state.engine.ready) return;
  const double wanted = follow_seconds(state);
  const bool same = map.follow_engine == state.engine.restarts && map.follow_subset == map.subset &&
                    wanted < map.follow_seconds * 1.6 && wanted > map.follow_seconds / 1.6;
  if (!same) {
    map.follow_engine = state.engine.restarts;
    map.follow_subset = map.subset;
    map.follow_seconds = wanted;
    ui.engine.send(Command(command::FollowCodes{.seconds = wanted, .subset = map.subset, .every = 1}));
  }
  if (auto codes = ui.take<event::Codes>(map.codes_ticket)) {
    // Those that the engine posted by itself meanwhile are of later weights.
    if (state.codes_of(codes->subset).count() == 0) state.take_codes(std::move(*codes));
    map.codes_ticket = 0;
  } else if (ui.take<event::Failed>(map.codes_ticket)) {
    map.codes_ticket = 0;
  }
  // The engine posts codes when weights change; another subset's of the same weights at rest have to be asked for.
  const bool none = present_codes(state).count() == 0 && state.dataset.loaded() && state.weights.network.has_value();
  if (none && !state.training() && ui.time > map.codes_asked_at + kAskAgain) {
    map.codes_asked_at = ui.time;
    ui.ask(map.codes_ticket, command::ComputeCodes{.ticket = 0, .subset = map.subset, .every = 1});
  }
}

void measure(MapMemory& map, std::span<const float> codes) {
  const auto k = static_cast<std::size_t>(code_plane(map).width);
  map.low.assign(k, 0);
  map.high.assign(k, 0);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::size_t j = i % k;
    if (i < k || codes[i] < map.low[j]) map.low[j] = codes[i];
    if (i < k || codes[i] > map.high[j]) map.high[j] = codes[i];
  }
}

/// A changed learning rate goes on with a run; other data, another network or seed is another one, and so is one of
/// another name on the shelf, or one that stands at an earlier epoch.
bool other_run(MapMemory& map, const Run& run, double epoch) {
  const Experiment& now = run.experiment;
  const bool same = map.network_seen == now.network && map.data_seen == now.data && map.seed_seen == now.seed &&
                    map.run_seen == run.kept && epoch >= map.epoch_seen;
  map.run_seen = run.kept;
  map.network_seen = now.network;
  map.data_seen = now.data;
  map.seed_seen = now.seed;
  map.epoch_seen = epoch;
  return !same;
}

/// Other classes than before: all of them are seen.
void hear_classes(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  const DatasetState& data = ui.state.dataset;
  if (map.names_seen == data.class_names && map.classes_seen == data.classes) return;
  map.names_seen = data.class_names;
  map.classes_seen = data.classes;
  hide_classes(ui, 0);
}

void hear_codes(Context& ui) {
  State& state = ui.state;
  MapMemory& map = state.explore.map;
  const CodesState& codes = present_codes(state);
  const bool other_images = map.subset != map.subset_seen || map.dataset_seen != state.dataset.version;
  if (codes.version == map.codes_seen && !other_images) return;
  map.codes_seen = codes.version;
  map.subset_seen = map.subset;
  map.dataset_seen = state.dataset.version;
  hear_classes(ui);
  const bool shown = map.kind == MapKind::autoencoder;
  if (codes.count() == 0) {
    keep_trail(ui, true);
    if (shown) map.points.clear();
    forget_trail(map);
    return;
  }
  const CodePlane& plane = code_plane(map);
  const bool other_width = codes.width != plane.width || plane.rest.empty();
  if (other_width) take_plane(map, codes.width);
  const bool anew = other_run(map, state.run, codes.epoch);
  if (anew && shown) {
    // What was placed by hand belonged to the codes of the run before.
    forget_path(state);
    state.explore.sweep.taken = false;
  }
  if (anew || other_images) {
    keep_trail(ui, true);
    forget_trail(map);
    take_kept_trail(state, codes.epoch);
    if (shown) let_go_probe(state);
  }
  map.trail.add(codes.epoch, codes.width, codes.codes);
  map.trail_run = map.run_seen;
  map.trail_subset = map.subset;
  map.trail_news = map.trail.size() > 1;
  measure(map, codes.codes);
  if (!shown) return;
  const bool first = other_width || other_images || anew || map.points.size() == 0;
  if (map.wound_back < 0) lay_out(ui, !first);
  follow_points(map, first);
  // What a person had looked at closely before the page was loaded again: of the same run, not of one that begins.
  if (const auto kept = std::exchange(map.view_kept, std::nullopt); kept && state.progress.step > 0)
    map.view.show(*kept, map.view_kept_alike);
  move_path(state);
}

}  // namespace

void update_map(Context& ui) {
  follow_codes(ui);
  hear_codes(ui);
  keep_trail(ui);
  advance_replay(ui);
  update_image_maps(ui);
  MapMemory& map = ui.state.explore.map;
  // A network of another width is drawn from a plane that fits it even before its codes have come.
  const auto& network = ui.state.weights.network;
  if (network && map.kind == MapKind::autoencoder && map.points.size() == 0 &&
      map.plane.width != network->spec.code_width())
    take_plane(map, network->spec.code_width());
  const auto to_come = std::exchange(ui.state.codes_to_come, std::nullopt);
  if (to_come && to_come->low.size() == 2 && map.points.size() == 0)
    map.view.fit({to_come->low[0], to_come->low[1], to_come->high[0], to_come->high[1]}, true);
}

}  // namespace hourglass

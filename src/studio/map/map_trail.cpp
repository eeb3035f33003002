#include "studio/map/map_trail.h"

#include <algorithm>
#include <utility>

#include "studio/map/map_kinds.h"
#include "studio/map/map_places.h"
#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

constexpr double kReplay = 5.0;              // seconds of a replay
constexpr double kKeepEvery = 10.0;          // seconds between two records of the trail of a run that trains
constexpr std::size_t kMostKept = 2u << 20;  // bytes of a trail that is kept

const Bytes& subset_labels(const State& state) { return state.dataset.labels(state.explore.map.subset); }

bool wound(const MapMemory& map) {
  return map.kind == MapKind::autoencoder && map.wound_back >= 0 && map.wound_back < static_cast<int>(map.trail.size());
}

}  // namespace

const CodesState& present_codes(const State& state) { return state.codes_of(state.explore.map.subset); }

bool map_has_labels(const State& state) { return !subset_labels(state).empty(); }

std::vector<std::uint8_t> map_labels(const State& state) {
  const Bytes& all = subset_labels(state);
  const int every = std::max(1, present_codes(state).every);
  if (every == 1) return all;
  std::vector<std::uint8_t> labels;
  for (std::size_t i = 0; i < all.size(); i += static_cast<std::size_t>(every)) labels.push_back(all[i]);
  return labels;
}

std::vector<float> map_codes(const State& state) {
  const MapMemory& map = state.explore.map;
  if (map.kind != MapKind::autoencoder) {
    const ImageMap& one = image_map(map, map.kind);
    return one.subset == map.subset ? one.places : std::vector<float>();
  }
  return wound(map) ? map.trail.codes(static_cast<std::size_t>(map.wound_back)) : present_codes(state).codes;
}

double map_epoch(const State& state) {
  const MapMemory& map = state.explore.map;
  return wound(map) ? map.trail.epoch(static_cast<std::size_t>(map.wound_back)) : present_codes(state).epoch;
}

void wind_back(Context& ui, int entry) {
  MapMemory& map = ui.state.explore.map;
  const int last = static_cast<int>(map.trail.size()) - 1;
  map.wound_back = entry >= last ? -1 : entry;
  lay_out(ui);
  follow_points(map);
  ui.animate();
}

void replay_or_stop(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  map.replay_from = map.replay_from >= 0 ? -1 : ui.time;
  ui.animate();
}

void stop_replay(Context& ui) { ui.state.explore.map.replay_from = -1; }

void advance_replay(Context& ui) {
  MapMemory& map = ui.state.explore.map;
  if (map.replay_from < 0) return;
  const int n = static_cast<int>(map.trail.size());
  const double t = (ui.time - map.replay_from) / kReplay;
  if (t >= 1 || n < 2) {
    map.replay_from = -1;
    wind_back(ui, -1);
    return;
  }
  const int entry = std::min(n - 1, static_cast<int>(t * n));
  if (entry != map.wound_back) wind_back(ui, entry);
  ui.animate();
}

void keep_trail(Context& ui, bool leaves) {
  MapMemory& map = ui.state.explore.map;
  if (!ui.host.keep_trail || map.trail_run.empty() || !map.trail_news) return;
  if (ui.state.training() && !leaves && ui.time < map.trail_kept + kKeepEvery) return;
  map.trail_kept = ui.time;
  map.trail_news = false;
  Bytes bytes = map.trail.packed(kMostKept);
  if (bytes.empty()) return;
  bytes.push_back(static_cast<std::uint8_t>(map.trail_subset));
  ui.host.keep_trail(map.trail_run, bytes);
}

void take_kept_trail(State& state, double epoch) {
  MapMemory& map = state.explore.map;
  if (state.shelf.trail.id != state.run.kept || state.shelf.trail.bytes.empty()) return;
  Bytes bytes = std::exchange(state.shelf.trail.bytes, {});
  const std::uint8_t subset = bytes.back();
  bytes.pop_back();
  auto trail = CodeTrail::unpacked(bytes);
  if (!trail || subset != static_cast<std::uint8_t>(map.subset)) return;
  map.trail = std::move(*trail);
  map.trail.cut(epoch);
}

void forget_trail(MapMemory& map) {
  map.trail.clear();
  map.wound_back = -1;
  map.replay_from = -1;
}

}  // namespace hourglass

#include "studio/map/map_update.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "studio/state/map_memory.h"

namespace hourglass {
namespace {

constexpr double kFollowEvery = 0.5;   // seconds between codes while training
constexpr double kFollowShare = 0.08;  // of the engine's time that codes may cost
constexpr double kAskAgain = 3.0;      // seconds before codes that never came are asked for again
constexpr double kReplay = 5.0;        // seconds of a replay
constexpr float kKeyReach = 9;         // pixels within which a probe of the keyboard finds a point
constexpr float kFitSlack = 0.06f;     // of the box's side that it may change without a new fit

const CodesState& shown_codes(const State& state) { return state.codes_of(state.explore.map.subset); }
const Bytes& subset_labels(const State& state) { return state.dataset.labels(state.explore.map.subset); }

/// Encoding costs about a sixth of training on the same images, so the engine's own pace says what codes cost.
double follow_seconds(const State& state) {
  const int images = state.dataset.size(state.explore.map.subset);
  const double pace = state.progress.images_per_second;
  if (pace <= 0 || images <= 0) return images > 20'000 ? 2.0 : kFollowEvery;
  return std::max(kFollowEvery, images / (6 * pace) / kFollowShare);
}

void follow(Context& ui) {
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
    CodesState& into = state.codes_of(codes->subset);
    into = {codes->width, codes->every, codes->epoch, std::move(codes->codes), into.version + 1};
    map.codes_ticket = 0;
  } else if (ui.take<event::Failed>(map.codes_ticket)) {
    map.codes_ticket = 0;
  }
  // The engine posts codes when weights change; another part of the same weights has to be asked for.
  const bool none = shown_codes(state).count() == 0 && state.dataset.loaded() && state.weights.network.has_value();
  if (none && ui.time > map.codes_asked_at + kAskAgain) {
    map.codes_asked_at = ui.time;
    map.codes_ticket = ui.ask(command::ComputeCodes{.ticket = 0, .subset = map.subset, .every = 1});
  }
}

void measure(MapMemory& map, std::span<const float> codes) {
  const auto k = static_cast<std::size_t>(map.plane.width);
  map.low.assign(k, 0);
  map.high.assign(k, 0);
  for (std::size_t i = 0; i < codes.size(); ++i) {
    const std::size_t j = i % k;
    if (i < k || codes[i] < map.low[j]) map.low[j] = codes[i];
    if (i < k || codes[i] > map.high[j]) map.high[j] = codes[i];
  }
}

void fit_if_needed(MapMemory& map, bool first) {
  if (map.points.size() == 0 || (map.view.moved_by_hand() && !first)) return;
  const PlaneBox box = box_of(map.points.later()), now = map.view.fitted_box();
  const float dx = kFitSlack * std::max(box.width(), now.width()),
              dy = kFitSlack * std::max(box.height(), now.height());
  const bool near = std::abs(box.x0 - now.x0) < dx && std::abs(box.x1 - now.x1) < dx &&
                    std::abs(box.y0 - now.y0) < dy && std::abs(box.y1 - now.y1) < dy;
  if (first || !near) map.view.fit(box, first);
}

/// A changed learning rate goes on with a run; other data, another network or seed is another one.
bool other_run(MapMemory& map, const Experiment& now) {
  const bool same = map.network_seen == now.network && map.data_seen == now.data && map.seed_seen == now.seed;
  map.network_seen = now.network;
  map.data_seen = now.data;
  map.seed_seen = now.seed;
  return !same;
}

void hear_codes(Context& ui) {
  State& state = ui.state;
  MapMemory& map = state.explore.map;
  const CodesState& codes = shown_codes(state);
  const bool other_subset = map.subset != map.subset_seen || map.dataset_seen != state.dataset.version;
  if (codes.version == map.codes_seen && !other_subset) return;
  map.codes_seen = codes.version;
  map.subset_seen = map.subset;
  map.dataset_seen = state.dataset.version;
  if (map.names_seen != state.dataset.class_names || map.classes_seen != state.dataset.classes) {
    map.names_seen = state.dataset.class_names;
    map.classes_seen = state.dataset.classes;
    map.hidden = 0;
    map.points.hide_classes(0);
  }
  if (other_run(map, state.run.experiment) || other_subset) {
    map.trail.clear();
    map.wound_back = -1;
    map.replay_from = -1;
  }
  if (codes.count() == 0) {
    map.points.clear();
    map.trail.clear();
    return;
  }
  const bool other_width = codes.width != map.plane.width || map.plane.rest.empty();
  if (other_width) {
    map.plane = plane_for(codes.width);
    map.principal = codes.width > 2;
    map.view.set_free_axes(codes.width == 1);
    map.trail.clear();
    map.wound_back = -1;
    map.path.clear();
    map.probe.on = map.probe.pinned = false;
  }
  if (codes.epoch < map.epoch_seen) {
    // A new run: what was pinned belonged to the one before.
    map.wound_back = -1;
    map.probe.on = map.probe.pinned = false;
    state.explore.sweep.taken = false;
  }
  map.epoch_seen = codes.epoch;
  map.trail.add(codes.epoch, codes.width, codes.codes);
  measure(map, codes.codes);
  const bool first = other_width || other_subset || map.points.size() == 0;
  if (map.wound_back < 0) lay_out(ui, !first);
  fit_if_needed(map, first);
}

void replay(Context& ui) {
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

}  // namespace

void update_map(Context& ui) {
  follow(ui);
  hear_codes(ui);
  replay(ui);
  MapMemory& map = ui.state.explore.map;
  // A network of another width is drawn from a plane that fits it even before its codes have come.
  if (ui.state.weights.network && map.points.size() == 0 &&
      map.plane.width != ui.state.weights.network->spec.code_width()) {
    map.plane = plane_for(ui.state.weights.network->spec.code_width());
    map.view.set_free_axes(map.plane.width == 1);
    map.path.clear();
    map.probe.on = map.probe.pinned = false;
  }
}

bool map_has_labels(const State& state) { return !subset_labels(state).empty(); }

std::vector<std::uint8_t> map_labels(const State& state) {
  const Bytes& all = subset_labels(state);
  const int every = std::max(1, shown_codes(state).every);
  if (every == 1) return all;
  std::vector<std::uint8_t> labels;
  for (std::size_t i = 0; i < all.size(); i += static_cast<std::size_t>(every)) labels.push_back(all[i]);
  return labels;
}

std::vector<float> map_codes(const State& state) {
  const MapMemory& map = state.explore.map;
  if (map.wound_back >= 0 && map.wound_back < static_cast<int>(map.trail.size())) {
    return map.trail.codes(static_cast<std::size_t>(map.wound_back));
  }
  return shown_codes(state).codes;
}

double map_epoch(const State& state) {
  const MapMemory& map = state.explore.map;
  if (map.wound_back >= 0 && map.wound_back < static_cast<int>(map.trail.size())) {
    return map.trail.epoch(static_cast<std::size_t>(map.wound_back));
  }
  return shown_codes(state).epoch;
}

void wind_back(Context& ui, int entry) {
  MapMemory& map = ui.state.explore.map;
  const int last = static_cast<int>(map.trail.size()) - 1;
  map.wound_back = entry >= last ? -1 : entry;
  lay_out(ui);
  fit_if_needed(map, false);
  ui.animate();
}

void lay_out(Context& ui, bool glide) {
  MapMemory& map = ui.state.explore.map;
  const std::vector<float> codes = map_codes(ui.state);
  if (codes.empty()) return map.points.clear();
  if (map.plane.width > 2) {
    if (map.principal) {
      find_principal(map.plane, codes);
    } else if (map.plane.kind == CodePlane::Kind::principal) {
      const int x = map.plane.axis_x, y = map.plane.axis_y;
      std::vector<float> rest = map.plane.mean;
      map.plane = plane_for(map.plane.width);
      map.plane.axis_x = x;
      map.plane.axis_y = y;
      map.plane.rest = std::move(rest);  // the other numbers begin at their means
    }
  }
  const auto labels = map_labels(ui.state);
  map.points.show(to_plane(map.plane, codes, labels), labels, ui.time, glide);
  ui.animate();
}

void fit_map(State& state) {
  MapMemory& map = state.explore.map;
  if (map.points.size() > 0) map.view.fit(box_of(map.points.later()));
}

void choose_path_end(State& state, std::span<const float> code, double now) {
  MapPath& path = state.explore.map.path;
  if (path.complete() || path.a.empty()) {
    path.clear();
    path.a.assign(code.begin(), code.end());
  } else {
    path.b_class = -1;
    path.b.assign(code.begin(), code.end());
    path.since = now;
    path.playing = path.open = true;
  }
}

void pin_probe(State& state, std::span<const float> code) {
  MapMemory& map = state.explore.map;
  if (static_cast<int>(code.size()) != map.plane.width) return;
  map.probe.on = map.probe.pinned = true;
  map.probe.code.assign(code.begin(), code.end());
  map.probe.at = to_plane(map.plane, code);
  map.probe.near = -1;
}

bool map_key(State& state, std::string_view key, bool shift, double now) {
  MapMemory& map = state.explore.map;
  float dx = 0, dy = 0;
  if (key == "ArrowLeft") dx = -1;
  if (key == "ArrowRight") dx = 1;
  if (key == "ArrowUp") dy = 1;
  if (key == "ArrowDown") dy = -1;
  const PlaneBox seen = map.view.visible();
  if (dx != 0 || dy != 0) {
    const float step = shift ? 0.1f : 0.02f;
    PlanePoint at = map.probe.pinned ? map.probe.at : PlanePoint{(seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2};
    at.x += dx * step * seen.width();
    at.y += dy * step * seen.height();
    // A probe that walks over the edge takes the map along.
    const PlanePoint unit = map.view.unit();
    map.view.pan((std::clamp(at.x, seen.x0, seen.x1) - at.x) / unit.x,
                 (at.y - std::clamp(at.y, seen.y0, seen.y1)) / unit.y);
    pin_probe(state, to_code(map.plane, at));
    map.probe.at = at;
    map.probe.near = map.points.nearest(at, {kKeyReach * unit.x, kKeyReach * unit.y}, now);
    return true;
  }
  if (key == "Enter" && map.probe.pinned) {
    choose_path_end(state, map.probe.code, now);
    return true;
  }
  if (key == "+" || key == "=" || key == "-") {
    const PlanePoint about = map.view.to_screen(
        map.probe.pinned ? map.probe.at : PlanePoint{(seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2});
    map.view.zoom(key == "-" ? 1 / 1.25f : 1.25f, about.x, about.y);
    return true;
  }
  if (key == "Escape") {
    const bool something = map.probe.pinned || !map.path.a.empty() || map.path.open;
    map.probe.on = map.probe.pinned = map.path.open = false;
    map.path.clear();
    return something;
  }
  return false;
}

std::string codes_csv(std::span<const float> codes, int width, int every, std::span<const std::uint8_t> labels,
                      const std::vector<std::string>& class_names) {
  const auto k = static_cast<std::size_t>(std::max(1, width));
  std::string csv = labels.empty() ? "index" : "index,label";
  for (std::size_t j = 1; j <= k; ++j) csv += ",code " + std::to_string(j);
  csv += "\n";
  for (std::size_t i = 0; i < codes.size() / k; ++i) {
    csv += std::to_string(i * static_cast<std::size_t>(std::max(1, every)));
    if (!labels.empty()) {
      const unsigned label = i < labels.size() ? labels[i] : 255u;
      std::string name = label < class_names.size() ? class_names[label] : std::to_string(label);
      const bool quote = name.find_first_of(",\"\n") != std::string::npos;
      if (quote) {
        for (std::size_t q = name.find('"'); q != std::string::npos; q = name.find('"', q + 2)) name.insert(q, "\"");
        name = "\"" + name + "\"";
      }
      csv += "," + name;
    }
    for (std::size_t j = 0; j < k; ++j) {
      char text[32];
      std::snprintf(text, sizeof text, ",%.7g", static_cast<double>(codes[i * k + j]));
      csv += text;
    }
    csv += "\n";
  }
  return csv;
}

}  // namespace hourglass

#include "studio/state/explore_state.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "data/base64.h"
#include "data/png.h"

namespace hourglass {
namespace {

using Json = nlohmann::ordered_json;

void take(const Json& json, const char* key, bool& into) {
  if (json.contains(key) && json[key].is_boolean()) into = json[key].get<bool>();
}
template <class T>
void take_number(const Json& json, const char* key, T& into, double low, double high) {
  if (json.contains(key) && json[key].is_number())
    into = static_cast<T>(std::clamp(json[key].get<double>(), low, high));
}

Json range_json(const SweepRange& r) {
  return {{"from", r.from}, {"to", r.to}, {"step", r.step}, {"include_end", r.include_end}};
}

bool take_range(const Json& json, const char* key, SweepRange& into) {
  if (!json.contains(key) || !json[key].is_object()) return false;
  SweepRange range = into;
  take_number(json[key], "from", range.from, -1e9, 1e9);
  take_number(json[key], "to", range.to, -1e9, 1e9);
  take_number(json[key], "step", range.step, 0, 1e9);
  take(json[key], "include_end", range.include_end);
  if (!validate(range)) return false;
  into = range;
  return true;
}

void take_view(MapMemory& map, const Json& view) {
  PlaneBox box{0, 0, 0, 0};
  take_number(view, "x0", box.x0, -1e9, 1e9);
  take_number(view, "y0", box.y0, -1e9, 1e9);
  take_number(view, "x1", box.x1, -1e9, 1e9);
  take_number(view, "y1", box.y1, -1e9, 1e9);
  take(view, "alike", map.view_kept_alike);
  if (box.width() > 0 && box.height() > 0) map.view_kept = box;
}

void take_drawing(PadMemory& pad, const std::string& text) {
  const auto bytes = from_base64(text);
  if (!bytes) return;
  const auto picture = decode_png(*bytes, "drawing", PadCanvas::kSide);
  if (!picture || picture->width != PadCanvas::kSide || picture->height != PadCanvas::kSide) return;
  pad.canvas.replace_raster(picture->pixels);
  pad.opened = true;
  pad.drawing = text;
  pad.drawing_canvas = pad.canvas.version();
}

}  // namespace

Json to_json(const ExploreState& state) {
  Json out = {{"map", static_cast<int>(state.map.kind)},
              {"perplexity", state.map.perplexity},
              {"manifold", state.map.manifold},
              {"shapes", state.map.shapes},
              {"part", static_cast<int>(state.map.subset)},
              {"brush", state.pad.brush},
              {"framing", state.pad.framing.as_mnist},
              {"noise", static_cast<int>(state.pad.noise.kind)},
              {"noise_amount", state.pad.noise.amount},
              {"png_scale", state.sweep.scale},
              {"sweep_axes", state.sweep.axes},
              {"filters_alike", state.samples.filters_alike}};
  if (state.map.view.moved_by_hand()) {
    const PlaneBox box = state.map.view.heading_for();
    const PlanePoint unit = state.map.view.unit();
    out["view"] = {{"x0", box.x0}, {"y0", box.y0}, {"x1", box.x1}, {"y1", box.y1}, {"alike", unit.x == unit.y}};
  }
  if (!state.pad.drawing.empty()) out["drawing"] = state.pad.drawing;
  const auto& [a, b] = state.compare.runs;
  if (!a.kept.empty() || !b.kept.empty()) out["compared"] = {a.kept, b.kept, state.compare.aligned};
  const SweepMemory& sweep = state.sweep;
  if (sweep.chosen_for)
    out["sweep"] = {{"data", *sweep.chosen_for}, {"x", range_json(sweep.chosen_x)}, {"y", range_json(sweep.chosen_y)}};
  return out;
}

void from_json(ExploreState& state, const Json& saved) {
  if (!saved.is_object()) return;
  int map = static_cast<int>(state.map.kind);
  take_number(saved, "map", map, 0, kMapKinds - 1);
  if (static_cast<MapKind>(map) != state.map.kind) {
    state.map.code_plane_kept = state.map.plane;
    state.map.plane = plane_for(2);
    state.map.kind = static_cast<MapKind>(map);
  }
  take_number(saved, "perplexity", state.map.perplexity, command::MakeMap::kLeastPerplexity,
              command::MakeMap::kMostPerplexity);
  take(saved, "manifold", state.map.manifold);
  take(saved, "shapes", state.map.shapes);
  int part = static_cast<int>(state.map.subset);
  take_number(saved, "part", part, 0, static_cast<int>(command::Subset::all));
  state.map.subset = static_cast<command::Subset>(part);
  take_number(saved, "brush", state.pad.brush, 10, 60);
  take(saved, "framing", state.pad.framing.as_mnist);
  int kind = 0;
  take_number(saved, "noise", kind, 0, static_cast<int>(CorruptionKind::salt_pepper));
  state.pad.noise.kind = static_cast<CorruptionKind>(kind);
  take_number(saved, "noise_amount", state.pad.noise.amount, 0.05, 0.9);
  take_number(saved, "png_scale", state.sweep.scale, 0, 2);
  take(saved, "filters_alike", state.samples.filters_alike);
  take(saved, "sweep_axes", state.sweep.axes);
  if (saved.contains("view") && saved["view"].is_object()) take_view(state.map, saved["view"]);
  if (saved.contains("drawing") && saved["drawing"].is_string()) take_drawing(state.pad, saved["drawing"]);
  if (const auto pair = saved.find("compared"); pair != saved.end() && pair->is_array() && pair->size() == 3) {
    for (std::size_t i = 0; i < 2; ++i)
      if ((*pair)[i].is_string()) state.compare.runs[i].kept = (*pair)[i].get<std::string>();
    if ((*pair)[2].is_boolean()) state.compare.aligned = (*pair)[2].get<bool>();
  }
  if (!saved.contains("sweep") || !saved["sweep"].is_object()) return;
  const Json& sweep = saved["sweep"];
  SweepRange x, y;
  if (!sweep.contains("data") || !sweep["data"].is_string()) return;
  if (!take_range(sweep, "x", x) || !take_range(sweep, "y", y)) return;
  state.sweep.chosen_x = x;
  state.sweep.chosen_y = y;
  state.sweep.chosen_for = sweep["data"].get<std::string>();
}

}  // namespace hourglass

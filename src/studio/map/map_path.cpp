// The path's row under the map: from where to where, the strip of images between, and the morph.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "data/png.h"
#include "explore/interpolate.h"
#include "explore/sweep.h"
#include "studio/latent/path_model.h"
#include "studio/map/map_actions.h"
#include "studio/map/map_kinds.h"
#include "studio/map/map_probe.h"
#include "studio/map/map_trail.h"
#include "studio/pad/pad_update.h"
#include "studio/state/map_memory.h"
#include "studio/state/notice.h"
#include "studio/tiles/code_view.h"
#include "studio/tiles/tiles.h"

namespace hourglass {
namespace {

constexpr float kGapBetween = 2;
constexpr float kComboWidth = 104;
constexpr float kNarrowCombo = 84;  // below which a list shows no word of what is chosen
constexpr float kStrip = 56;

/// The list for one end of the path. Its first entry says what the end is when it is no class: a place that was clicked
/// on the map, or nothing yet. The others are the classes, each standing for the middle of its codes.
void choose_end(Context& ui, bool first, const Rect& area) {
  const MapPath& path = ui.state.explore.map.path;
  const std::vector<float>& end = first ? path.a : path.b;
  const int chosen_class = first ? path.a_class : path.b_class;
  const auto named = [&](const Sentence& what) { return first ? say("A: {0}", what) : say("B: {0}", what); };
  std::vector<Sentence> options = {named(end.empty() ? say("choose") : say("placed"))};
  if (map_has_labels(ui.state)) {
    for (const std::string& c : ui.state.dataset.class_names) options.push_back(named(verbatim(c)));
  }
  int chosen = std::min(chosen_class + 1, static_cast<int>(options.size()) - 1);
  if (combo(ui, first ? "map/path-from" : "map/path-to", first ? say("Path from") : say("Path to"), options, chosen,
            area, {.help = "The middle of a class, or a click on the map"}) &&
      chosen > 0) {
    choose_path_class(ui, first, static_cast<unsigned>(chosen - 1));
  }
}

bool ready(const Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  const MapDecoder decoder = map_decoder(ui.state);
  return map.path.complete() && decoder && static_cast<int>(map.path.a.size()) == decoder.network->spec.code_width() &&
         map.path.a.size() == map.path.b.size();
}

/// Where one row has no room for all: the strip, right under the map, then what is chosen; on a phone the buttons have
/// a row of their own.
bool in_rows(float width) { return width < 620; }

float buttons_width(const Ui& ui) { return 3 * (ui.theme.control + kGap1); }

bool buttons_below(const Ui& ui, float width) { return width - buttons_width(ui) - kGap2 < 2 * kNarrowCombo + kGap2; }

void draw_strip(Context& ui, const Rect& area, float side) {
  MapPath& path = ui.state.explore.map.path;
  const int count = std::clamp(static_cast<int>((area.w + kGapBetween) / (side + kGapBetween)), 3, 21);
  path.strip.set_codes(count, 1, static_cast<int>(path.a.size()), interpolate(path.a, path.b, count));
  const MapDecoder decoder = map_decoder(ui.state);
  path.strip.set_weights(decoder.version);
  ui.infer([&](double seconds) { return path.strip.work(*decoder.network, ui.host.seconds, seconds); });
  if (path.strip.busy()) ui.animate();
  const TextureId texture = path.strip_texture.get(ui.graphics, count * kImageSide, kImageSide, path.strip.version(),
                                                   wants_smooth(ui, side), [&](std::span<std::uint32_t> rgba) {
                                                     for (int i = 0; i < count; ++i) {
                                                       paint_tile(rgba, count, i, 0, path.strip.tile(i, 0));
                                                     }
                                                   });
  for (int i = 0; i < count; ++i) {
    const Rect cell{area.x + static_cast<float>(i) * (side + kGapBetween), area.y + (area.h - side) / 2, side, side};
    const Sentence name = say("Image {0} of {1} between A and B", i + 1, count);
    if (tile_button(ui, "map/path/" + std::to_string(i), name, {texture, count, 1, i, 0}, cell, false,
                    {.help = "A press puts it on the pad"})) {
      send_to_pad(ui, path.strip.tile(i, 0));
      // The pad is another tab; who looks along a path stays on it.
      if (ui.narrow) notify(ui.state, ui.time, NoticeTopic::pad, NoticeKind::good, say("The image lies on the pad."));
    }
  }
}

void draw_morph(Context& ui, const Rect& area) {
  MapPath& path = ui.state.explore.map.path;
  path.morph.set_codes(1, 1, static_cast<int>(path.a.size()), path_at(path.a, path.b, path_position(ui)));
  const MapDecoder decoder = map_decoder(ui.state);
  path.morph.set_weights(decoder.version);
  ui.infer([&](double seconds) { return path.morph.work(*decoder.network, ui.host.seconds, seconds); });
  const TextureId texture =
      path.morph_texture.get(ui.graphics, kImageSide, kImageSide, path.morph.version(), wants_smooth(ui, area.w),
                             [&](std::span<std::uint32_t> rgba) { paint_tile(rgba, 1, 0, 0, path.morph.tile(0, 0)); });
  tile_image(ui, "map/morph", "Morph from A to B", {texture, 1, 1, 0, 0}, area);
  outline(ui, area, ui.theme.accent, 2, 1.5f);
  if (path.playing) ui.animate();
}

void save_strip(Context& ui) {
  const DecodeGrid& strip = ui.state.explore.map.path.strip;
  std::vector<std::uint8_t> tiles;
  for (int i = 0; i < strip.columns(); ++i) {
    const auto tile = strip.tile(i, 0);
    if (tile.empty()) return;
    tiles.insert(tiles.end(), tile.begin(), tile.end());
  }
  ui.host.save_file("path.png", "image/png", encode_png(sweep_picture(tiles, strip.columns(), 1, 4, 4)));
}

}  // namespace

double path_position(const Context& ui) {
  const MapPath& path = ui.state.explore.map.path;
  return morph_at((path.playing ? ui.time : path.rested_at) - path.since);
}

float path_strip_height(const Context& ui) { return ui.state.explore.map.path.open ? kStrip : 0; }

float path_row_height(Context& ui, float width) {
  const MapPath& path = ui.state.explore.map.path;
  if (!path.open) return 0;
  if (!in_rows(width)) return kStrip;
  return kStrip + (buttons_below(ui, width) ? 2.0f : 1.0f) * (ui.theme.control + kGap2);
}

void draw_path_row(Context& ui, const Rect& area) {
  const MapPath& path = ui.state.explore.map.path;
  const Theme& t = ui.theme;
  const float control = t.control;
  Rect rest = area;
  const auto buttons = [&](Rect line) {
    if (icon_button(ui, "map/path-close", "Close the path", Icon::close, cut_right(line, control, kGap1))) {
      return close_path(ui);
    }
    const Note none{.disabled = ready(ui) ? Sentence() : say("Choose A and B first.")};
    if (icon_button(ui, "map/path-save", "Save the strip as PNG", Icon::download, cut_right(line, control, kGap1),
                    none)) {
      save_strip(ui);
    }
    if (icon_button(ui, "map/path-play", path.playing ? say("Rest the morph") : say("Play the morph"),
                    path.playing ? Icon::pause : Icon::play, cut_right(line, control, kGap1), none)) {
      play_or_rest_morph(ui);
    }
  };
  if (in_rows(area.w)) {
    const bool below = buttons_below(ui, area.w);
    const Rect last = cut_bottom(rest, control, kGap2);
    Rect line = below ? cut_bottom(rest, control, kGap2) : last;
    const Rect right = below ? last : cut_right(line, buttons_width(ui), kGap2);
    choose_end(ui, true, column(line, 0, 2, kGap2));
    choose_end(ui, false, column(line, 1, 2, kGap2));
    buttons(right);
  } else {
    Rect combos = cut_left(rest, kComboWidth, kGap3);
    const float each = std::min(28.0f, (area.h) / 2);
    choose_end(ui, true, cut_top(combos, each));
    choose_end(ui, false, combos);
    const Rect right = cut_right(rest, buttons_width(ui), kGap2);
    buttons(centered(right, right.w, control));
  }
  if (!path.open) return;
  if (!ready(ui)) {
    label(ui, "map/path-hint", rest,
          ui.state.explore.map.kind == MapKind::tsne ? why_no_way_back()
          : path.a.empty()                           ? say("Press a place on the map for A, or choose a class.")
                                                     : say("Now B: press another place."),
          ui.fonts.small, t.muted);
    return;
  }
  const float side = tile_side(ui, std::min(rest.h, kStrip));
  const Rect morph = cut_right(rest, side, kGap3);
  // At least seven steps: fewer show no way.
  draw_strip(ui, rest, std::clamp((rest.w - 6 * kGapBetween) / 7, 28.0f, side));
  draw_morph(ui, {morph.x, morph.y, side, side});
}

}  // namespace hourglass

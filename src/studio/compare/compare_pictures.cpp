// Pictures of both runs: the image that is pointed at, the painting, some samples, and the sweeps.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "studio/compare/compare_parts.h"
#include "studio/map/map_images.h"
#include "studio/state/compare_memory.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr float kTile = 72, kFigureLine = 18;

/// An image, what A and what B make of it, as three tiles of one texture.
struct Trio {
  std::string id;
  Sentence name;   ///< of the image
  Sentence empty;  ///< what stands there while there is none
  std::span<const std::uint8_t> image;
  PadReader ComparedRun::*reader = nullptr;
  TileTexture* texture = nullptr;
  std::uint64_t version = 0;
};

float trio_height() { return 2 * kFigureLine + kTile + kFigureLine; }

void draw_trio(Context& ui, const Trio& trio, Rect area) {
  const CompareMemory& compare = ui.state.explore.compare;
  const Theme& t = ui.theme;
  if (trio.image.empty()) {
    paragraph(ui, trio.id, area, trio.empty, ui.fonts.small, t.text);
    return;
  }
  label(ui, trio.id, cut_top(area, kFigureLine), trio.name, ui.fonts.small, t.text);
  const float side = std::min(tile_side(ui, kTile), (area.w - 2 * kGap3) / 3);
  const TextureId texture = trio.texture->get(
      ui.graphics, 3 * kImageSide, kImageSide, trio.version + 1, wants_smooth(ui, side), [&](auto rgba) {
        paint_tile(rgba, 3, 0, 0, trio.image);
        for (std::size_t i = 0; i < 2; ++i)
          if (const PadReading& reading = (compare.runs[i].*trio.reader).reading(); !reading.code.empty())
            paint_tile(rgba, 3, static_cast<int>(i) + 1, 0, reading.rebuilt);
      });
  const Rect names = cut_top(area, kFigureLine), tiles = cut_top(area, side);
  for (int i = 0; i < 3; ++i) {
    const float x = area.x + static_cast<float>(i) * (side + kGap3);
    const Rect tile{x, tiles.y, side, side};
    const std::string id = trio.id + "/" + std::to_string(i);
    if (i == 0) {
      draw_text(ui, {x, names.y, side, names.h}, "Image", ui.fonts.small, t.muted, Align::center);
      tile_image(ui, id, trio.name, {texture, 3, 1, 0, 0}, tile);
      continue;
    }
    const auto which = static_cast<std::size_t>(i - 1);
    draw_text(ui, {x, names.y, side, names.h}, compare_name(which), ui.fonts.small_strong, compare_color(t, which),
              Align::center);
    tile_image(ui, id, say("Rebuilt by {0}", say(compare_name(which))), {texture, 3, 1, i, 0}, tile);
    const PadReading& reading = (compare.runs[which].*trio.reader).reading();
    if (!reading.code.empty())
      label(ui, id + "/error", {x, tile.bottom() + 1, side, kFigureLine}, Words::as_is(figure(reading.error, 3)),
            ui.fonts.small, t.muted, Align::center);
  }
}

Sentence pointed_name(const State& state) {
  const int at = state.explore.compare.pointed;
  const unsigned label = map_label(state, at);
  if (label == 255) return say("Image {0}", at + 1);
  return say("Image {0}, class {1}", at + 1, state.dataset.class_name(label));
}

/// Of the samples that are shown; nothing until all are rebuilt.
Sentence mean_error(const RebuildList& list, bool in_words) {
  double sum = 0;
  for (int i = 0; i < list.size(); ++i) {
    if (list.error(i) < 0) return {};
    sum += list.error(i);
  }
  if (list.size() == 0) return {};
  const std::string value = figure(sum / list.size(), 3);
  return in_words ? say("{0} per image", value) : verbatim(value);
}

void draw_sweep_of(Context& ui, std::size_t which, const Rect& area) {
  CompareMemory& compare = ui.state.explore.compare;
  ComparedRun& run = compare.runs[which];
  const Theme& t = ui.theme;
  constexpr int kSide = CompareMemory::kSweepSide;
  const float most = area.w / kSide, even = tile_side(ui, most), side = even > 0.9f * most ? even : most;
  const Rect place = centered(area, side * kSide, side * kSide);
  if (run.sweep.columns() == 0) {
    fill(ui, place, t.sunken, kRadius);
    return label(ui, compare_id(which, "no-sweep"), place, "A sweep appears with the first weights.", ui.fonts.body,
                 t.muted, Align::center);
  }
  const TextureId texture = run.sweep_sheet.update(ui.graphics, run.sweep, wants_smooth(ui, side));
  const Pointer p = surface(ui, compare_id(which, "sweep"), say("Sweep of {0}", say(compare_name(which))), place,
                            say("{0} by {1} decoded images.", kSide, kSide));
  draw_tiles(ui, texture, place);
  const bool inside = ui.finger ? p.down : p.hovered;
  if (inside) {
    const int column = std::clamp(static_cast<int>((p.at.x - place.x) / side), 0, kSide - 1);
    const int row = std::clamp(static_cast<int>((p.at.y - place.y) / side), 0, kSide - 1);
    compare.sweep_tile = row * kSide + column;
    compare.sweep_tile_of = static_cast<int>(which);
  } else if (compare.sweep_tile_of == static_cast<int>(which)) {
    compare.sweep_tile = compare.sweep_tile_of = -1;
  }
  if (compare.sweep_tile < 0) return;
  const auto column = static_cast<float>(compare.sweep_tile % kSide),
             row = static_cast<float>(compare.sweep_tile / kSide);
  outline(ui, {place.x + column * side, place.y + row * side, side, side}, t.accent, 2, 2);
}

}  // namespace

float draw_compared_images(Context& ui, const Rect& area) {
  CompareMemory& compare = ui.state.explore.compare;
  const PadReading& painted = ui.state.explore.pad.reader.reading();
  const bool has_painting = ui.state.explore.pad.reading > 0 && !painted.blank;
  const bool pointed = compare.pointed >= 0;
  const Trio image{
      .id = "compare/image",
      .name = pointed ? pointed_name(ui.state) : Sentence(),
      .empty = pointed ? say("The image is on its way.")
                       : say("Point at an image on one map to see it on both, and what both make of it."),
      .image = pointed ? std::span<const std::uint8_t>(compare.pointed_pixels) : std::span<const std::uint8_t>(),
      .reader = &ComparedRun::pointed,
      .texture = &compare.pointed_texture,
      .version = compare.pointed_picture};
  const Trio painting{
      .id = "compare/painting",
      .name = "What is on the pad",
      .empty = "Nothing is painted on the pad.",
      .image = has_painting ? std::span<const std::uint8_t>(painted.clean) : std::span<const std::uint8_t>(),
      .reader = &ComparedRun::painted,
      .texture = &compare.painted_texture,
      .version = compare.painted_version};
  // Of one height whatever is shown, so that nothing moves under the pointer.
  const float height = trio_height();
  if (side_by_side(area.w)) {
    const float width = (area.w - kGap3) / 2;
    draw_trio(ui, image, {area.x, area.y, width, height});
    draw_trio(ui, painting, {area.right() - width, area.y, width, height});
    return height;
  }
  draw_trio(ui, image, {area.x, area.y, area.w, height});
  draw_trio(ui, painting, {area.x, area.y + height + kGap2, area.w, height});
  return 2 * height + kGap2;
}

float draw_compared_samples(Context& ui, const Rect& area) {
  CompareMemory& compare = ui.state.explore.compare;
  const int n = static_cast<int>(compare.samples.size());
  float y = area.y + draw_part_title(ui, "compare/samples", area, "The same images by both");
  if (n == 0)
    return y - area.y +
           paragraph(ui, "compare/no-samples", {area.x, y, area.w, 0}, "There are no images yet.", ui.fonts.small,
                     ui.theme.muted);
  const bool wide = side_by_side(area.w);
  const float name = 26, error = wide ? 96.0f : 40.0f;
  const int shown = std::clamp(static_cast<int>((area.w - name - error) / 34), 1, n);
  const float most = (area.w - name - error) / static_cast<float>(shown) - 2;
  const float side = std::min(kTile, tile_side(ui, most));
  const std::array<std::uint64_t, 3> now = {compare.samples_of, compare.runs[0].samples.version(),
                                            compare.runs[1].samples.version()};
  if (now != compare.samples_painted) {
    compare.samples_painted = now;
    ++compare.samples_version;
  }
  const TextureId texture = compare.samples_texture.get(
      ui.graphics, n * kImageSide, 3 * kImageSide, compare.samples_version, wants_smooth(ui, side), [&](auto rgba) {
        for (int i = 0; i < n; ++i) {
          paint_tile(rgba, n, i, 0, compare.runs[0].samples.image(i));
          for (int which = 0; which < 2; ++which)
            paint_tile(rgba, n, i, which + 1, compare.runs[static_cast<std::size_t>(which)].samples.rebuilt(i));
        }
      });
  for (int row = 0; row < 3; ++row) {
    if (row > 0) {
      const auto which = static_cast<std::size_t>(row - 1);
      draw_text(ui, {area.x, y, name - 6, side}, compare_name(which), ui.fonts.small_strong,
                compare_color(ui.theme, which), Align::center);
      label(ui, compare_id(which, "sample-error"),
            {area.x + name + static_cast<float>(shown) * (side + 2), y, error, side},
            mean_error(compare.runs[which].samples, wide), ui.fonts.small, ui.theme.muted, Align::right);
    }
    for (int i = 0; i < shown; ++i) {
      const std::string cls = ui.state.dataset.class_name(
          ui.state.dataset.label(static_cast<int>(compare.samples[static_cast<std::size_t>(i)])));
      const Rect tile{area.x + name + static_cast<float>(i) * (side + 2), y, side, side};
      tile_image(ui, "compare/sample/" + std::to_string(row) + "/" + std::to_string(i),
                 row == 0 ? say("Sample {0}, class {1}", i + 1, cls)
                          : say("Sample {0} by {1}", i + 1, say(compare_name(static_cast<std::size_t>(row - 1)))),
                 {texture, n, 3, i, row}, tile);
    }
    y += side + 2;
  }
  return y - area.y;
}

float draw_compared_sweeps(Context& ui, const Rect& area) {
  float y = area.y + draw_part_title(ui, "compare/sweeps", area, "What lies between");
  y += paragraph(ui, "compare/sweeps-words", {area.x, y, area.w, 0},
                 "Images decoded from places spread over each map; when B is turned to A, from the same places.",
                 ui.fonts.small, ui.theme.muted) +
       kGap2;
  constexpr float kName = 20;
  const auto draw = [&](std::size_t which, float x, float top, float side) {
    draw_text(ui, {x, top, side, kName}, compare_name(which), ui.fonts.small_strong, compare_color(ui.theme, which));
    draw_sweep_of(ui, which, {x, top + kName, side, side});
  };
  if (side_by_side(area.w)) {
    const float side = std::min((area.w - kGap3) / 2, 560.0f);
    for (std::size_t i = 0; i < 2; ++i) draw(i, area.x + static_cast<float>(i) * ((area.w + kGap3) / 2), y, side);
    return y + kName + side - area.y;
  }
  for (std::size_t i = 0; i < 2; ++i, y += kName + area.w + kGap2) draw(i, area.x, y, area.w);
  return y - kGap2 - area.y;
}

}  // namespace hourglass

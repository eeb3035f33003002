#include "studio/pad/pad_images.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "data/png.h"
#include "explore/sweep.h"
#include "studio/pad/pad_update.h"
#include "studio/state/pad_memory.h"
#include "studio/tiles/tiles.h"

namespace hourglass {
namespace {

/// The three images of a reading in one texture: clean, with noise, rebuilt.
TextureId reading_texture(Context& ui, float side) {
  PadMemory& pad = ui.state.explore.pad;
  const PadReading& r = pad.reader.reading();
  const bool shown = !pad_code(ui.state).empty();
  return pad.images.get(ui.graphics, 3 * kImageSide, kImageSide, 2 * pad.reading + (shown ? 1 : 0),
                        wants_smooth(ui, side), [&](std::span<std::uint32_t> rgba) {
                          if (!shown) return;
                          paint_tile(rgba, 3, 0, 0, r.clean);
                          paint_tile(rgba, 3, 1, 0, r.seen);
                          paint_tile(rgba, 3, 2, 0, r.rebuilt);
                        });
}

struct ShownImage {
  std::string_view id;
  Key caption, brief, name;
  int column;
  std::string_view term = {};
};

/// What is shown of a reading: with noise one image more.
std::vector<ShownImage> shown_images(const PadMemory& pad) {
  if (pad.noise.kind == CorruptionKind::none) {
    return {{"paint/seen", "Network sees", "Seen", "What the network sees", 1},
            {"paint/rebuilt", "Reconstruction", "Rebuilt", "Reconstruction of the painting", 2, "reconstruction"}};
  }
  return {{"paint/clean", "Clean", "Clean", "The painting, framed", 0},
          {"paint/seen", "Corrupted", "Noisy", "What the network sees: the painting with noise", 1, "corruption"},
          {"paint/rebuilt", "Reconstruction", "Rebuilt", "Reconstruction of the painting", 2, "reconstruction"}};
}

/// What is on them, for who does not see them: how much ink went in, and what the network takes it for.
Sentence told(const State& state, const ShownImage& shown) {
  const PadMemory& pad = state.explore.pad;
  const PadReading& r = pad.reader.reading();
  if (pad_code(state).empty()) return say("Nothing is painted.");
  if (shown.column < 2) {
    const Image& image = shown.column == 0 ? r.clean : r.seen;
    const auto ink = std::count_if(image.begin(), image.end(), [](std::uint8_t value) { return value >= 128; });
    return plural(ink, "{0} of 784 pixels has ink.", "{0} of 784 pixels have ink.");
  }
  std::vector<Sentence> classes;
  for (std::size_t i = 0; i < pad.nearest.count(); ++i)
    if (const unsigned label = pad.nearest.label(i); label != 255u)
      classes.push_back(verbatim(state.dataset.class_name(label)));
  if (classes.empty()) return say("A picture made from the code.");
  return say("Its code lies nearest to training images of {0}.", list_and(classes));
}

void draw_image(Context& ui, const ShownImage& shown, TextureId texture, const Rect& area) {
  Rect rest = area;
  const bool fits = text_width(ui, ui.fonts.small, shown.caption) <= area.w;
  const Key caption = fits ? shown.caption : shown.brief;
  const Rect line = cut_top(rest, kPadCaption);
  label(ui, std::string(shown.id) + "/name", line, caption, ui.fonts.small, ui.theme.muted, Align::left,
        {.term = shown.term});
  tile_image(ui, shown.id, shown.name, {texture, 3, 1, shown.column, 0}, rest, told(ui.state, shown));
}

}  // namespace

int images_shown(const PadMemory& pad) { return pad.noise.kind == CorruptionKind::none ? 2 : 3; }

float image_in_column_side(float height, int n) {
  const auto count = static_cast<float>(n);
  return (height - count * kPadCaption - (count - 1) * kGap2) / count;
}

void images_in_column(Context& ui, const Rect& area) {
  const auto images = shown_images(ui.state.explore.pad);
  const float side = tile_side(ui, std::min(area.w, image_in_column_side(area.h, images_shown(ui.state.explore.pad))));
  const TextureId texture = reading_texture(ui, side);
  Rect rest = area;
  for (const ShownImage& shown : images) {
    Rect cell = cut_top(rest, kPadCaption + side, kGap2);
    draw_image(ui, shown, texture, cut_left(cell, side));
  }
}

float tile_beside(const Context& ui, float width, float most) {
  constexpr float n = 2;
  const float unit = kImageSide / ui.scale;
  float tile = std::max(unit, std::round(48 / unit) * unit);
  for (float wider = tile + unit; wider <= 200; wider += unit) {
    const float pad = std::min(width - kGap3 - wider, most);
    if (n * (kPadCaption + wider) + (n - 1) * kGap2 > pad + 1) break;
    tile = wider;
  }
  return tile;
}

float images_in_row_height(const Context& ui, float width, int n, float most) {
  const auto count = static_cast<float>(n);
  return kPadCaption + tile_side(ui, std::min(most, (width - (count - 1) * kGap3) / count));
}

void images_in_row(Context& ui, const Rect& area) {
  const auto images = shown_images(ui.state.explore.pad);
  const float side = area.h - kPadCaption;
  const TextureId texture = reading_texture(ui, side);
  Rect rest = area;
  for (const ShownImage& shown : images) draw_image(ui, shown, texture, cut_left(rest, side, kGap3));
}

void save_reading(Context& ui) {
  const PadMemory& pad = ui.state.explore.pad;
  const PadReading& r = pad.reader.reading();
  const std::array<const Image*, 3> images = {&r.clean, &r.seen, &r.rebuilt};
  std::vector<std::uint8_t> tiles;
  const auto shown = shown_images(pad);
  for (const ShownImage& one : shown) {
    const Image& image = *images[static_cast<std::size_t>(one.column)];
    tiles.insert(tiles.end(), image.begin(), image.end());
  }
  const Picture picture = sweep_picture(tiles, static_cast<int>(shown.size()), 1, 8, 8);
  ui.host.save_file("painting.png", "image/png", encode_png(picture));
}

}  // namespace hourglass

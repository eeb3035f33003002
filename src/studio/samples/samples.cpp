// The samples panel: held-out images over their reconstructions, the worst of them on request, the first layer's
// filters as its third view. A click on a sample sends it to the pad.
#include "studio/samples/samples.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <optional>

#include "data/png.h"
#include "explore/sweep.h"
#include "studio/pad/pad_update.h"
#include "studio/samples/sample_grid.h"
#include "studio/samples/samples_update.h"
#include "studio/samples/weights.h"
#include "studio/state/actions.h"
#include "studio/state/samples_memory.h"
#include "studio/state/watch.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr std::array<Key, 3> kSampleViews = {"Held-out", "Worst", "Filters"};
constexpr std::array<std::string_view, 3> kSampleTerms = {"held-out", "worst", "filters"};
constexpr std::array<std::string_view, 2> kCaptionTerms = {"samples", "per-image"};
constexpr float kCaption = 16, kLeastTiles = 110;

/// Inputs and reconstructions as one picture, two rows for each row of pairs. While it is rebuilt it is painted a few
/// times a second; other images at once.
TextureId texture_of(Context& ui, const SampleGrid& grid) {
  SamplesMemory& panel = ui.state.explore.samples;
  const RebuildList& list = panel.list;
  const bool others = list.images_version() != panel.painted_images;
  const bool due = !list.busy() || others || ui.time >= panel.painted_at + kTextureEvery;
  const std::uint64_t version = list.version() * 4096 + static_cast<std::uint64_t>(grid.columns * 64 + grid.rows);
  if (due && version != panel.painted) {
    panel.painted = version;
    panel.painted_images = list.images_version();
    panel.painted_at = ui.time;
  }
  return panel.images.get(ui.graphics, grid.columns * kImageSide, 2 * grid.rows * kImageSide, panel.painted,
                          wants_smooth(ui, grid.side), [&](std::span<std::uint32_t> rgba) {
                            for (int i = 0; i < std::min(list.size(), grid.count()); ++i) {
                              const int c = i % grid.columns, r = i / grid.columns;
                              paint_tile(rgba, grid.columns, c, 2 * r, list.image(i));
                              paint_tile(rgba, grid.columns, c, 2 * r + 1, list.rebuilt(i));
                            }
                          });
}

Sentence sample_name(const Context& ui, int i) {
  const SamplesMemory& panel = ui.state.explore.samples;
  const std::uint32_t place = panel.places[static_cast<std::size_t>(i)];
  const unsigned label = sample_label(panel, i);
  const bool labelled = label != 255;
  const std::string shown = labelled ? ui.state.dataset.class_name(label) : std::string();
  const double error = panel.list.error(i);
  if (error < 0) return labelled ? say("Held-out image {0}, {1}", place, shown) : say("Held-out image {0}", place);
  const std::string number = figure(error, 3);
  return labelled ? say("Held-out image {0}, {1}, error {2}", place, shown, number)
                  : say("Held-out image {0}, error {1}", place, number);
}

void draw_pairs(Context& ui, const Rect& area, const SampleGrid& grid) {
  SamplesMemory& panel = ui.state.explore.samples;
  const TextureId texture = texture_of(ui, grid);
  const int count = std::min(panel.list.size(), grid.count());
  const Group group(ui, "samples/images", "Images over their reconstructions", area);
  for (int i = 0; i < count; ++i) {
    const int c = i % grid.columns, r = i / grid.columns;
    const Rect below = grid.rebuilt(area, i);
    const Sentence name = sample_name(ui, i);
    if (tile_button(ui, "samples/" + std::to_string(i), name, {texture, grid.columns, 2 * grid.rows, c, 2 * r},
                    grid.image(area, i), false, {.help = say("{0}. A press puts it on the pad.", name)})) {
      send_to_pad(ui, panel.list.image(i));
      if (ui.narrow) show_tab(ui.state, Tab::paint);
    }
    draw_tile(ui, {texture, grid.columns, 2 * grid.rows, c, 2 * r + 1}, below);
    if (const double error = panel.list.error(i); error >= 0) {
      draw_text(ui, {below.x, below.bottom(), below.w, SampleGrid::kFigure}, verbatim(figure(error, 3)), ui.fonts.small,
                ui.theme.muted, Align::center);
    }
  }
}

void save_pairs(Context& ui, const SampleGrid& grid) {
  const RebuildList& list = ui.state.explore.samples.list;
  const int shown = std::min(list.size(), grid.count());
  const auto columns = static_cast<std::size_t>(grid.columns);
  std::vector<std::uint8_t> tiles(2 * static_cast<std::size_t>(grid.count()) * kImagePixels, 0);
  for (int i = 0; i < shown; ++i) {
    const auto c = static_cast<std::size_t>(i % grid.columns), r = static_cast<std::size_t>(i / grid.columns);
    const auto at = [&](std::size_t row) {
      return tiles.begin() + static_cast<std::ptrdiff_t>((row * columns + c) * kImagePixels);
    };
    std::ranges::copy(list.image(i), at(2 * r));
    std::ranges::copy(list.rebuilt(i), at(2 * r + 1));
  }
  const Picture picture = sweep_picture(tiles, grid.columns, 2 * grid.rows, 4, 2);
  ui.host.save_file("reconstructions.png", "image/png", encode_png(picture));
}

/// Two buttons in every view, so that the tabs beside them keep their place and shape.
void draw_image_tools(Context& ui, Rect tools, const SampleGrid& grid) {
  const SamplesMemory& panel = ui.state.explore.samples;
  if (icon_button(ui, "samples/save", "Save as PNG", Icon::download, cut_right(tools, tools.h, kGap1))) {
    save_pairs(ui, grid);
  }
  const Rect place = cut_right(tools, tools.h, kGap1);
  if (panel.view == SamplesMemory::held_out) {
    if (icon_button(ui, "samples/others", "Other images", Icon::chevron_right, place)) leaf_on(ui.state, grid.count());
    return;
  }
  const bool stale = panel.worst_of_weights != ui.state.weights.version;
  const Sentence why = panel.worst_ticket != 0 ? say("It is looking.")
                       : stale                 ? Sentence()
                                               : say("These are the worst.");
  if (icon_button(ui, "samples/worst-again", "Look for the worst again", Icon::reset, place, {.disabled = why}))
    look_for_worst(ui.state);
}

/// Names the weights of the oldest reconstruction shown: while a large network trains, not all are made anew in a
/// frame.
Sentence caption_of(const Context& ui, int shown) {
  const SamplesMemory& panel = ui.state.explore.samples;
  const bool worst = panel.view == SamplesMemory::worst;
  if (worst && panel.list.size() == 0) return "Looking for the worst reconstructions";
  const std::optional<double> oldest = panel.list.oldest_epoch(shown);
  if (!ui.state.weights.network || !oldest)
    return worst ? say("The largest errors of all held-out images") : say("Input, reconstruction, error");
  const Argument epoch = in_epochs(*oldest);
  return worst ? say("The largest errors of all held-out images, weights from epoch {0}", epoch)
               : say("Input, reconstruction, error, weights from epoch {0}", epoch);
}

}  // namespace

void draw_samples(Context& ui, const Rect& area) {
  const SamplesMemory& panel = ui.state.explore.samples;
  const Theme& t = ui.theme;
  Rect tools;
  const Rect inside = card(ui, "samples", "Samples", area, &tools);
  const float buttons = 2 * (tools.h + kGap1) + kGap2;
  const Rect place = cut_left(tools, std::clamp(tools.w - buttons, 0.0f, 260.0f), kGap2);
  int view = panel.view;
  if (place.w >= 170
          ? segmented(ui, "samples/view", "Which samples", kSampleViews, view, place, {.terms = kSampleTerms})
          : combo(ui, "samples/view", "Which samples", kSampleViews, view, place, {.terms = kSampleTerms}))
    show_samples_view(ui, view);
  if (panel.view == SamplesMemory::filters) return draw_filters(ui, inside, tools);
  if (!ui.state.dataset.loaded()) {
    label(ui, "samples/empty", inside, "Held-out images appear when the data has come.", ui.fonts.body, t.muted,
          Align::center);
    return;
  }
  Rect rest = inside;
  if (collapse_of(ui.state)) {
    const float height = remark(ui, "samples/collapse", rest, said_of_collapse(), "collapse", true);
    if (rest.h - height >= kLeastTiles)
      remark(ui, "samples/collapse", cut_top(rest, height, kGap2), said_of_collapse(), "collapse");
  }
  const Rect caption = cut_bottom(rest, kCaption, kGap2);
  const int most =
      panel.view == SamplesMemory::worst ? std::min(kMostWorst, ui.state.dataset.held_out) : ui.state.dataset.held_out;
  const SampleGrid grid = sample_grid(rest.w, rest.h, most, ui.touch ? kTouch : 32.0f, ui.scale);
  draw_image_tools(ui, tools, grid);
  update_samples(ui, grid.count());
  draw_pairs(ui, rest, grid);
  label(ui, "samples/caption", caption, caption_of(ui, grid.count()), ui.fonts.small, t.muted, Align::left,
        {.terms = kCaptionTerms});
}

}  // namespace hourglass

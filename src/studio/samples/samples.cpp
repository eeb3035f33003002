// The samples panel: held-out images over their reconstructions, the worst of them on request, the first layer's
// filters as its third view. A click on a sample sends it to the pad.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "data/png.h"
#include "explore/sweep.h"
#include "studio/pad/pad_update.h"
#include "studio/samples/samples.h"
#include "studio/samples/weights.h"
#include "studio/state/samples_memory.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr std::array<std::string_view, 3> kSampleViews = {"Held-out", "Worst", "Filters"};
constexpr int kWorst = 28;
constexpr float kFigure = 16;  // height of the error under a pair
constexpr float kBetween = 4;  // input and reconstruction belong together

struct Grid {
  int columns = 1, rows = 1;
  float side = 56, pair = 120, gap = 0;
};

/// Pairs of two images each with their error below: as large as 64 px, in as many rows as fit.
Grid grid_of(Context& ui, const Rect& area) {
  Grid grid;
  const float pair_least = 2 * 44 + kBetween + kFigure;
  grid.rows = std::max(1, static_cast<int>((area.h + kGap2) / (pair_least + kGap2)));
  const float pair = (area.h - static_cast<float>(grid.rows - 1) * kGap2) / static_cast<float>(grid.rows);
  grid.side = tile_side(ui, std::clamp((pair - kBetween - kFigure) / 2, 24.0f, area.w > 900 ? 84.0f : 64.0f));
  grid.columns = std::max(1, static_cast<int>((area.w + kGap2) / (grid.side + kGap2)));
  grid.pair = 2 * grid.side + kBetween + kFigure;
  // What is left over goes between the rows and to both ends.
  grid.gap = (area.h - static_cast<float>(grid.rows) * grid.pair) / static_cast<float>(grid.rows + 1);
  grid.gap = std::clamp(grid.gap, 0.0f, 28.0f);
  return grid;
}

/// Every class in turn, so that a row shows them all; without labels in order.
std::vector<std::uint32_t> pick(const DatasetState& data, int count, std::uint64_t first) {
  std::vector<std::uint32_t> places;
  if (data.held_out <= 0) return places;
  if (data.held_out_labels.empty()) {
    for (int i = 0; i < count && i < data.held_out; ++i) {
      places.push_back(static_cast<std::uint32_t>((first + static_cast<std::uint64_t>(i)) %
                                                  static_cast<std::uint64_t>(data.held_out)));
    }
    return places;
  }
  std::array<std::vector<std::uint32_t>, 256> by_class;
  for (int i = 0; i < data.held_out; ++i) by_class[data.label(i)].push_back(static_cast<std::uint32_t>(i));
  std::vector<const std::vector<std::uint32_t>*> classes;
  for (const auto& c : by_class) {
    if (!c.empty()) classes.push_back(&c);
  }
  for (std::uint64_t i = 0; static_cast<int>(places.size()) < count && static_cast<int>(i) < data.held_out; ++i) {
    const std::uint64_t at = first + i;
    const auto& from = *classes[at % classes.size()];
    places.push_back(from[at / classes.size() % from.size()]);
  }
  return places;
}

void choose_held_out(Context& ui, int count) {
  SamplesMemory& panel = ui.state.explore.samples;
  const DatasetState& data = ui.state.dataset;
  if (panel.of_dataset == data.version && panel.picked_count == count && panel.picked_first == panel.first) return;
  auto places = pick(data, count, panel.first);
  panel.picked_count = count;
  panel.picked_first = panel.first;
  std::vector<std::uint8_t> images;
  panel.labels.clear();
  for (std::uint32_t place : places) {
    const std::uint8_t* image = data.image(static_cast<int>(place));
    images.insert(images.end(), image, image + kImagePixels);
    panel.labels.push_back(static_cast<std::uint8_t>(data.label(static_cast<int>(place))));
  }
  panel.places = std::move(places);
  panel.of_dataset = data.version;
  panel.list.set_images(std::move(images));
}

void choose_worst(Context& ui) {
  SamplesMemory& panel = ui.state.explore.samples;
  if (auto found = ui.take<event::Images>(panel.worst_ticket)) {
    panel.worst_images = std::move(*found);
    panel.worst_ticket = 0;
    panel.places = panel.worst_images.places;
    panel.labels = panel.worst_images.labels;
    panel.list.set_images(panel.worst_images.pixels);
  } else if (ui.take<event::Failed>(panel.worst_ticket)) {
    panel.worst_ticket = 0;
  }
  if (!panel.worst_wanted || panel.worst_ticket != 0) return;
  panel.worst_wanted = false;
  panel.worst_of_weights = ui.state.weights.version;
  panel.worst_ticket = ui.ask(command::FindWorst{.ticket = 0, .count = kWorst});
}

/// Inputs and reconstructions as one picture, two rows for each row of pairs.
TextureId texture_of(Context& ui, const Grid& grid) {
  SamplesMemory& panel = ui.state.explore.samples;
  const RebuildList& list = panel.list;
  const bool due = !list.busy() || ui.time >= panel.painted_at + kTextureEvery;
  const std::uint64_t version = list.version() * 1024 + static_cast<std::uint64_t>(grid.columns * 8 + grid.rows);
  if (due && version != panel.painted) {
    panel.painted = version;
    panel.painted_at = ui.time;
  }
  return panel.images.get(ui.graphics, grid.columns * kImageSide, 2 * grid.rows * kImageSide, panel.painted,
                          wants_smooth(ui, grid.side), [&](std::span<std::uint32_t> rgba) {
                            for (int i = 0; i < list.size() && i < grid.columns * grid.rows; ++i) {
                              const int c = i % grid.columns, r = i / grid.columns;
                              paint_tile(rgba, grid.columns, c, 2 * r, list.image(i));
                              paint_tile(rgba, grid.columns, c, 2 * r + 1, list.rebuilt(i));
                            }
                          });
}

void draw_pairs(Context& ui, const Rect& area, const Grid& grid) {
  SamplesMemory& panel = ui.state.explore.samples;
  const DatasetState& data = ui.state.dataset;
  const TextureId texture = texture_of(ui, grid);
  const int count = std::min(panel.list.size(), grid.columns * grid.rows);
  for (int i = 0; i < count; ++i) {
    const int c = i % grid.columns, r = i / grid.columns;
    const Rect above{area.x + static_cast<float>(c) * (grid.side + kGap2),
                     area.y + grid.gap / 2 + static_cast<float>(r) * (grid.pair + grid.gap), grid.side, grid.side};
    const Rect below{above.x, above.bottom() + kBetween, grid.side, grid.side};
    const auto at = static_cast<std::size_t>(i);
    std::string name = "Held-out image " + with_thousands(panel.places[at]);
    if (panel.labels[at] != 255) name += ", " + data.class_name(panel.labels[at]);
    const double error = panel.list.error(i);
    if (error >= 0) name += ", error " + figure(error, 3);
    const std::string help = name + ". A press puts it on the pad.";
    if (tile_button(ui, "samples/" + std::to_string(i), name, {texture, grid.columns, 2 * grid.rows, c, 2 * r}, above,
                    false, {.help = help})) {
      send_to_pad(ui, panel.list.image(i));
      if (ui.narrow) ui.state.tab = Tab::paint;
    }
    draw_tile(ui, {texture, grid.columns, 2 * grid.rows, c, 2 * r + 1}, below);
    if (error >= 0) {
      draw_text(ui, {below.x, below.bottom(), below.w, kFigure}, figure(error, 3), ui.fonts.small, ui.theme.muted,
                Align::center);
    }
  }
}

void save_pairs(Context& ui, const Grid& grid) {
  const RebuildList& list = ui.state.explore.samples.list;
  const int shown = std::min(list.size(), grid.columns * grid.rows);
  std::vector<std::uint8_t> tiles(static_cast<std::size_t>(2 * grid.rows * grid.columns) * kImagePixels, 0);
  for (int i = 0; i < shown; ++i) {
    const auto c = static_cast<std::size_t>(i % grid.columns), r = static_cast<std::size_t>(i / grid.columns);
    const auto columns = static_cast<std::size_t>(grid.columns);
    std::ranges::copy(list.image(i), tiles.begin() + static_cast<std::ptrdiff_t>((2 * r * columns + c) * kImagePixels));
    std::ranges::copy(list.rebuilt(i),
                      tiles.begin() + static_cast<std::ptrdiff_t>(((2 * r + 1) * columns + c) * kImagePixels));
  }
  const Picture picture = sweep_picture(tiles, grid.columns, 2 * grid.rows, 4, 2);
  ui.host.save_file("reconstructions.png", "image/png", encode_png(picture));
}

}  // namespace

void draw_samples(Context& ui, const Rect& area) {
  SamplesMemory& panel = ui.state.explore.samples;
  const Theme& t = ui.theme;
  Rect tools;
  const Rect inside = card(ui, "samples", "Samples", area, &tools);
  const int before = panel.view;
  // The buttons at the right keep their room, whatever the view.
  const float buttons = (panel.view == SamplesMemory::filters ? 4 : 2) * (tools.h + kGap1) + kGap2;
  const Rect place = cut_left(tools, std::clamp(tools.w - buttons, 0.0f, 220.0f), kGap2);
  if (place.w >= 190 ? segmented(ui, "samples/view", "Which samples", kSampleViews, panel.view, place)
                     : combo(ui, "samples/view", "Which samples", kSampleViews, panel.view, place)) {
    panel.worst_wanted = panel.view == SamplesMemory::worst;
    panel.of_dataset = 0;
    if (before != panel.view) ui.animate();
  }
  if (panel.view == SamplesMemory::filters) return draw_filters(ui, inside, tools);

  if (!ui.state.dataset.loaded()) {
    label(ui, "samples/empty", inside, "Held-out images appear when the data has come.", ui.fonts.body, t.muted,
          Align::center);
    return;
  }
  Rect rest = inside;
  const Rect caption = cut_bottom(rest, 16, kGap2);
  const Grid grid = grid_of(ui, rest);
  if (icon_button(ui, "samples/save", "Save as PNG", Icon::download, cut_right(tools, tools.h, kGap1))) {
    save_pairs(ui, grid);
  }
  const int count = grid.columns * grid.rows;
  if (panel.view == SamplesMemory::held_out) {
    if (icon_button(ui, "samples/others", "Other images", Icon::chevron_right, cut_right(tools, tools.h, kGap1))) {
      panel.first += static_cast<std::uint64_t>(count);
    }
    choose_held_out(ui, count);
  } else {
    // After new data the old ones are none of its images.
    if (panel.of_dataset != ui.state.dataset.version) {
      panel.of_dataset = ui.state.dataset.version;
      panel.worst_wanted = true;
      panel.list.set_images({});
    }
    const bool stale = panel.worst_of_weights != ui.state.weights.version;
    if (icon_button(ui, "samples/worst-again", "Look for the worst again", Icon::reset,
                    cut_right(tools, tools.h, kGap1),
                    {.disabled = panel.worst_ticket != 0 ? "It is looking."
                                 : stale                 ? ""
                                                         : "These are the worst."})) {
      panel.worst_wanted = true;
    }
    choose_worst(ui);
  }

  if (const auto& network = ui.state.weights.network) {
    panel.list.set_weights(ui.state.weights.version);
    const double start = ui.host.seconds();
    FrameBudget& budget = ui.state.explore.budget;
    if (panel.list.work(*network, ui.host.seconds, budget.left(ui.time, ui.state.training(), 0.0012))) {
      budget.spent(ui.host.seconds() - start);
    }
    if (panel.list.busy()) ui.animate();
  }
  draw_pairs(ui, rest, grid);
  std::string words =
      panel.view == SamplesMemory::worst ? "The largest errors of all held-out images" : "Input, reconstruction, error";
  if (ui.state.weights.network) words += ", weights from epoch " + epochs_text(ui.state.weights.epoch);
  if (panel.view == SamplesMemory::worst && panel.list.size() == 0) words = "Looking for the worst reconstructions";
  label(ui, "samples/caption", caption, words, ui.fonts.small, t.muted);
}

}  // namespace hourglass

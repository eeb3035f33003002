#include "studio/samples/weights.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "data/png.h"
#include "studio/samples/samples_update.h"
#include "studio/samples/weights_model.h"
#include "studio/state/samples_memory.h"
#include "studio/state/watch.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kGap = 2, kLeastFilters = 110;
constexpr int kMostOnAPage = 512;
constexpr int kPngColumns = 16;

FilterColors colors_of(const Theme& t) {
  FilterColors colors;
  colors.none = t.sunken | 0xff000000u;
  if (t.dark) {
    colors.negative = rgb(0xff9e4a);
    colors.positive = rgb(0x58a9ff);
  }
  return colors;
}

void save_filters(Context& ui, const Network& network, bool alike) {
  const int n = filter_count(network);
  const int columns = std::min(n, kPngColumns), rows = (n + columns - 1) / columns;
  const int width = columns * kImageSide, height = rows * kImageSide;
  constexpr int kScale = 4;
  std::vector<std::uint32_t> small(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  paint_filters(network, 0, n, columns, alike, FilterColors{}, small);
  std::vector<std::uint8_t> rgb_bytes;
  rgb_bytes.reserve(small.size() * 3 * kScale * kScale);
  for (int y = 0; y < height * kScale; ++y) {
    for (int x = 0; x < width * kScale; ++x) {
      const std::uint32_t c = small[static_cast<std::size_t>(y / kScale * width + x / kScale)];
      for (int shift : {0, 8, 16}) rgb_bytes.push_back(static_cast<std::uint8_t>(c >> shift));
    }
  }
  ui.host.save_file("filters.png", "image/png", encode_png_rgb(rgb_bytes, width * kScale, height * kScale));
}

/// Which filters are seen: the largest tiles with which all of them, or those of a page, fit.
struct FilterPage {
  float side = 84;
  int columns = 1, rows = 1;
  int first = 0, count = 0;
  int page = 0, pages = 1;
};

FilterPage page_of(const Rect& area, int n, int wanted) {
  constexpr float kLeast = 28;
  FilterPage p;
  const auto fit = [&] {
    p.columns = std::max(1, static_cast<int>((area.w + kGap) / (p.side + kGap)));
    p.rows = std::max(1, static_cast<int>((area.h + kGap) / (p.side + kGap)));
    return p.columns * p.rows >= std::min(n, kMostOnAPage);
  };
  while (!fit() && p.side > kLeast) p.side -= 1;
  const int size = std::min(p.columns * p.rows, kMostOnAPage);
  p.pages = std::max(1, (n + size - 1) / size);
  p.page = std::clamp(wanted, 0, p.pages - 1);
  p.first = p.page * size;
  p.count = std::min(size, n - p.first);
  p.rows = (p.count + p.columns - 1) / p.columns;
  return p;
}

void draw_tiles_of(Context& ui, const Network& network, const FilterPage& page, const Rect& area) {
  SamplesMemory& panel = ui.state.explore.samples;
  const Theme& t = ui.theme;
  const std::uint64_t version =
      (static_cast<std::uint64_t>(ui.state.weights.version) << 24) + (static_cast<std::uint64_t>(page.page) << 14) +
      static_cast<std::uint64_t>(page.columns * 4 + (t.dark ? 2 : 0)) + (panel.filters_alike ? 1 : 0);
  const TextureId texture = panel.filters_texture.get(
      ui.graphics, page.columns * kImageSide, page.rows * kImageSide, version, wants_smooth(ui, page.side),
      [&](std::span<std::uint32_t> rgba) {
        paint_filters(network, page.first, page.count, page.columns, panel.filters_alike, colors_of(t), rgba);
      });
  if (!texture) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto c = static_cast<float>(page.columns), r = static_cast<float>(page.rows);
  for (int i = 0; i < page.count; ++i) {
    const auto x = static_cast<float>(i % page.columns), y = static_cast<float>(i / page.columns);
    const float step = page.side + kGap;
    const Rect cell{area.x + x * step, area.y + y * step, page.side, page.side};
    list.AddImage(reinterpret_cast<ImTextureID>(texture), cell.min(), cell.max(), {x / c, y / r},
                  {(x + 1) / c, (y + 1) / r});
  }
}

/// What is seen, and at its right the way to the other filters.
void draw_filter_foot(Context& ui, Rect foot, const FilterPage& page, int n) {
  if (page.pages > 1) {
    if (icon_button(ui, "filters/next", "Next filters", Icon::chevron_right, cut_right(foot, foot.h, kGap1),
                    {.disabled = page.page == page.pages - 1 ? say("These are the last ones.") : Sentence()}))
      leaf_filters(ui.state, page.page + 1);
    if (icon_button(ui, "filters/previous", "Previous filters", Icon::chevron_left, cut_right(foot, foot.h, kGap2),
                    {.disabled = page.page == 0 ? say("These are the first ones.") : Sentence()}))
      leaf_filters(ui.state, page.page - 1);
  }
  const Argument epoch = in_epochs(ui.state.weights.epoch);
  const Sentence caption =
      page.pages > 1
          ? say("Filters {0} to {1} of {2}, weights from epoch {3} \u00b7 blue +, orange \u2212", page.first + 1,
                page.first + page.count, n, epoch)
          : plural(n, "{0} filter of the first layer, weights from epoch {1} \u00b7 blue +, orange \u2212",
                   "{0} filters of the first layer, weights from epoch {1} \u00b7 blue +, orange \u2212", epoch);
  label(ui, "filters/caption", foot, caption, ui.fonts.small, ui.theme.muted, Align::left, {.term = "filters"});
}

}  // namespace

void draw_filters(Context& ui, const Rect& area, Rect tools) {
  const SamplesMemory& panel = ui.state.explore.samples;
  if (!ui.state.weights.network) {
    label(ui, "filters/empty", area, "Filters appear with the first weights.", ui.fonts.body, ui.theme.muted,
          Align::center);
    return;
  }
  const Network& network = *ui.state.weights.network;
  const int n = filter_count(network);
  if (icon_button(ui, "filters/save", "Save the filters as PNG", Icon::download, cut_right(tools, tools.h, kGap1))) {
    save_filters(ui, network, panel.filters_alike);
  }
  if (icon_button(ui, "filters/alike", "One scale for all filters", Icon::sliders, cut_right(tools, tools.h, kGap1),
                  {.help = "Off: each filter to its own largest weight"}, panel.filters_alike)) {
    scale_filters_alike(ui.state, !panel.filters_alike);
  }
  // The ground that the tiles lie upon.
  picture(ui, "filters/picture", plural(n, "{0} filter of the first layer", "{0} filters of the first layer"), 0, area);
  Rect rest = area;
  if (const auto dead = dead_units_of(ui.state)) {
    const Sentence words = said_of(*dead);
    const float height = remark(ui, "filters/dead", rest, words, "dead-units", true);
    if (rest.h - height >= kLeastFilters) remark(ui, "filters/dead", cut_top(rest, height, kGap2), words, "dead-units");
  }
  constexpr float kFilterCaption = 16;
  // The buttons that leaf need a row of their height; where all filters fit, the tiles take it.
  FilterPage page = page_of({rest.x, rest.y, rest.w, rest.h - kFilterCaption - kGap2}, n, 0);
  const Rect foot = cut_bottom(rest, page.pages > 1 ? tools.h : kFilterCaption, kGap2);
  if (page.pages > 1) page = page_of(rest, n, panel.filters_page);
  draw_tiles_of(ui, network, page, rest);
  draw_filter_foot(ui, foot, page, n);
}

}  // namespace hourglass

#include "studio/samples/weights.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "data/png.h"
#include "studio/samples/weights_model.h"
#include "studio/state/samples_memory.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kGap = 2;
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

}  // namespace

void draw_filters(Context& ui, const Rect& area, Rect tools) {
  SamplesMemory& panel = ui.state.explore.samples;
  const Theme& t = ui.theme;
  if (!ui.state.weights.network) {
    label(ui, "filters/empty", area, "Filters appear with the first weights.", ui.fonts.body, t.muted, Align::center);
    return;
  }
  const Network& network = *ui.state.weights.network;
  const int n = filter_count(network);

  if (icon_button(ui, "filters/save", "Save the filters as PNG", Icon::download, cut_right(tools, tools.h, kGap1))) {
    save_filters(ui, network, panel.filters_alike);
  }
  if (icon_button(ui, "filters/alike", "One scale for all filters", Icon::sliders, cut_right(tools, tools.h, kGap1),
                  {.help = "Off: each filter to its own largest weight"}, panel.filters_alike)) {
    panel.filters_alike = !panel.filters_alike;
  }

  // The largest tiles with which all filters of a page fit.
  const float least = 28;
  const auto fit = [&](float side) {
    const int c = std::max(1, static_cast<int>((area.w + kGap) / (side + kGap)));
    const int r = std::max(1, static_cast<int>((area.h - 20 + kGap) / (side + kGap)));
    return std::pair{c, r};
  };
  float side = 84;
  while (side > least && fit(side).first * fit(side).second < std::min(n, kMostOnAPage)) side -= 1;
  const auto [columns, rows] = fit(side);
  const int page_size = std::min(columns * rows, kMostOnAPage);
  const int pages = (n + page_size - 1) / page_size;
  panel.filters_page = std::clamp(panel.filters_page, 0, pages - 1);
  const int first = panel.filters_page * page_size, count = std::min(page_size, n - first);
  if (pages > 1) {
    const bool last = panel.filters_page == pages - 1;
    if (icon_button(ui, "filters/next", "Next filters", Icon::chevron_right, cut_right(tools, tools.h, kGap1),
                    {.disabled = last ? "These are the last ones." : ""})) {
      ++panel.filters_page;
    }
    if (icon_button(ui, "filters/previous", "Previous filters", Icon::chevron_left, cut_right(tools, tools.h, kGap1),
                    {.disabled = panel.filters_page == 0 ? "These are the first ones." : ""})) {
      --panel.filters_page;
    }
  }

  const int used_rows = (count + columns - 1) / columns;
  const std::uint64_t version =
      (static_cast<std::uint64_t>(ui.state.weights.version) << 20) +
      (static_cast<std::uint64_t>(panel.filters_page) << 12) +
      static_cast<std::uint64_t>(columns * 4 + (t.dark ? 2 : 0) + (panel.filters_alike ? 1 : 0));
  const TextureId texture = panel.filters_texture.get(
      ui.graphics, columns * kImageSide, used_rows * kImageSide, version, wants_smooth(ui, side),
      [&](std::span<std::uint32_t> rgba) {
        paint_filters(network, first, count, columns, panel.filters_alike, colors_of(t), rgba);
      });
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto c = static_cast<float>(columns), r = static_cast<float>(used_rows);
  for (int i = 0; i < count; ++i) {
    const auto x = static_cast<float>(i % columns), y = static_cast<float>(i / columns);
    const Rect cell{area.x + x * (side + kGap), area.y + y * (side + kGap), side, side};
    if (texture) {
      list.AddImage(reinterpret_cast<ImTextureID>(texture), cell.min(), cell.max(), {x / c, y / r},
                    {(x + 1) / c, (y + 1) / r});
    }
  }
  const std::string name = with_thousands(n) + " filters of the first layer";
  std::string caption = pages > 1 ? "Filters " + with_thousands(first + 1) + " to " + with_thousands(first + count) +
                                        " of " + with_thousands(n)
                                  : name;
  caption += ", weights from epoch " + epochs_text(ui.state.weights.epoch);
  label(ui, "filters/caption", {area.x, area.bottom() - 16, area.w, 16}, caption + " \u00b7 blue +, orange \u2212",
        ui.fonts.small, t.muted);
  MirrorItem item;
  item.id = "filters/picture", item.role = Role::image, item.name = name, item.rect = area;
  ui.mirror.add(std::move(item));
}

}  // namespace hourglass

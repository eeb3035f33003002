#include "studio/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "studio/bar.h"
#include "studio/loss/loss.h"
#include "studio/map/map.h"
#include "studio/map/small_map.h"
#include "studio/pad/pad.h"
#include "studio/recipe/recipe.h"
#include "studio/samples/samples.h"
#include "studio/state/actions.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

constexpr std::array<Tabbed, 5> kTabs = {{{"map", "Map", Icon::map},
                                          {"paint", "Paint", Icon::pen},
                                          {"loss", "Loss", Icon::chart},
                                          {"samples", "Samples", Icon::grid},
                                          {"recipe", "Recipe", Icon::sliders}}};

/// From this window on map and tabs stand above each other.
constexpr float kTallWidth = 600, kTallHeight = 860;
/// From this height on the map stands above the pad on a phone.
constexpr float kMapAbovePad = 580;
/// The height that a page has which is too low for a part: all of it then scrolls.
constexpr float kScrolledPage = 560;
/// Of a panel in an article, its shorter side: below this they become tabs.
constexpr float kSmallestPanel = 200;

/// What a panel's card opened in the mirror ends with the panel.
void in_its_region(Context& ui, void (*draw)(Context&, const Rect&), const Rect& area) {
  const std::size_t depth = ui.mirror.depth();
  draw(ui, area);
  ui.mirror.close_to(depth);
}

void draw_tab(Context& ui, Tab tab, const Rect& area) {
  switch (tab) {
    case Tab::map: return in_its_region(ui, draw_map, area);
    case Tab::paint: return in_its_region(ui, draw_paint, area);
    case Tab::loss: return in_its_region(ui, draw_loss, area);
    case Tab::samples: return in_its_region(ui, draw_samples, area);
    case Tab::recipe: return in_its_region(ui, draw_recipe, area);
  }
}

void draw_bar_region(Context& ui, const Rect& area) {
  MirrorItem item;
  item.id = "bar", item.role = Role::region, item.name = ui.say("Run"), item.rect = item.strip = area;
  ui.mirror.open(std::move(item));
  draw_bar(ui, area);
  ui.mirror.close();
}

Tab tab_of(PagePart panel) { return static_cast<Tab>(panel); }
bool shows(const Context& ui, Tab tab) { return ui.state.shown.shows(static_cast<PagePart>(tab)); }

/// The tabs from `first` on that the link leaves.
std::vector<Tab> shown_tabs(const Context& ui, Tab first) {
  std::vector<Tab> list;
  for (int i = static_cast<int>(first); i < static_cast<int>(kTabs.size()); ++i)
    if (shows(ui, static_cast<Tab>(i))) list.push_back(static_cast<Tab>(i));
  return list;
}

/// At the side where height is scarce, else below; none for a single one. Returns the one that is chosen.
Tab draw_tabs(Context& ui, Rect& rest, std::span<const Tab> list) {
  if (list.size() == 1) return list.front();
  const Theme& t = ui.theme;
  const Rect bar = ui.low ? cut_left(rest, 64) : cut_bottom(rest, 52);
  fill(ui, bar, t.card);
  fill(ui, ui.low ? Rect{bar.right() - 1, bar.y, 1, bar.h} : Rect{bar.x, bar.y, bar.w, 1}, t.border);
  std::vector<Tabbed> pages;
  for (const Tab tab : list) pages.push_back(kTabs[static_cast<std::size_t>(tab)]);
  const auto found = std::ranges::find(list, ui.state.tab);
  int at = found == list.end() ? 0 : static_cast<int>(found - list.begin());
  if (tabs(ui, "tabs", "Parts of the page", pages, at, bar)) show_tab(ui.state, list[static_cast<std::size_t>(at)]);
  return list[static_cast<std::size_t>(at)];
}

/// A phone: one part at a time. The map stands above the pad where both have room, so that the painting's dot is seen
/// to move under the pen.
void draw_narrow(Context& ui) {
  Rect rest = ui.window;
  draw_bar_region(ui, cut_top(rest, bar_height(ui)));
  const Tab tab = draw_tabs(ui, rest, shown_tabs(ui, Tab::map));
  rest = rest.inset(kGap2);
  if (tab == Tab::paint && shows(ui, Tab::map) && !ui.low && rest.h >= kMapAbovePad)
    in_its_region(ui, draw_small_map, cut_top(rest, std::round(rest.h * 0.23f), kGap2));
  draw_tab(ui, tab, rest);
}

/// A page at 400%, a small frame: as on a phone, and all of it scrolls.
void draw_tiny(Context& ui) {
  const Rect window = ui.window;
  const Scroll scroll = begin_scroll(ui, "page", window);
  ui.window = {scroll.content.x, scroll.content.y, scroll.content.w, kScrolledPage};
  ui.low = false;
  draw_narrow(ui);
  ui.window = window, ui.low = true;
  end_scroll(ui, scroll, kScrolledPage);
}

/// A tablet held upright: the map above, the other parts as tabs below.
void draw_tall(Context& ui) {
  Rect rest = ui.window;
  draw_bar_region(ui, cut_top(rest, bar_height(ui)));
  const Tab tab = draw_tabs(ui, rest, shown_tabs(ui, Tab::paint));
  rest = rest.inset(kGap2);
  draw_tab(ui, Tab::map, cut_top(rest, std::round(rest.h * 0.51f), kGap2));
  draw_tab(ui, tab, rest);
}

/// The recipe folded away: a strip that opens it again.
void draw_folded_recipe(Context& ui, const Rect& area) {
  fill(ui, area, ui.theme.card, kCardRadius);
  outline(ui, area, ui.theme.border, kCardRadius);
  if (icon_button(ui, "recipe/show", "Show the recipe", Icon::sliders,
                  {area.x + 4, area.y + 8, area.w - 8, area.w - 8}))
    open_recipe(ui.state, true);
}

void draw_wide(Context& ui) {
  Rect rest = ui.window;
  draw_bar_region(ui, cut_top(rest, bar_height(ui)));
  const float gap = rest.w >= 1200 ? kGap3 : kGap2;
  rest = rest.inset(gap);
  const float recipe = rest.w >= 1800 ? 340.0f : rest.w >= 1200 ? 304.0f : 264.0f;
  const bool map = shows(ui, Tab::map), loss = shows(ui, Tab::loss), samples = shows(ui, Tab::samples);
  const bool paints = shows(ui, Tab::paint), curves = loss || samples;
  if (shows(ui, Tab::recipe)) {
    if (!map && !paints && !curves) return draw_tab(ui, Tab::recipe, rest);
    if (ui.state.recipe_open)
      draw_tab(ui, Tab::recipe, cut_left(rest, recipe, gap));
    else
      draw_folded_recipe(ui, cut_left(rest, ui.touch ? kTouch : 40.0f, gap));
  }
  if (!map && !curves) return draw_tab(ui, Tab::paint, rest);
  const float below = std::clamp(std::round(rest.h * 0.33f), 216.0f, 640.0f);
  // With room for it the pad has the whole height: painting wants space, and all that is said of it stands in sight.
  const bool tall_paint = rest.w >= 1000 || !map || !curves;
  const float paint = std::clamp(std::round(rest.w * 0.3f), 280.0f, 640.0f);
  if (paints && tall_paint) draw_tab(ui, Tab::paint, cut_right(rest, paint, gap));
  Rect lower = !map ? rest : curves ? cut_bottom(rest, below, gap) : Rect{};
  if (paints && !tall_paint) draw_tab(ui, Tab::paint, cut_right(rest, paint, gap));
  if (map) draw_tab(ui, Tab::map, rest);
  if (samples) draw_tab(ui, Tab::samples, loss ? cut_right(lower, std::round(lower.w * 0.5f), gap) : lower);
  if (loss) draw_tab(ui, Tab::loss, lower);
}

/// The map or the sweep alone, with what a class needs of the bar.
void draw_projected(Context& ui) {
  Rect rest = ui.window;
  MirrorItem bar;
  bar.id = "bar", bar.role = Role::region, bar.name = ui.say("Run");
  bar.rect = bar.strip = cut_top(rest, bar_height(ui));
  const Rect strip = bar.rect;
  ui.mirror.open(std::move(bar));
  draw_projector_bar(ui, strip);
  ui.mirror.close();
  draw_tab(ui, Tab::map, rest.inset(kGap2));
}

/// In how many columns `n` panels are largest: that in which the shorter side of one is longest.
int columns_of(std::size_t n, const Rect& area) {
  int best = 1;
  float longest = 0;
  for (int columns = 1; columns <= static_cast<int>(n); ++columns) {
    const auto rows = static_cast<float>((static_cast<int>(n) + columns - 1) / columns);
    const float side = std::min(area.w / static_cast<float>(columns), area.h / rows);
    if (side > longest) longest = side, best = columns;
  }
  return best;
}

/// Single panels in an article: side by side or above each other, as the frame has room; as tabs where it has little.
void draw_embedded(Context& ui) {
  Rect rest = ui.window;
  if (const float foot = embed_foot_height(ui); foot > 0) draw_embed_foot(ui, cut_bottom(rest, foot));
  const std::vector<PagePart>& parts = ui.state.shown.embedded;
  const int n = static_cast<int>(parts.size()), columns = columns_of(parts.size(), rest);
  const int rows = (n + columns - 1) / columns;
  const Rect area = rest.inset(kGap1);
  if (n > 1 && std::min(area.w / static_cast<float>(columns), area.h / static_cast<float>(rows)) < kSmallestPanel) {
    std::vector<Tab> list;
    for (const PagePart part : parts) list.push_back(tab_of(part));
    const Tab tab = draw_tabs(ui, rest, list);
    return draw_tab(ui, tab, rest.inset(kGap1));
  }
  Rect left = area;
  for (int row = 0; row < rows; ++row) {
    const float height =
        std::round((left.h - static_cast<float>(rows - 1 - row) * kGap2) / static_cast<float>(rows - row));
    const Rect line = cut_top(left, height, kGap2);
    const int first = row * columns, in_row = std::min(columns, n - first);
    for (int i = 0; i < in_row; ++i)
      draw_tab(ui, tab_of(parts[static_cast<std::size_t>(first + i)]), column(line, i, in_row, kGap2));
  }
}

}  // namespace

void draw_layout(Context& ui) {
  if (!ui.state.shown.embedded.empty() && !ui.state.shown.all)
    draw_embedded(ui);
  else if (ui.state.shown.projector)
    draw_projected(ui);
  else if (ui.narrow && shows(ui, Tab::map) && !shown_tabs(ui, Tab::paint).empty() && ui.window.w >= kTallWidth &&
           ui.window.h >= kTallHeight)
    draw_tall(ui);
  else if (ui.tiny)
    draw_tiny(ui);
  else if (ui.narrow)
    draw_narrow(ui);
  else
    draw_wide(ui);
}

}  // namespace hourglass

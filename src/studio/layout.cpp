#include "studio/layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

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

/// The tabs from `first` on; at the side where height is scarce, else below. Returns the one that is chosen.
Tab draw_tabs(Context& ui, Rect& rest, Tab first) {
  const Theme& t = ui.theme;
  const Rect bar = ui.low ? cut_left(rest, 64) : cut_bottom(rest, 56);
  fill(ui, bar, t.card);
  fill(ui, ui.low ? Rect{bar.right() - 1, bar.y, 1, bar.h} : Rect{bar.x, bar.y, bar.w, 1}, t.border);
  const auto from = static_cast<int>(first);
  const auto skipped = static_cast<std::size_t>(from);
  int tab = std::max(static_cast<int>(ui.state.tab), from) - from;
  if (tabs(ui, "tabs", "Parts of the page", std::span(kTabs).subspan(skipped), tab, bar))
    show_tab(ui.state, static_cast<Tab>(tab + from));
  return static_cast<Tab>(tab + from);
}

/// A phone: one part at a time. The map stands above the pad where both have room, so that the painting's dot is seen
/// to move under the pen.
void draw_narrow(Context& ui) {
  Rect rest = ui.window;
  draw_bar_region(ui, cut_top(rest, bar_height(ui)));
  const Tab tab = draw_tabs(ui, rest, Tab::map);
  rest = rest.inset(kGap2);
  if (tab == Tab::paint && !ui.low && rest.h >= kMapAbovePad)
    in_its_region(ui, draw_small_map, cut_top(rest, std::round(rest.h * 0.23f), kGap2));
  draw_tab(ui, tab, rest);
}

/// A tablet held upright: the map above, the other parts as tabs below.
void draw_tall(Context& ui) {
  Rect rest = ui.window;
  draw_bar_region(ui, cut_top(rest, bar_height(ui)));
  const Tab tab = draw_tabs(ui, rest, Tab::paint);
  rest = rest.inset(kGap2);
  draw_tab(ui, Tab::map, cut_top(rest, std::round(rest.h * 0.5f), kGap2));
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
  if (ui.state.recipe_open)
    draw_tab(ui, Tab::recipe, cut_left(rest, recipe, gap));
  else
    draw_folded_recipe(ui, cut_left(rest, 40, gap));
  const float below = std::clamp(std::round(rest.h * 0.33f), 216.0f, 640.0f);
  // With room for it the pad has the whole height: painting wants space, and all that is said of it stands in sight.
  const bool tall_paint = rest.w >= 1000;
  const float paint = std::clamp(std::round(rest.w * 0.3f), 280.0f, 640.0f);
  if (tall_paint) draw_tab(ui, Tab::paint, cut_right(rest, paint, gap));
  Rect lower = cut_bottom(rest, below, gap);
  if (!tall_paint) draw_tab(ui, Tab::paint, cut_right(rest, paint, gap));
  draw_tab(ui, Tab::map, rest);
  draw_tab(ui, Tab::samples, cut_right(lower, std::round(lower.w * 0.5f), gap));
  draw_tab(ui, Tab::loss, lower);
}

}  // namespace

void draw_layout(Context& ui) {
  if (ui.narrow && ui.window.w >= kTallWidth && ui.window.h >= kTallHeight)
    draw_tall(ui);
  else if (ui.narrow)
    draw_narrow(ui);
  else
    draw_wide(ui);
}

}  // namespace hourglass

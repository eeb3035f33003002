// The head of the recipe: which preset, what it shows, what was published and what this run measures; and the link.
#include "studio/recipe/recipe.h"
#include "studio/recipe/recipe_parts.h"
#include "studio/state/actions.h"
#include "studio/state/figures.h"
#include "studio/state/link.h"
#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {

float draw_preset_line(Context& ui, const Rect& area) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  const Preset* preset = find_preset(state.preset);
  Rect line{area.x, area.y, area.w, t.control};
  const bool changed = preset && preset->experiment != state.experiment;
  if (changed) {
    const Rect back = cut_right(line, t.control, kGap1);
    if (icon_button(ui, "recipe/back-to-preset", "Back to the preset's settings", Icon::undo, back,
                    {.disabled = why_fixed(state)}))
      choose_preset(ui, state.preset);
  }
  if (choice_button(ui, "recipe/preset", "Preset", preset ? preset->title : "Own settings", line,
                    {.help = "Choose a recipe", .read_as = "Preset of this recipe"}))
    state.sheet = Sheet::presets;
  float y = area.y + t.control + kGap2;
  if (!preset) return y - area.y;
  y += draw_paragraph(ui, {area.x, y, area.w, 0}, preset->sentence, ui.fonts.small, t.muted) + kGap1;
  if (preset->published) {
    const PublishedFigure& f = *preset->published;
    const auto measured = measured_figure(state, state.preset);
    const std::string published = "Published " + f.unit + " " + figure(f.value);
    const std::string now = measured ? "this run " + figure(*measured) : "this run \u2013";
    Rect figures{area.x, y, area.w, 20};
    const float right = text_width(ui.fonts.small_strong, now) + 1;
    const Rect place = cut_right(figures, right, kGap2);
    label(ui, "recipe/published", figures, published, ui.fonts.small, t.chart_published);
    label(ui, "recipe/measured", place, now, ui.fonts.small_strong, t.text, Align::right);
    y += 20 + kGap1;
  }
  return y - area.y + kGap1;
}

void copy_link(Context& ui) {
  State& state = ui.state;
  if (!ui.host.copy_link) {
    notify(state, ui.time, NoticeKind::info,
           "Copying is not possible here; the address of the page holds all settings.");
    return;
  }
  ui.host.copy_link(joined(to_link({state.preset, state.experiment}, {}), ui.state.address_rest));
  notify(state, ui.time, NoticeKind::good,
         "The link is on the clipboard. Whoever opens it gets these settings and this seed.");
}

}  // namespace hourglass

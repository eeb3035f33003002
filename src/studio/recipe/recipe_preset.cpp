// The head of the recipe: which preset, what it shows, by whom, what was published and what this run measures.
#include <algorithm>

#include "studio/recipe/recipe.h"
#include "studio/recipe/recipe_parts.h"
#include "studio/state/actions.h"
#include "studio/state/published.h"
#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

/// What was published and what this run measures of it, on one line where there is room and else on two: neither number
/// may be cut. Returns the height.
float draw_published(Context& ui, const Preset& preset, Rect area) {
  const Theme& t = ui.theme;
  constexpr float kLine = 20;
  const bool same_images = published_figure(ui.state, preset.key) != nullptr;
  const auto measured = measured_figure(ui.state, preset.key);
  const Sentence published =
      say("Published {0} {1}", from_assets(preset.published->unit), figure(preset.published->value));
  const Sentence now = same_images ? say("This run {0}", measured ? figure(*measured) : std::string("\u2013"))
                                   : say("Of other images than these");
  const float wanted = text_width(ui, ui.fonts.small, published);
  const float beside = text_width(ui, ui.fonts.small_strong, now) + 1;
  const bool one_line = wanted + kGap2 + beside <= area.w;
  Rect first{area.x, area.y, area.w, kLine}, second{area.x, area.y + kLine, area.w, kLine};
  if (one_line) second = cut_right(first, beside, kGap2);
  label(ui, "recipe/published", first, published, ui.fonts.small, t.chart_published, Align::left,
        {.term = "published"});
  label(ui, "recipe/measured", second, now, ui.fonts.small_strong, t.text, one_line ? Align::right : Align::left);
  return one_line ? kLine : 2 * kLine;
}

}  // namespace

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
  if (choice_button(
          ui, "recipe/preset", "Preset", preset ? from_assets(preset->title) : say("Own settings"), line,
          {.help = "Choose a recipe", .disabled = why_settings_stay(state), .read_as = "Preset of this recipe"}))
    open_sheet(state, Sheet::presets);
  float y = area.y + t.control + kGap2;
  if (!preset) return y - area.y;
  y += draw_paragraph(ui, {area.x, y, area.w, 0}, from_assets(preset->sentence), ui.fonts.small, t.muted) + kGap1;
  if (!preset->author.empty() && !preset->address.empty() && ui.host.open_page) {
    const Sentence by = say("Published by {0}", preset->author);
    const float height = ui.touch ? kTouch : 26.0f, width = std::min(area.w, button_width(ui, by, Icon::link));
    if (button(ui, "recipe/by", by, {area.x, y, width, height}, Look::quiet, Icon::link,
               {.help = say("Opens {0} in a new tab", preset->address)}))
      ui.host.open_page(preset->address);
    y += height + kGap1;
  }
  if (preset->published) y += draw_published(ui, *preset, {area.x, y, area.w, 0}) + kGap1;
  return y - area.y + kGap1;
}

}  // namespace hourglass

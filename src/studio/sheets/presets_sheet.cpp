// The presets: title, what it shows, the network, what was published and what this person's run reached.
#include <algorithm>

#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/published.h"
#include "studio/ui/format.h"
#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

Sentence network_text(const Experiment& e) {
  return plural(e.training.epochs, "{1} \u00b7 {0} epoch", "{1} \u00b7 {0} epochs", widths_text(e.network.encoder));
}

Sentence figures_text(const State& state, const Preset& preset) {
  if (!preset.published) return {};
  const Sentence unit = from_assets(preset.published->unit);
  const std::string published = figure(preset.published->value);
  const auto found = state.measured.find(preset.key);
  if (found == state.measured.end()) return say("Published {0} {1}", unit, published);
  return say("Published {0} {1}, yours {2}", unit, published, figure(found->second));
}

/// Who published a recipe, and the way there; returns the height that it took.
float draw_author(Context& ui, const Preset& preset, const Rect& area) {
  if (preset.author.empty()) return 0;
  const Theme& t = ui.theme;
  const std::string id = "presets/" + preset.key + "/by";
  const Sentence by = say("Published by {0}", preset.author);
  const float height = ui.touch ? kTouch : 28.0f;
  if (preset.address.empty() || !ui.host.open_page) {
    label(ui, id, {area.x, area.y, area.w, height}, by, ui.fonts.small, t.muted);
    return height;
  }
  const float width = std::min(area.w, button_width(ui, by, Icon::link));
  if (button(ui, id, by, {area.x, area.y, width, height}, Look::quiet, Icon::link,
             {.help = say("Opens {0} in a new tab", preset.address),
              .read_as = say("{0}, published by {1}", from_assets(preset.title), preset.author)}))
    ui.host.open_page(preset.address);
  return height;
}

}  // namespace

float draw_presets(Context& ui, const Rect& content) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  float y = content.y;
  for (const Preset& preset : presets()) {
    const std::string id = "presets/" + preset.key;
    const Sentence figures = figures_text(state, preset);
    const float inner = content.w - 2 * kGap3;
    const Sentence title = from_assets(preset.title), about = from_assets(preset.sentence);
    const float sentence = draw_paragraph(ui, {0, 0, inner, 0}, about, ui.fonts.small, t.muted, true);
    // On a narrow sheet the network stands below the title, which must be readable whole.
    const Sentence network = network_text(preset.experiment);
    const bool apart = text_width(ui, ui.fonts.strong, title) + text_width(ui, ui.fonts.small, network) + kGap3 > inner;
    const Rect box{content.x, y, content.w,
                   kGap3 * 2 + 22 + (apart ? 20.0f : 0.0f) + sentence + (figures.empty() ? 0.0f : 20.0f)};
    const Behaviour b = behave(ui, id, box, {});
    MirrorItem item = mirror_item(ui, id, Role::button, title, box);
    item.description = ui.say(figures.empty() ? about : followed_by(about, figures));
    item.checked = state.preset == preset.key;
    ui.mirror.add(std::move(item));
    const bool chosen = state.preset == preset.key;
    fill(ui, box, chosen ? t.accent_soft : b.held ? t.field_active : b.hovered ? t.field_hover : t.card, kRadius + 2);
    outline(ui, box, chosen ? t.accent : t.border, kRadius + 2);
    draw_focus(ui, id, box);
    Rect lines = box.inset(kGap3);
    Rect head = cut_top(lines, 22);
    if (apart)
      draw_text(ui, cut_top(lines, 20), network, ui.fonts.small, t.text);
    else
      draw_text(ui, cut_right(head, text_width(ui, ui.fonts.small, network) + 1, kGap2), network, ui.fonts.small,
                t.muted, Align::right);
    draw_text(ui, head, title, ui.fonts.strong, t.text);
    draw_paragraph(ui, lines, about, ui.fonts.small, t.muted);
    if (!figures.empty())
      draw_text(ui, {lines.x, lines.y + sentence, lines.w, 20}, figures, ui.fonts.small_strong, t.chart_published);
    if (b.clicked) {
      choose_preset(ui, preset.key);
      close_sheet(state);
    }
    y += box.h + kGap1;
    y += draw_author(ui, preset, {content.x + kGap2, y, content.w - kGap2, 0}) + kGap1;
  }
  return y - content.y;
}

}  // namespace hourglass

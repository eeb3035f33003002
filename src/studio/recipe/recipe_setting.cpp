// One row of the recipe: the setting's label left, its control right, and under it why an entry was refused.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "studio/recipe/recipe_parts.h"
#include "studio/state/actions.h"
#include "studio/state/run_title.h"
#include "studio/ui/format.h"
#include "studio/ui/widget_core.h"
#include "text/number.h"

namespace hourglass {
namespace {

struct Row {
  std::string id, value;
  Sentence why;
};

Row row_of(Context& ui, const Field& field) {
  Row row{"recipe/" + std::string(field.key), field.get(ui.state.experiment), field.why_disabled(ui.state.experiment)};
  if (row.why.empty()) row.why = field.fixed_while_training ? why_fixed(ui.state) : why_settings_stay(ui.state);
  return row;
}

/// The next of the values worth offering above (or below) the present one.
double neighbour(const Field& field, double value, bool up) {
  const double slack = std::abs(value) * 1e-6;
  if (up) {
    for (const double offered : field.offered)
      if (offered > value + slack) return offered;
  } else {
    for (std::size_t i = field.offered.size(); i-- > 0;)
      if (field.offered[i] < value - slack) return field.offered[i];
  }
  return value;
}

std::string as_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

void draw_number(Context& ui, const Field& field, const Row& row, const Note& note, Rect place) {
  const double value = parse_number(row.value).value_or(0);
  const Range range{field.minimum, field.maximum, field.kind == FieldKind::integer ? 1.0 : 0.0};
  if (!field.offered.empty()) {
    const float side = place.h;
    const double less = neighbour(field, value, false), more = neighbour(field, value, true);
    const auto none = [&](double next, Key why) {
      return note.disabled.empty() && next == value ? Words(why) : note.disabled;
    };
    if (icon_button(ui, row.id + "/less", say("{0}: less", field.label), Icon::minus, cut_left(place, side, 2),
                    {.disabled = none(less, "No lower value is offered; type one.")}))
      (void)set_setting(ui, field.key, as_text(less));
    if (icon_button(ui, row.id + "/more", say("{0}: more", field.label), Icon::plus, cut_right(place, side, 2),
                    {.disabled = none(more, "No higher value is offered; type one.")}))
      (void)set_setting(ui, field.key, as_text(more));
  }
  // "How many images: 0" reads as none.
  const bool images = field.key == "images";
  const std::string all = ui.say(say("all")).text(), shown = images && value == 0 ? all : row.value;
  if (const auto entered = hourglass::field(ui, row.id, field.label, shown, place, note, &range))
    (void)set_setting(ui, field.key, images && *entered == all ? "0" : *entered);
}

void draw_choice(Context& ui, const Field& field, const Row& row, const Note& note, const Rect& place) {
  std::vector<Key> labels;
  std::vector<std::string_view> keys, terms;
  std::vector<std::string> named;
  int chosen = -1;
  for (const Choice& choice : field.choices) named.push_back(term_of(field, choice));
  for (const std::string& term : named) terms.push_back(term);
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    labels.push_back(field.choices[i].label), keys.push_back(field.choices[i].key);
    // A choice that was refused stays chosen, in red, as a number that was refused stays in its field.
    if (field.choices[i].key == (note.refused.empty() ? std::string_view(row.value) : note.typed))
      chosen = static_cast<int>(i);
  }
  Note own = note;
  own.terms = terms;
  if (combo(ui, row.id, field.label, std::span<const Key>(labels), chosen, place, own, keys))
    (void)set_setting(ui, field.key, field.choices[static_cast<std::size_t>(chosen)].key);
}

}  // namespace

float draw_setting(Context& ui, const Field& field, const Rect& area) {
  if (field.key == "encoder") return draw_hourglass(ui, field, area);
  if (field.key == "classes") return draw_classes(ui, field, area);
  const Theme& t = ui.theme;
  const Row row = row_of(ui, field);
  // Copied: an entry below changes what stands refused.
  const Refusals refusals = ui.state.refusals;
  const Note note = refusals.noted(row.id, {.disabled = row.why, .term = term_of(field)});

  Rect line{area.x, area.y, area.w, t.control};
  float height = t.control;
  if (field.kind == FieldKind::toggle) {
    bool on = row.value == "on";
    if (toggle(ui, row.id, field.label, on, line, note)) (void)set_setting(ui, field.key, on ? "on" : "off");
  } else {
    const float control = std::round(std::max(132.0f, area.w * 0.55f));
    const Rect place = cut_right(line, control, kGap2);
    name_of_control(ui, row.id + "/name", line, field.label, ui.fonts.body, row.why.empty() ? t.text : t.faint,
                    {.term = term_of(field)});
    switch (field.kind) {
      case FieldKind::integer:
      case FieldKind::real: draw_number(ui, field, row, note, place); break;
      case FieldKind::choice: draw_choice(ui, field, row, note, place); break;
      case FieldKind::text:
        if (field.key == "data") {
          const CatalogueEntry* entry = ui.state.entry(row.value);
          const Sentence named = entry ? from_assets(entry->title) : verbatim(row.value);
          const Sentence shown = ui.state.dataset.loaded() ? dataset_title(ui.state) : named;
          Note own = note;
          own.read_as = "Data set of this recipe";
          if (choice_button(ui, row.id, field.label, shown, place, own)) open_sheet(ui.state, Sheet::dataset);
          // A link or a script says the set's id as a value.
          if (const auto set = ui.mirror.take_set(row.id)) (void)set_setting(ui, field.key, *set);
        } else if (const auto entered = hourglass::field(ui, row.id, field.label, row.value, place, note)) {
          (void)set_setting(ui, field.key, *entered);
        }
        break;
      case FieldKind::toggle: break;
    }
  }
  // Asked for anew: what was entered above may have taken the refusal away that the note speaks of.
  if (const Refusal* refusal = ui.state.refusals.find(row.id))
    height += kGap1 +
              draw_paragraph(ui, {area.x, area.y + height + kGap1, area.w, 0}, refusal->reason, ui.fonts.small, t.bad);
  return height + kGap2;
}

bool disclosure(Context& ui, std::string_view id, Key title, bool open, const Rect& area, bool strong,
                const Words& read_as) {
  const Behaviour b = behave(ui, id, area, {});
  MirrorItem item = mirror_item(ui, id, Role::button, title, area, {.read_as = read_as});
  item.checked = open;
  ui.mirror.add(std::move(item));
  const Theme& t = ui.theme;
  if (b.hovered) fill(ui, area.inset(-4, 0), t.field_hover, kRadius);
  Rect rest = area;
  draw_icon(*ImGui::GetWindowDrawList(), open ? Icon::chevron_down : Icon::chevron_right, cut_right(rest, 16), t.muted,
            14);
  draw_text(ui, rest, title, strong ? ui.fonts.strong : ui.fonts.small_strong, strong ? t.text : t.muted);
  draw_focus(ui, id, area);
  return b.clicked;
}

}  // namespace hourglass

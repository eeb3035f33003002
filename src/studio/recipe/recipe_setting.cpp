// One row of the recipe: the setting's label left, its control right, and under it why an entry was refused.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "studio/recipe/recipe_parts.h"
#include "studio/state/actions.h"
#include "studio/ui/format.h"
#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

struct Row {
  std::string id, value, why;
  Note note;
};

Row row_of(Context& ui, const Field& field) {
  Row row{
      "recipe/" + std::string(field.key), field.get(ui.state.experiment), field.why_disabled(ui.state.experiment), {}};
  if (row.why.empty() && field.fixed_while_training) row.why = why_fixed(ui.state);
  return row;
}

/// The next value of the ladder above (or below) the present one.
double neighbour(const Field& field, double value, bool up) {
  const double slack = std::abs(value) * 1e-6;
  if (up) {
    for (const double step : field.ladder)
      if (step > value + slack) return step;
  } else {
    for (std::size_t i = field.ladder.size(); i-- > 0;)
      if (field.ladder[i] < value - slack) return field.ladder[i];
  }
  return value;
}

std::string as_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", value);
  return text;
}

void draw_number(Context& ui, const Field& field, const Row& row, const Note& note, Rect place) {
  const double value = std::strtod(row.value.c_str(), nullptr);
  const Range range{field.minimum, field.maximum, field.kind == FieldKind::integer ? 1.0 : 0.0};
  if (!field.ladder.empty()) {
    const float side = place.h;
    const double less = neighbour(field, value, false), more = neighbour(field, value, true);
    const std::string name(field.label);
    const auto end = [&](double next) {
      return note.disabled.empty() && next == value ? "The steps end here; other values can be typed." : note.disabled;
    };
    if (icon_button(ui, row.id + "/less", name + ": less", Icon::minus, cut_left(place, side, 2),
                    {.disabled = end(less)}))
      (void)set_setting(ui, field.key, as_text(less));
    if (icon_button(ui, row.id + "/more", name + ": more", Icon::plus, cut_right(place, side, 2),
                    {.disabled = end(more)}))
      (void)set_setting(ui, field.key, as_text(more));
  }
  // "How many images: 0" reads as none.
  const bool all = field.key == "images" && value == 0;
  if (const auto entered = hourglass::field(ui, row.id, field.label, all ? "all" : row.value, place, note, &range))
    (void)set_setting(ui, field.key, field.key == "images" && *entered == "all" ? "0" : *entered);
}

void draw_choice(Context& ui, const Field& field, const Row& row, const Note& note, const Rect& place) {
  std::vector<std::string_view> labels, keys;
  int chosen = -1;
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    labels.push_back(field.choices[i].label), keys.push_back(field.choices[i].key);
    if (field.choices[i].key == row.value) chosen = static_cast<int>(i);
  }
  if (combo(ui, row.id, field.label, labels, chosen, place, note, keys))
    (void)set_setting(ui, field.key, field.choices[static_cast<std::size_t>(chosen)].key);
}

}  // namespace

float draw_setting(Context& ui, const Field& field, const Rect& area) {
  if (field.key == "encoder") return draw_hourglass(ui, field, area);
  if (field.key == "classes") return draw_classes(ui, field, area);
  const Theme& t = ui.theme;
  const Row row = row_of(ui, field);
  Note note{.help = field.help, .disabled = row.why};
  const auto refused = ui.state.refused.find(field.key);
  if (refused != ui.state.refused.end()) note.refused = refused->second.reason;

  Rect line{area.x, area.y, area.w, t.control};
  float height = t.control;
  if (field.kind == FieldKind::toggle) {
    bool on = row.value == "on";
    if (toggle(ui, row.id, field.label, on, line, note)) (void)set_setting(ui, field.key, on ? "on" : "off");
  } else {
    const float control = std::round(std::max(132.0f, area.w * 0.55f));
    const Rect place = cut_right(line, control, kGap2);
    draw_text(ui, line, field.label, ui.fonts.body, row.why.empty() ? t.text : t.faint);
    if (line.contains(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered() &&
        text_width(ui.fonts.body, field.label) > line.w)
      tip(ui, line, field.label);
    switch (field.kind) {
      case FieldKind::integer:
      case FieldKind::real: draw_number(ui, field, row, note, place); break;
      case FieldKind::choice: draw_choice(ui, field, row, note, place); break;
      case FieldKind::text:
        if (field.key == "data") {
          const State& state = ui.state;
          const std::string shown =
              state.dataset.loaded() && !state.dataset.title.empty() ? state.dataset.title : row.value;
          Note own = note;
          own.read_as = "Data set of this recipe";
          if (choice_button(ui, row.id, field.label, shown, place, own)) ui.state.sheet = Sheet::dataset;
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
  if (const auto standing = ui.state.refused.find(std::string(field.key)); standing != ui.state.refused.end())
    height += kGap1 + draw_paragraph(ui, {area.x, area.y + height + kGap1, area.w, 0}, standing->second.reason,
                                     ui.fonts.small, t.bad);
  return height + kGap2;
}

bool disclosure(Context& ui, std::string_view id, std::string_view title, bool open, const Rect& area, bool strong,
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

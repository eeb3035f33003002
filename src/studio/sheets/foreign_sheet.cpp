// Another program's network before it is opened: which of its arrays is taken for what, and what the file does not say.
#include <algorithm>
#include <string>
#include <vector>

#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/files.h"
#include "studio/ui/widgets.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

/// One setting that the file does not say, as a list to choose from.
void draw_unsaid(Context& ui, std::string_view key, const Rect& line) {
  const Field& field = *find_field(key);
  const std::string value = ui.state.foreign.as[std::string(key)];
  std::vector<Key> labels;
  std::vector<std::string_view> keys;
  int chosen = 0;
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    labels.push_back(field.choices[i].label), keys.push_back(field.choices[i].key);
    if (field.choices[i].key == value) chosen = static_cast<int>(i);
  }
  Rect left = line;
  const Rect right = cut_right(left, std::min(220.0f, line.w / 2), kGap3);
  draw_text(ui, left, field.label, ui.fonts.body, ui.theme.text);
  if (combo(ui, "foreign/" + std::string(key), field.label, labels, chosen, right, {.term = term_of(field)}, keys))
    choose_for_foreign(ui.state, key, field.choices[static_cast<std::size_t>(chosen)].key);
}

}  // namespace

float draw_foreign(Context& ui, const Rect& content) {
  const Theme& t = ui.theme;
  // Copied: a press below lets go of it.
  const std::vector<Sentence> lines = ui.state.foreign.taken_as;
  const std::vector<std::string> unsaid = ui.state.foreign.unsaid;
  float y = content.y;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    y += paragraph(ui, "foreign/line/" + std::to_string(i), {content.x, y, content.w, 0}, lines[i],
                   i == 0 ? ui.fonts.strong : ui.fonts.small, i == 0 ? t.text : t.muted) +
         kGap1;
  }
  if (!unsaid.empty()) {
    y += kGap2;
    y += paragraph(ui, "foreign/unsaid", {content.x, y, content.w, 0},
                   "The file does not say these. They can be chosen here, and what the network makes of images shows "
                   "whether they are right.",
                   ui.fonts.small, t.text) +
         kGap2;
    for (const std::string& key : unsaid) {
      draw_unsaid(ui, key, {content.x, y, content.w, t.control});
      y += t.control + kGap1;
    }
  }
  y += kGap3;
  Rect buttons{content.x, y, content.w, t.control};
  constexpr Key kOpenIt = "Open it", kNotNow = "Not now";
  const bool opens =
      button(ui, "foreign/open", kOpenIt, cut_left(buttons, button_width(ui, kOpenIt), kGap2), Look::primary);
  if (button(ui, "foreign/not-now", kNotNow, cut_left(buttons, button_width(ui, kNotNow), kGap2))) {
    ui.state.foreign = {};
    close_sheet(ui.state);
  }
  if (opens) open_foreign(ui);
  return y + t.control - content.y;
}

}  // namespace hourglass

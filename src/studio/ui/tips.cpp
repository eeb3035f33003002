#include "studio/ui/tips.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "studio/ui/other_letters.h"
#include "studio/ui/term_picture.h"
#include "text/glossary.h"
#include "text/lines.h"

namespace hourglass {
namespace {

constexpr double kTipDelay = 0.45;
constexpr double kNever = 1e18;
constexpr float kPlainWidth = 300, kTermWidth = 340;
constexpr float kPictureWidth = 128, kPictureHeight = 66;
/// The tip's own colours: night in both themes.
constexpr ImU32 kInk = rgb(0xf2f4f7), kQuiet = rgb(0xb4becb);

const Words& first_words(const Note& note) {
  return !note.disabled.empty() ? note.disabled : !note.refused.empty() ? note.refused : note.help;
}

bool names_terms(const Note& note) { return !note.term.empty() || !note.chosen_term.empty() || !note.terms.empty(); }

std::vector<std::string> terms_of(const Note& note) {
  std::vector<std::string> terms;
  for (const std::string_view term : {note.term, note.chosen_term})
    if (!term.empty()) terms.emplace_back(term);
  for (const std::string_view term : note.terms) terms.emplace_back(term);
  return terms;
}

/// A stretch of the tip in one font: a line's words, a term's name, what is said of it.
struct TipPart {
  std::string text;
  ImFont* font = nullptr;
  ImU32 color = 0;
  float above = 0;  ///< room before it
};

/// The tip of this frame: that of the pointer, or, while it rests nowhere, that of what has the keyboard.
struct TipSource {
  const Rect& at;
  const std::string& text;
  const std::vector<std::string>& terms;
};

bool keyboard_tells(const WidgetMemory& m) {
  return m.focus_due && m.tip_text.empty() && m.tip_terms.empty() && m.whole_text.empty() && m.hovered.empty();
}

TipSource source_of(const WidgetMemory& m) {
  if (keyboard_tells(m)) return {m.focus_rect, m.focus_text, m.focus_terms};
  const bool cut_only = m.tip_text.empty() && m.tip_terms.empty();
  return {cut_only ? m.whole_rect : m.tip_rect, m.tip_text, m.tip_terms};
}

std::vector<TipPart> tip_parts(const Ui& ui) {
  const TipSource source = source_of(ui.memory);
  std::vector<TipPart> parts;
  const auto add = [&](const std::string& text, ImFont* font, ImU32 color, float above) {
    if (!text.empty()) parts.push_back({text, font, color, parts.empty() ? 0.0f : above});
  };
  if (ui.memory.whole_text != source.text) add(ui.memory.whole_text, ui.fonts.small, kInk, 0);
  add(source.text, ui.fonts.small, kInk, 2);
  for (const std::string& key : source.terms) {
    const GlossaryEntry* entry = find_term(key);
    if (!entry) continue;
    add(ui.language->render(from_assets(entry->term)), ui.fonts.small_strong, kInk, kGap2);
    add(ui.language->render(explanation(*entry)), ui.fonts.small, kQuiet, 1);
  }
  return parts;
}

/// The drawing of the first term that has one.
std::string_view picture_of(const WidgetMemory& memory) {
  for (const std::string& key : source_of(memory).terms)
    if (const GlossaryEntry* entry = find_term(key); entry && !entry->picture.empty()) return entry->picture;
  return {};
}

float size_of_font(const ImFont& font) { return font.FontSize * font.Scale; }
float leading_of(const ImFont& font) { return std::round(size_of_font(font) * 1.36f); }

struct TipLine {
  std::string text;
  const TipPart* part;
  float y;
};

/// Where each line stands, from 0 down; the width and height that they take.
std::vector<TipLine> tip_lines(const std::vector<TipPart>& parts, float widest, ImVec2& taken) {
  std::vector<TipLine> lines;
  taken = {0, 0};
  for (const TipPart& part : parts) {
    taken.y += part.above;
    std::string room;
    const std::string_view text = drawable(*part.font, part.text, room);
    const Measure measure = [&](std::string_view piece) {
      return part.font->CalcTextSizeA(size_of_font(*part.font), 1e6f, 0, piece.data(), piece.data() + piece.size()).x;
    };
    for (const std::string_view line : break_lines(text, widest, measure)) {
      lines.push_back({std::string(line), &part, taken.y});
      taken.x = std::max(taken.x, measure(line));
      taken.y += leading_of(*part.font);
    }
  }
  return lines;
}

/// Below what it is about, above it where there is no room; beside it where it would cover what can be chosen.
Rect placed(const Ui& ui, float w, float h) {
  const WidgetMemory& memory = ui.memory;
  const Rect& at = source_of(memory).at;
  const float right = ui.window.right() - kGap2, bottom = ui.window.bottom() - kGap1;
  Rect box{at.center().x - w / 2, at.bottom() + 6, w, h};
  if (memory.tip_beside) {
    const bool fits = at.right() + 8 + w <= right;
    box.x = fits ? at.right() + 8 : at.x - 8 - w;
    box.y = std::min(at.y, bottom - h);
  } else if (box.bottom() > bottom) {
    box.y = at.y - h - 6;
  }
  box.x = std::clamp(box.x, ui.window.x + kGap2, std::max(ui.window.x + kGap2, right - w));
  box.y = std::max(box.y, ui.window.y + kGap1);
  box.x = std::round(box.x), box.y = std::round(box.y);
  return box;
}

void forget_tip(WidgetMemory& memory) {
  memory.tip_text.clear();
  memory.whole_text.clear();
  memory.tip_terms.clear();
  memory.tip_beside = false;
  memory.focus_due = false;
  memory.told_seen = false;
}

/// What a press, a move of the keyboard or the end of a widget does to tips that stay.
void follow_lasting_tips(Ui& ui) {
  WidgetMemory& memory = ui.memory;
  if (ImGui::IsMouseClicked(0)) {
    memory.put_away = memory.focused;
    if (memory.hovered != memory.told) memory.told.clear();
  }
  if (!memory.told_seen) memory.told.clear();
  if (!memory.focused.empty() && !ui.mirror.focused(memory.focused)) memory.focused.clear(), memory.put_away.clear();
  memory.focus_shown = keyboard_tells(memory);
}

}  // namespace

void rest_on(Ui& ui, std::string_view id) {
  ui.memory.hovered = id;
  if (ui.memory.hovered_before != id) ui.memory.hovered_since = ui.time;
}

bool tip_is_due(Ui& ui) {
  const double when = ui.memory.hovered_since + kTipDelay;
  if (ui.memory.hovered_since == kNever) return false;
  if (ui.time < when) ui.wake_at(when);
  return ui.time >= when;
}

void tell(Ui& ui, const Rect& area, const Note& note) {
  tip(ui, area, first_words(note));
  ui.memory.tip_terms = terms_of(note);
  ui.memory.tip_beside = note.beside;
}

void consider_tip(Ui& ui, std::string_view id, const Rect& area, const Note& note) {
  rest_on(ui, id);
  // Who has pressed it knows what it is: nothing is said over what comes of it until the pointer comes again.
  if (ImGui::IsMouseClicked(0) && note.disabled.empty()) ui.memory.hovered_since = kNever;
  if ((!first_words(note).empty() || names_terms(note)) && tip_is_due(ui)) tell(ui, area, note);
}

void tell_focused(Ui& ui, std::string_view id, const Rect& area, const Note& note) {
  WidgetMemory& memory = ui.memory;
  if (!names_terms(note)) return;
  if (memory.focused != id) {
    memory.focused = id;
    memory.focused_since = ui.time;
    memory.put_away.clear();
  }
  if (memory.put_away == id) return;
  if (ui.time < memory.focused_since + kTipDelay) return ui.wake_at(memory.focused_since + kTipDelay);
  memory.focus_due = true;
  memory.focus_rect = area;
  memory.focus_text = ui.say(first_words(note)).text();
  memory.focus_terms = terms_of(note);
}

bool put_tip_away(Ui& ui) {
  WidgetMemory& memory = ui.memory;
  if (!memory.told.empty()) return memory.told.clear(), true;
  if (!memory.focus_shown) return false;
  memory.put_away = memory.focused;
  memory.focus_shown = false;
  return true;
}

Said description_of(Ui& ui, const Note& note) {
  if (!note.disabled.empty() || !note.refused.empty()) return ui.say(first_words(note));
  Sentence all = note.help.sentence();
  for (const std::string& term : terms_of(note))
    if (const GlossaryEntry* entry = find_term(term)) all = followed_by(std::move(all), explanation(*entry));
  return ui.say(all);
}

void tip(Ui& ui, const Rect& area, const Words& text) {
  ui.memory.tip_rect = area;
  ui.memory.tip_text = ui.say(text).text();
  ui.memory.tip_terms.clear();
  ui.memory.tip_beside = false;
}

std::string tip_text(const Ui& ui) {
  std::string text;
  for (const TipPart& part : tip_parts(ui)) text += (text.empty() ? "" : "\n") + part.text;
  return text;
}

void draw_tip(Ui& ui) {
  WidgetMemory& memory = ui.memory;
  follow_lasting_tips(ui);
  const std::vector<TipPart> parts = tip_parts(ui);
  if (parts.empty()) return forget_tip(memory);
  const std::string_view picture = picture_of(memory);
  const float widest =
      std::min(source_of(memory).terms.empty() ? kPlainWidth : kTermWidth, ui.window.w - 2 * kGap3) - 2 * kGap3;
  ImVec2 text;
  const std::vector<TipLine> lines = tip_lines(parts, widest, text);
  const float drawn = picture.empty() ? 0 : kPictureHeight + kGap3;
  const Rect box =
      placed(ui, std::max(text.x, picture.empty() ? 0 : kPictureWidth) + 2 * kGap3, text.y + drawn + 2 * kGap2);
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  const ImU32 back = ui.theme.dark ? rgb(0x2c343f) : rgb(0x1c232d);
  list.AddRectFilled({box.x, box.y + 2}, {box.right(), box.bottom() + 2}, ui.theme.shadow, kRadius);
  list.AddRectFilled(box.min(), box.max(), back, kRadius);
  for (const TipLine& line : lines) {
    const ImFont& font = *line.part->font;
    const float size = size_of_font(font);
    const float y = box.y + kGap2 + line.y + (leading_of(font) - size) / 2;
    list.AddText(line.part->font, size, {box.x + kGap3, std::round(y)}, line.part->color, line.text.data(),
                 line.text.data() + line.text.size());
  }
  if (!picture.empty())
    draw_term_picture(list, picture, {box.x + kGap3, box.y + kGap2 + text.y + kGap2, kPictureWidth, kPictureHeight},
                      kInk, kQuiet);
  forget_tip(memory);
}

}  // namespace hourglass

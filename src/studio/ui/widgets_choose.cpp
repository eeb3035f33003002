#include <imgui_internal.h>

#include <cmath>
#include <vector>

#include "studio/ui/tips.h"
#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

using Options = std::vector<Said>;

template <class Ours>
Options said(Ui& ui, std::span<const Ours> options) {
  Options out;
  for (const Ours& option : options) out.push_back(ui.say(option));
  return out;
}

std::string key_of(std::size_t option, OptionKeys keys) {
  return option < keys.size() ? std::string(keys[option]) : std::to_string(option);
}

MirrorItem choice_item(Ui& ui, std::string_view id, Role role, const Words& name, const Options& options, int chosen,
                       const Rect& area, const Note& note, OptionKeys keys) {
  MirrorItem item = mirror_item(ui, id, role, name, area, note);
  for (std::size_t i = 0; i < options.size(); ++i) item.options.push_back({key_of(i, keys), options[i]});
  if (chosen >= 0 && chosen < static_cast<int>(options.size()))
    item.value = Said::as_is(key_of(static_cast<std::size_t>(chosen), keys));
  return item;
}

/// What the mirror chose, as an index; -1 for nothing.
int mirrored_choice(Ui& ui, std::string_view id, std::size_t options, OptionKeys keys, bool disabled) {
  const auto set = ui.mirror.take_set(id);
  if (!set || disabled) return -1;
  for (std::size_t i = 0; i < options; ++i)
    if (key_of(i, keys) == *set) return static_cast<int>(i);
  return -1;
}

std::string_view term_of_option(const Note& note, int option) {
  const auto i = static_cast<std::size_t>(option);
  return option >= 0 && i < note.terms.size() ? note.terms[i] : std::string_view();
}

/// The note of a list at rest: its own words, and those of what is chosen.
Note with_chosen(const Note& note, int chosen) {
  Note one = note;
  one.chosen_term = term_of_option(note, chosen);
  one.terms = {};
  return one;
}

bool open_list(Ui& ui, std::string_view id, const Words& name, const Options& options, int& chosen, const Rect& area,
               const Note& note) {
  const Theme& t = ui.theme;
  const float row = t.control;
  float width = area.w;
  for (const Said& option : options) width = std::max(width, text_width(ui.fonts.body, option) + 56);
  width = std::min(width, ui.window.w - 2 * kGap2);
  const float wanted = row * static_cast<float>(options.size()) + 2 * kGap1;
  const float below = ui.window.bottom() - area.bottom() - kGap3, above = area.y - ui.window.y - kGap3;
  const bool up = below < wanted && above > below;
  const float height = std::min(wanted, std::max(row * 2, up ? above : below));
  const float x =
      std::clamp(area.x, ui.window.x + kGap2, std::max(ui.window.x + kGap2, ui.window.right() - width - kGap2));
  ImGui::SetNextWindowPos({x, up ? area.y - height - 4 : area.bottom() + 4});
  ImGui::SetNextWindowSize({width, height});
  ImGui::PushStyleColor(ImGuiCol_Border, t.border);
  bool changed = false;
  const bool open = ImGui::BeginPopupEx(ImGui::GetCurrentWindow()->GetID(id.data(), id.data() + id.size()),
                                        ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                            ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove);
  ImGui::PopStyleColor();
  if (!open) return false;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ui.mirror.open(mirror_item(ui, std::string(id) + "/list", Role::list, name, {origin.x, origin.y, width, height}));
  for (std::size_t i = 0; i < options.size(); ++i) {
    const Rect line{origin.x + kGap1, origin.y + kGap1 + static_cast<float>(i) * row, width - 2 * kGap1, row};
    const std::string option_id = std::string(id) + "/" + std::to_string(i);
    const Behaviour b =
        behave(ui, option_id, line, {.term = term_of_option(note, static_cast<int>(i)), .beside = true});
    if (b.hovered) fill(ui, line, t.field_hover, kRadius);
    const bool is_chosen = static_cast<int>(i) == chosen;
    MirrorItem item = mirror_item(ui, option_id, Role::option, options[i], line);
    item.selected = is_chosen;
    ui.mirror.add(std::move(item));
    if (is_chosen)
      draw_icon(*ImGui::GetWindowDrawList(), Icon::check, {line.right() - 26, line.y, 18, row}, t.accent, 16);
    draw_text(ui, {line.x + kGap2, line.y, line.w - 40, row}, options[i], is_chosen ? ui.fonts.strong : ui.fonts.body,
              t.text);
    if (b.clicked) {
      changed = !is_chosen;
      chosen = static_cast<int>(i);
      ImGui::CloseCurrentPopup();
    }
  }
  ui.mirror.close();
  ImGui::Dummy({1, wanted});
  ImGui::EndPopup();
  return changed;
}

/// What a list has beside the words of what is chosen: its rims, and the sign that it opens.
constexpr float kListRim = kGap2 + 2, kListSign = 14;

constexpr float kBetweenSegments = 2;

float widest_of(const Options& options, ImFont* font) {
  float widest = 0;
  for (const Said& option : options) widest = std::max(widest, text_width(font, option));
  return std::ceil(widest);
}

float combo_width_of(Ui& ui, const Options& options) {
  return widest_of(options, ui.fonts.body) + 2 * kListRim + kListSign + kGap1;
}

/// Equal parts of `area`, or, where a word is too long for its part, parts with equal room beside their words.
std::vector<Rect> segments(Ui& ui, const Options& options, const Rect& area) {
  const int n = static_cast<int>(options.size());
  std::vector<Rect> parts;
  float words = 0;
  bool all_fit = true;
  for (int i = 0; i < n; ++i) {
    parts.push_back(column(area, i, n, kBetweenSegments));
    const float width = text_width(ui, ui.fonts.small_strong, options[static_cast<std::size_t>(i)]);
    words += width;
    all_fit = all_fit && width <= parts.back().inset(kGap1, 0).w;
  }
  const float room = (area.w - words - kBetweenSegments * static_cast<float>(n - 1)) / static_cast<float>(n);
  if (all_fit || room < 2 * kGap1) return parts;
  float x = area.x;
  for (int i = 0; i < n; ++i) {
    Rect& part = parts[static_cast<std::size_t>(i)];
    part.x = x;
    part.w = text_width(ui, ui.fonts.small_strong, options[static_cast<std::size_t>(i)]) + room;
    x += part.w + kBetweenSegments;
  }
  return parts;
}

bool combo_of(Ui& ui, std::string_view id, const Words& name, const Options& options, int& chosen, const Rect& area,
              const Note& given, OptionKeys keys) {
  const Note note = with_chosen(given, chosen);
  const Behaviour b = behave(ui, id, area, note, true);
  const ImGuiID popup = ImGui::GetCurrentWindow()->GetID(id.data(), id.data() + id.size());
  if (b.clicked) ImGui::OpenPopupEx(popup, ImGuiPopupFlags_None);
  bool changed = false;
  if (ImGui::IsPopupOpen(popup, ImGuiPopupFlags_None)) changed = open_list(ui, id, name, options, chosen, area, given);
  if (const int mirrored = mirrored_choice(ui, id, options.size(), keys, b.disabled);
      mirrored >= 0 && mirrored != chosen) {
    chosen = mirrored;
    changed = true;
  }
  ui.mirror.add(choice_item(ui, id, Role::combo, name, options, chosen, area, note, keys));
  if (!b.seen) return changed;
  const Theme& t = ui.theme;
  draw_frame(ui, area, b, !note.refused.empty());
  Rect inner = area.inset(kListRim, 0);
  draw_icon(*ImGui::GetWindowDrawList(), Icon::chevron_down, cut_right(inner, kListSign, kGap1),
            b.disabled ? t.faint : t.muted, 14);
  if (chosen >= 0 && chosen < static_cast<int>(options.size()))
    draw_text(ui, inner, options[static_cast<std::size_t>(chosen)], ui.fonts.body, b.disabled ? t.faint : t.text);
  draw_focus(ui, id, area);
  return changed;
}

}  // namespace

float combo_width(Ui& ui, std::span<const Sentence> options) { return combo_width_of(ui, said(ui, options)); }
float combo_width(Ui& ui, std::span<const Key> options) { return combo_width_of(ui, said(ui, options)); }

float segmented_width(Ui& ui, std::span<const Key> options) {
  const float widest = widest_of(said(ui, options), ui.fonts.small_strong);
  return static_cast<float>(options.size()) * (widest + 2 * kGap1 + kBetweenSegments) - kBetweenSegments + 2 * 2;
}

bool combo(Ui& ui, std::string_view id, const Words& name, std::span<const Sentence> options, int& chosen,
           const Rect& area, const Note& note, OptionKeys keys) {
  return combo_of(ui, id, name, said(ui, options), chosen, area, note, keys);
}

bool combo(Ui& ui, std::string_view id, const Words& name, std::span<const Key> options, int& chosen, const Rect& area,
           const Note& note, OptionKeys keys) {
  return combo_of(ui, id, name, said(ui, options), chosen, area, note, keys);
}

bool segmented(Ui& ui, std::string_view id, const Words& name, std::span<const Key> names, int& chosen,
               const Rect& area, const Note& given, OptionKeys keys) {
  const Note note = with_chosen(given, chosen);
  const Options options = said(ui, names);
  const Theme& t = ui.theme;
  bool changed = false;
  fill(ui, area, t.dark ? t.sunken : t.field_active, kRadius);
  outline(ui, area, t.border, kRadius);
  const std::vector<Rect> parts = segments(ui, options, area.inset(2));
  const int n = static_cast<int>(options.size());
  for (int i = 0; i < n; ++i) {
    const Rect part = parts[static_cast<std::size_t>(i)];
    const std::string part_id = std::string(id) + "/" + std::to_string(i);
    const Behaviour b = behave(ui, part_id, part, with_chosen(given, i));
    if (b.clicked && i != chosen) {
      chosen = i;
      changed = true;
    }
    const bool on = i == chosen;
    if (on) {
      fill(ui, part, t.dark ? t.field_active : t.card, kRadius - 2);
      outline(ui, part, b.disabled ? t.border : t.field_border, kRadius - 2);
    }
    const ImU32 ink = b.disabled ? t.faint : on || b.hovered ? t.text : t.muted;
    draw_text(ui, part.inset(kGap1, 0), options[static_cast<std::size_t>(i)],
              on ? ui.fonts.small_strong : ui.fonts.small, ink, Align::center);
  }
  if (const int mirrored = mirrored_choice(ui, id, options.size(), keys, !note.disabled.empty());
      mirrored >= 0 && mirrored != chosen) {
    chosen = mirrored;
    changed = true;
  }
  ui.mirror.add(choice_item(ui, id, Role::radio, name, options, chosen, area, note, keys));
  if (ui.mirror.focused(id)) tell_focused(ui, id, area, note);
  if (ui.mirror.take_focus_moved(id)) {
    ImGui::ScrollToRect(ImGui::GetCurrentWindow(), {area.min(), area.max()});
    ui.animate();
  }
  draw_focus(ui, id, area);
  return changed;
}

bool tabs(Ui& ui, std::string_view id, const Words& name, std::span<const Tabbed> pages, int& chosen,
          const Rect& area) {
  const Theme& t = ui.theme;
  const int n = static_cast<int>(pages.size());
  bool changed = false;
  ui.mirror.open(mirror_item(ui, id, Role::tabs, name, area));
  for (int i = 0; i < n; ++i) {
    const Tabbed& page = pages[static_cast<std::size_t>(i)];
    const float high = std::min(64.0f, area.h / static_cast<float>(n));
    const Rect part =
        area.h > area.w ? Rect{area.x, area.y + static_cast<float>(i) * high, area.w, high} : column(area, i, n, 0);
    const std::string part_id = std::string(id) + "/" + std::string(page.key);
    const Behaviour b = behave(ui, part_id, part, {});
    if (b.clicked && i != chosen) {
      chosen = i;
      changed = true;
    }
    MirrorItem item = mirror_item(ui, part_id, Role::tab, page.name, part);
    item.selected = i == chosen;
    ui.mirror.add(std::move(item));
    const bool on = i == chosen;
    const ImU32 ink = on ? t.accent : b.hovered ? t.text : t.muted;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (page.icon != Icon::none) {
      const float top = part.y + (part.h - 44) / 2;
      draw_icon(list, page.icon, {part.x, top, part.w, 24}, ink, 20);
      draw_text(ui, {part.x, top + 24, part.w, 16}, page.name, on ? ui.fonts.small_strong : ui.fonts.small, ink,
                Align::center);
    } else {
      draw_text(ui, part, page.name, on ? ui.fonts.strong : ui.fonts.body, ink, Align::center);
      if (on) fill(ui, {part.x + kGap2, part.bottom() - 2, part.w - 2 * kGap2, 2}, t.accent, 1);
    }
    draw_focus(ui, part_id, part.inset(3));
  }
  ui.mirror.close();
  return changed;
}

}  // namespace hourglass

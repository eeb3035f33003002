// The images: what the site offers, with sizes and terms, what is on its way, and the person's own files.
#include <imgui.h>

#include "studio/actions.h"
#include "studio/format.h"
#include "studio/sheets.h"
#include "studio/widget_core.h"

namespace hourglass {
namespace {

std::string facts(const CatalogueEntry& entry) {
  std::string text;
  if (entry.images > 0) text = with_thousands(static_cast<double>(entry.images)) + " images";
  if (entry.bytes > 0) text += (text.empty() ? "" : " \u00b7 ") + size_of_bytes(static_cast<double>(entry.bytes));
  return text;
}

float draw_entry(Context& ui, const CatalogueEntry& entry, const Rect& area) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  const std::string id = "data/" + entry.id;
  const float button_space = 112, inner = area.w - 2 * kGap3;
  const std::string terms =
      entry.source + (entry.terms.empty() ? "" : (entry.source.empty() ? "" : ". ") + entry.terms);
  const float about =
      draw_paragraph(ui, {0, 0, inner - button_space - kGap3, 0}, entry.about, ui.fonts.small, t.muted, true);
  const float small = draw_paragraph(ui, {0, 0, inner, 0}, terms, ui.fonts.small, t.faint, true);
  const bool loading = state.loading.active() && state.loading.id == entry.id;
  const bool failed = !state.loading.failed.empty() && state.loading.id == entry.id;
  const float failure =
      failed ? draw_paragraph(ui, {0, 0, inner, 0}, state.loading.failed, ui.fonts.small, t.bad, true) + kGap1 : 0;
  const float upper = std::max(44 + about, t.control + kGap2);
  const Rect box{area.x, area.y, area.w,
                 kGap3 * 2 + upper + (small > 0 ? small + kGap1 : 0) + (loading ? 24.0f : 0) + failure};
  const bool in_use = state.dataset.name == entry.id;
  fill(ui, box, in_use ? t.accent_soft : t.card, kRadius + 2);
  outline(ui, box, in_use ? t.accent : t.border, kRadius + 2);
  Rect lines = box.inset(kGap3);
  Rect top = cut_top(lines, upper);
  const Rect right = cut_right(top, button_space, kGap3);
  const Rect press{right.x, right.y, right.w, t.control};
  if (loading) {
    if (button(ui, id + "/cancel", "Cancel", press)) cancel_loading(ui);
  } else {
    const std::string_view name = failed ? "Try again" : in_use ? "In use" : "Use";
    const std::string full = std::string(name) + " " + entry.title;
    const std::string_view why = in_use ? "These images are in use." : "";
    if (button(ui, id + "/use", name, press, failed ? Look::primary : Look::normal, Icon::none,
               {.help = entry.title, .disabled = why})) {
      if (state.training()) pause(ui);
      choose_dataset(ui, entry.id);
    }
  }
  label(ui, id + "/title", cut_top(top, 22), entry.title, ui.fonts.strong, t.text);
  label(ui, id + "/facts", cut_top(top, 22), facts(entry), ui.fonts.small, t.text);
  draw_paragraph(ui, top, entry.about, ui.fonts.small, t.muted);
  if (small > 0) {
    draw_paragraph(ui, lines, terms, ui.fonts.small, t.muted);
    cut_top(lines, small + kGap1);
  }
  if (loading) {
    Rect line = cut_top(lines, 24);
    const std::string done = state.loading.fetching
                                 ? size_of_bytes(state.loading.done) + " of " + size_of_bytes(state.loading.total)
                                 : state.loading.doing;
    const Rect text = cut_right(line, std::max(120.0f, text_width(ui.fonts.small, done) + 1), kGap3);
    progress_bar(ui, id + "/progress", "Loading " + entry.title, state.loading.fraction(), centered(line, line.w, 6));
    draw_text(ui, text, done, ui.fonts.small, t.muted, Align::right);
  }
  if (failed) draw_paragraph(ui, lines, state.loading.failed, ui.fonts.small, t.bad);
  return box.h;
}

float draw_own_files(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  const std::string_view words =
      "IDX (MNIST, Fashion-MNIST, EMNIST), zip or tar of PNG folders (notMNIST), CSV, NumPy, or a model saved here. "
      "Choose "
      "several at once, or drop them anywhere on the page. They stay on this machine.";
  const float inner = area.w - 2 * kGap3;
  const std::string_view name = "Open files";
  const float wide = button_width(ui, name, Icon::upload);
  const float text = draw_paragraph(ui, {0, 0, inner - wide - kGap3, 0}, words, ui.fonts.small, t.muted, true);
  const Rect box{area.x, area.y, area.w, 2 * kGap3 + std::max(24 + text, t.control)};
  outline(ui, box, t.border, kRadius + 2);
  Rect lines = box.inset(kGap3);
  const Rect right = cut_right(lines, wide, kGap3);
  if (button(ui, "data/open", name, {right.x, right.y, right.w, t.control}, Look::primary, Icon::upload,
             {.disabled =
                  ui.host.choose_files ? std::string_view() : std::string_view("Drop files on the window instead.")}))
    ui.host.choose_files();
  draw_text(ui, cut_top(lines, 24), "Your own images", ui.fonts.strong, t.text);
  draw_paragraph(ui, lines, words, ui.fonts.small, t.muted);
  return box.h;
}

}  // namespace

float draw_datasets(Context& ui, const Rect& content) {
  State& state = ui.state;
  float y = content.y;
  for (const CatalogueEntry& entry : state.catalogue) y += draw_entry(ui, entry, {content.x, y, content.w, 0}) + kGap2;
  y += draw_own_files(ui, {content.x, y, content.w, 0}) + kGap2;
  if (state.dataset.loaded()) {
    const std::string now = "Now: " + (state.dataset.title.empty() ? state.dataset.name : state.dataset.title) + ", " +
                            with_thousands(state.dataset.training) + " to train on, " +
                            with_thousands(state.dataset.held_out) + " held out.";
    label(ui, "data/now", {content.x, y, content.w, 24}, now, ui.fonts.small, ui.theme.muted);
    y += 24;
    for (const std::string& note : state.dataset.notes)
      y += draw_paragraph(ui, {content.x, y, content.w, 0}, note, ui.fonts.small, ui.theme.muted);
  }
  return y - content.y;
}

}  // namespace hourglass

// The images: what the site offers, with sizes and terms, what is on its way, and the person's own files.
#include <imgui.h>

#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/run_control.h"
#include "studio/state/run_title.h"
#include "studio/ui/format.h"
#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

constexpr Key kList = "Sources and licences";

Sentence facts(const CatalogueEntry& entry) {
  if (entry.images <= 0) return entry.bytes > 0 ? say("{0}", in_bytes(entry.bytes)) : Sentence();
  const auto images = static_cast<std::int64_t>(entry.images);
  if (entry.bytes <= 0) return plural(images, "{0} image", "{0} images");
  return plural(images, "{0} image \u00b7 {1}", "{0} images \u00b7 {1}", in_bytes(entry.bytes));
}

float draw_entry(Context& ui, const CatalogueEntry& entry, const Rect& area) {
  State& state = ui.state;
  const Theme& t = ui.theme;
  const std::string id = "data/" + entry.id;
  const float button_space = 112, inner = area.w - 2 * kGap3;
  const Sentence title = from_assets(entry.title), description = from_assets(entry.about);
  const Sentence source = from_assets(entry.source), licence = from_assets(entry.terms);
  const Sentence terms = source.empty() ? licence : licence.empty() ? source : say("{0}. {1}", source, licence);
  const Rect beside_button{0, 0, inner - button_space - kGap3, 0};
  const float about = draw_paragraph(ui, beside_button, description, ui.fonts.small, t.muted, true);
  const float heading = draw_paragraph(ui, beside_button, title, ui.fonts.strong, t.text, true);
  const bool list = !entry.attribution.empty() && ui.host.open_page;
  const float list_space = list ? button_width(ui, kList) + kGap3 : 0;
  const float small = draw_paragraph(ui, {0, 0, inner - list_space, 0}, terms, ui.fonts.small, t.faint, true);
  const bool loading = state.loading.active() && state.loading.id == entry.id;
  const bool failed = !state.loading.failed.empty() && state.loading.id == entry.id;
  const float failure =
      failed ? draw_paragraph(ui, {0, 0, inner, 0}, state.loading.failed, ui.fonts.small, t.bad, true) + kGap1 : 0;
  const float upper = std::max(heading + 24 + about, t.control + kGap2), lower = std::max(small, list ? t.control : 0);
  const Rect box{area.x, area.y, area.w,
                 kGap3 * 2 + upper + (lower > 0 ? lower + kGap1 : 0) + (loading ? 24.0f : 0) + failure};
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
    const Sentence name = failed ? say("Try again") : in_use ? say("In use") : say("Use");
    const Sentence read_as = failed || in_use ? Sentence() : say("Use {0}", title);
    const Sentence why = in_use ? say("These images are in use.") : Sentence();
    if (button(ui, id + "/use", name, press, failed ? Look::primary : Look::normal, Icon::none,
               {.help = title, .disabled = why, .read_as = read_as})) {
      if (state.training()) pause(ui);
      choose_dataset(ui, entry.id);
    }
  }
  paragraph(ui, id + "/title", cut_top(top, heading + 2), title, ui.fonts.strong, t.text);
  label(ui, id + "/facts", cut_top(top, 22), facts(entry), ui.fonts.small, t.text);
  paragraph(ui, id + "/about", top, description, ui.fonts.small, t.muted);
  if (lower > 0) {
    Rect line = cut_top(lines, lower, kGap1);
    if (list) {
      const Rect place = cut_right(line, list_space - kGap3, kGap3);
      if (button(ui, id + "/list", kList, {place.x, place.y, place.w, t.control}, Look::quiet, Icon::none,
                 {.help = "Every source of these images, with its licence"}))
        ui.host.open_page("data/" + entry.attribution);
    }
    paragraph(ui, id + "/terms", line, terms, ui.fonts.small, t.muted);
  }
  if (loading) {
    Rect line = cut_top(lines, 24);
    const Loading& load = state.loading;
    const Sentence done = load.fetching ? say("{0} of {1}", in_bytes(static_cast<std::uint64_t>(load.done)),
                                              in_bytes(static_cast<std::uint64_t>(load.total)))
                                        : load.doing;
    const Rect text = cut_right(line, std::max(120.0f, text_width(ui, ui.fonts.small, done) + 1), kGap3);
    progress_bar(ui, id + "/progress", say("Loading {0}", title), state.loading.fraction(), centered(line, line.w, 6));
    draw_text(ui, text, done, ui.fonts.small, t.muted, Align::right);
  }
  if (failed) paragraph(ui, id + "/failed", lines, state.loading.failed, ui.fonts.small, t.bad);
  return box.h;
}

}  // namespace

float draw_datasets(Context& ui, const Rect& content) {
  State& state = ui.state;
  float y = content.y;
  for (const CatalogueEntry& entry : state.catalogue) y += draw_entry(ui, entry, {content.x, y, content.w, 0}) + kGap2;
  y += draw_own_images(ui, {content.x, y, content.w, 0}) + kGap2;
  if (state.dataset.loaded()) {
    const Sentence now = say("Now: {0}, {1} to train on, {2} held out.", dataset_title(state), state.dataset.training,
                             state.dataset.held_out);
    constexpr Key look = "Look at the images";
    Rect line{content.x, y, content.w, ui.theme.control};
    if (button(ui, "data/look", look, cut_right(line, button_width(ui, look, Icon::eye), kGap3), Look::normal,
               Icon::eye, {.help = "Samples by class, counts, the mean image, and what is worth knowing"}))
      open_sheet(state, Sheet::look);
    label(ui, "data/now", line, now, ui.fonts.small, ui.theme.muted);
    y += line.h + kGap1;
    constexpr Key save = "Save these images";
    Rect below{content.x, y, content.w, ui.theme.control};
    if (button(ui, "data/save", save, cut_right(below, button_width(ui, save, Icon::download)), Look::normal,
               Icon::download,
               {.help = "As they are used, fitted and cleaned, with labels and split: an .npz file, which NumPy opens",
                .disabled = ui.host.save_file ? Sentence() : say("Files cannot be saved here.")}))
      save_data(ui);
    y += below.h + kGap1;
    for (std::size_t i = 0; i < state.dataset.notes.size(); ++i)
      y += paragraph(ui, "data/note/" + std::to_string(i), {content.x, y, content.w, 0}, state.dataset.notes[i],
                     ui.fonts.small, ui.theme.muted);
  }
  return y - content.y;
}

}  // namespace hourglass

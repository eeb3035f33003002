// The shelf: every run that has learnt something, the newest first: its picture, what it is called, its images, how far
// it came, and what can be done with it.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "studio/sheets/sheets.h"
#include "studio/state/actions.h"
#include "studio/state/compare.h"
#include "studio/state/shelf_actions.h"
#include "studio/ui/format.h"
#include "studio/ui/markers.h"
#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

constexpr float kPicture = 108, kSmallPicture = 72;

/// The codes of some images as dots in the colours of their classes.
void draw_dots(Context& ui, const ShelvedRun& run, const Rect& area) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (!is_seen(list, area)) return;
  const Theme& t = ui.theme;
  fill(ui, area, t.sunken, kRadius);
  const Rect plot = area.inset(7);
  for (std::size_t i = 0; i + 2 < run.dots.size(); i += 3) {
    const float x = plot.x + plot.w * static_cast<float>(run.dots[i]) / 255;
    const float y = plot.bottom() - plot.h * static_cast<float>(run.dots[i + 1]) / 255;
    draw_marker(list, class_marker(t, run.dots[i + 2], false), {x, y}, 2.2f);
  }
  outline(ui, area, t.border, kRadius);
}

Sentence ago(double seconds) {
  const auto whole = [](double value) { return static_cast<std::int64_t>(value); };
  if (seconds < 60) return "just now";
  if (seconds < 3600) return plural(whole(seconds / 60), "{0} minute ago", "{0} minutes ago");
  if (seconds < 86400) return plural(whole(seconds / 3600), "{0} hour ago", "{0} hours ago");
  return plural(whole(seconds / 86400), "{0} day ago", "{0} days ago");
}

Sentence images_of(const State& state, const ShelvedRun& run) {
  return state.entry(run.experiment.data.dataset) ? from_assets(run.images) : verbatim(run.images);
}

Sentence facts_of(Context& ui, const ShelvedRun& run) {
  return say("{0} \u00b7 epoch {1} of {2} \u00b7 {3}", images_of(ui.state, run), in_epochs(run.epoch),
             run.experiment.training.epochs, ago(std::max(0.0, ui.time - run.since)));
}

/// In all units that the loss chart has.
Sentence figures_of(const ShelvedRun& run) {
  if (run.history.empty()) return "No figure yet";
  const HistoryPoint& last = run.history.back();
  return say("Held-out {0} per image, RMSE {1}; trained to {2}", figure(last.heldout_sse), figure(last.heldout_rmse),
             figure(last.train_loss));
}

/// The name, or the field in which another one is typed.
void draw_title(Context& ui, const ShelvedRun& run, const std::string& id, Rect line) {
  ShelfState& shelf = ui.state.shelf;
  if (shelf.renaming == run.id) {
    const std::string now = run.name.empty() ? ui.say(run.title).text() : run.name;
    if (const auto entered = field(ui, id + "/name", "Name of the run", now, line)) name_kept(ui, run.id, *entered);
    return;
  }
  heading(ui, id + "/title", line, run.title, 2);
}

constexpr Key kOpenRun = "Open", kGoOnRun = "Go on";
constexpr int kIcons = 5;

/// On a phone the buttons stand in two rows.
float deeds_height(Context& ui, float width) {
  const float words = button_width(ui, kOpenRun) + button_width(ui, kGoOnRun) + 2 * kGap1;
  const bool one_row = words + kIcons * (ui.theme.control + kGap1) <= width;
  return one_row ? ui.theme.control : 2 * ui.theme.control + kGap1;
}

void draw_deeds(Context& ui, const ShelvedRun& run, const std::string& id, Rect area, bool present) {
  const Theme& t = ui.theme;
  const Sentence why = present ? say("This is the run on the page.") : Sentence();
  Rect line = cut_top(area, t.control, kGap1);
  const auto read_as = [&](const Sentence& deed) { return say("{0}: {1}", deed, run.title); };
  const auto wide = [&](Key name) { return cut_left(line, button_width(ui, name), kGap1); };
  if (button(ui, id + "/open", kOpenRun, wide(kOpenRun), Look::normal, Icon::none,
             {.help = "Puts it on the page as it was; the run that is there now goes to the shelf",
              .disabled = why,
              .read_as = read_as(kOpenRun)})) {
    ask_for_kept(ui, run.id, false);
    close_sheet(ui.state);
  }
  if (button(ui, id + "/go-on", kGoOnRun, wide(kGoOnRun), Look::normal, Icon::none,
             {.help = "Opens it and trains on", .disabled = why, .read_as = read_as(kGoOnRun)})) {
    ask_for_kept(ui, run.id, true);
    close_sheet(ui.state);
  }
  if (area.h > 0) line = area;
  const auto square = [&] { return cut_left(line, t.control, kGap1); };
  if (icon_button(ui, id + "/rename", "Rename", Icon::pen, square(), {.read_as = read_as(say("Rename"))})) {
    ui.state.shelf.renaming = ui.state.shelf.renaming == run.id ? std::string() : run.id;
    ui.animate();
  }
  if (icon_button(ui, id + "/compare", "Side by side with the run on the page", Icon::compare, square(),
                  {.disabled = why, .read_as = read_as(say("Side by side with the run on the page"))}))
    open_compare(ui, run.id);
  if (icon_button(ui, id + "/pin", "Pin to the loss chart", Icon::pin, square(),
                  {.read_as = read_as(say("Pin to the loss chart"))}))
    pin_kept(ui, run.id);
  if (icon_button(ui, id + "/save", "Save as a file", Icon::download, square(),
                  {.read_as = read_as(say("Save as a file"))}))
    save_kept(ui, run.id);
  if (icon_button(ui, id + "/delete", "Take off the shelf", Icon::clear, square(),
                  {.disabled = why, .read_as = read_as(say("Take off the shelf"))}))
    take_off_shelf(ui, run.id);
}

float draw_run(Context& ui, const ShelvedRun& run, const Rect& area) {
  const Theme& t = ui.theme;
  const std::string id = "shelf/" + run.id;
  const bool present = run.id == ui.state.run.kept;
  // On a phone the picture is small, and the buttons stand under it.
  const bool wide = area.w >= 420;
  const float picture = wide ? kPicture : kSmallPicture;
  const float whole = area.w - 2 * kGap3, inner = whole - picture - kGap3;
  const Sentence facts = facts_of(ui, run), figures = figures_of(run);
  const float facts_height = draw_paragraph(ui, {0, 0, inner, 0}, facts, ui.fonts.small, t.muted, true);
  const float figures_height = draw_paragraph(ui, {0, 0, inner, 0}, figures, ui.fonts.small, t.text, true);
  const float title = std::max(24.0f, ui.state.shelf.renaming == run.id ? t.control : 24.0f);
  const float deeds = deeds_height(ui, wide ? inner : whole), told = title + kGap1 + facts_height + figures_height;
  const float height = wide ? std::max(told + kGap2 + deeds, picture) : std::max(told, picture) + kGap2 + deeds;
  const Rect box{area.x, area.y, area.w, 2 * kGap3 + height};
  fill(ui, box, present ? t.accent_soft : t.card, kRadius + 2);
  outline(ui, box, present ? t.accent : t.border, kRadius + 2);
  const Group group(ui, id, run.title, box);
  Rect rest = box.inset(kGap3);
  Rect below = rest;
  if (!wide) rest = cut_top(below, std::max(told, picture), kGap2);
  const Rect column = cut_left(rest, picture, kGap3);
  draw_dots(ui, run, {column.x, column.y, picture, picture});
  draw_title(ui, run, id, cut_top(rest, title, kGap1));
  paragraph(ui, id + "/facts", cut_top(rest, facts_height), facts, ui.fonts.small, t.muted);
  paragraph(ui, id + "/figures", cut_top(rest, figures_height, kGap2), figures, ui.fonts.small, t.text);
  draw_deeds(ui, run, id, wide ? cut_top(rest, deeds) : below, present);
  return box.h;
}

}  // namespace

float draw_shelf(Context& ui, const Rect& content) {
  ShelfState& shelf = ui.state.shelf;
  const Theme& t = ui.theme;
  float y = content.y;
  y += paragraph(ui, "shelf/words", {content.x, y, content.w, 0},
                 "Every run that has learnt something is kept here by itself, in this browser alone.", ui.fonts.small,
                 t.muted) +
       kGap2;
  Rect line{content.x, y, content.w, t.control};
  if (!shelf.sought.empty() &&
      icon_button(ui, "shelf/all", "Show all runs", Icon::close, cut_right(line, t.control, kGap2))) {
    shelf.sought.clear();
    ui.animate();
  }
  constexpr Key kFind = "Find a run";
  draw_text(ui, cut_left(line, std::ceil(text_width(ui, ui.fonts.body, kFind)) + 1, kGap3), kFind, ui.fonts.body,
            t.text);
  if (const auto words =
          field(ui, "shelf/find", kFind, shelf.sought, line, {.help = "Words of its name or its images"})) {
    shelf.sought = *words;
    ui.animate();
  }
  y += t.control + kGap3;
  std::size_t shown = 0;
  // A press changes what is said of a run, not the order in which they stand.
  for (const ShelvedRun& run : shelf.runs) {
    if (run.gone || !is_sought(run, shelf.sought)) continue;
    ++shown;
    y += draw_run(ui, run, {content.x, y, content.w, 0}) + kGap2;
  }
  if (shown == 0)
    y += paragraph(ui, "shelf/none", {content.x, y, content.w, 0},
                   shelf.sought.empty()
                       ? say("Nothing is here yet: a run comes to the shelf when it has trained for a second.")
                       : say("No run has these words."),
                   ui.fonts.body, t.text);
  // The ages are told anew.
  ui.wake_at(ui.time + 30);
  return y - content.y;
}

}  // namespace hourglass

#include "studio/compare/compare.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "studio/compare/compare_parts.h"
#include "studio/compare/compare_update.h"
#include "studio/map/map_actions.h"
#include "studio/map/map_legend.h"
#include "studio/state/actions.h"
#include "studio/state/compare_memory.h"
#include "studio/state/map_memory.h"
#include "studio/state/run_title.h"
#include "studio/state/shelf_actions.h"
#include "studio/ui/format.h"
#include "studio/ui/widgets.h"

namespace hourglass {
namespace {

/// The runs that can be chosen, and by which names the shelf knows them; the one on the page has none.
struct Choices {
  std::vector<Sentence> titles;
  std::vector<std::string> kept;
};
Choices choices_of(const State& state) {
  Choices out;
  out.titles.push_back(say("On the page: {0}", run_title(state.run)));
  out.kept.emplace_back();
  for (const ShelvedRun& run : state.shelf.runs) {
    if (run.gone || run.id == state.run.kept) continue;
    out.titles.push_back(run.title);
    out.kept.push_back(run.id);
  }
  return out;
}

/// A or B in its colour, the list of runs, and the way to open the one that is chosen.
void draw_choice(Context& ui, std::size_t which, Rect line, const Choices& choices) {
  const ComparedRun& run = ui.state.explore.compare.runs[which];
  const Rect letter = cut_left(line, 26, kGap2);
  fill(ui, {letter.x, letter.y + 3, 26, letter.h - 6}, compare_color(ui.theme, which), kRadius);
  draw_text(ui, letter, compare_name(which), ui.fonts.small_strong, ui.theme.card, Align::center);
  const bool present = run.kept.empty();
  if (button(ui, compare_id(which, "open"), "Open", cut_right(line, button_width(ui, "Open"), kGap2), Look::normal,
             Icon::none,
             {.help = "Puts it on the page as it was; the run that is there now goes to the shelf",
              .disabled = present ? say("This is the run on the page.") : Sentence(),
              .read_as = say("Open {0}", say(compare_name(which)))})) {
    ask_for_kept(ui, run.kept, false);
    close_sheet(ui.state);
  }
  const auto at = std::ranges::find(choices.kept, run.kept);
  int chosen = at == choices.kept.end() ? 0 : static_cast<int>(at - choices.kept.begin());
  std::vector<std::string_view> keys(choices.kept.begin(), choices.kept.end());
  keys.front() = "page";
  if (combo(ui, compare_id(which, "run"), say("Run {0}", say(compare_name(which))), choices.titles, chosen, line, {},
            keys)) {
    choose_compared(ui.state, which, choices.kept[static_cast<std::size_t>(chosen)]);
    ui.animate();
  }
}

/// Images, length and what came of it, of one run.
Sentence facts_of(const State& state, std::size_t which) {
  const RunSeen run = compared_run(state, which);
  if (!run.why_none.empty()) return run.why_none;
  if (!run.network) return run.on_page ? say("There are no weights yet.") : say("Reading the run");
  const std::string& id = run.experiment->data.dataset;
  const CatalogueEntry* entry = state.entry(id);
  const Sentence images = entry ? from_assets(entry->title) : verbatim(id);
  if (run.history->empty()) return say("{0} \u00b7 untrained", images);
  return say("{0} \u00b7 epoch {1} \u00b7 held-out {2} per image", images, in_epochs(run.history->back().epoch),
             figure(run.history->back().heldout_sse));
}

/// What cannot be compared, and what is shown all the same.
std::vector<Sentence> warnings_of(const State& state) {
  std::vector<Sentence> out;
  const RunSeen a = compared_run(state, 0), b = compared_run(state, 1);
  const std::string &of_a = a.experiment->data.dataset, &of_b = b.experiment->data.dataset;
  const std::string& shown = state.dataset.name;
  if (of_a != of_b)
    out.push_back(
        "They were trained on different images: the errors of their own held-out images cannot be compared. What "
        "both make of the images at hand can.");
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string& own = i == 0 ? of_a : of_b;
    if (own != shown && state.dataset.loaded())
      out.push_back(say("{0} has never seen these images ({1}): it was trained on {2}.", say(compare_name(i)),
                        dataset_title(state), state.entry(own) ? from_assets(state.entry(own)->title) : verbatim(own)));
  }
  return out;
}

float draw_choices(Context& ui, const Rect& area) {
  const Theme& t = ui.theme;
  const Choices choices = choices_of(ui.state);
  const Group group(ui, "compare/runs", "The two runs", {area.x, area.y, area.w, 2 * t.control});
  const bool beside = side_by_side(area.w);
  const float side = t.control;
  float y = area.y;
  const auto swap_at = [&](const Rect& place) {
    if (icon_button(ui, "compare/swap", "A and B change places", Icon::swap, place)) {
      swap_compared(ui.state);
      ui.animate();
    }
  };
  if (beside) {
    const float column_width = (area.w - side - 2 * kGap3) / 2;
    draw_choice(ui, 0, {area.x, y, column_width, t.control}, choices);
    swap_at({area.x + column_width + kGap3, y, side, t.control});
    draw_choice(ui, 1, {area.right() - column_width, y, column_width, t.control}, choices);
    y += t.control + kGap1;
    float high = 0;
    for (std::size_t i = 0; i < 2; ++i)
      high = std::max(high, paragraph(ui, compare_id(i, "facts"),
                                      {i == 0 ? area.x : area.right() - column_width, y, column_width, 0},
                                      facts_of(ui.state, i), ui.fonts.small, t.muted));
    return y + high - area.y;
  }
  for (std::size_t i = 0; i < 2; ++i) {
    Rect line{area.x, y, area.w, t.control};
    if (i == 1)
      swap_at(cut_right(line, side, kGap2));
    else
      cut_right(line, side, kGap2);
    draw_choice(ui, i, line, choices);
    y += t.control + 2;
    y += paragraph(ui, compare_id(i, "facts"), {area.x, y, area.w, 0}, facts_of(ui.state, i), ui.fonts.small, t.muted) +
         kGap2;
  }
  return y - area.y;
}

}  // namespace

float draw_part_title(Context& ui, std::string_view id, const Rect& area, Key title) {
  heading(ui, id, {area.x, area.y, area.w, 24}, title, 2);
  return 24 + kGap1;
}

float draw_compare_sheet(Context& ui, const Rect& content) {
  const Theme& t = ui.theme;
  ui.state.explore.compare.shown = true;
  update_compare(ui);
  float y = content.y;
  const auto rest = [&] { return Rect{content.x, y, content.w, 1e5f}; };
  y += draw_choices(ui, rest()) + kGap3;
  if (!compares_two(ui.state)) {
    y += paragraph(ui, "compare/none", rest(),
                   "There is only one run. Another one comes to the shelf when it has trained for a second: change a "
                   "setting, press Train, and come back.",
                   ui.fonts.body, t.text);
    return y - content.y;
  }
  for (const Sentence& warning : warnings_of(ui.state))
    y += paragraph(ui, "compare/warning/" + std::to_string(static_cast<int>(y - content.y)), rest(), warning,
                   ui.fonts.small, t.text) +
         kGap1;
  y += draw_compared_maps(ui, rest()) + kGap4;
  y += draw_compared_images(ui, rest()) + kGap4;
  y += draw_compared_samples(ui, rest()) + kGap4;
  y += draw_compared_sweeps(ui, rest()) + kGap4;
  y += draw_compared_curves(ui, rest()) + kGap4;
  y += draw_compared_recipes(ui, rest()) + kGap4;
  y += draw_compared_figures(ui, rest());
  return y - content.y;
}

}  // namespace hourglass

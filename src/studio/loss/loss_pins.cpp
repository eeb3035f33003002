#include "studio/loss/loss_pins.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "studio/state/actions.h"
#include "studio/state/compare.h"
#include "studio/state/published.h"
#include "studio/state/run_title.h"
#include "studio/state/shelf.h"
#include "studio/ui/format.h"
#include "studio/ui/markers.h"
#include "studio/ui/widget_core.h"

namespace hourglass {
namespace {

float close_side(const Context& ui) { return ui.touch ? kTouch : 18.0f; }

/// What a pill says while the chart is not read: the run, or that it has no value in this chart.
Sentence pill_text(const Sentence& title, const LossCurve& curve) {
  return curve.why_none.empty() ? title : say("No value here: {0}", title);
}

/// What there is to say of a run's curve besides its values.
Sentence note_of(const LossCurve& curve) {
  if (!curve.why_none.empty()) return curve.why_none;
  switch (curve.beyond) {
    case Beyond::above: return "Its curve is above the chart.";
    case Beyond::below: return "Its curve is below the chart.";
    case Beyond::no: break;
  }
  return {};
}

/// A dot in the run's colour; an arrow where its curve has left the chart; a ring where it has no curve in it.
void draw_mark(const Rect& place, const LossCurve& curve, ImU32 color) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 c{place.x + 3, place.center().y};
  const float way = curve.beyond == Beyond::above ? -4.0f : 4.0f;
  if (!curve.why_none.empty())
    list.AddCircle(c, 3.5f, color, 0, 1.25f);
  else if (curve.beyond == Beyond::no)
    list.AddCircleFilled(c, 4, color);
  else
    list.AddTriangleFilled({c.x - 4, c.y - way}, {c.x + 4, c.y - way}, {c.x, c.y + way}, color);
}

void draw_pill(Context& ui, const Rect& pill, std::size_t i, const LossCurves& curves, double epoch) {
  const Theme& t = ui.theme;
  const Run& run = ui.state.pinned[i];
  const LossCurve& curve = curves.pinned[i];
  const std::string id = std::to_string(i);
  const Sentence title = pinned_title(ui.state, run), text = pill_text(title, curve), note = note_of(curve);
  outline(ui, pill, t.border, 12);
  Rect inner = pill.inset(9, 0);
  inner.w += ui.touch ? 9 : 6;
  draw_mark(cut_left(inner, 12), curve, class_line(t, run.color));
  const Rect close = cut_right(inner, close_side(ui), 2);
  const HistoryPoint* at = nullptr;
  if (curve.why_none.empty() && epoch >= 0 && !run.history.empty() && epoch <= run.history.back().epoch)
    at = nearest_point(run.history, epoch);
  const bool trained = curves.figure == LossFigure::trained;
  const std::string value =
      at ? figure(trained ? train_value(*at, curves.figure) : held_out_value(*at, curves.figure)) : "";
  draw_text(ui, inner, at ? verbatim(value) : text, ui.fonts.small, at ? t.text : t.muted);
  // A run of the shelf can be laid beside the one on the page.
  const bool shelved = run.kept != ui.state.run.kept && find_kept(ui.state, run.kept) != nullptr;
  const std::string kept = run.kept;
  if (shelved && behave(ui, "loss/pinned/" + id, inner, {}).clicked) open_compare(ui, kept);
  MirrorItem item = mirror_item(ui, "loss/pinned/" + id, shelved ? Role::button : Role::text, title, inner,
                                {.help = shelved ? say("Side by side with the run on the page") : Sentence()});
  item.value = at ? Said::as_is(value) : ui.say(note);
  ui.mirror.add(std::move(item));
  if (inner.contains(ImGui::GetIO().MousePos) && (!note.empty() || text_width(ui, ui.fonts.small, text) > inner.w))
    tip(ui, pill, note.empty() ? title : say("{0}: {1}", title, note));
  if (icon_button(ui, "loss/unpin/" + id, say("Take away {0}", title), Icon::close, close)) unpin_run(ui.state, i);
}

}  // namespace

Pills pills_of(Context& ui, const LossCurves& curves, float room) {
  constexpr float kLeast = 96, kMost = 240;
  Pills pills;
  pills.high = ui.touch ? kTouch : 24.0f;
  const auto& pinned = ui.state.pinned;
  if (pinned.empty()) return pills;
  float all = 0;
  for (std::size_t i = 0; i < pinned.size(); ++i) {
    const float text =
        std::ceil(text_width(ui, ui.fonts.small, pill_text(pinned_title(ui.state, pinned[i]), curves.pinned[i])));
    pills.widths.push_back(std::min(text + 30 + close_side(ui), kMost));
    all += pills.widths.back() + kGap2;
  }
  const int n = static_cast<int>(pinned.size());
  pills.columns = n, pills.rows = 1;
  if (all - kGap2 <= room) return pills;
  pills.columns = std::clamp(static_cast<int>((room + kGap2) / (kLeast + kGap2)), 1, n);
  pills.rows = (n + pills.columns - 1) / pills.columns;
  pills.columns = (n + pills.rows - 1) / pills.rows;
  const float width = (room - kGap2 * static_cast<float>(pills.columns - 1)) / static_cast<float>(pills.columns);
  pills.widths.assign(pills.widths.size(), width);
  return pills;
}

void draw_pins(Context& ui, const Rect& area, const Pills& pills, const LossCurves& curves, double epoch) {
  Rect line{area.x, area.y, area.w, pills.high};
  for (std::size_t i = 0; i < pills.widths.size(); ++i) {
    if (i > 0 && static_cast<int>(i) % pills.columns == 0)
      line = {area.x, line.y + pills.high + kGap1, area.w, pills.high};
    draw_pill(ui, cut_left(line, pills.widths[i], kGap2), i, curves, epoch);
    if (ui.state.pinned.size() < pills.widths.size()) return;  // one was taken away
  }
}

}  // namespace hourglass

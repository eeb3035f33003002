#include "studio/map/sweep.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "studio/map/map_actions.h"
#include "studio/map/map_kinds.h"
#include "studio/map/sweep_save.h"
#include "studio/map/sweep_update.h"
#include "studio/state/actions.h"
#include "studio/state/map_memory.h"
#include "studio/state/sweep_memory.h"
#include "studio/tiles/code_view.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"
#include "text/number.h"

namespace hourglass {
namespace {

constexpr std::array<Key, 3> kScales = {"1x", "2x", "4x"};
constexpr float kSweepLine = 18;

void draw_picture(Context& ui, const Rect& area) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const Theme& t = ui.theme;
  if (!map_decoder(ui.state) || sweep.grid.columns() == 0) {
    label(
        ui, "sweep/empty", area,
        ui.state.explore.map.kind == MapKind::tsne ? why_no_way_back() : say("A sweep appears with the first weights."),
        ui.fonts.body, t.muted, Align::center);
    return;
  }
  const auto columns = static_cast<float>(sweep.grid.columns()), rows = static_cast<float>(sweep.grid.rows());
  const float most = std::max(4.0f, std::min(area.w / columns, area.h / rows)), even = tile_side(ui, most);
  const float side = even > 0.9f * most ? even : most;
  const Rect place = centered(area, side * columns, side * rows);
  const TextureId texture = sweep.texture.update(ui.graphics, sweep.grid, wants_smooth(ui, side));
  const Sentence about = say("{0} by {1} decoded images. Arrow keys choose one, Enter takes it to the pad and the map.",
                             sweep.grid.columns(), sweep.grid.rows());
  const Pointer p = surface(ui, "sweep/picture", "Sweep", place, about, {}, true);
  draw_tiles(ui, texture, place);
  const auto cell = [&](int c, int r) {
    return Rect{place.x + side * static_cast<float>(c), place.y + side * static_cast<float>(r), side, side};
  };
  if (sweep.column >= 0) outline(ui, cell(sweep.column, sweep.row), t.accent, 2, 2);
  if (!p.hovered && !p.clicked) return;
  const int c = static_cast<int>((p.at.x - place.x) / side), r = static_cast<int>((p.at.y - place.y) / side);
  const auto code = sweep.grid.code(c, r);
  if (code.empty()) return;
  outline(ui, cell(c, r), t.muted, 2, 1.5f);
  tip(ui, cell(c, r), say("Code {0}", code_text(code)));
  if (p.clicked) {
    take_sweep_tile(ui.state, c, r);
    ui.animate();
  }
}

/// One of a range's three numbers; what was refused stays in the field, with the reason.
void range_field(Context& ui, bool across, double SweepRange::*number, const std::string& id, Key name,
                 const Rect& area, const Sentence& disabled) {
  const SweepMemory& sweep = ui.state.explore.sweep;
  const SweepRange& range = across ? sweep.x : sweep.y;
  const Note note = ui.state.refusals.noted(id, {.disabled = disabled});
  if (const auto entered = field(ui, id, name, sweep_number(range.*number), area, note))
    enter_sweep_number(ui, across, number, id, *entered);
}

void range_row(Context& ui, bool across, Rect area, const Sentence& disabled) {
  struct Part {
    std::string_view id;
    Key across, up, caption;
    double SweepRange::*number;
  };
  constexpr std::array<Part, 3> kParts = {{{"from", "Across from", "Up from", "", &SweepRange::from},
                                           {"to", "Across to", "Up to", "to", &SweepRange::to},
                                           {"step", "Across step", "Up step", "step", &SweepRange::step}}};
  Rect captions = cut_top(area, kSweepLine);
  for (int i = 0; i < 3; ++i) {
    const Part& part = kParts[static_cast<std::size_t>(i)];
    const Key name = across ? part.across : part.up;
    draw_text(ui, column(captions, i, 3, kGap2), i == 0 ? name : part.caption, ui.fonts.small, ui.theme.muted);
    range_field(ui, across, part.number, "sweep/" + std::string(across ? "x" : "y") + "-" + std::string(part.id), name,
                column(area, i, 3, kGap2), disabled);
  }
}

/// How many images there are, and which of them was taken to the pad.
void draw_taken_line(Context& ui, Rect& area) {
  const SweepMemory& sweep = ui.state.explore.sweep;
  const Theme& t = ui.theme;
  const Sentence count = say("{0} \u00d7 {1} = {2} images", sweep.grid.columns(), sweep.grid.rows(),
                             sweep.grid.columns() * sweep.grid.rows());
  label(ui, "sweep/count", cut_top(area, kSweepLine, kGap3), count, ui.fonts.small, t.muted, Align::left,
        {.term = "sweep"});
  if (const auto code = sweep.grid.code(sweep.column, sweep.row); sweep.taken && !code.empty()) {
    label(ui, "sweep/taken", cut_top(area, kSweepLine, 2), say("On the pad: {0}", code_text(code)), ui.fonts.small,
          t.text);
    const Rect buttons = cut_top(area, t.control, kGap3);
    if (button(ui, "sweep/to-map", "Show on the map", ui.narrow ? column(buttons, 0, 2, kGap2) : buttons)) {
      show_view(ui, MapMemory::map);
    }
    if (ui.narrow && button(ui, "sweep/to-pad", "Show the pad", column(buttons, 1, 2, kGap2)))
      show_tab(ui.state, Tab::paint);
  }
}

void draw_saving_controls(Context& ui, Rect& area) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const float control = ui.theme.control;
  draw_text(ui, cut_top(area, kSweepLine), "Picture", ui.fonts.small, ui.theme.muted);
  constexpr std::array<Key, 2> kFrames = {"With axes", "Bare"};
  int frame = sweep.axes ? 0 : 1;
  if (segmented(ui, "sweep/frame", "What is saved", kFrames, frame, cut_top(area, control, kGap2)))
    sweep.axes = frame == 0;
  segmented(ui, "sweep/scale", "Scale of the PNG", kScales, sweep.scale, cut_top(area, control, kGap2));
  const Sentence none = map_decoder(ui.state) ? Sentence() : say("There is nothing to save yet.");
  const Rect buttons = cut_top(area, control);
  if (button(ui, "sweep/save", "Save PNG", column(buttons, 0, 2, kGap2), Look::normal, Icon::none, {.disabled = none}))
    save_sweep(ui, false);
  if (button(ui, "sweep/save-svg", "Save SVG", column(buttons, 1, 2, kGap2), Look::normal, Icon::none,
             {.help = "With axes, for print and for drawing on", .disabled = none}))
    save_sweep(ui, true);
}

/// Returns the height that was used.
float draw_controls(Context& ui, Rect area) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  const float top = area.y, control = t.control;
  const bool line = map.plane.kind == CodePlane::Kind::line;

  draw_text(ui, cut_top(area, kSweepLine), "As in the posts", ui.fonts.small, t.muted);
  Rect posts = cut_top(area, control, kGap2);
  if (button(ui, "sweep/post-mnist", "\u22121 to 1", column(posts, 0, 2, kGap2), Look::normal, Icon::none,
             {.help = "MNIST: -1 to 1 in steps of 0.2, the end excluded: 10 x 10 = 100 images"})) {
    set_sweep_ranges(ui, {-1, 1, 0.2, false}, {-1, 1, 0.2, false});
  }
  if (button(ui, "sweep/post-notmnist", "\u22122 to 2", column(posts, 1, 2, kGap2), Look::normal, Icon::none,
             {.help = "notMNIST: -2 to 2 in steps of 0.2, the end excluded: 20 x 20 = 400 images"})) {
    set_sweep_ranges(ui, {-2, 2, 0.2, false}, {-2, 2, 0.2, false});
  }
  const bool by_quantiles = sweep.quantiles && has_quantiles(ui.state);
  if (has_quantiles(ui.state)) {
    bool quantiles = sweep.quantiles;
    if (toggle(ui, "sweep/quantiles", "Quantiles of the normal", quantiles, cut_top(area, control, kGap2),
               {.term = "quantiles"})) {
      sweep.quantiles = quantiles;
      ui.animate();
    }
  }
  const Sentence ranged = by_quantiles ? say("Quantiles of the normal are shown.") : Sentence();
  const bool no_codes = map.points.size() == 0;
  if (button(ui, "sweep/fit", "Fit to the data", cut_top(area, control, kGap3), Look::normal, Icon::fit,
             {.help = "Over all codes but the outermost two percent",
              .disabled = no_codes ? say("There are no codes yet.") : Sentence()})) {
    fit_sweep(ui);
  }
  range_row(ui, true, cut_top(area, kSweepLine + control, kGap2), ranged);
  range_row(ui, false, cut_top(area, kSweepLine + control, kGap2),
            line ? say("A code of one number has no second range.") : ranged);
  bool include = sweep.x.include_end;
  if (toggle(ui, kSweepIncludeEnd, "Include the end", include, cut_top(area, control, kGap1), {.disabled = ranged}))
    include_sweep_end(ui, include);
  for (const auto& [field, refusal] : ui.state.refusals.all()) {
    if (!field.starts_with(kSweepFields)) continue;
    const float height = draw_paragraph(ui, area, refusal.reason, ui.fonts.small, t.bad);
    MirrorItem item;
    item.id = field + "/refused", item.role = Role::status, item.name = ui.say("Refused"),
    item.value = ui.say(refusal.reason);
    item.live = true, item.rect = {area.x, area.y, area.w, height};
    ui.mirror.add(std::move(item));
    cut_top(area, height, kGap2);
  }
  draw_taken_line(ui, area);
  draw_saving_controls(ui, area);
  return area.y - top;
}

}  // namespace

void draw_sweep(Context& ui, const Rect& area) {
  update_sweep(ui);
  Rect rest = area;
  if (area.w >= 520) {
    const Rect side = cut_right(rest, 224, kGap4);
    const Scroll scroll = begin_scroll(ui, "sweep/controls", side);
    const float used = draw_controls(ui, {scroll.content.x, scroll.content.y, scroll.content.w, 1e5f});
    end_scroll(ui, scroll, used);
    draw_picture(ui, rest);
    return;
  }
  const Scroll scroll = begin_scroll(ui, "sweep/scroll", area);
  Rect inside{scroll.content.x, scroll.content.y, scroll.content.w, 1e5f};
  const float rows = static_cast<float>(std::max(1, ui.state.explore.sweep.grid.rows()));
  const float columns = static_cast<float>(std::max(1, ui.state.explore.sweep.grid.columns()));
  draw_picture(ui, cut_top(inside, std::clamp(inside.w * rows / columns, 60.0f, area.h * 0.8f), kGap3));
  const float used = draw_controls(ui, inside);
  end_scroll(ui, scroll, inside.y + used - scroll.content.y);
}

}  // namespace hourglass

#include "studio/map/sweep.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "data/png.h"
#include "studio/latent/sweep_codes.h"
#include "studio/map/map_update.h"
#include "studio/pad/pad_update.h"
#include "studio/state/actions.h"
#include "studio/state/map_memory.h"
#include "studio/state/sweep_memory.h"
#include "studio/tiles/code_view.h"
#include "studio/tiles/tiles.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr std::array<std::string_view, 3> kScales = {"1x", "2x", "4x"};
constexpr std::array<int, 3> kScaleFactors = {1, 2, 4};
constexpr float kLine = 18;

/// Values a side of a range that is fitted to the data; a line has but one side.
int fitted_count(const MapMemory& map) { return map.plane.kind == CodePlane::Kind::line ? 40 : 20; }

std::string number_text(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.5g", std::abs(v) < 1e-9 ? 0.0 : v);
  return text;
}

void set_ranges(Context& ui, const SweepRange& x, const SweepRange& y) {
  SweepMemory& sweep = ui.state.explore.sweep;
  sweep.x = x;
  sweep.y = y;
  sweep.chosen = true;
  sweep.refused_field.clear();
  ui.animate();
}

/// Until the person sets a range it follows the codes: they spread a long way while training.
void follow_codes(SweepMemory& sweep, const MapMemory& map) {
  if (sweep.chosen || map.points.size() == 0 || sweep.followed == map.points.version()) return;
  sweep.followed = map.points.version();
  const SweepRanges fitted = sweep_fit(map.points.later(), fitted_count(map));
  const auto differs = [](const SweepRange& a, const SweepRange& b) {
    const double slack = 0.25 * std::max(a.to - a.from, b.to - b.from);
    return std::abs(a.from - b.from) > slack || std::abs(a.to - b.to) > slack;
  };
  if (sweep.columns == 0 || differs(fitted.x, sweep.x) || differs(fitted.y, sweep.y)) {
    sweep.x = fitted.x;
    sweep.y = fitted.y;
  }
}

void make_codes(Context& ui) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const MapMemory& map = ui.state.explore.map;
  follow_codes(sweep, map);
  const bool same = sweep.columns > 0 && sweep.plane == map.plane && sweep.x == sweep.made_x && sweep.y == sweep.made_y;
  if (same) return;
  SweepGrid grid = sweep_grid(sweep.x, sweep.y, map.plane);
  sweep.plane = map.plane;
  sweep.made_x = sweep.x;
  sweep.made_y = sweep.y;
  sweep.columns = grid.columns;
  sweep.rows = grid.rows;
  sweep.column = sweep.row = -1;
  sweep.taken = false;
  sweep.grid.set_codes(grid.columns, grid.rows, map.plane.width, std::move(grid.codes));
}

void decode_some(Context& ui) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const auto& network = ui.state.weights.network;
  if (!network) return;
  sweep.grid.set_weights(ui.state.weights.version);
  if (!sweep.grid.busy()) return;
  const double start = ui.host.seconds();
  FrameBudget& budget = ui.state.explore.budget;
  if (sweep.grid.work(*network, ui.host.seconds, budget.left(ui.time, ui.state.training(), 0.004))) {
    budget.spent(ui.host.seconds() - start);
    ui.animate();
  }
}

void take_tile(State& state, int column, int row) {
  SweepMemory& sweep = state.explore.sweep;
  const auto code = sweep.grid.code(column, row);
  const auto tile = sweep.grid.tile(column, row);
  if (code.empty()) return;
  sweep.column = column;
  sweep.row = row;
  sweep.taken = true;
  pin_probe(state, code);
  put_on_pad(state.explore.pad, tile);
}

void draw_picture(Context& ui, const Rect& area) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const Theme& t = ui.theme;
  if (!ui.state.weights.network || sweep.grid.columns() == 0) {
    label(ui, "sweep/empty", area, "A sweep appears with the first weights.", ui.fonts.body, t.muted, Align::center);
    return;
  }
  const auto columns = static_cast<float>(sweep.grid.columns()), rows = static_cast<float>(sweep.grid.rows());
  const float most = std::max(4.0f, std::min(area.w / columns, area.h / rows)), even = tile_side(ui, most);
  const float side = even > 0.9f * most ? even : most;
  const Rect place = centered(area, side * columns, side * rows);
  const TextureId texture = sweep.texture.update(ui.graphics, sweep.grid, wants_smooth(ui, side));
  const std::string about = with_thousands(columns) + " by " + with_thousands(rows) +
                            " decoded images. Arrow keys choose one, Enter takes it to the pad and the map.";
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
  tip(ui, cell(c, r), "Code " + code_text(code));
  if (p.clicked) {
    take_tile(ui.state, c, r);
    ui.animate();
  }
}

/// One of a range's three numbers; what was refused stays in the field, with the reason.
void range_field(Context& ui, SweepRange& range, double SweepRange::*number, std::string id, std::string_view name,
                 const Rect& area, std::string_view disabled) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const bool refused = sweep.refused_field == id;
  const std::string shown = refused ? sweep.refused_text : number_text(range.*number);
  const auto entered = field(ui, id, name, shown, area,
                             {.disabled = disabled, .refused = refused ? sweep.refused_reason : std::string_view{}});
  if (!entered) return;
  SweepRange wanted = range;
  std::string text = *entered;
  std::replace(text.begin(), text.end(), ',', '.');
  char* end = nullptr;
  wanted.*number = std::strtod(text.c_str(), &end);
  const bool is_number = end != text.c_str() && *end == 0;
  const auto ok = is_number ? validate(wanted) : std::expected<void, Error>(fail("That is not a number."));
  if (ok) {
    range = wanted;
    sweep.chosen = true;
    sweep.refused_field.clear();
  } else {
    sweep.refused_field = std::move(id);
    sweep.refused_text = *entered;
    sweep.refused_reason = ok.error().message;
  }
  ui.animate();
}

void range_row(Context& ui, SweepRange& range, const std::string& id, std::string_view name, Rect area,
               std::string_view disabled) {
  const Theme& t = ui.theme;
  const std::string words(name);
  constexpr std::array<std::string_view, 3> kParts = {"from", "to", "step"};
  constexpr std::array<double SweepRange::*, 3> kNumbers = {&SweepRange::from, &SweepRange::to, &SweepRange::step};
  Rect captions = cut_top(area, kLine);
  for (int i = 0; i < 3; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::string caption = i == 0 ? words + " " + std::string(kParts[0]) : std::string(kParts[at]);
    draw_text(ui, column(captions, i, 3, kGap2), caption, ui.fonts.small, t.muted);
    range_field(ui, range, kNumbers[at], "sweep/" + id + "-" + std::string(kParts[at]),
                words + " " + std::string(kParts[at]), column(area, i, 3, kGap2), disabled);
  }
}

void save_sweep(Context& ui) {
  const SweepMemory& sweep = ui.state.explore.sweep;
  const DecodeGrid& grid = sweep.grid;
  std::vector<std::uint8_t> tiles;
  tiles.reserve(static_cast<std::size_t>(grid.columns() * grid.rows()) * kImagePixels);
  for (int r = 0; r < grid.rows(); ++r) {
    for (int c = 0; c < grid.columns(); ++c) {
      const auto tile = grid.tile(c, r);
      if (tile.empty()) {
        tiles.insert(tiles.end(), kImagePixels, 0);
      } else {
        tiles.insert(tiles.end(), tile.begin(), tile.end());
      }
    }
  }
  const int scale = kScaleFactors[static_cast<std::size_t>(std::clamp(sweep.scale, 0, 2))];
  const Picture picture = sweep_picture(tiles, grid.columns(), grid.rows(), scale);
  ui.host.save_file("sweep.png", "image/png", encode_png(picture));
}

/// Returns the height that was used.
float draw_controls(Context& ui, Rect area) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const MapMemory& map = ui.state.explore.map;
  const Theme& t = ui.theme;
  const float top = area.y, control = t.control;
  const bool line = map.plane.kind == CodePlane::Kind::line;

  draw_text(ui, cut_top(area, kLine), "As in the posts", ui.fonts.small, t.muted);
  Rect posts = cut_top(area, control, kGap2);
  if (button(ui, "sweep/post-mnist", "\u22121 to 1", column(posts, 0, 2, kGap2), Look::normal, Icon::none,
             {.help = "MNIST: -1 to 1 in steps of 0.2, the end excluded: 10 x 10 = 100 images"})) {
    set_ranges(ui, {-1, 1, 0.2, false}, {-1, 1, 0.2, false});
  }
  if (button(ui, "sweep/post-notmnist", "\u22122 to 2", column(posts, 1, 2, kGap2), Look::normal, Icon::none,
             {.help = "notMNIST: -2 to 2 in steps of 0.2, the end excluded: 20 x 20 = 400 images"})) {
    set_ranges(ui, {-2, 2, 0.2, false}, {-2, 2, 0.2, false});
  }
  const bool no_codes = map.points.size() == 0;
  if (button(ui, "sweep/fit", "Fit to the data", cut_top(area, control, kGap3), Look::normal, Icon::fit,
             {.help = "Over all codes but the outermost two percent",
              .disabled = no_codes ? "There are no codes yet." : ""})) {
    const SweepRanges fitted = sweep_fit(map.points.later(), fitted_count(map));
    set_ranges(ui, fitted.x, fitted.y);
  }
  range_row(ui, sweep.x, "x", "Across", cut_top(area, kLine + control, kGap2), "");
  range_row(ui, sweep.y, "y", "Up", cut_top(area, kLine + control, kGap2),
            line ? "A code of one number has no second range." : "");
  bool include = sweep.x.include_end;
  if (toggle(ui, "sweep/include-end", "Include the end", include, cut_top(area, control, kGap1))) {
    SweepRange x = sweep.x, y = sweep.y;
    x.include_end = y.include_end = include;
    if (validate(x) && validate(y)) {
      set_ranges(ui, x, y);
    } else {
      sweep.refused_field = "sweep/include-end";
      sweep.refused_reason = "With its end a range would have more than 40 values.";
    }
  }
  if (!sweep.refused_field.empty()) {
    const float height = draw_paragraph(ui, area, sweep.refused_reason, ui.fonts.small, t.bad);
    MirrorItem item;
    item.id = "sweep/refused", item.role = Role::status, item.name = "Refused", item.value = sweep.refused_reason;
    item.live = true, item.rect = {area.x, area.y, area.w, height};
    ui.mirror.add(std::move(item));
    cut_top(area, height, kGap2);
  }
  const std::string count = with_thousands(sweep.grid.columns()) + " \u00d7 " + with_thousands(sweep.grid.rows()) +
                            " = " + with_thousands(sweep.grid.columns() * sweep.grid.rows()) + " images";
  label(ui, "sweep/count", cut_top(area, kLine, kGap3), count, ui.fonts.small, t.muted);
  if (const auto code = sweep.grid.code(sweep.column, sweep.row); sweep.taken && !code.empty()) {
    label(ui, "sweep/taken", cut_top(area, kLine, 2), "On the pad: " + code_text(code), ui.fonts.small, t.text);
    const Rect buttons = cut_top(area, control, kGap3);
    if (button(ui, "sweep/to-map", "Show on the map", ui.narrow ? column(buttons, 0, 2, kGap2) : buttons)) {
      ui.state.explore.map.view_shown = MapMemory::map;
      ui.animate();
    }
    if (ui.narrow && button(ui, "sweep/to-pad", "Show the pad", column(buttons, 1, 2, kGap2)))
      show_tab(ui.state, Tab::paint);
  }
  draw_text(ui, cut_top(area, kLine), "Picture", ui.fonts.small, t.muted);
  Rect saving = cut_top(area, control);
  segmented(ui, "sweep/scale", "Scale of the PNG", kScales, sweep.scale,
            cut_left(saving, std::min(108.0f, saving.w / 2), kGap2));
  if (button(ui, "sweep/save", "Save PNG", saving, Look::normal, Icon::download,
             {.disabled = ui.state.weights.network ? "" : "There is nothing to save yet."})) {
    save_sweep(ui);
  }
  return area.y - top;
}

}  // namespace

void draw_sweep(Context& ui, const Rect& area) {
  make_codes(ui);
  decode_some(ui);
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

bool sweep_key(State& state, std::string_view key) {
  SweepMemory& sweep = state.explore.sweep;
  const int columns = sweep.grid.columns(), rows = sweep.grid.rows();
  if (columns == 0) return false;
  int dx = 0, dy = 0;
  if (key == "ArrowLeft") dx = -1;
  if (key == "ArrowRight") dx = 1;
  if (key == "ArrowUp") dy = -1;
  if (key == "ArrowDown") dy = 1;
  if (dx != 0 || dy != 0) {
    const bool none = sweep.column < 0;
    sweep.column = none ? columns / 2 : std::clamp(sweep.column + dx, 0, columns - 1);
    sweep.row = none ? rows / 2 : std::clamp(sweep.row + dy, 0, rows - 1);
    return true;
  }
  if (key == "Enter" && sweep.column >= 0) {
    take_tile(state, sweep.column, sweep.row);
    return true;
  }
  return false;
}

}  // namespace hourglass

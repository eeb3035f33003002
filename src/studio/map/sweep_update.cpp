#include "studio/map/sweep_update.h"

#include "text/number.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "studio/latent/sweep_codes.h"
#include "studio/map/map_actions.h"
#include "studio/map/map_kinds.h"
#include "studio/pad/pad_update.h"
#include "studio/state/map_memory.h"
#include "studio/state/sweep_memory.h"

namespace hourglass {
namespace {

/// Values a side of a range that is fitted to the data; a line has but one side.
int fitted_count(const MapMemory& map) { return map.plane.kind == CodePlane::Kind::line ? 40 : 20; }

/// What ranges that a person sets hold for: the set that is in use, or that the settings name while none is, and the
/// map, whose places mean something else on each.
std::string swept_now(const State& state) {
  const std::string& set = state.dataset.loaded() ? state.dataset.name : state.experiment.data.dataset;
  return state.explore.map.kind == MapKind::autoencoder ? set : set + " (PCA)";
}

/// What the person set for this data set; otherwise the ranges follow the codes, which spread a long way while
/// training.
void follow_codes_or_choice(State& state) {
  SweepMemory& sweep = state.explore.sweep;
  const MapMemory& map = state.explore.map;
  if (sweep.of_dataset != state.dataset.version) {
    sweep.of_dataset = state.dataset.version;
    sweep.followed = 0;
    state.refusals.forget_all(kSweepFields);
  }
  if (sweep.chosen_for == swept_now(state)) {
    sweep.x = sweep.chosen_x;
    sweep.y = sweep.chosen_y;
    sweep.followed = 0;
    return;
  }
  if (map.points.size() == 0 || sweep.followed == map.points.version() || !laid_out(map)) return;
  const bool first = sweep.followed == 0 || sweep.columns == 0;
  sweep.followed = map.points.version();
  const SweepRanges fitted = sweep_fit(map.points.later(), fitted_count(map));
  const auto differs = [](const SweepRange& a, const SweepRange& b) {
    const double slack = 0.25 * std::max(a.to - a.from, b.to - b.from);
    return std::abs(a.from - b.from) > slack || std::abs(a.to - b.to) > slack;
  };
  if (first || differs(fitted.x, sweep.x) || differs(fitted.y, sweep.y)) {
    sweep.x = fitted.x;
    sweep.y = fitted.y;
  }
}

void make_codes(State& state) {
  SweepMemory& sweep = state.explore.sweep;
  const MapMemory& map = state.explore.map;
  std::vector<float> xs, ys;
  if (sweep.quantiles && has_quantiles(state)) {
    xs = ys = normal_quantiles(fitted_count(map));
  } else {
    xs = sweep_values(sweep.x);
    ys = sweep_values(sweep.y);
  }
  if (sweep.columns > 0 && sweep.plane == map.plane && sweep.xs == xs && sweep.ys == ys) return;
  SweepGrid grid = sweep_grid(xs, ys, map.plane);
  sweep.plane = map.plane;
  sweep.xs = std::move(xs);
  sweep.ys = std::move(ys);
  sweep.columns = grid.columns;
  sweep.rows = grid.rows;
  sweep.column = sweep.row = -1;
  sweep.taken = false;
  sweep.grid.set_codes(grid.columns, grid.rows, map.plane.width, std::move(grid.codes));
}

void decode_some(Context& ui) {
  SweepMemory& sweep = ui.state.explore.sweep;
  const MapDecoder decoder = map_decoder(ui.state);
  if (!decoder) return;
  sweep.grid.set_weights(decoder.version);
  if (ui.infer([&](double seconds) { return sweep.grid.work(*decoder.network, ui.host.seconds, seconds); }))
    ui.animate();
}

}  // namespace

bool has_quantiles(const State& state) {
  return state.explore.map.kind == MapKind::autoencoder && state.run.experiment.network.variational;
}

void update_sweep(Context& ui) {
  follow_codes_or_choice(ui.state);
  make_codes(ui.state);
  decode_some(ui);
}

void set_sweep_ranges(Context& ui, const SweepRange& x, const SweepRange& y) {
  SweepMemory& sweep = ui.state.explore.sweep;
  sweep.chosen_x = sweep.x = x;
  sweep.chosen_y = sweep.y = y;
  sweep.chosen_for = swept_now(ui.state);
  sweep.quantiles = false;
  ui.state.refusals.forget_all(kSweepFields);
  ui.animate();
}

void fit_sweep(Context& ui) {
  const MapMemory& map = ui.state.explore.map;
  const SweepRanges fitted = sweep_fit(map.points.later(), fitted_count(map));
  set_sweep_ranges(ui, fitted.x, fitted.y);
}

void enter_sweep_number(Context& ui, bool across, double SweepRange::*number, const std::string& id,
                        std::string_view typed) {
  const SweepMemory& sweep = ui.state.explore.sweep;
  SweepRange wanted = across ? sweep.x : sweep.y;
  const std::optional<double> value = parse_number(typed);
  wanted.*number = value.value_or(0);
  const auto ok = value ? validate(wanted) : std::expected<void, Error>(fail("That is not a number."));
  if (ok) return set_sweep_ranges(ui, across ? wanted : sweep.x, across ? sweep.y : wanted);
  ui.state.refusals.refuse(id, typed, ok.error().message);
  ui.animate();
}

void include_sweep_end(Context& ui, bool include) {
  const SweepMemory& sweep = ui.state.explore.sweep;
  SweepRange x = sweep.x, y = sweep.y;
  x.include_end = y.include_end = include;
  if (validate(x) && validate(y)) return set_sweep_ranges(ui, x, y);
  ui.state.refusals.refuse(kSweepIncludeEnd, "", "With its end a range would have more than 40 values.");
  ui.animate();
}

void take_sweep_tile(State& state, int column, int row) {
  SweepMemory& sweep = state.explore.sweep;
  const auto code = sweep.grid.code(column, row);
  const auto tile = sweep.grid.tile(column, row);
  if (code.empty()) return;
  sweep.column = column;
  sweep.row = row;
  sweep.taken = true;
  pin_probe(state, code);
  put_on_pad(state, tile);
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
    take_sweep_tile(state, sweep.column, sweep.row);
    return true;
  }
  return false;
}

}  // namespace hourglass

// What the sweep does apart from drawing: its ranges, which follow the codes until a person sets them, its pictures,
// and the tile that is taken from it.
#pragma once

#include <string>
#include <string_view>

#include "explore/sweep.h"
#include "studio/state/context.h"

namespace hourglass {

/// Ids of the sweep's fields begin so, and the switch that takes the end in has this one.
inline constexpr std::string_view kSweepFields = "sweep/", kSweepIncludeEnd = "sweep/include-end";

/// Once a frame in which the sweep is seen: ranges and pictures as the codes and weights are now.
void update_sweep(Context& ui);

/// Whether the sweep can step by quantiles of the unit normal, which is what a variational network draws its codes to.
bool has_quantiles(const State& state);

/// Ranges that the person wants, for as long as this data set is in use.
void set_sweep_ranges(Context& ui, const SweepRange& x, const SweepRange& y);
/// Over all codes but the outermost.
void fit_sweep(Context& ui);
/// One of a range's three numbers as it was typed; what is refused stays in the field `id` with the reason.
void enter_sweep_number(Context& ui, bool across, double SweepRange::*number, const std::string& id,
                        std::string_view typed);
void include_sweep_end(Context& ui, bool include);

/// The tile goes to the pad, and its place is shown on the map.
void take_sweep_tile(State& state, int column, int row);

/// Keys when the sweep's picture has the keyboard: arrows choose a tile, Enter takes it to the pad and the map.
bool sweep_key(State& state, std::string_view key);

}  // namespace hourglass

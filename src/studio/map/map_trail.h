// The codes that the map shows: those of the weights at hand, or, wound back along the trail, those of an earlier
// epoch.
#pragma once

#include <cstdint>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

/// Codes as the engine told them last, of the images that the map shows.
const CodesState& present_codes(const State& state);

bool map_has_labels(const State& state);
/// Labels of the images whose codes the map shows; empty without labels.
std::vector<std::uint8_t> map_labels(const State& state);
/// The codes that the map shows now.
std::vector<float> map_codes(const State& state);
double map_epoch(const State& state);

/// Winds the map to an entry of the trail; the last one or -1 is the present.
void wind_back(Context& ui, int entry);
/// Plays the trail from its start, or stops.
void replay_or_stop(Context& ui);
void stop_replay(Context& ui);
/// Once a frame: where a replay has come to.
void advance_replay(Context& ui);
/// Has the trail kept with its run, unless that was done just now or nothing is new. `leaves`: its run makes room for
/// another one.
void keep_trail(Context& ui, bool leaves = false);
/// The trail that was kept with the run at hand, if one was, becomes the map's; codes of `epoch` are the next it gets.
void take_kept_trail(State& state, double epoch);
/// Another run's epochs, or other images: nothing to wind back to.
void forget_trail(MapMemory& map);

}  // namespace hourglass

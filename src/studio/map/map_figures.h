// How good the three maps are, in figures: measured by the engine of the held-out images while it rests, for whichever
// maps there are.
#pragma once

#include <optional>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

/// Places (n, 2) of the images that the map shows on one of the three maps, as it stands now; empty without one.
std::vector<float> places_on(const State& state, MapKind kind);

/// Once a frame: asks for what has not been measured of the maps as they are.
void update_map_figures(Context& ui);
/// What was measured of a map; none while that is not known of the map as it is now.
const MapFigures* map_figures(const State& state, MapKind kind);
/// The squared error per held-out image of what decodes a map; none of t-SNE.
std::optional<double> map_error(const State& state, MapKind kind);

/// Draws the figures side by side, as many as there is room for.
void draw_map_figures(Context& ui, MapKind kind, const Rect& area);

}  // namespace hourglass

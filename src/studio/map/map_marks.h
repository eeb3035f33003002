// What stands on the map besides the tiles: points with their classes' names, the painting's dot, the path, the tile
// that was taken from the sweep.
#pragma once

#include <imgui.h>

#include "studio/state/context.h"

namespace hourglass {

ImVec2 place_on_screen(const MapMemory& map, PlanePoint p);

/// Radius of a point, CSS pixels, in a map of this size.
float point_radius(const MapMemory& map, float width, float height);
/// The points that are seen, on a card that draws them as markers.
void draw_points(Context& ui, const Rect& area);
/// Each class's name at the middle of its points.
void draw_class_names(Context& ui, const Rect& area);

void draw_path_line(Context& ui);
void draw_taken_tile(Context& ui);
/// The image that is pointed at on one of the small maps.
void draw_linked(Context& ui, const Rect& area);
void draw_painting(Context& ui, const Rect& area);

}  // namespace hourglass

// Markers: how a class looks on map, legend and saved picture: its colour, an outline that is seen on every ground,
// and, where it is asked for, a shape of its own for those who do not go by colour.
#pragma once

#include <imgui.h>

#include <span>
#include <vector>

#include "platform/graphics.h"
#include "studio/ui/rect.h"
#include "studio/ui/theme.h"

namespace hourglass {

/// Ten shapes round (0, 0); a radius of 1 gives each about the same area. From the eleventh class on they begin anew,
/// as the colours do.
std::span<const PointShape> marker_shapes();
/// Corners of the shape of class `label` at a place of the screen; empty: it is a disc.
std::vector<ImVec2> marker_corners(unsigned label, ImVec2 at, float radius);

struct Marker {
  ImU32 fill = 0, edge = 0;
  unsigned label = 0;
  bool shaped = false;  ///< the class's own shape rather than a disc
};
Marker class_marker(const Theme& theme, unsigned label, bool shaped);
/// A line of that colour: the colour itself where it is seen on cards and charts (3:1), or else its outline's.
ImU32 class_line(const Theme& theme, unsigned label);

/// `hollow`: the outline alone, for what is hidden.
void draw_marker(ImDrawList& list, const Marker& marker, ImVec2 at, float radius, bool hollow = false);

}  // namespace hourglass

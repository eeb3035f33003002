// What is decoded at one place of the map: the card beside the pointer, and the path from A to B with its morph.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// The decoded image at the probe, with coordinates and the weights' epoch; near a point, its image too.
void draw_probe(Context& ui, const Rect& area);

/// Height of the path's row, 0 while it is closed.
float path_row_height(Context& ui, float width);
void draw_path_row(Context& ui, const Rect& area);
/// Where the morph is, 0 at A and 1 at B.
double path_position(const Context& ui);

}  // namespace hourglass

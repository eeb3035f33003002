// What is decoded at one place of the map: the card beside the pointer, and the path from A to B with its morph.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Where a card of full size would cover what it tells of, and signs in the corners the points, as on a phone beside a
/// lesson's text.
bool small_surface(const Rect& area);

/// The decoded image at the probe, with coordinates and the weights' epoch; near a point, its image too. Returns where
/// that card lies, nowhere while there is none.
Rect draw_probe(Context& ui, const Rect& area);

/// Height of the path's row, 0 while it is closed.
float path_row_height(Context& ui, float width);
/// ... of its strip of images, which stands at its top where the row has several.
float path_strip_height(const Context& ui);
void draw_path_row(Context& ui, const Rect& area);
/// Where the morph is, 0 at A and 1 at B.
double path_position(const Context& ui);

}  // namespace hourglass

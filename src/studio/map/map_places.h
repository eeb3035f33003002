// Where the codes stand on the map: the plane that they lie in, their places in it, and the view that follows them.
#pragma once

#include "studio/latent/plane_points.h"
#include "studio/state/context.h"

namespace hourglass {

/// The plane for codes of `width` numbers: the line, the two numbers, or of more their principal axes. What stood on
/// the plane before goes with it.
void take_plane(MapMemory& map, int width);

/// Lays the codes in the plane anew; `glide`: the points move there, in `seconds`. Points of another map cross over:
/// from where that map shows them they take their time to their places on this one.
void lay_out(Context& ui, bool glide = true, double seconds = MapPoints::kGlide);

/// The view follows the points, unless the person has moved it. `anew`: whatever the person did, and at once.
void follow_points(MapMemory& map, bool anew = false);

}  // namespace hourglass

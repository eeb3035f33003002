// PlaneMotion: places of one plane carried onto another: what turns a map so that it can be laid beside another one. A
// code's axes are arbitrary, so that two runs which have learnt the same may show it turned or mirrored.
#pragma once

#include <span>
#include <vector>

#include "studio/latent/plane_view.h"

namespace hourglass {

/// (x, y) -> (xx x + xy y + x0, yx x + yy y + y0).
struct PlaneMotion {
  float xx = 1, xy = 0, yx = 0, yy = 1;
  float x0 = 0, y0 = 0;

  PlanePoint operator()(PlanePoint p) const { return {xx * p.x + xy * p.y + x0, yx * p.x + yy * p.y + y0}; }
  bool operator==(const PlaneMotion&) const = default;
};

/// First `first`, then `second`.
PlaneMotion then(const PlaneMotion& first, const PlaneMotion& second);
/// The way back; of a motion that has none (all onto a line) the identity.
PlaneMotion inverse(const PlaneMotion& motion);

/// (n, 2) places, moved.
std::vector<float> moved(const PlaneMotion& motion, std::span<const float> xy);

/// Carries the box's longer side onto -1 to 1 and its middle to the origin; `free`: each side for itself.
PlaneMotion onto_unit(const PlaneBox& box, bool free);

/// The rotation or reflection, scale and shift that carry `from` (n, 2) as near to `to` (n, 2) as can be, by the sum of
/// squared distances (Schoenemann & Carroll 1970: orthogonal Procrustes with a scale). Of points that lie in one place,
/// or are not finite, the identity.
PlaneMotion aligned(std::span<const float> from, std::span<const float> to);

}  // namespace hourglass

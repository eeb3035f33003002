// The lines of ruled and squared paper in a mask of ink: found as what is thin, straight and runs through the whole
// picture, so that a digit upon them can be read without them.
#pragma once

#include <span>

#include "data/components.h"

namespace hourglass {

/// The pixels of `ink` that belong to lines, which may lie up to 7 degrees askew, bend a little and end at the paper's
/// edge. `strength` (height, width) is how dark each pixel is. Where a stroke crosses a line, or runs along it darker
/// or thicker than the line, the pixels stay the stroke's.
Mask ruled_lines(const Mask& ink, std::span<const float> strength);

}  // namespace hourglass

// What the axes of the code plane are, in words: on the map, the sweep and what is saved of them.
#pragma once

#include "studio/latent/code_plane.h"
#include "studio/state/image_map.h"
#include "text/sentence.h"

namespace hourglass {

/// "First number of the code", "First principal axis of the codes"; empty of t-SNE, whose axes mean nothing.
Sentence axis_name(MapKind kind, const CodePlane& plane, bool across);

}  // namespace hourglass

// Which of the dark parts of a photograph are the drawing: neither the table, a frame or a box around it, nor specks,
// nor another drawing beside it.
#pragma once

#include <optional>
#include <vector>

#include "data/components.h"

namespace hourglass {

/// Those components that are the drawing.
struct DrawingParts {
  std::vector<bool> parts;  ///< by component
  Component box;            ///< of all of them together
  bool others = false;      ///< there is another drawing, too
};

/// The one that is nearest to the middle for its ink, with what lies so near to it that it belongs to it, as the dot of
/// an i. Nothing where all components are edges or specks.
std::optional<DrawingParts> drawing_among(const Components& found, const Mask& mask);

}  // namespace hourglass

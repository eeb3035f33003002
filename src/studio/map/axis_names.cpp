#include "studio/map/axis_names.h"

#include <array>

namespace hourglass {

Sentence axis_name(MapKind kind, const CodePlane& plane, bool across) {
  if (kind == MapKind::tsne) return {};
  if (kind == MapKind::pca)
    return across ? say("First principal axis of the images") : say("Second principal axis of the images");
  constexpr std::array<Key, 10> kNumbers = {"First number of the code",   "Second number of the code",
                                            "Third number of the code",   "Fourth number of the code",
                                            "Fifth number of the code",   "Sixth number of the code",
                                            "Seventh number of the code", "Eighth number of the code",
                                            "Ninth number of the code",   "Tenth number of the code"};
  if (plane.kind == CodePlane::Kind::principal)
    return across ? say("First principal axis of the codes") : say("Second principal axis of the codes");
  if (plane.kind == CodePlane::Kind::line) return "The number of the code";
  const auto axis = static_cast<std::size_t>(across ? plane.axis_x : plane.axis_y);
  if (axis < kNumbers.size()) return kNumbers[axis];
  return say("Number {0} of the code", axis + 1);
}

}  // namespace hourglass

// Names of marks along a line: as near to their marks as they can stand without standing upon each other.
#pragma once

#include <span>
#include <vector>

namespace hourglass {

struct LineName {
  float at = 0;     ///< the mark's place, where the middle of the name would stand
  float width = 0;  ///< of the name
};

/// The left ends of the names, which come in the order of their marks, between `from` and `to` and at least `gap`
/// apart. None where they have no room beside each other.
std::vector<float> names_apart(std::span<const LineName> names, float from, float to, float gap);

}  // namespace hourglass

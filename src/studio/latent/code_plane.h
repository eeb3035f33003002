// CodePlane: how codes of any width lie in the map's plane and how a place of the plane becomes a code again: a line
// with a lane for each class, two chosen axes, or the codes' first two principal axes. Without a screen.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "studio/latent/plane_view.h"

namespace hourglass {

struct CodePlane {
  enum class Kind : std::uint8_t {
    line,      ///< one number: x is the code, y only spreads the points by class
    axes,      ///< two of the numbers; the others stand where `rest` says
    principal  ///< mean + x * along_x + y * along_y
  };
  Kind kind = Kind::axes;
  int width = 2;  ///< of the codes
  int axis_x = 0, axis_y = 1;
  std::vector<float> rest;              ///< (width)
  std::vector<float> mean;              ///< (width)
  std::vector<float> along_x, along_y;  ///< (width) each, of length 1
  bool operator==(const CodePlane&) const = default;
};

/// The plane that a width starts with: a line for 1, the two numbers for 2, axes 1 and 2 with the rest at 0 for more.
CodePlane plane_for(int width);

/// codes (n, plane.width) -> n (x, y) pairs. `labels` (n or empty) choose the lanes of a line.
std::vector<float> to_plane(const CodePlane& plane, std::span<const float> codes, std::span<const std::uint8_t> labels);
PlanePoint to_plane(const CodePlane& plane, std::span<const float> code);

/// How a normal of codes lies in the plane: variances and covariance of x and y, from the deviations (plane.width) of a
/// code's numbers, which vary apart.
struct PlaneSpread {
  float xx = 0, xy = 0, yy = 0;
};
PlaneSpread to_plane_spread(const CodePlane& plane, std::span<const float> deviations);

/// (plane.width) numbers.
std::vector<float> to_code(const CodePlane& plane, PlanePoint p);

/// The same plane with `code` upon it: its numbers off the two axes are taken over. What is clicked in one plane can so
/// be shown in another.
void pass_through(CodePlane& plane, std::span<const float> code);

/// Principal axes have no sign of their own: turns `now` the way round that `before` had, so that a map does not jump
/// when training goes on.
void keep_direction(CodePlane& now, const CodePlane& before);

/// Mean and first two principal axes of codes (n, width), width at least 2; false when there are no codes.
bool find_principal(CodePlane& plane, std::span<const float> codes);

}  // namespace hourglass

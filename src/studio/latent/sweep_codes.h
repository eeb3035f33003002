// From ranges to a grid of codes, for codes of any width: two numbers and more span a plane, one number fills rows like
// lines of text. Apart from the panel so that it can be tested.
#pragma once

#include <span>
#include <vector>

#include "explore/sweep.h"
#include "studio/latent/code_plane.h"

namespace hourglass {

struct SweepGrid {
  int columns = 0, rows = 0;
  std::vector<float> codes;  ///< (rows * columns, plane.width)
};

/// Of values across and up, lowest first. A one-number code uses `xs` alone: row by row, at most ten a row, and the
/// last row is filled up with the last value.
SweepGrid sweep_grid(std::span<const float> xs, std::span<const float> ys, const CodePlane& plane);

}  // namespace hourglass

// Which places of the code plane the manifold's tiles stand at: cells anchored in the plane, so that panning finds most
// of them decoded already, and of a size that follows the zoom in powers of two.
#pragma once

#include <span>
#include <vector>

#include "studio/latent/code_plane.h"
#include "studio/latent/plane_view.h"

namespace hourglass {

struct ManifoldCells {
  int columns = 0, rows = 0;
  PlaneBox box;  ///< what the cells cover together
  bool operator==(const ManifoldCells&) const = default;
};

/// Cells that cover `visible`, each about `pixels` screen pixels wide and square on the screen, where `unit` is the
/// plane's length of a screen pixel.
ManifoldCells manifold_cells(const PlaneBox& visible, PlanePoint unit, float pixels);

/// Codes of the cells' middles, (rows * columns, plane.width), the top row first.
std::vector<float> manifold_codes(const ManifoldCells& cells, const CodePlane& plane);

/// How near each cell is to the codes (x, y pairs): 1 where there are some, falling to `least` three cells away. What a
/// decoder makes of places far from all images says little and would drown the rest.
std::vector<float> manifold_presence(const ManifoldCells& cells, std::span<const float> xy, float least);

/// For a one-number code: `count` codes along the line, at the middles of as many equal parts of x0..x1.
std::vector<float> line_codes(float x0, float x1, int count);

}  // namespace hourglass

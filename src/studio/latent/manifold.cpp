#include "studio/latent/manifold.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace hourglass {
namespace {

constexpr int kMostCells = 2000;

}  // namespace

ManifoldCells manifold_cells(const PlaneBox& visible, PlanePoint unit, float pixels) {
  ManifoldCells cells;
  if (!(unit.x > 0) || !(unit.y > 0) || !(pixels > 0)) return cells;
  const double step_x = std::exp2(std::round(std::log2(static_cast<double>(pixels) * unit.x)));
  const double step_y = step_x * unit.y / unit.x;
  const double left = std::floor(visible.x0 / step_x), right = std::ceil(visible.x1 / step_x);
  const double bottom = std::floor(visible.y0 / step_y), top = std::ceil(visible.y1 / step_y);
  if (!((right - left) * (top - bottom) <= kMostCells)) return cells;
  cells.columns = std::max(1, static_cast<int>(right - left));
  cells.rows = std::max(1, static_cast<int>(top - bottom));
  cells.box = {static_cast<float>(left * step_x), static_cast<float>(bottom * step_y),
               static_cast<float>((left + cells.columns) * step_x), static_cast<float>((bottom + cells.rows) * step_y)};
  return cells;
}

std::vector<float> manifold_codes(const ManifoldCells& cells, const CodePlane& plane) {
  std::vector<float> codes;
  if (cells.columns <= 0 || cells.rows <= 0) return codes;
  codes.reserve(static_cast<std::size_t>(cells.columns) * static_cast<std::size_t>(cells.rows) *
                static_cast<std::size_t>(plane.width));
  // From whole numbers of cells, so that a place has the very same code in every grid that holds it.
  const double step_x = static_cast<double>(cells.box.width()) / cells.columns;
  const double step_y = static_cast<double>(cells.box.height()) / cells.rows;
  const double left = std::round(cells.box.x0 / step_x), top = std::round(cells.box.y1 / step_y);
  for (int r = 0; r < cells.rows; ++r) {
    for (int c = 0; c < cells.columns; ++c) {
      const auto code =
          to_code(plane, {static_cast<float>((left + c + 0.5) * step_x), static_cast<float>((top - r - 0.5) * step_y)});
      codes.insert(codes.end(), code.begin(), code.end());
    }
  }
  return codes;
}

std::vector<float> manifold_presence(const ManifoldCells& cells, std::span<const float> xy, float least) {
  constexpr int kReach = 3;
  const int columns = cells.columns + 2 * kReach, rows = cells.rows + 2 * kReach;
  // One stray among thousands is no neighbourhood.
  const std::size_t needed = std::min<std::size_t>(1 + xy.size() / 2 / 2000, 6);
  std::vector<std::uint8_t> taken(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), 0);
  const float per_x = static_cast<float>(cells.columns) / cells.box.width();
  const float per_y = static_cast<float>(cells.rows) / cells.box.height();
  for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
    const float x = (xy[i] - cells.box.x0) * per_x + kReach, y = (cells.box.y1 - xy[i + 1]) * per_y + kReach;
    if (!(x >= 0) || !(y >= 0) || x >= static_cast<float>(columns) || y >= static_cast<float>(rows)) continue;
    std::uint8_t& count = taken[static_cast<std::size_t>(static_cast<int>(y) * columns + static_cast<int>(x))];
    if (count < needed) ++count;
  }
  std::vector<float> presence;
  presence.reserve(static_cast<std::size_t>(std::max(0, cells.columns * cells.rows)));
  for (int r = 0; r < cells.rows; ++r) {
    for (int c = 0; c < cells.columns; ++c) {
      float nearest = kReach + 1;
      for (int dy = -kReach; dy <= kReach; ++dy) {
        for (int dx = -kReach; dx <= kReach; ++dx) {
          if (taken[static_cast<std::size_t>((r + kReach + dy) * columns + c + kReach + dx)] < needed) continue;
          nearest = std::min(nearest, std::hypot(static_cast<float>(dx), static_cast<float>(dy)));
        }
      }
      const float away = std::clamp((nearest - 1) / kReach, 0.0f, 1.0f);
      presence.push_back(1 + (least - 1) * away);
    }
  }
  return presence;
}

std::vector<float> line_codes(float x0, float x1, int count) {
  std::vector<float> codes;
  for (int i = 0; i < count; ++i) {
    codes.push_back(x0 + (x1 - x0) * (static_cast<float>(i) + 0.5f) / static_cast<float>(count));
  }
  return codes;
}

}  // namespace hourglass

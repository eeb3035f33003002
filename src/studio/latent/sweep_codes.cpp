#include "studio/latent/sweep_codes.h"

namespace hourglass {
namespace {

constexpr int kLongestRow = 10;

}  // namespace

SweepGrid sweep_grid(std::span<const float> xs, std::span<const float> ys, const CodePlane& plane) {
  SweepGrid grid;
  if (plane.kind == CodePlane::Kind::line) {
    std::vector<float> values(xs.begin(), xs.end());
    const int n = static_cast<int>(values.size());
    if (n == 0) return grid;
    grid.rows = (n + kLongestRow - 1) / kLongestRow;
    grid.columns = (n + grid.rows - 1) / grid.rows;
    values.resize(static_cast<std::size_t>(grid.rows * grid.columns), values.back());
    grid.codes = std::move(values);
    return grid;
  }
  grid.columns = static_cast<int>(xs.size());
  grid.rows = static_cast<int>(ys.size());
  const std::vector<float> places = sweep_codes(xs, ys);
  for (std::size_t i = 0; i + 1 < places.size(); i += 2) {
    const auto code = to_code(plane, {places[i], places[i + 1]});
    grid.codes.insert(grid.codes.end(), code.begin(), code.end());
  }
  return grid;
}

}  // namespace hourglass

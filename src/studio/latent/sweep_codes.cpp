#include "studio/latent/sweep_codes.h"

#include <algorithm>
#include <cmath>

namespace hourglass {
namespace {

constexpr int kLongestRow = 10;

SweepRange fit_axis(std::vector<float>& values, int count) {
  if (values.empty()) return {};
  const std::size_t strays = values.size() / 50;
  const auto at = [&](std::size_t i) {
    const auto it = values.begin() + static_cast<std::ptrdiff_t>(i);
    std::nth_element(values.begin(), it, values.end());
    return *it;
  };
  const float low = at(strays), high = at(values.size() - 1 - strays);
  if (high - low < 1e-6f) return sweep_over(low - 0.5, low + 0.5, count);
  return sweep_over(low, high, count);
}

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

SweepRanges sweep_fit(std::span<const float> xy, int count) {
  std::vector<float> xs, ys;
  for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
    if (!std::isfinite(xy[i]) || !std::isfinite(xy[i + 1])) continue;
    xs.push_back(xy[i]);
    ys.push_back(xy[i + 1]);
  }
  return {fit_axis(xs, count), fit_axis(ys, count)};
}

}  // namespace hourglass

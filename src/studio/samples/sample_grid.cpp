#include "studio/samples/sample_grid.h"

#include <algorithm>
#include <cmath>

#include "data/image_set.h"
#include "studio/ui/theme.h"

namespace hourglass {
namespace {

constexpr float kMostSide = 128;
constexpr float kGoodSide = 72;
constexpr float kMostGap = 28;
/// What tiles of uneven pixels must cover more to be chosen all the same.
constexpr float kUneven = 0.88f;

/// How far from the size that is good to look at: 1 there, 0.9 at half or twice of it.
float liking(float side) {
  const float away = std::log(side / kGoodSide);
  return std::exp(-0.22f * away * away);
}

/// What is left of `room` by `n` things of `size`, between them.
float spread(float room, int n, float size) {
  if (n < 2) return size;
  return size + std::clamp((room - static_cast<float>(n) * size) / static_cast<float>(n - 1), kGap2, kMostGap);
}

}  // namespace

Rect SampleGrid::image(const Rect& area, int i) const {
  return {area.x + static_cast<float>(i % columns) * across, area.y + top + static_cast<float>(i / columns) * down,
          side, side};
}

Rect SampleGrid::rebuilt(const Rect& area, int i) const {
  Rect below = image(area, i);
  below.y += side + kBetween;
  return below;
}

SampleGrid sample_grid(float width, float height, int most, float least, float scale) {
  constexpr float kBelow = SampleGrid::kBetween + SampleGrid::kFigure;
  const float unit = kImageSide / std::max(0.1f, scale);
  SampleGrid best;
  best.side = std::clamp((height - kBelow) / 2, 24.0f, std::max(24.0f, std::min(width, kMostSide)));
  float best_score = 0;
  const auto consider = [&](int columns, int rows, float side, float weight) {
    if (side < least) return;
    const auto shown = static_cast<float>(std::min(columns * rows, most));
    const float score = weight * liking(side) * shown * 2 * side * side;
    if (score <= best_score) return;
    best_score = score;
    best.columns = columns, best.rows = rows, best.side = side;
  };
  for (int rows = 1; rows <= most; ++rows) {
    const auto r = static_cast<float>(rows);
    const float by_height = ((height - (r - 1) * kGap2) / r - kBelow) / 2;
    if (by_height < least) break;
    for (int columns = 1; (rows - 1) * columns < most; ++columns) {
      const auto c = static_cast<float>(columns);
      const float side = std::min({by_height, (width - (c - 1) * kGap2) / c, kMostSide});
      if (side < least) break;
      consider(columns, rows, std::floor(side / unit + 1e-4f) * unit, 1);
      consider(columns, rows, side, kUneven);
    }
  }
  const float pair = 2 * best.side + kBelow;
  best.across = spread(width, best.columns, best.side);
  best.down = spread(height, best.rows, pair);
  best.top = std::max(0.0f, (height - static_cast<float>(best.rows - 1) * best.down - pair) / 2);
  return best;
}

}  // namespace hourglass

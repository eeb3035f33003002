#include "studio/latent/plane_motion.h"

#include <algorithm>
#include <cmath>

namespace hourglass {

PlaneMotion then(const PlaneMotion& first, const PlaneMotion& second) {
  const PlanePoint origin = second({first.x0, first.y0});
  return {.xx = second.xx * first.xx + second.xy * first.yx,
          .xy = second.xx * first.xy + second.xy * first.yy,
          .yx = second.yx * first.xx + second.yy * first.yx,
          .yy = second.yx * first.xy + second.yy * first.yy,
          .x0 = origin.x,
          .y0 = origin.y};
}

PlaneMotion inverse(const PlaneMotion& motion) {
  const float area = motion.xx * motion.yy - motion.xy * motion.yx;
  if (!(std::abs(area) > 0) || !std::isfinite(area)) return {};
  PlaneMotion back{.xx = motion.yy / area, .xy = -motion.xy / area, .yx = -motion.yx / area, .yy = motion.xx / area};
  const PlanePoint origin = back({motion.x0, motion.y0});
  back.x0 = -origin.x, back.y0 = -origin.y;
  return back;
}

std::vector<float> moved(const PlaneMotion& motion, std::span<const float> xy) {
  std::vector<float> out(xy.size());
  for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
    const PlanePoint p = motion({xy[i], xy[i + 1]});
    out[i] = p.x, out[i + 1] = p.y;
  }
  return out;
}

PlaneMotion onto_unit(const PlaneBox& box, bool free) {
  const float longer = std::max(box.width(), box.height());
  const float sx = 2 / (free ? box.width() : longer), sy = 2 / (free ? box.height() : longer);
  return {.xx = sx, .yy = sy, .x0 = -sx * (box.x0 + box.x1) / 2, .y0 = -sy * (box.y0 + box.y1) / 2};
}

PlaneMotion aligned(std::span<const float> from, std::span<const float> to) {
  const std::size_t n = std::min(from.size(), to.size()) / 2;
  double fx = 0, fy = 0, tx = 0, ty = 0;
  for (std::size_t i = 0; i < n; ++i) fx += from[2 * i], fy += from[2 * i + 1], tx += to[2 * i], ty += to[2 * i + 1];
  const double count = static_cast<double>(std::max<std::size_t>(n, 1));
  fx /= count, fy /= count, tx /= count, ty /= count;
  double xx = 0, xy = 0, yx = 0, yy = 0, square = 0;  // of from's coordinate times to's
  for (std::size_t i = 0; i < n; ++i) {
    const double x = from[2 * i] - fx, y = from[2 * i + 1] - fy, u = to[2 * i] - tx, v = to[2 * i + 1] - ty;
    xx += x * u, xy += x * v, yx += y * u, yy += y * v;
    square += x * x + y * y;
  }
  // What a rotation and what a reflection gain at their best angles.
  const double turned = std::hypot(xx + yy, xy - yx), mirrored = std::hypot(xx - yy, xy + yx);
  const double best = std::max(turned, mirrored);
  if (!(best > 0) || !(square > 0) || !std::isfinite(best) || !std::isfinite(square)) return {};
  // The angle's cosine and sine are those sums over `best`, and the scale is best / square.
  const bool turns = turned >= mirrored;
  const double c = (turns ? xx + yy : xx - yy) / square, s = (turns ? xy - yx : xy + yx) / square;
  PlaneMotion motion{.xx = static_cast<float>(c),
                     .xy = static_cast<float>(turns ? -s : s),
                     .yx = static_cast<float>(s),
                     .yy = static_cast<float>(turns ? c : -c)};
  const PlanePoint middle = motion({static_cast<float>(fx), static_cast<float>(fy)});
  motion.x0 = static_cast<float>(tx) - middle.x;
  motion.y0 = static_cast<float>(ty) - middle.y;
  return motion;
}

}  // namespace hourglass

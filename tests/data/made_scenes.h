// Pictures of drawings made for tests: a 7 of two strokes on all that may lie around it, rings, and how like a found
// image is to the drawing.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

#include "data/framing.h"
#include "data/image_set.h"
#include "data/picture.h"
#include "math/random.h"

namespace hourglass::made {

/// Grey of one brightness all over.
inline Picture plain_picture(int width, int height, int grey) {
  return {width, height,
          std::vector<std::uint8_t>(static_cast<std::size_t>(width * height), static_cast<std::uint8_t>(grey))};
}

/// How far (x, y) is from the stroke from (ax, ay) to (bx, by).
inline double to_segment(double x, double y, double ax, double ay, double bx, double by) {
  const double dx = bx - ax, dy = by - ay;
  const double t = std::clamp(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
  return std::hypot(x - ax - t * dx, y - ay - t * dy);
}

/// How much of a pixel a 7 covers that stands around (cx, cy), `height` high, with strokes `thick` wide.
inline double seven(double x, double y, double cx, double cy, double height, double thick) {
  const double left = cx - 0.3 * height, right = cx + 0.3 * height, top = cy - height / 2, foot = cy + height / 2;
  const double away = std::min(to_segment(x, y, left, top, right, top), to_segment(x, y, right, top, cx, foot));
  return std::clamp(thick / 2 - away + 0.5, 0.0, 1.0);
}

/// A photograph that is put together: what its ground shows, then ink of the 7 upon it, then what lies over all.
struct Scene {
  int width = 300, height = 400;
  double cx = 150, cy = 200, tall = 140, thick = 16;
  double contrast = 0.7;  // of the ink: the share of the ground's light that it takes
  std::function<double(int, int)> ground = [](int, int) { return 200.0; };
  double grain = 0;  // standard deviation, grey levels
  bool drawn = true;

  double ink(int x, int y) const { return drawn ? seven(x + 0.5, y + 0.5, cx, cy, tall, thick) : 0; }
  Picture picture() const {
    Picture made = plain_picture(width, height, 0);
    Random random(7);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const double light = ground(x, y) * (1 - contrast * ink(x, y)) + grain * random.normal();
        made.pixels[static_cast<std::size_t>(y * width + x)] =
            static_cast<std::uint8_t>(std::clamp(std::lround(light), 0l, 255l));
      }
    }
    return made;
  }
  /// The 7 as it would be on the pad.
  Image clean() const {
    std::vector<float> only(static_cast<std::size_t>(width * height));
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) only[static_cast<std::size_t>(y * width + x)] = static_cast<float>(ink(x, y));
    return frame_ink({only, width, height});
  }
};

/// Draws `grey` wherever `covers(x, y)`.
inline void draw(Picture& picture, int grey, const std::function<bool(int, int)>& covers) {
  for (int y = 0; y < picture.height; ++y)
    for (int x = 0; x < picture.width; ++x)
      if (covers(x, y))
        picture.pixels[static_cast<std::size_t>(y * picture.width + x)] = static_cast<std::uint8_t>(grey);
}
/// A square picture with a ring in its middle, between two radii.
inline Picture ring_picture(int side, int ground, int ink, double inside, double outside) {
  Picture ring = plain_picture(side, side, ground);
  const double middle = (side - 1) / 2.0;
  draw(ring, ink, [&](int x, int y) {
    const double r = std::hypot(x - middle, y - middle);
    return r > inside && r < outside;
  });
  return ring;
}

/// The best over shifts by at most a pixel: where the centre of mass lies between two pixels a hair decides which it is
/// moved to.
inline double correlation(const Image& a, const Image& b) {
  const double n = static_cast<double>(a.size());
  const double ma = std::accumulate(a.begin(), a.end(), 0.0) / n, mb = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double best = 0;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      double ab = 0, aa = 0, bb = 0;
      for (int y = 0; y < 28; ++y) {
        for (int x = 0; x < 28; ++x) {
          const bool within = x + dx >= 0 && x + dx < 28 && y + dy >= 0 && y + dy < 28;
          const double va = (within ? a[static_cast<std::size_t>((y + dy) * 28 + x + dx)] : 0) - ma;
          const double vb = b[static_cast<std::size_t>(y * 28 + x)] - mb;
          ab += va * vb, aa += va * va, bb += vb * vb;
        }
      }
      if (aa > 0 && bb > 0) best = std::max(best, ab / std::sqrt(aa * bb));
    }
  }
  return best;
}

/// The share of the ink that lies more than two pixels away from the digit.
inline double ink_beside(const Image& found, const Image& digit) {
  double all = 0, away = 0;
  for (int y = 0; y < 28; ++y) {
    for (int x = 0; x < 28; ++x) {
      const double v = found[static_cast<std::size_t>(y * 28 + x)];
      bool near = false;
      for (int ny = std::max(0, y - 2); ny <= std::min(27, y + 2); ++ny)
        for (int nx = std::max(0, x - 2); nx <= std::min(27, x + 2); ++nx)
          near = near || digit[static_cast<std::size_t>(ny * 28 + nx)] > 0;
      all += v;
      if (!near) away += v;
    }
  }
  return all > 0 ? away / all : 1;
}

}  // namespace hourglass::made

// Images drawn by arithmetic alone, so that tests need no downloads: one class a stroke's direction, its place and
// thickness from the seed.
#pragma once

#include <cmath>
#include <memory>

#include "data/image_set.h"
#include "data/split.h"
#include "math/random.h"

namespace hourglass::testing {

/// `count` soft strokes in ten directions. Only integers and IEEE's +, -, *, / and sqrt: the same bytes everywhere.
inline std::shared_ptr<const ImageSet> strokes(int count, std::uint64_t seed = 7) {
  auto set = std::make_shared<ImageSet>();
  set->name = "strokes";
  Random random(seed);
  // Directions as exact points of the unit circle's neighbourhood, so that no cosine is needed.
  constexpr int kDirection[10][2] = {{4, 0}, {4, 1},  {3, 2},  {2, 3},  {1, 4},
                                     {0, 4}, {-1, 4}, {-2, 3}, {-3, 2}, {-4, 1}};
  for (int label = 0; label < 10; ++label) set->class_names.push_back(std::to_string(label));
  for (int i = 0; i < count; ++i) {
    const auto label = static_cast<std::uint8_t>(random.below(10));
    const double dx = kDirection[label][0], dy = kDirection[label][1], length = std::sqrt(dx * dx + dy * dy);
    const double x0 = 10 + random.below(9), y0 = 10 + random.below(9), half = 5 + random.below(5);
    const double thick = 1.0 + 0.25 * random.below(5);
    set->labels.push_back(label);
    for (int y = 0; y < kImageSide; ++y) {
      for (int x = 0; x < kImageSide; ++x) {
        const double along = ((x - x0) * dx + (y - y0) * dy) / length,
                     across = ((x - x0) * dy - (y - y0) * dx) / length;
        const double out = std::sqrt(across * across) / thick;
        const double ink = along * along > half * half || out > 1.0 ? 0.0 : 1.0 - out * out;
        set->pixels.push_back(static_cast<std::uint8_t>(ink * 255.0 + 0.5));
      }
    }
  }
  return set;
}

inline Split split_strokes(std::uint32_t train, std::uint32_t held_out) {
  Split split;
  for (std::uint32_t i = 0; i < train; ++i) split.train.push_back(i);
  for (std::uint32_t i = 0; i < held_out; ++i) split.held_out.push_back(train + i);
  return split;
}

}  // namespace hourglass::testing

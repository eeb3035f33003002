// What the cases train on: painted strokes, so that measuring needs no file.
#pragma once

#include <map>
#include <memory>

#include "data/image_set.h"
#include "math/matrix.h"
#include "math/random.h"

namespace hourglass::bench {

/// Strokes on nothing, in 0..1: like a digit about a fifth of 28 x 28 pixels, lying together, in each of `count` rows.
Matrix painted_images(Index count, Random& random);

/// Sets of painted images by their size, each made when it is first asked for.
class PaintedSets {
 public:
  const std::shared_ptr<const ImageSet>& of(int count);

 private:
  std::map<int, std::shared_ptr<const ImageSet>> sets_;
};

}  // namespace hourglass::bench

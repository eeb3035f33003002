#include "images.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace hourglass::bench {

Matrix painted_images(Index count, Random& random) {
  Matrix images = Matrix::Zero(count, 784);
  for (Index i = 0; i < count; ++i) {
    int x = 10 + static_cast<int>(random.below(8)), y = 6 + static_cast<int>(random.below(8)), painted = 0;
    while (painted < 150) {
      for (int dy = 0; dy < 3; ++dy) {
        for (int dx = 0; dx < 3; ++dx) {
          float& pixel = images(i, (y + dy) * 28 + x + dx);
          painted += pixel == 0.0f;
          pixel = random.uniform(0.1f, 1.0f);
        }
      }
      x = std::clamp(x + static_cast<int>(random.below(3)) - 1, 4, 21);
      y = std::clamp(y + static_cast<int>(random.below(3)) - 1, 4, 21);
    }
  }
  return images;
}

const std::shared_ptr<const ImageSet>& PaintedSets::of(int count) {
  std::shared_ptr<const ImageSet>& known = sets_[count];
  if (!known) {
    Random random(4);
    const Matrix images = painted_images(count, random);
    auto set = std::make_shared<ImageSet>();
    set->name = "painted";
    set->pixels.reserve(static_cast<std::size_t>(images.size()));
    for (const float x : std::span(images.data(), static_cast<std::size_t>(images.size()))) {
      set->pixels.push_back(static_cast<std::uint8_t>(std::lround(255.0f * x)));
    }
    known = std::move(set);
  }
  return known;
}

}  // namespace hourglass::bench

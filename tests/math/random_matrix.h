// Matrices that the tests of products multiply.
#pragma once

#include <span>

#include "math/matrix.h"
#include "math/random.h"

namespace hourglass {

/// Values from -1 to 1.
inline Matrix random_matrix(Index rows, Index cols, Random& random) {
  Matrix m(rows, cols);
  for (float& x : std::span(m.data(), static_cast<std::size_t>(m.size()))) x = random.uniform(-1.0f, 1.0f);
  return m;
}

}  // namespace hourglass

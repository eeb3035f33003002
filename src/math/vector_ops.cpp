#include "math/vector_ops.h"

#include <cassert>

#include "math/vector_math.h"

namespace hourglass {
namespace {

using simd::broadcast;
using simd::Floats;

HOURGLASS_INLINE inline Floats entropy_of(Floats y, Floats t) {
  constexpr float kEdge = 1e-7f;
  const Floats p = simd::at_most(1.0f - kEdge, simd::at_least(kEdge, y));
  const Floats one = broadcast(1.0f);
  return -(t * simd::log(p) + (one - t) * simd::log(one - p));
}

}  // namespace

double cross_entropy(std::span<const float> y, std::span<const float> t) {
  assert(y.size() == t.size());
  Floats sums{};
  std::size_t i = 0;
  for (; i + simd::kLanes <= y.size(); i += simd::kLanes) {
    sums += entropy_of(simd::load(y.data() + i), simd::load(t.data() + i));
  }
  double total = simd::sum(sums);
  if (const std::size_t left = y.size() - i; left > 0) {
    float lanes[simd::kLanes];
    simd::store(lanes, entropy_of(simd::load_part(y.data() + i, left), simd::load_part(t.data() + i, left)));
    for (std::size_t lane = 0; lane < left; ++lane) total += lanes[lane];
  }
  return total;
}

}  // namespace hourglass

#include "probe.h"

#include "math/simd.h"

namespace hourglass::bench {
namespace {

constexpr int kSums = 12;
constexpr int kSteps = 2000;

}  // namespace

double probe_operations() { return 2.0 * kSums * simd::kLanes * kSteps; }

__attribute__((noinline)) float probe_once(float seed) {
  using namespace simd;
  const Floats x = broadcast(seed), y = broadcast(1.0f - seed);
  Floats sums[kSums];
  each<kSums>([&](auto i) HOURGLASS_INLINE { sums[i] = broadcast(static_cast<float>(i)); });
  HOURGLASS_ROLLED
  for (int step = 0; step < kSteps; ++step) {
    each<kSums>([&](auto i) HOURGLASS_INLINE { sums[i] = madd(x, y, sums[i]); });
  }
  Floats total = sums[0];
  each<kSums - 1>([&](auto i) HOURGLASS_INLINE { total += sums[i + 1]; });
  return sum(total);
}

}  // namespace hourglass::bench

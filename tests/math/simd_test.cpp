#include "math/simd.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace hourglass {
namespace {

template <class Index>
void gather_some() {
  std::vector<float> pairs(200);
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = static_cast<float>(i);
  Index which[simd::kLanes];
  for (int lane = 0; lane < simd::kLanes; ++lane) which[lane] = static_cast<Index>((37 * lane + 99) % 100);
  simd::Floats first, second;
  simd::gather_pairs(pairs.data(), which, first, second);
  for (int lane = 0; lane < simd::kLanes; ++lane) {
    EXPECT_EQ(first[lane], static_cast<float>(2 * which[lane])) << lane;
    EXPECT_EQ(second[lane], static_cast<float>(2 * which[lane] + 1)) << lane;
  }
}

TEST(Simd, GathersPairsFromWhereverTheyLie) {
  gather_some<std::uint16_t>();
  gather_some<std::uint32_t>();
}

}  // namespace
}  // namespace hourglass

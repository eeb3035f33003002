#include "data/snappy.h"

#include <gtest/gtest.h>

#include <span>
#include <vector>

#include "data/made_files.h"

namespace hourglass {
namespace {

using made::Bytes;

TEST(Snappy, LiteralsAndCopiesOfEachKindAreUnpackedAndDamageIsNot) {
  const Bytes plain = {'a', 'b', 'c', 'd', 'a', 'b', 'c', 'd', 'a', 'b', 'c', 'd', 'a', 'b', 'c', 'd'};
  const std::vector<Bytes> packed = {
      {16, 3 << 2, 'a', 'b', 'c', 'd', (11 << 2) | 2, 4, 0},                            // copies of itself
      {16, 60 << 2, 3, 'a', 'b', 'c', 'd', (4 << 2) | 1, 4, (3 << 2) | 3, 4, 0, 0, 0},  // 8 near, then 4 far
      {16, 61 << 2, 3, 0, 'a', 'b', 'c', 'd', (3 << 2) | 2, 4, 0, (7 << 2) | 2, 8, 0},  // from further back
  };
  for (const Bytes& bytes : packed) {
    Bytes unpacked(16);
    EXPECT_TRUE(unpack_snappy(bytes, unpacked));
    EXPECT_EQ(unpacked, plain);
    for (std::size_t cut = 0; cut < bytes.size(); ++cut)
      EXPECT_FALSE(unpack_snappy(std::span(bytes).first(cut), unpacked));
    Bytes other(15);
    EXPECT_FALSE(unpack_snappy(bytes, other));
  }
  Bytes unpacked(8);
  EXPECT_FALSE(unpack_snappy(Bytes{8, 0, 'a', (6 << 2) | 2, 2, 0}, unpacked));  // from before the beginning
  EXPECT_FALSE(unpack_snappy(Bytes{8, 0, 'a', (6 << 2) | 2, 0, 0}, unpacked));
  EXPECT_FALSE(unpack_snappy(Bytes{8, 0, 'a', (7 << 2) | 2, 1, 0}, unpacked));  // one too many
}

}  // namespace
}  // namespace hourglass

#include "data/crc.h"

#include <gtest/gtest.h>

#include <string_view>

namespace hourglass {
namespace {

std::uint32_t crc_of(std::uint32_t before, std::string_view text) {
  return crc(before, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

TEST(Crc, IsTheOneOfZipAndPng) { EXPECT_EQ(crc_of(0, "123456789"), 0xcbf43926u); }

TEST(Crc, PiecesMakeTheWholeAndNothingChangesNothing) {
  EXPECT_EQ(crc_of(crc_of(0, "1234"), "56789"), 0xcbf43926u);
  EXPECT_EQ(crc(0xcbf43926u, {}), 0xcbf43926u) << "of a span without memory, as the labels of a set without labels are";
}

}  // namespace
}  // namespace hourglass

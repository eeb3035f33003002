#include "text/number.h"

#include <gtest/gtest.h>

namespace hourglass {
namespace {

TEST(ParseNumber, ReadsAPointAndADecimalCommaAlike) {
  EXPECT_EQ(parse_number("0.01"), 0.01);
  EXPECT_EQ(parse_number("0,01"), 0.01);
  EXPECT_EQ(parse_number(" -1,5 "), -1.5);
  EXPECT_EQ(parse_number("\u22120.5"), -0.5);
  EXPECT_EQ(parse_number("+3"), 3);
  EXPECT_EQ(parse_number("1e-3"), 0.001);
}

TEST(ParseNumber, GuessesNoSeparatorsOfThousands) {
  for (const char* text : {"1,000,000", "1.000,5", "1,000.5", "1 000", "1'000", "0x10", "nan", "inf", "", " ", "many"})
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
}

TEST(ParseNumber, TakesNoWholeNumberThatIsAThousandToSomeAndOneToOthers) {
  for (const char* text : {"1,000", "1.000", "12,5", "12.5", "many"})
    EXPECT_EQ(parse_whole_number(text), std::nullopt) << text;
  EXPECT_EQ(parse_whole_number("1000"), 1000);
  EXPECT_EQ(parse_whole_number(" 1e3"), 1000);
  EXPECT_EQ(parse_whole_number("-4"), -4);
}

}  // namespace
}  // namespace hourglass

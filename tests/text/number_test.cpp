#include "text/number.h"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

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

TEST(NumberText, IsPlainWherePeopleReadIt) {
  EXPECT_EQ(number_text(0.0), "0");
  EXPECT_EQ(number_text(1.0), "1");
  EXPECT_EQ(number_text(-2.5), "-2.5");
  EXPECT_EQ(number_text(0.0005), "0.0005");
  EXPECT_EQ(number_text(0.00001), "0.00001");
  EXPECT_EQ(number_text(0.1f), "0.1");
  EXPECT_EQ(number_text(30.748), "30.748");
  EXPECT_EQ(number_text(1234567.0f), "1234567");
  EXPECT_EQ(number_text(120000000000000.0), "120000000000000");
  EXPECT_EQ(number_text(-7), "-7");
}

TEST(NumberText, IsWhatWasTyped) {
  for (int whole = 1; whole < 30000; ++whole) {
    const std::string typed = "0." + std::to_string(100000 + whole).substr(1);
    const std::string text = typed.substr(0, typed.find_last_not_of('0') + 1);
    ASSERT_EQ(number_text(std::strtod(text.c_str(), nullptr)), text);
    ASSERT_EQ(number_text(std::strtof(text.c_str(), nullptr)), text);
  }
}

TEST(NumberText, HasAnExponentWherePeopleWouldCountZeros) {
  EXPECT_EQ(number_text(1e-8), "1e-08");
  EXPECT_EQ(number_text(-1.25e-6), "-1.25e-06");
  EXPECT_EQ(number_text(1e15), "1e+15");
  EXPECT_EQ(number_text(std::numeric_limits<double>::max()), "1.7976931348623157e+308");
  EXPECT_EQ(number_text(std::numeric_limits<double>::denorm_min()), "5e-324");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-inf");
  EXPECT_EQ(number_text(std::numeric_limits<float>::quiet_NaN()), "nan");
}

TEST(NumberText, ReadsBackAsTheSameNumberOfAnySize) {
  std::mt19937_64 bits(7);
  int tried = 0, longer = 0;
  while (tried < 20000) {
    const double value = std::bit_cast<double>(bits());
    if (!std::isfinite(value)) continue;
    ++tried;
    const std::string text = number_text(value);
    ASSERT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    char fewest[64];
    const auto end = std::to_chars(fewest, fewest + sizeof fewest, value, std::chars_format::scientific).ptr;
    longer += std::abs(value) >= 1e15 && static_cast<std::ptrdiff_t>(text.size()) > end - fewest;
    const float narrow = std::bit_cast<float>(static_cast<std::uint32_t>(bits()));
    if (std::isfinite(narrow)) {
      ASSERT_EQ(std::strtof(number_text(narrow).c_str(), nullptr), narrow) << number_text(narrow);
    }
  }
  EXPECT_LT(longer, tried / 500) << longer;
}

}  // namespace
}  // namespace hourglass

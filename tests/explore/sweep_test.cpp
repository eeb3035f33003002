#include "explore/sweep.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "data/image_set.h"

namespace hourglass {
namespace {

TEST(Sweep, ThePostsRangesHaveAHundredAndFourHundredImages) {
  EXPECT_EQ(sweep_codes(sweep_values({-1, 1, 0.2}), sweep_values({-1, 1, 0.2})).size(), 2u * 100);
  EXPECT_EQ(sweep_codes(sweep_values({-2, 2, 0.2}), sweep_values({-2, 2, 0.2})).size(), 2u * 400);
  EXPECT_NEAR(sweep_values({-1, 1, 0.2}).back(), 0.8, 1e-6);
  EXPECT_NEAR(sweep_values({-2, 2, 0.2}).back(), 1.8, 1e-6);
}

TEST(Sweep, TheEndCanBeIncluded) {
  EXPECT_EQ(sweep_count({-1, 1, 0.2, true}), 11);
  EXPECT_NEAR(sweep_values({-1, 1, 0.2, true}).back(), 1, 1e-6);
  EXPECT_EQ(sweep_count({0, 1, 0.3, true}), 4) << "0, 0.3, 0.6, 0.9: the end is not among the steps";
  EXPECT_EQ(sweep_count({0, 1, 0.3, false}), 4);
}

TEST(Sweep, TheMiddleIsExactlyZero) { EXPECT_EQ(sweep_values({-1, 1, 0.2})[5], 0.0f); }

TEST(Sweep, TheFirstRowHasTheLargestY) {
  const auto codes = sweep_codes(sweep_values({0, 3, 1}), sweep_values({10, 12, 1}));
  EXPECT_EQ(codes, (std::vector<float>{0, 11, 1, 11, 2, 11, 0, 10, 1, 10, 2, 10}));
}

TEST(Sweep, OfAWiderCodeLeavesTheOtherNumbersWhereTheyRest) {
  NetworkSpec spec;
  spec.encoder = {784, 4};
  const std::vector<float> xs = {1, 2}, ys = {5};
  EXPECT_EQ(sweep_codes(spec, 3, 1, xs, ys), (std::vector<float>{0, 5, 0, 1, 0, 5, 0, 2}));
  spec.code = Activation::sigmoid;
  EXPECT_EQ(sweep_codes(spec, 0, 1, xs, ys), (std::vector<float>{1, 5, 0.5f, 0.5f, 2, 5, 0.5f, 0.5f}));
  spec.encoder = {784, 1};
  EXPECT_EQ(sweep_codes(spec, 0, 0, xs, ys), xs);
}

TEST(Sweep, QuantilesOfTheNormalAreEquallyLikely) {
  const auto ten = normal_quantiles(10);
  ASSERT_EQ(ten.size(), 10u);
  // scipy.stats.norm.ppf at 0.05, 0.15, 0.25, 0.35, 0.45.
  constexpr float kExpected[] = {-1.6448536f, -1.0364334f, -0.6744898f, -0.3853205f, -0.1256613f};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(ten[i], kExpected[i], 1e-6f);
    EXPECT_NEAR(ten[9 - i], -kExpected[i], 1e-6f);
  }
  EXPECT_NEAR(normal_quantiles(1)[0], 0, 1e-6f);
}

TEST(Sweep, RefusesRangesThatAreNone) {
  EXPECT_FALSE(validate({1, 1, 0.1}));
  EXPECT_FALSE(validate({1, -1, 0.1}));
  EXPECT_FALSE(validate({0, 1, 0}));
  EXPECT_FALSE(validate({0, 1, -0.1}));
  EXPECT_FALSE(validate({0, 1, std::numeric_limits<double>::quiet_NaN()}));
  EXPECT_FALSE(validate({0, std::numeric_limits<double>::infinity(), 1}));
  const auto many = validate({0, 1, 0.001});
  ASSERT_FALSE(many);
  EXPECT_NE(many.error().message.english().find("at most 40"), std::string::npos) << many.error().message.english();
  EXPECT_TRUE(validate({0, 4, 0.1}));
  EXPECT_FALSE(validate({0, 4, 0.1, true}));
}

TEST(Sweep, ReadsTheCommandLinesNotation) {
  EXPECT_EQ(parse_sweep_range("-1:1:0.2").value(), (SweepRange{-1, 1, 0.2, false}));
  EXPECT_EQ(parse_sweep_range(" -2 : +2 : 1e-1 ", true).value(), (SweepRange{-2, 2, 0.1, true}));
  for (auto bad : {"", "1", "1:2", "a:b:c", "0:1:0.1x", "0:1:0.1:2", "1:0:0.1", "::"}) {
    EXPECT_FALSE(parse_sweep_range(bad)) << bad;
  }
  EXPECT_EQ(to_text({-1, 1, 0.2}), "-1:1:0.2");
}

TEST(Sweep, ARangeOverTheDataCoversItWithRoundSteps) {
  for (auto [low, high] : {std::pair{-13.7, 22.4}, {0.013, 0.92}, {-5.0, 5.0}, {1000.0, 1001.0}}) {
    for (int count : {10, 20, 40}) {
      const SweepRange range = sweep_over(low, high, count);
      ASSERT_TRUE(validate(range)) << low << ' ' << high;
      EXPECT_EQ(sweep_count(range), count);
      EXPECT_LE(range.to - range.from, (high - low) * 1.6);
      EXPECT_LE(range.from, low + 1e-6);
      EXPECT_NEAR(range.from / range.step, std::round(range.from / range.step), 1e-6) << "a round start";
      EXPECT_GE(range.to, high - 1e-6 * range.step);
    }
  }
}

TEST(Sweep, APictureIsMadeOfItsTilesAtAnyScale) {
  std::vector<std::uint8_t> tiles(6 * kImagePixels);
  for (std::size_t i = 0; i < tiles.size(); ++i) tiles[i] = static_cast<std::uint8_t>(i / kImagePixels * 10 + i % 28);
  const Picture picture = sweep_picture(tiles, 3, 2, 2, 1, 200);
  EXPECT_EQ(picture.width, 3 * 56 + 2);
  EXPECT_EQ(picture.height, 2 * 56 + 1);
  EXPECT_EQ(picture.pixels[0], 0);
  EXPECT_EQ(picture.pixels[56], 200);
  EXPECT_EQ(picture.pixels[57 + 3], 10 + 1);
  EXPECT_EQ(picture.pixels.back(), 50 + 27);
  EXPECT_TRUE(sweep_picture(tiles, 3, 3).pixels.empty());
}

}  // namespace
}  // namespace hourglass

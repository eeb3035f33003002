#include "data/ruled_lines.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace hourglass {
namespace {

/// A mask with how dark each of its pixels is.
struct Inked {
  Mask mask;
  std::vector<float> strength;
  Inked(int width, int height)
      : mask{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height), 0)},
        strength(mask.on.size(), 0.0f) {}
  void put(int x, int y, float dark) {
    mask.on[static_cast<std::size_t>(y * mask.width + x)] = 1;
    strength[static_cast<std::size_t>(y * mask.width + x)] = dark;
  }
  Mask lines() const { return ruled_lines(mask, strength); }
};

TEST(RuledLines, TakesNothingOfAStrokeThatCrossesThem) {
  Inked ink(120, 90);
  for (int x = 0; x < 120; ++x) ink.put(x, 40, 0.3f);
  for (int y = 20; y < 70; ++y)
    for (int x = 50; x < 58; ++x) ink.put(x, y, 0.8f);
  for (int x = 80; x < 95; ++x) ink.put(x, 40, 0.8f);  // a stroke that runs along the line
  const Mask lines = ink.lines();
  EXPECT_TRUE(lines.at(10, 40));
  EXPECT_TRUE(lines.at(110, 40));
  EXPECT_FALSE(lines.at(53, 40));
  EXPECT_FALSE(lines.at(53, 30));
  EXPECT_FALSE(lines.at(88, 40));
}

TEST(RuledLines, AreFoundAskewAndBentEitherWay) {
  Inked askew(240, 90), bent(120, 90), upright(90, 240);
  for (int x = 0; x < 240; ++x) askew.put(x, 30 + static_cast<int>(std::lround(0.11 * x)), 0.4f);
  for (int x = 0; x < 240; ++x) upright.put(30 + static_cast<int>(std::lround(0.11 * x)), x, 0.4f);
  for (int x = 0; x < 120; ++x) bent.put(x, 40 + static_cast<int>(std::lround(8 * std::pow((x - 60) / 60.0, 2))), 0.4f);
  for (const Inked& ink : {askew, bent, upright}) {
    const Mask lines = ink.lines();
    const auto all = std::count(ink.mask.on.begin(), ink.mask.on.end(), 1);
    EXPECT_GT(std::count(lines.on.begin(), lines.on.end(), 1), 0.9 * static_cast<double>(all));
  }
}

TEST(RuledLines, AreNotTheBarsOfAnE) {
  Inked ink(120, 90);
  for (int y = 15; y < 77; ++y)
    for (int x = 20; x < 23; ++x) ink.put(x, y, 0.8f);
  for (const int y : {15, 45, 75})
    for (int x = 23; x < 100; ++x) ink.put(x, y, 0.8f), ink.put(x, y + 1, 0.8f);
  const Mask lines = ink.lines();
  EXPECT_EQ(std::count(lines.on.begin(), lines.on.end(), 1), 0);
}

TEST(RuledLines, MayEndAtThePapersEdgeWhereTheyAreSeveral) {
  Inked one(120, 90), several(120, 90);
  for (int x = 20; x < 100; ++x) {
    one.put(x, 40, 0.4f);
    for (const int y : {20, 40, 60}) several.put(x, y, 0.4f);
  }
  EXPECT_FALSE(one.lines().at(60, 40)) << "it may be a stroke";
  EXPECT_TRUE(several.lines().at(60, 40));
}

}  // namespace
}  // namespace hourglass

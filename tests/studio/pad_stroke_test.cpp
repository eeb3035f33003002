#include "studio/ink/pad_canvas.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>
#include <vector>

#include "data/image_set.h"

namespace hourglass {
namespace {

int at(const PadCanvas& pad, int x, int y) { return pad.raster()[static_cast<std::size_t>(y * PadCanvas::kSide + x)]; }

double ink(const PadCanvas& pad) {
  double sum = 0;
  for (auto v : pad.raster()) sum += v;
  return sum / 255;
}

/// 28x28 by averaging blocks of 10x10.
std::array<double, kImagePixels> blocks(const PadCanvas& pad) {
  std::array<double, kImagePixels> out{};
  for (int y = 0; y < PadCanvas::kSide; ++y) {
    for (int x = 0; x < PadCanvas::kSide; ++x) {
      out[static_cast<std::size_t>(y / 10 * kImageSide + x / 10)] += at(pad, x, y) / 100.0;
    }
  }
  return out;
}

TEST(PadStroke, ATouchWithoutMotionLeavesADotOfTheBrushsSize) {
  PadCanvas pad;
  pad.press(140, 140, {.diameter = 20});
  pad.release();
  EXPECT_EQ(at(pad, 140, 140), 255);
  EXPECT_EQ(at(pad, 155, 140), 0);
  EXPECT_NEAR(ink(pad), 3.14159 * 100, 12);
}

TEST(PadStroke, AStrokeHasASoftEdgeNotAStaircase) {
  PadCanvas pad;
  pad.press(40, 100, {.diameter = 20});
  pad.move(120, 130);
  pad.move(240, 175);
  pad.release();
  int between = 0;
  for (auto v : pad.raster()) between += v > 20 && v < 235;
  EXPECT_GT(between, 400);
}

TEST(PadStroke, SparseSamplesOfACircleAreDrawnRound) {
  PadCanvas pad;
  constexpr int kSamples = 12;
  const float radius = 90;
  for (int i = 0; i <= kSamples; ++i) {
    const float angle = 6.2831853f * static_cast<float>(i) / kSamples;
    const float x = 140 + radius * std::cos(angle), y = 140 + radius * std::sin(angle);
    i == 0 ? pad.press(x, y, {.diameter = 6}) : pad.move(x, y);
  }
  pad.release();
  // Straight lines between twelve samples would pass 3.1 pixels inside the circle at their middles.
  double worst = 0;
  for (int i = 1; i + 2 < kSamples; ++i) {
    const float angle = 6.2831853f * (static_cast<float>(i) + 0.5f) / kSamples;
    double mean = 0, weight = 0;
    for (float r = radius - 10; r < radius + 10; r += 0.25f) {
      const int v = at(pad, static_cast<int>(140 + r * std::cos(angle)), static_cast<int>(140 + r * std::sin(angle)));
      mean += static_cast<double>(r) * v;
      weight += v;
    }
    ASSERT_GT(weight, 0);
    worst = std::max(worst, std::abs(mean / weight - radius));
  }
  EXPECT_LT(worst, 1.2);
}

TEST(PadStroke, TheStrokeReachesTheNewestSampleAtOnce) {
  PadCanvas pad;
  pad.press(50, 50, {.diameter = 12});
  pad.move(150, 60);
  EXPECT_EQ(at(pad, 149, 60), 255);
  pad.move(200, 150);
  EXPECT_EQ(at(pad, 200, 149), 255);
}

TEST(PadStroke, DrawingSlowlyIsNotDarkerThanDrawingQuickly) {
  PadCanvas slow, quick;
  slow.press(40, 140, {.diameter = 20});
  for (int x = 41; x <= 240; ++x) slow.move(static_cast<float>(x), 140);
  slow.release();
  quick.press(40, 140, {.diameter = 20});
  quick.move(240, 140);
  quick.release();
  EXPECT_NEAR(ink(slow), ink(quick), 0.01 * ink(quick));
}

TEST(PadStroke, AStrokeThatLeavesThePadComesBackInWhereThePointerDoes) {
  PadCanvas pad;
  pad.press(250, 60, {.diameter = 16});
  pad.move(340, 60);
  pad.move(340, 200);
  pad.move(250, 200);
  pad.release();
  EXPECT_EQ(at(pad, 278, 60), 255);
  EXPECT_EQ(at(pad, 278, 200), 255);
  EXPECT_EQ(at(pad, 278, 130), 0);
}

TEST(PadStroke, ErasingTakesInkAwayAndLeavesTheRest) {
  PadCanvas pad;
  pad.press(40, 140, {.diameter = 20});
  pad.move(240, 140);
  pad.release();
  pad.press(140, 100, {.diameter = 20, .erase = true});
  pad.move(140, 180);
  pad.release();
  EXPECT_EQ(at(pad, 140, 140), 0);
  EXPECT_EQ(at(pad, 80, 140), 255);
}

TEST(PadStroke, UndoAndRedoGoStrokeByStroke) {
  PadCanvas pad;
  EXPECT_FALSE(pad.can_undo());
  for (float y : {60.0f, 140.0f, 220.0f}) {
    pad.press(40, y, {.diameter = 20});
    pad.move(240, y);
    pad.release();
  }
  pad.undo();
  EXPECT_EQ(at(pad, 140, 220), 0);
  EXPECT_EQ(at(pad, 140, 140), 255);
  pad.undo();
  pad.redo();
  EXPECT_EQ(at(pad, 140, 140), 255);
  pad.press(40, 200, {});
  pad.release();
  EXPECT_FALSE(pad.can_redo()) << "a new stroke closes the way forward";
  for (int i = 0; i < 5; ++i) pad.undo();
  EXPECT_TRUE(pad.blank());
  EXPECT_FALSE(pad.can_undo());
}

TEST(PadStroke, ClearIsOneStepThatUndoTakesBack) {
  PadCanvas pad;
  pad.press(40, 60, {});
  pad.release();
  pad.clear();
  EXPECT_TRUE(pad.blank());
  pad.clear();  // of blank paper: not a step
  pad.undo();
  EXPECT_FALSE(pad.blank());
}

TEST(PadStroke, ACancelledStrokeLeavesNothingAndNoUndoStep) {
  PadCanvas pad;
  pad.press(40, 60, {});
  pad.move(140, 160);
  pad.cancel();
  EXPECT_TRUE(pad.blank());
  EXPECT_FALSE(pad.can_undo());
}

TEST(PadStroke, UndoStepsAreLimitedInNumber) {
  PadCanvas pad;
  for (int i = 0; i < 100; ++i) {
    pad.press(static_cast<float>(20 + 2 * i), 100, {});
    pad.release();
  }
  int steps = 0;
  while (pad.can_undo()) {
    pad.undo();
    ++steps;
  }
  EXPECT_EQ(steps, static_cast<int>(PadCanvas::kUndoSteps));
}

TEST(PadStroke, StepsBringTheRasterBackToTheLastGreyAndTakeLittleMemory) {
  PadCanvas pad;
  std::vector<std::vector<std::uint8_t>> rasters;
  const auto seen = [&] { return std::vector<std::uint8_t>(pad.raster().begin(), pad.raster().end()); };
  for (std::size_t i = 0; i < PadCanvas::kUndoSteps; ++i) {
    rasters.push_back(seen());
    const float turn = static_cast<float>(i) * 2.4f;
    pad.press(140, 140, {});
    pad.move(140 + 110 * std::cos(turn), 140 + 110 * std::sin(turn));
    pad.move(140 + 110 * std::cos(turn + 1), 140 + 110 * std::sin(turn + 1));
    pad.release();
  }
  EXPECT_LT(pad.bytes_of_steps(), 640'000U) << "64 rasters are 5 MB";
  const std::vector<std::uint8_t> last = seen();
  for (std::size_t i = rasters.size(); i-- > 0;) {
    pad.undo();
    ASSERT_EQ(seen(), rasters[i]) << "step " << i;
  }
  while (pad.can_redo()) pad.redo();
  EXPECT_EQ(seen(), last);
}

TEST(PadStroke, AnImagePutOnThePadComesBackFromItsBlocks) {
  std::array<std::uint8_t, kImagePixels> image{};
  for (int y = 4; y < 24; ++y) {
    for (int x = 8; x < 20; ++x) {
      const int ring = std::abs(static_cast<int>(std::hypot(x - 14, y - 14)) - 7);
      image[static_cast<std::size_t>(y * kImageSide + x)] = static_cast<std::uint8_t>(std::max(0, 253 - 100 * ring));
    }
  }
  PadCanvas pad;
  pad.put_image(image);
  const auto seen = blocks(pad);
  double squared = 0;
  for (std::size_t i = 0; i < image.size(); ++i) squared += (seen[i] - image[i]) * (seen[i] - image[i]);
  EXPECT_LT(std::sqrt(squared / kImagePixels), 8.0);
  pad.undo();
  EXPECT_TRUE(pad.blank());
}

TEST(PadStroke, AnImageThatReplacesAnotherIsNoStep) {
  PadCanvas pad;
  pad.press(40, 60, {});
  pad.release();
  const std::vector<std::uint8_t> drawn(pad.raster().begin(), pad.raster().end());
  std::array<std::uint8_t, kImagePixels> first{}, second{};
  first[300] = second[500] = 255;
  pad.put_image(first);
  const auto seen = blocks(pad);
  pad.replace_image(second);
  EXPECT_NE(blocks(pad), seen);
  pad.undo();
  EXPECT_TRUE(std::ranges::equal(pad.raster(), drawn));
}

TEST(PadStroke, EveryChangeOfTheRasterIsToldByTheVersion) {
  PadCanvas pad;
  auto version = pad.version();
  auto changed = [&] { return std::exchange(version, pad.version()) != pad.version(); };
  pad.press(40, 60, {});
  EXPECT_TRUE(changed());
  pad.move(90, 60);
  EXPECT_TRUE(changed());
  pad.release();
  EXPECT_FALSE(changed());
  pad.undo();
  EXPECT_TRUE(changed());
  pad.undo();
  EXPECT_FALSE(changed());
}

}  // namespace
}  // namespace hourglass

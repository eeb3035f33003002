#include "data/png.h"

#include <gtest/gtest.h>

#include "data/made_files.h"
#include "data/read_picture.h"

namespace hourglass {
namespace {

using made::Bytes;

Bytes grey_of(const Bytes& png) { return made::shown(decode_png(png, "made.png")).pixels; }

TEST(Png, ReadsEveryDepthOfGreyInterlacedOrNot) {
  for (bool interlaced : {false, true}) {
    for (int depth : {1, 2, 4, 8, 16}) {
      for (auto [width, height] : {std::pair{28, 28}, {1, 1}, {5, 3}, {8, 9}}) {
        const int top = (1 << depth) - 1;
        std::vector<std::uint16_t> samples;
        std::vector<std::uint8_t> expected;
        for (int i = 0; i < width * height; ++i) {
          const int value = static_cast<int>(static_cast<long>(i * 37 % 101) * top / 100);
          samples.push_back(static_cast<std::uint16_t>(value));
          expected.push_back(static_cast<std::uint8_t>(depth == 16 ? value >> 8 : value * 255 / top));
        }
        const auto grey =
            grey_of(made::png(samples, {.width = width, .height = height, .depth = depth, .interlaced = interlaced}));
        ASSERT_EQ(grey.size(), expected.size());
        for (std::size_t i = 0; i < grey.size(); ++i) {
          ASSERT_NEAR(grey[i], expected[i], 1)
              << "depth " << depth << (interlaced ? " interlaced" : "") << ", pixel " << i;
        }
      }
    }
  }
}

TEST(Png, MakesColoursGreyByTheirLuma) {
  const std::vector<std::uint16_t> rgb = {255, 255, 255, 255, 0, 0, 0, 255, 0, 0, 0, 255};
  EXPECT_EQ(grey_of(made::png(rgb, {.width = 4, .height = 1, .colour = 2})), (Bytes{255, 76, 150, 29}));
  std::vector<std::uint16_t> deep;
  for (std::uint16_t sample : rgb) deep.push_back(static_cast<std::uint16_t>(sample * 257));
  EXPECT_EQ(grey_of(made::png(deep, {.width = 4, .height = 1, .depth = 16, .colour = 2})), (Bytes{255, 76, 150, 29}));
}

TEST(Png, ReadsPalettesOfEveryDepth) {
  const Bytes palette = {0, 0, 0, 255, 255, 255};
  for (int depth : {1, 2, 4, 8}) {
    EXPECT_EQ(
        grey_of(made::png({1, 0, 1, 1, 0}, {.width = 5, .height = 1, .depth = depth, .colour = 3, .palette = palette})),
        (Bytes{255, 0, 255, 255, 0}));
  }
}

TEST(Png, TakesATransparentGroundAsEmptyWhetherItsInkIsLightOrDark) {
  // Grey and alpha: ink, half ink, nothing (with a colour that must not show).
  EXPECT_EQ(grey_of(made::png({255, 255, 255, 128, 90, 0}, {.width = 3, .height = 1, .colour = 4})),
            (Bytes{255, 128, 0}));
  EXPECT_EQ(grey_of(made::png({0, 255, 0, 128, 90, 0}, {.width = 3, .height = 1, .colour = 4})), (Bytes{255, 128, 0}));
  EXPECT_EQ(grey_of(made::png({0, 0, 0, 255, 9, 9, 9, 0}, {.width = 2, .height = 1, .colour = 6})), (Bytes{255, 0}));
  // A palette whose first colour is transparent.
  EXPECT_EQ(
      grey_of(made::png(
          {0, 1},
          {.width = 2, .height = 1, .colour = 3, .palette = {50, 50, 50, 255, 255, 255}, .transparency = {0, 255}})),
      (Bytes{0, 255}));
  // One grey value that means transparent.
  EXPECT_EQ(grey_of(made::png({7, 255}, {.width = 2, .height = 1, .transparency = {0, 7}})), (Bytes{0, 255}));
}

TEST(Png, WritesWhatItReads) {
  const ImageSet made = made::images(1);
  const Picture picture{28, 28, made.pixels};
  EXPECT_EQ(grey_of(encode_png(picture)), made.pixels);
  EXPECT_EQ(grey_of(encode_png_rgb(Bytes{255, 255, 255, 0, 0, 255}, 2, 1)), (Bytes{255, 29}));
  EXPECT_TRUE(encode_png({28, 28, {1, 2}}).empty());
}

TEST(Png, RefusesADamagedChecksum) {
  Bytes bytes = made::png(made::images(1).image(0));
  bytes[bytes.size() - 20] ^= 1;
  EXPECT_FALSE(decode_png(bytes, "x.png"));
}

}  // namespace
}  // namespace hourglass

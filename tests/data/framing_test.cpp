#include "data/framing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace hourglass {
namespace {

struct Pad {
  int width, height;
  std::vector<float> ink;
  Pad(int w, int h) : width(w), height(h), ink(static_cast<std::size_t>(w * h), 0.0f) {}
  void box(int left, int top, int right, int bottom, float value = 1) {
    for (int y = top; y < bottom; ++y) {
      for (int x = left; x < right; ++x) ink[static_cast<std::size_t>(y * width + x)] = value;
    }
  }
  InkView view() const { return {ink, width, height}; }
};

struct Measure {
  int left = 28, top = 28, right = 0, bottom = 0;
  double mass = 0, x = 0, y = 0;
};
Measure measure(const Image& image) {
  Measure m;
  for (int y = 0; y < 28; ++y) {
    for (int x = 0; x < 28; ++x) {
      const double ink = image[static_cast<std::size_t>(y * 28 + x)] / 255.0;
      if (ink == 0) continue;
      m.left = std::min(m.left, x);
      m.right = std::max(m.right, x + 1);
      m.top = std::min(m.top, y);
      m.bottom = std::max(m.bottom, y + 1);
      m.mass += ink;
      m.x += ink * (x + 0.5);
      m.y += ink * (y + 0.5);
    }
  }
  m.x /= m.mass;
  m.y /= m.mass;
  return m;
}

TEST(Framing, FitsTheLongerSideIntoTwentyPixelsWhereverAndHoweverLargeItWasPainted) {
  for (auto [left, top, w, h] : {std::array{10, 20, 100, 200}, {150, 40, 50, 100}, {0, 0, 140, 280}, {3, 5, 10, 20}}) {
    Pad pad(280, 280);
    pad.box(left, top, left + w, top + h);
    const Measure m = measure(frame_ink(pad.view()));
    EXPECT_EQ(m.bottom - m.top, 20);
    EXPECT_EQ(m.right - m.left, 10);
    EXPECT_NEAR(m.mass, 200, 0.5);
    EXPECT_EQ(m.x, 14);
    EXPECT_EQ(m.y, 14);
  }
}

// In all of MNIST the centre of mass lies in [14, 15).
TEST(Framing, PutsTheCentreOfMassWhereMnistHasIt) {
  Pad pad(280, 280);
  pad.box(20, 20, 60, 260);    // a heavy stem
  pad.box(60, 220, 200, 260);  // and a foot: an L
  const Measure m = measure(frame_ink(pad.view()));
  EXPECT_GE(m.x, 13.99);
  EXPECT_LT(m.x, 15);
  EXPECT_GE(m.y, 13.99);
  EXPECT_LT(m.y, 15);
  EXPECT_EQ(m.bottom - m.top, 20);
}

TEST(Framing, KeepsTheInkOnTheFieldWhenItsMassIsFarOffCentre) {
  Pad pad(280, 280);
  pad.box(0, 0, 30, 280);         // all mass at the left
  pad.box(30, 0, 280, 4, 0.05f);  // a faint arm that decides the width
  const Image image = frame_ink(pad.view());
  EXPECT_EQ(measure(image).left, 8) << "the arm ends at the field's edge";
  EXPECT_EQ(measure(image).right, 28);
}

TEST(Framing, GivesAnMnistDigitBackUnchanged) {
  // A digit as MNIST frames them: longest side 20, centred by mass to a whole pixel.
  Pad first(280, 280);
  first.box(40, 30, 80, 250, 0.9f);
  first.box(80, 30, 180, 60);
  first.box(110, 130, 180, 150, 0.3f);
  const Image digit = frame_ink(first.view());
  Pad again(28, 28);
  for (std::size_t i = 0; i < digit.size(); ++i) again.ink[i] = digit[i] / 255.0f;
  EXPECT_EQ(frame_ink(again.view()), digit);
  const Picture picture{28, 28, {digit.begin(), digit.end()}};
  EXPECT_EQ(frame_picture(picture), digit);
}

TEST(Framing, AntiAliasesEdges) {
  Pad pad(280, 280);
  for (int y = 0; y < 280; ++y) {
    for (int x = 0; x < 280; ++x) {
      if ((x - 140) * (x - 140) + (y - 140) * (y - 140) < 100 * 100) pad.ink[static_cast<std::size_t>(y * 280 + x)] = 1;
    }
  }
  const Image disc = frame_ink(pad.view());
  const auto greys = std::count_if(disc.begin(), disc.end(), [](int v) { return v > 20 && v < 235; });
  EXPECT_GT(greys, 30);
  EXPECT_NEAR(measure(disc).mass, M_PI * 100, 5);
}

TEST(Framing, OffShrinksThePadAsItIs) {
  Pad pad(280, 280);
  pad.box(0, 0, 10, 10);
  pad.box(275, 270, 280, 280);
  const Image image = frame_ink(pad.view(), {.as_mnist = false});
  EXPECT_EQ(image[0], 255);
  EXPECT_EQ(image[783], 128);
  EXPECT_EQ(std::accumulate(image.begin(), image.end(), 0), 255 + 128);
}

TEST(Framing, OfAnEmptyPadIsBlack) {
  EXPECT_EQ(frame_ink(Pad(280, 280).view()), Image{});
  EXPECT_EQ(frame_ink({}), Image{});
  EXPECT_EQ(frame_picture({}), Image{});
  EXPECT_EQ(frame_picture({3, 3, std::vector<std::uint8_t>(9, 200)}), Image{});
}

TEST(Framing, OfASingleDotFillsTheBox) {
  Pad pad(280, 280);
  pad.box(100, 100, 101, 101);
  const Measure m = measure(frame_ink(pad.view()));
  EXPECT_EQ(m.right - m.left, 20);
  EXPECT_EQ(m.bottom - m.top, 20);
}

TEST(Framing, OfAPhotographedDigitInvertsItAndDropsThePapersNoise) {
  Picture paper{100, 100, std::vector<std::uint8_t>(10000)};
  for (std::size_t i = 0; i < paper.pixels.size(); ++i)
    paper.pixels[i] = static_cast<std::uint8_t>(225 + i * 7919 % 25);
  for (int y = 20; y < 80; ++y) {
    for (int x = 45; x < 55; ++x) paper.pixels[static_cast<std::size_t>(y * 100 + x)] = 30;
  }
  const Measure m = measure(frame_picture(paper));
  EXPECT_EQ(m.bottom - m.top, 20);
  EXPECT_LE(m.right - m.left, 4);
  EXPECT_NEAR(m.mass, 20 * 20 / 6.0, 5);
}

TEST(Picture, ResamplingByAreaKeepsTheMean) {
  Pad pad(37, 23);
  for (std::size_t i = 0; i < pad.ink.size(); ++i) pad.ink[i] = static_cast<float>(i * 31 % 17) / 16;
  const double mean = std::accumulate(pad.ink.begin(), pad.ink.end(), 0.0) / static_cast<double>(pad.ink.size());
  for (auto [w, h] : {std::pair{1, 1}, {5, 7}, {37, 23}, {100, 60}}) {
    const auto resampled = resample_area(pad.view(), {0, 0, 37, 23}, w, h);
    EXPECT_NEAR(std::accumulate(resampled.begin(), resampled.end(), 0.0) / (w * h), mean, 1e-5);
  }
}

TEST(Picture, FitsATallPictureWithItsAspect) {
  Picture tall{10, 56, std::vector<std::uint8_t>(560, 255)};
  std::uint8_t image[784];
  fit_to_image(tall, image);
  Image copy;
  std::copy(std::begin(image), std::end(image), copy.begin());
  const Measure m = measure(copy);
  EXPECT_EQ(m.bottom - m.top, 28);
  EXPECT_NEAR(m.mass, 28 * 5, 0.5);
  EXPECT_NEAR(m.x, 14, 1e-9);
}

}  // namespace
}  // namespace hourglass

// What a camera, a scanner and a screenshot do to a drawn digit, and that the digit alone is found again. Every picture
// is made here: a 7 of two strokes and all that may lie around it.
#include "data/photograph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "data/ground.h"
#include "data/ruled_lines.h"
#include "math/random.h"

namespace hourglass {
namespace {

double to_segment(double x, double y, double ax, double ay, double bx, double by) {
  const double dx = bx - ax, dy = by - ay;
  const double t = std::clamp(((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
  return std::hypot(x - ax - t * dx, y - ay - t * dy);
}

/// How much of a pixel a 7 covers that stands around (cx, cy), `height` high, with strokes `thick` wide.
double seven(double x, double y, double cx, double cy, double height, double thick) {
  const double left = cx - 0.3 * height, right = cx + 0.3 * height, top = cy - height / 2, foot = cy + height / 2;
  const double away = std::min(to_segment(x, y, left, top, right, top), to_segment(x, y, right, top, cx, foot));
  return std::clamp(thick / 2 - away + 0.5, 0.0, 1.0);
}

/// A photograph that is put together: what its ground shows, then ink of the 7 upon it, then what lies over all.
struct Scene {
  int width = 300, height = 400;
  double cx = 150, cy = 200, tall = 140, thick = 16;
  double contrast = 0.7;  // of the ink: the share of the ground's light that it takes
  std::function<double(int, int)> ground = [](int, int) { return 200.0; };
  double grain = 0;  // standard deviation, grey levels
  bool drawn = true;

  double ink(int x, int y) const { return drawn ? seven(x + 0.5, y + 0.5, cx, cy, tall, thick) : 0; }
  Picture picture() const {
    Picture made{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height))};
    Random random(7);
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const double light = ground(x, y) * (1 - contrast * ink(x, y)) + grain * random.normal();
        made.pixels[static_cast<std::size_t>(y * width + x)] =
            static_cast<std::uint8_t>(std::clamp(std::lround(light), 0l, 255l));
      }
    }
    return made;
  }
  /// The 7 as it would be on the pad.
  Image clean() const {
    std::vector<float> only(static_cast<std::size_t>(width * height));
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) only[static_cast<std::size_t>(y * width + x)] = static_cast<float>(ink(x, y));
    return frame_ink({only, width, height});
  }
};

/// The best over shifts by at most a pixel: where the centre of mass lies between two pixels a hair decides which it is
/// moved to.
double correlation(const Image& a, const Image& b) {
  const double n = static_cast<double>(a.size());
  const double ma = std::accumulate(a.begin(), a.end(), 0.0) / n, mb = std::accumulate(b.begin(), b.end(), 0.0) / n;
  double best = 0;
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      double ab = 0, aa = 0, bb = 0;
      for (int y = 0; y < 28; ++y) {
        for (int x = 0; x < 28; ++x) {
          const bool within = x + dx >= 0 && x + dx < 28 && y + dy >= 0 && y + dy < 28;
          const double va = (within ? a[static_cast<std::size_t>((y + dy) * 28 + x + dx)] : 0) - ma;
          const double vb = b[static_cast<std::size_t>(y * 28 + x)] - mb;
          ab += va * vb, aa += va * va, bb += vb * vb;
        }
      }
      if (aa > 0 && bb > 0) best = std::max(best, ab / std::sqrt(aa * bb));
    }
  }
  return best;
}

/// The share of the ink that lies more than two pixels away from the digit.
double ink_beside(const Image& found, const Image& digit) {
  double all = 0, away = 0;
  for (int y = 0; y < 28; ++y) {
    for (int x = 0; x < 28; ++x) {
      const double v = found[static_cast<std::size_t>(y * 28 + x)];
      bool near = false;
      for (int ny = std::max(0, y - 2); ny <= std::min(27, y + 2); ++ny)
        for (int nx = std::max(0, x - 2); nx <= std::min(27, x + 2); ++nx)
          near = near || digit[static_cast<std::size_t>(ny * 28 + nx)] > 0;
      all += v;
      if (!near) away += v;
    }
  }
  return all > 0 ? away / all : 1;
}

Image image_of(const std::expected<FoundDrawing, Error>& drawing) {
  return drawing ? frame_ink(drawing->view()) : Image{};
}

/// The digit alone, where it belongs and in full ink.
void expect_the_seven(const Picture& picture, const Image& digit, const PhotographOptions& options = {}) {
  const auto drawing = find_drawing(picture, options);
  ASSERT_TRUE(drawing) << drawing.error().message.english();
  const Image image = image_of(drawing);
  EXPECT_GT(correlation(image, digit), 0.9);
  EXPECT_LT(ink_beside(image, digit), 0.01);
  EXPECT_GT(*std::max_element(image.begin(), image.end()), 230) << "the contrast is made full";
}
void expect_the_seven(const Scene& scene, const PhotographOptions& options = {}) {
  expect_the_seven(scene.picture(), scene.clean(), options);
}

bool finds_the_seven(const Picture& picture, const Image& digit, const PhotographOptions& options = {}) {
  const Image image = image_of(find_drawing(picture, options));
  return correlation(image, digit) > 0.9 && ink_beside(image, digit) < 0.01;
}

TEST(Photograph, OfADigitOnWhitePaperIsTheDigit) { expect_the_seven(Scene{}); }

TEST(Photograph, KeepsTheGreyOfStrokesEdges) {
  const auto drawing = find_drawing(Scene{}.picture());
  ASSERT_TRUE(drawing);
  const auto greys =
      std::count_if(drawing->ink.begin(), drawing->ink.end(), [](float v) { return v > 0.1f && v < 0.9f; });
  EXPECT_GT(greys, 100);
}

TEST(Photograph, WithASlantingShadowLosesTheShadow) {
  Scene scene;
  scene.ground = [](int x, int y) { return 230 - 0.25 * x - 0.25 * y; };
  scene.grain = 3;
  expect_the_seven(scene);
  // One threshold for all would take the dark corner for ink: it is darker than the ink in the light corner.
  scene.contrast = 0.5;
  EXPECT_LT(scene.ground(299, 399), scene.ground(0, 0) * 0.5);
  expect_the_seven(scene);
}

TEST(Photograph, WithAHardShadowAcrossTheDigitLosesTheShadow) {
  Scene scene;
  scene.ground = [](int x, int y) { return x + 0.4 * y < 235 ? 210.0 : 140.0; };
  scene.grain = 2;
  expect_the_seven(scene);
}

TEST(Photograph, WithANarrowShadowAcrossTheDigitLosesTheShadow) {
  Scene scene;
  scene.ground = [](int x, int) { return 210 - 90 * std::exp(-std::pow((x - 150) / 30.0, 4)); };
  scene.grain = 2;
  expect_the_seven(scene);
}

Scene lined() {
  Scene scene;
  scene.grain = 2;
  scene.ground = [](int x, int y) { return (y + x / 60) % 22 < 2 ? 85.0 : 205.0; };
  return scene;
}

TEST(Photograph, OfRuledPaperLosesItsLinesAlsoWhereTheyPassThroughTheDigit) {
  const Scene scene = lined();
  expect_the_seven(scene);
  EXPECT_GT(find_drawing(scene.picture())->lines, 1000);
  EXPECT_FALSE(finds_the_seven(scene.picture(), scene.clean(), {.remove_lines = false})) << "the lines are not faint";
}

TEST(Photograph, OfSquaredPaperLosesItsLinesBothWays) {
  Scene scene = lined();
  scene.ground = [](int x, int y) { return y % 24 < 2 || x % 24 < 2 ? 120.0 : 205.0; };
  expect_the_seven(scene);
}

TEST(Photograph, OfRuledPaperInPerspectiveOnATableLosesItsLines) {
  Scene scene;
  scene.grain = 2;
  scene.ground = [](int x, int y) {
    if (x < 45 || x >= 255 || y < 50 || y >= 350) return 50.0;
    const double fanned = (y - 200) * (1 + 0.0003 * (x - 150));
    return std::fmod(fanned + 400, 20) < 2 ? 110.0 : 205.0;
  };
  scene.tall = 110;
  expect_the_seven(scene);
}

TEST(Photograph, OfAFinePenKeepsItsLongBarAndIsMadeAsThickAsANetworkKnowsStrokes) {
  Scene fine;
  fine.thick = 4;
  fine.tall = 330;
  Scene thick = fine;
  thick.thick = 33;
  expect_the_seven(fine.picture(), thick.clean());
}

TEST(Photograph, OfPaperOnADarkTableLosesTheTable) {
  for (const int margin : {70, 30, 6}) {
    Scene scene;
    scene.grain = 2;
    scene.ground = [margin](int x, int y) {
      return x < margin || y < margin || x >= 300 - margin || y >= 400 - margin ? 60.0 : 200.0;
    };
    SCOPED_TRACE(margin);
    expect_the_seven(scene);
  }
}

TEST(Photograph, OfPaperThatLiesAskewOnTheTableLosesItsEdges) {
  Scene scene;
  scene.grain = 2;
  scene.ground = [](int x, int y) {
    const double u = (x - 150) * 0.97 + (y - 200) * 0.24, v = (y - 200) * 0.97 - (x - 150) * 0.24;
    return std::abs(u) < 105 && std::abs(v) < 150 ? 200.0 : 70.0;
  };
  expect_the_seven(scene);
}

TEST(Photograph, OfAFramedScreenshotLosesTheFrame) {
  Scene scene;
  scene.ground = [](int x, int y) { return x < 6 || y < 6 || x >= 294 || y >= 394 ? 0.0 : 255.0; };
  expect_the_seven(scene);
  // Also where the frame stands a little inside.
  scene.ground = [](int x, int y) {
    const bool out = x < 12 || y < 12 || x >= 288 || y >= 388, in = x >= 16 && y >= 16 && x < 284 && y < 384;
    return out || in ? 255.0 : 0.0;
  };
  expect_the_seven(scene);
}

TEST(Photograph, OfADigitInABoxLosesTheBox) {
  Scene scene;
  scene.ground = [](int x, int y) {
    const bool out = x < 60 || y < 90 || x >= 240 || y >= 310, in = x >= 63 && y >= 93 && x < 237 && y < 307;
    return out || in ? 210.0 : 60.0;
  };
  for (const int side : {kPhotographSide, 200}) {
    SCOPED_TRACE(side);
    PhotographOptions options;
    options.side = side;
    expect_the_seven(scene, options);
  }
}

TEST(Photograph, OfAScanLosesItsSpecks) {
  Scene scene;
  Picture picture = scene.picture();
  Random random(3);
  for (int i = 0; i < 60; ++i) {
    const auto x = static_cast<int>(random.uniform() * 298), y = static_cast<int>(random.uniform() * 398);
    for (const int at : {y * 300 + x, y * 300 + x + 1, (y + 1) * 300 + x})
      picture.pixels[static_cast<std::size_t>(at)] = 20;
  }
  expect_the_seven(picture, scene.clean());
}

TEST(Photograph, WithGrainLosesTheGrain) {
  Scene scene;
  scene.grain = 14;
  scene.contrast = 0.6;
  expect_the_seven(scene);
}

TEST(Photograph, OfAFaintPencilIsAsDarkAsAnyOther) {
  Scene scene;
  scene.contrast = 0.12;
  scene.grain = 2.5;
  scene.ground = [](int x, int y) { return 215 - 0.1 * x - 0.05 * y; };
  expect_the_seven(scene);
}

TEST(Photograph, OfLightOnDarkIsFoundWithoutBeingTold) {
  Picture board = Scene{.contrast = 0.8}.picture();
  for (std::uint8_t& v : board.pixels) v = static_cast<std::uint8_t>(240 - v);
  expect_the_seven(board, Scene{}.clean());
  EXPECT_TRUE(find_drawing(board)->light);
  EXPECT_FALSE(finds_the_seven(board, Scene{}.clean(), {.tone = InkTone::dark})) << "the tone can be told";
  expect_the_seven(board, Scene{}.clean(), {.tone = InkTone::light});
}

TEST(Photograph, OfAThickRingIsTheRingAndNotItsHole) {
  for (const double hole : {8.0, 25.0, 40.0}) {
    for (const bool light : {false, true}) {
      SCOPED_TRACE(hole);
      const std::uint8_t ground = light ? 45 : 210, ink = light ? 220 : 40;
      Picture ring{200, 200, std::vector<std::uint8_t>(200 * 200, ground)};
      for (int y = 0; y < 200; ++y)
        for (int x = 0; x < 200; ++x)
          if (const double r = std::hypot(x - 99.5, y - 99.5); r > hole && r < hole + 35)
            ring.pixels[static_cast<std::size_t>(y * 200 + x)] = ink;
      const auto drawing = find_drawing(ring);
      ASSERT_TRUE(drawing);
      EXPECT_EQ(drawing->light, light);
      EXPECT_GT(drawing->ink[static_cast<std::size_t>(100 * 200 + 100 - static_cast<int>(hole) - 17)], 0.9f)
          << "however wide a stroke is, it is full of ink";
      EXPECT_EQ(drawing->ink[100 * 200 + 100], 0.0f);
    }
  }
}

TEST(Photograph, OfAThickStrokeIsFullAlsoWhereItMeetsAnother) {
  const auto away = [](int x, int y) {
    return std::min(to_segment(x, y, 60, 330, 240, 330), to_segment(x, y, 60, 330, 240, 150));
  };
  Picture picture{300, 400, std::vector<std::uint8_t>(300 * 400, 205)};
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 300; ++x)
      if (away(x, y) < 21) picture.pixels[static_cast<std::size_t>(y * 300 + x)] = 40;
  const auto drawing = find_drawing(picture);
  ASSERT_TRUE(drawing);
  int bare = 0;
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 300; ++x)
      if (away(x, y) < 18 && drawing->ink[static_cast<std::size_t>(y * 300 + x)] < 0.9f) ++bare;
  EXPECT_EQ(bare, 0);
}

TEST(Photograph, KeepsARingAroundADot) {
  Picture ring{300, 300, std::vector<std::uint8_t>(300 * 300, 210)};
  for (int y = 0; y < 300; ++y)
    for (int x = 0; x < 300; ++x)
      if (const double r = std::hypot(x - 149.5, y - 149.5); r < 8 || (r > 57 && r < 60))
        ring.pixels[static_cast<std::size_t>(y * 300 + x)] = 40;
  const auto drawing = find_drawing(ring);
  ASSERT_TRUE(drawing);
  EXPECT_GT(drawing->ink[150 * 300 + 91], 0.5f);
  EXPECT_GT(drawing->ink[150 * 300 + 150], 0.9f);
}

TEST(Photograph, LosesWhatRunsAcrossThePicture) {
  Scene scene;
  scene.ground = [](int x, int) { return x >= 30 && x < 52 ? 70.0 : 205.0; };
  expect_the_seven(scene);
}

TEST(Photograph, OfAFaintRingIsTheRingThoughItsHoleStandsOutMore) {
  Picture ring{200, 200, std::vector<std::uint8_t>(200 * 200, 210)};
  for (int y = 0; y < 200; ++y)
    for (int x = 0; x < 200; ++x)
      if (const double r = std::hypot(x - 99.5, y - 99.5); r > 24 && r < 40)
        ring.pixels[static_cast<std::size_t>(y * 200 + x)] = 190;
  const auto drawing = find_drawing(ring);
  ASSERT_TRUE(drawing);
  EXPECT_FALSE(drawing->light);
}

TEST(Photograph, OfADrawingOnATransparentGroundIsLaidOnWhatItStandsOutFrom) {
  const Scene scene;
  std::vector<std::uint8_t> alpha;
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 300; ++x) alpha.push_back(static_cast<std::uint8_t>(255 * scene.ink(x, y)));
  const Picture white{300, 400, std::vector<std::uint8_t>(300 * 400, 255)};
  const Picture black{300, 400, std::vector<std::uint8_t>(300 * 400, 0)};
  for (const Picture& drawn : {white, black}) {
    const auto image = read_picture(on_opaque_ground(drawn, alpha));
    ASSERT_TRUE(image) << image.error().message.english();
    EXPECT_GT(correlation(image->image, scene.clean()), 0.95);
  }
  EXPECT_EQ(on_opaque_ground(white, std::vector<std::uint8_t>(3)).width, 0);
}

TEST(Photograph, OfTwoDrawingsFarApartIsTheOneNearTheMiddleHoweverLargeTheOtherIs) {
  Scene scene{.width = 600, .cx = 300};
  Picture picture = scene.picture();
  for (int y = 20; y < 160; ++y)
    for (int x = 50; x < 85; ++x) picture.pixels[static_cast<std::size_t>(y * 600 + x)] = 60;
  expect_the_seven(picture, scene.clean());
  EXPECT_TRUE(find_drawing(picture)->others);
  EXPECT_FALSE(find_drawing(scene.picture())->others);
  EXPECT_FALSE(read_picture(picture)->note.empty());
  // The crop says which one.
  const auto other = find_drawing(picture, {0, 0, 150, 190});
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->others);
  EXPECT_GT(other->ink[90 * 150 + 67], 0.9f);
}

TEST(Photograph, KeepsTheDotOfAnI) {
  Picture picture{300, 300, std::vector<std::uint8_t>(300 * 300, 210)};
  const auto dark = [&](int left, int top, int right, int bottom) {
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x) picture.pixels[static_cast<std::size_t>(y * 300 + x)] = 50;
  };
  dark(140, 130, 156, 240);
  dark(140, 90, 156, 106);
  const auto drawing = find_drawing(picture);
  ASSERT_TRUE(drawing);
  EXPECT_GT(drawing->ink[98 * 300 + 148], 0.9f);
}

TEST(Photograph, OfNoDrawingSaysSo) {
  Scene empty{.drawn = false};
  empty.grain = 3;
  empty.ground = [](int x, int y) { return 220 - 0.2 * x - 0.1 * y; };
  Scene lines = lined();
  lines.drawn = false;
  Scene dot{.drawn = false};
  Picture dotted = dot.picture();
  for (int y = 200; y < 204; ++y)
    for (int x = 150; x < 154; ++x) dotted.pixels[static_cast<std::size_t>(y * 300 + x)] = 30;
  Scene table{.drawn = false};
  table.ground = [](int x, int) { return x < 120 ? 60.0 : 200.0; };
  int which = 0;
  for (const Picture& picture :
       {empty.picture(), lines.picture(), dotted, table.picture(), Scene{.drawn = false}.picture()}) {
    SCOPED_TRACE(++which);
    const auto drawing = find_drawing(picture);
    if (drawing) {
      ADD_FAILURE() << "something was found";
      continue;
    }
    EXPECT_TRUE(drawing.error().message.english().starts_with("No drawing was found in this picture:"))
        << drawing.error().message.english();
  }
}

TEST(Photograph, OfNoPixelsOrOfAnEmptyCropSaysSo) {
  EXPECT_FALSE(find_drawing(Picture{}));
  EXPECT_FALSE(find_drawing(Picture{30, 30, std::vector<std::uint8_t>(7)}));
  EXPECT_FALSE(find_drawing(Scene{}.picture(), {500, 500, 600, 600}));
  EXPECT_FALSE(find_drawing(Scene{}.picture(), {200, 200, 100, 100}));
}

TEST(Photograph, OfOneColumnOrOneRowDoesNotFail) {
  for (const auto& [width, height] : {std::pair{1, 900}, {900, 1}, {2, 700}, {65, 2}}) {
    Picture thin{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width * height), 200)};
    for (std::size_t i = thin.pixels.size() / 3; i < thin.pixels.size() / 2; ++i) thin.pixels[i] = 20;
    const auto drawing = find_drawing(thin);
    if (drawing) {
      EXPECT_EQ(drawing->ink.size(), static_cast<std::size_t>(drawing->width * drawing->height));
    }
  }
}

TEST(Photograph, IsTheSameWhateverItsSize) {
  Scene large{.width = 1500, .height = 2000, .cx = 750, .cy = 1000, .tall = 700, .thick = 80};
  large.grain = 6;
  large.ground = [](int x, int y) { return 230 - 0.05 * x - 0.05 * y; };
  expect_the_seven(large);
  PhotographOptions quick;
  quick.side = 256;
  expect_the_seven(large, quick);
}

TEST(Photograph, APlainPictureIsOneOfASetOrCleanOnBlack) {
  const Picture image{28, 28, std::vector<std::uint8_t>(784, 255)};
  EXPECT_TRUE(is_plain(image));
  EXPECT_FALSE(is_plain(Scene{}.picture()));
  Picture black{100, 100, std::vector<std::uint8_t>(10000, 0)};
  black.pixels[5050] = 200;
  EXPECT_TRUE(is_plain(black));
  black.pixels[0] = 1;
  EXPECT_FALSE(is_plain(black));
}

TEST(Ground, FillsWhatIsNarrowAndKeepsSlopesAndEdges) {
  const int width = 60, height = 50;
  std::vector<float> grey(static_cast<std::size_t>(width * height));
  const auto at = [&](int x, int y) { return static_cast<std::size_t>(y * width + x); };
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) grey[at(x, y)] = x < 20 ? 40.0f : 100.0f + static_cast<float>(y);
  const std::vector<float> bare = grey;
  for (int y = 20; y < 25; ++y)
    for (int x = 30; x < 50; ++x) grey[at(x, y)] = 5;
  EXPECT_EQ(ground_of(bare, width, height, 9), bare);
  const std::vector<float> ground = ground_of(grey, width, height, 9);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) EXPECT_NEAR(ground[at(x, y)], bare[at(x, y)], 9) << x << ", " << y;
  EXPECT_EQ(ground_of(grey, width, height, 3)[at(40, 22)], 5) << "a window that is narrower than the stroke";
}

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

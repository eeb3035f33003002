// What a camera, a scanner and a screenshot do to a drawn digit, and that the digit alone is found again.
#include "data/photograph.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "data/made_scenes.h"
#include "math/random.h"

namespace hourglass {
namespace {

using made::correlation;
using made::draw;
using made::ink_beside;
using made::plain_picture;
using made::ring_picture;
using made::Scene;
using made::to_segment;

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
      const Picture ring = ring_picture(200, light ? 45 : 210, light ? 220 : 40, hole, hole + 35);
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
  Picture picture = plain_picture(300, 400, 205);
  draw(picture, 40, [&](int x, int y) { return away(x, y) < 21; });
  const auto drawing = find_drawing(picture);
  ASSERT_TRUE(drawing);
  int bare = 0;
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 300; ++x)
      if (away(x, y) < 18 && drawing->ink[static_cast<std::size_t>(y * 300 + x)] < 0.9f) ++bare;
  EXPECT_EQ(bare, 0);
}

TEST(Photograph, KeepsARingAroundADot) {
  Picture ring = ring_picture(300, 210, 40, 57, 60);
  draw(ring, 40, [](int x, int y) { return std::hypot(x - 149.5, y - 149.5) < 8; });
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
  const auto drawing = find_drawing(ring_picture(200, 210, 190, 24, 40));
  ASSERT_TRUE(drawing);
  EXPECT_FALSE(drawing->light);
}

TEST(Photograph, OfADrawingOnATransparentGroundIsLaidOnWhatItStandsOutFrom) {
  const Scene scene;
  std::vector<std::uint8_t> alpha;
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 300; ++x) alpha.push_back(static_cast<std::uint8_t>(255 * scene.ink(x, y)));
  const Picture white = plain_picture(300, 400, 255), black = plain_picture(300, 400, 0);
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
  draw(picture, 60, [](int x, int y) { return x >= 50 && x < 85 && y >= 20 && y < 160; });
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
  Picture picture = plain_picture(300, 300, 210);
  draw(picture, 50, [](int x, int y) {
    const bool stem = y >= 130 && y < 240, dot = y >= 90 && y < 106;
    return x >= 140 && x < 156 && (stem || dot);
  });
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
  draw(dotted, 30, [](int x, int y) { return x >= 150 && x < 154 && y >= 200 && y < 204; });
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
    Picture thin = plain_picture(width, height, 200);
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
  const Picture image = plain_picture(28, 28, 255);
  EXPECT_TRUE(is_plain(image));
  EXPECT_FALSE(is_plain(Scene{}.picture()));
  Picture black = plain_picture(100, 100, 0);
  black.pixels[5050] = 200;
  EXPECT_TRUE(is_plain(black));
  black.pixels[0] = 1;
  EXPECT_FALSE(is_plain(black));
}

}  // namespace
}  // namespace hourglass

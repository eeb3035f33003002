// A slide as SVG and as PNG: what a person saves for a lecture.
#include "studio/slide/slide.h"

#include <gtest/gtest.h>

#include "data/png.h"
#include "studio/slide/slide_png.h"
#include "studio/slide/slide_svg.h"

namespace hourglass {
namespace {

constexpr ImU32 kWhite = rgb(0xffffff), kBlack = rgb(0x000000), kRed = rgb(0xff0000);

ImU32 pixel(const SlidePixels& picture, int x, int y) {
  const std::uint8_t* p = &picture.rgb[static_cast<std::size_t>(y * picture.width + x) * 3];
  return rgb(static_cast<std::uint32_t>(p[0] << 16 | p[1] << 8 | p[2]));
}

/// How much of the row `y` is darker than grey.
int dark_in_row(const SlidePixels& picture, int y) {
  int dark = 0;
  for (int x = 0; x < picture.width; ++x) dark += (pixel(picture, x, y) & 0xff) < 128 ? 1 : 0;
  return dark;
}
int dark_in_all(const SlidePixels& picture) {
  int dark = 0;
  for (int y = 0; y < picture.height; ++y) dark += dark_in_row(picture, y);
  return dark;
}

TEST(SlideSvg, HasSizeTitleAndEachItemAsWhatItIs) {
  Slide slide{.width = 300, .height = 200, .title = Said::as_is("A map")};
  slide.add(SlideText{.at = {10, 20}, .text = Said::as_is("Loss"), .color = kBlack, .strong = true});
  slide.add(SlideLine{.points = {{0, 0}, {10.5f, 20}}, .color = kRed, .width = 3});
  slide.add(SlideCircle{.at = {5, 6}, .radius = 2, .fill = kRed, .edge = kBlack, .edge_width = 1});
  slide.add(SlideShape{.corners = corners_of({1, 2, 3, 4}), .fill = faded(kRed, 0.5f)});
  slide.add(SlideImage{.area = {0, 0, 28, 28}, .width = 1, .height = 1, .rgb = {1, 2, 3}});
  const std::string svg = to_svg(slide);
  EXPECT_NE(svg.find("viewBox=\"0 0 300 200\""), std::string::npos);
  EXPECT_NE(svg.find("<title>A map</title>"), std::string::npos);
  EXPECT_NE(svg.find("font-weight=\"600\" fill=\"#000000\">Loss</text>"), std::string::npos);
  EXPECT_NE(svg.find("<polyline points=\"0,0 10.5,20\" fill=\"none\" stroke=\"#ff0000\" stroke-width=\"3\""),
            std::string::npos);
  EXPECT_NE(svg.find("<circle cx=\"5\" cy=\"6\" r=\"2\" fill=\"#ff0000\" stroke=\"#000000\" stroke-width=\"1\"/>"),
            std::string::npos);
  EXPECT_NE(svg.find("fill-opacity=\"0.5\""), std::string::npos);
  EXPECT_NE(svg.find("href=\"data:image/png;base64,"), std::string::npos);
}

TEST(SlideSvg, TextsOfAnyKindLeaveItWellFormed) {
  Slide slide{.title = Said::as_is("a < b & \"c\"")};
  slide.add(SlideText{.at = {0, 0}, .text = Said::as_is("x\x01<\xff>"), .color = kBlack});
  const std::string svg = to_svg(slide);
  EXPECT_NE(svg.find("<title>a &lt; b &amp; &quot;c&quot;</title>"), std::string::npos);
  EXPECT_NE(svg.find(">x\xef\xbf\xbd&lt;\xef\xbf\xbd&gt;</text>"), std::string::npos);
}

TEST(SlideSvg, WhatIsCutStandsInAGroupThatIsClosed) {
  Slide slide;
  slide.add(SlideClip{Rect{10, 20, 30, 40}});
  slide.add(SlideCircle{.at = {0, 0}, .fill = kRed});
  const std::string svg = to_svg(slide);
  EXPECT_NE(svg.find("<clipPath id=\"clip1\"><rect x=\"10\" y=\"20\" width=\"30\" height=\"40\"/></clipPath>"),
            std::string::npos);
  EXPECT_TRUE(svg.ends_with("</g>\n</svg>\n"));
}

TEST(SlidePng, LinesCirclesAndShapesStandWhereTheyWereSaid) {
  Slide slide{.width = 100, .height = 60};
  slide.add(SlideLine{.points = {{10, 10}, {90, 10}}, .color = kBlack, .width = 4});
  slide.add(SlideCircle{.at = {30, 40}, .radius = 8, .fill = kRed, .edge = kBlack, .edge_width = 2});
  slide.add(SlideShape{.corners = corners_of({60, 30, 20, 20}), .fill = kRed});
  const SlidePixels picture = draw_slide(slide);
  ASSERT_EQ(picture.width, 100);
  EXPECT_EQ(pixel(picture, 50, 10), kBlack);
  EXPECT_EQ(pixel(picture, 50, 15), kWhite);
  EXPECT_EQ(pixel(picture, 95, 10), kWhite);
  EXPECT_EQ(pixel(picture, 30, 40), kRed);
  EXPECT_LT(pixel(picture, 38, 39) & 0xff, 16u) << "its edge";
  EXPECT_EQ(pixel(picture, 60, 30), kRed);
  EXPECT_EQ(pixel(picture, 79, 49), kRed);
  EXPECT_EQ(pixel(picture, 80, 50), kWhite);
}

TEST(SlidePng, ALineThatIsNotOpaqueIsNoDarkerWhereItBendsAndADashedOneHasGaps) {
  Slide slide{.width = 100, .height = 60};
  slide.add(SlideLine{.points = {{10, 10}, {50, 10}, {90, 10}}, .color = faded(kBlack, 0.5f), .width = 6});
  slide.add(SlideLine{.points = {{10, 40}, {90, 40}}, .color = kBlack, .width = 2, .dash = 10});
  const SlidePixels picture = draw_slide(slide);
  EXPECT_EQ(pixel(picture, 50, 10), pixel(picture, 30, 10));
  EXPECT_EQ(pixel(picture, 15, 40), kBlack);
  EXPECT_EQ(pixel(picture, 25, 40), kWhite);
  EXPECT_EQ(pixel(picture, 35, 40), kBlack);
}

TEST(SlidePng, LettersStandOnTheirBaselineAndAtTheirAnchor) {
  Slide slide{.width = 200, .height = 80};
  slide.add(SlideText{
      .at = {100, 50}, .text = Said::as_is("HHH"), .size = 40, .color = kBlack, .anchor = SlideText::Anchor::middle});
  const SlidePixels picture = draw_slide(slide);
  EXPECT_GT(dark_in_row(picture, 48), 10);
  EXPECT_EQ(dark_in_row(picture, 52), 0) << "nothing under the baseline";
  EXPECT_GT(dark_in_row(picture, 24), 10) << "capitals are 0.73 of the size";
  EXPECT_EQ(dark_in_row(picture, 18), 0);
  int left = 0, right = 0;
  for (int x = 0; x < 200; ++x)
    if ((pixel(picture, x, 45) & 0xff) < 128) left = left == 0 ? x : left, right = x;
  EXPECT_NEAR((left + right) / 2.0, 100, 2);
}

TEST(SlidePng, UprightTextIsTurnedAQuarter) {
  Slide slide{.width = 80, .height = 200};
  slide.add(SlideText{.at = {50, 100},
                      .text = Said::as_is("HHHHH"),
                      .size = 30,
                      .color = kBlack,
                      .anchor = SlideText::Anchor::middle,
                      .upright = true});
  const SlidePixels picture = draw_slide(slide);
  int upper = 0, lower = 0;
  for (int y = 0; y < 200; ++y) (y < 100 ? upper : lower) += dark_in_row(picture, y);
  EXPECT_GT(upper, 200);
  EXPECT_NEAR(upper, lower, 0.1 * upper);
  for (int y = 0; y < 200; ++y) EXPECT_EQ(pixel(picture, 55, y), kWhite) << "right of the baseline";
}

TEST(SlidePng, ImagesAreCutToTheClipAndSharpOrSmooth) {
  Slide slide{.width = 40, .height = 40};
  slide.add(SlideClip{Rect{0, 0, 20, 40}});
  slide.add(SlideImage{.area = {0, 0, 40, 40}, .width = 2, .height = 1, .rgb = {0, 0, 0, 255, 0, 0}});
  slide.add(SlideClip{});
  const SlidePixels sharp = draw_slide(slide);
  EXPECT_EQ(pixel(sharp, 19, 20), kBlack);
  EXPECT_EQ(pixel(sharp, 21, 20), kWhite);
  std::get<SlideImage>(slide.items[1]).smooth = true;
  const ImU32 between = pixel(draw_slide(slide), 18, 20);
  EXPECT_GT(between & 0xff, 40u);
  EXPECT_LT(between & 0xff, 200u);
}

TEST(SlidePng, TwiceTheScaleIsTwiceTheSizeAndFourTimesTheInk) {
  Slide slide{.width = 120, .height = 60};
  slide.add(SlideText{.at = {10, 40}, .text = Said::as_is("Epoch 12"), .size = 24, .color = kBlack});
  const SlidePixels once = draw_slide(slide), twice = draw_slide(slide, 2);
  EXPECT_EQ(twice.width, 240);
  EXPECT_NEAR(dark_in_all(twice), 4 * dark_in_all(once), dark_in_all(once));
  EXPECT_TRUE(looks_like_png(to_png(slide)));
}

}  // namespace
}  // namespace hourglass

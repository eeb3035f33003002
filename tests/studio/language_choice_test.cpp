// The list of languages, and the letters that a language has beyond Inter's.
#include <gtest/gtest.h>

#include <vector>

#include "studio/slide/letters.h"
#include "studio_room.h"

namespace hourglass {
namespace {

constexpr const char* kChoices =
    R"([{"tag": "en", "name": "English"}, {"tag": "zh-Hant", "name": "\u7e41\u9ad4\u4e2d\u6587"}])";
constexpr ImWchar kHan = 0x7e41;  // the first of its own name

TEST(LanguageChoice, EachIsCalledByItsOwnNameAndTheChosenOneIsToldToThePage) {
  StudioRoom room;
  room.studio->set_languages(kChoices);
  room.turns(3);
  room.press("bar/help");
  EXPECT_EQ(room.value("sheet/language"), "English");
  room.set("sheet/language", "\u7e41\u9ad4\u4e2d\u6587");
  EXPECT_EQ(room.language, "zh-Hant");
  room.press("help/about");
  EXPECT_TRUE(room.shows("sheet/language")) << "under About, too";
}

// The page opens anew at once: what was done in the last half second is kept before.
TEST(LanguageChoice, WhatIsOpenIsKeptBeforeThePageGoes) {
  StudioRoom room;
  room.studio->set_languages(kChoices);
  room.turns(200);
  room.press("bar/theme");
  room.press("bar/help");
  const std::string before = room.kept;
  room.set("sheet/language", "\u7e41\u9ad4\u4e2d\u6587");
  ASSERT_EQ(room.language, "zh-Hant");
  EXPECT_NE(room.kept_when_it_went, before) << "Help is open in it";
}

TEST(LanguageChoice, TheSpokenOneIsShown) {
  StudioRoom room({}, "lang=zh-Hant", nullptr, R"({"texts": {"Language": "\u8a9e\u8a00"}})");
  room.studio->set_languages(kChoices);
  room.turns(3);
  room.press("bar/help");
  EXPECT_EQ(room.value("sheet/language"), "\u7e41\u9ad4\u4e2d\u6587");
  EXPECT_EQ(room.name("sheet/language"), "\u8a9e\u8a00");
}

TEST(LanguageChoice, WhereThereIsOneLanguageThereIsNothingToChoose) {
  for (const char* choices : {"", "no JSON", "{}", R"([{"tag": "en", "name": "English"}])", "[1, {}]"}) {
    StudioRoom room;
    room.studio->set_languages(choices);
    room.turns(3);
    room.press("bar/help");
    EXPECT_FALSE(room.shows("sheet/language")) << choices;
  }
}

class MoreLettersTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
  }
  void TearDown() override { ImGui::DestroyContext(); }
};

TEST_F(MoreLettersTest, TheNamesOfLanguagesAreReadInEveryOne) {
  const Fonts fonts = build_fonts(1);
  for (const ImFont* font : {fonts.body, fonts.small, fonts.strong, fonts.small_strong, fonts.title}) {
    const ImFontGlyph* glyph = font->FindGlyphNoFallback(kHan);
    ASSERT_NE(glyph, nullptr);
    // It stands on the line as its neighbours do: not higher than the line, and not below it.
    EXPECT_GT(glyph->Y1 - glyph->Y0, font->FontSize * 0.5f);
    EXPECT_GE(glyph->Y0, -1);
    EXPECT_LE(glyph->Y1, font->FontSize + 1);
  }
}

TEST_F(MoreLettersTest, OnlyLettersOfTheTextsAreMade) {
  const std::span<const unsigned char> font = language_names();
  EXPECT_NE(build_fonts(1, {font, "\u4e2d"}).body->FindGlyphNoFallback(0x4e2d), nullptr);
  EXPECT_EQ(build_fonts(1, {font, "\u8a9e"}).body->FindGlyphNoFallback(0x8a9e), nullptr) << "the font has it not";
}

TEST_F(MoreLettersTest, WhatIsNoFontIsPassedOver) {
  const std::vector<unsigned char> page = {'<', '!', 'd', 'o', 'c', 't', 'y', 'p', 'e'};
  EXPECT_NE(build_fonts(1, {page, "abc"}).body->FindGlyphNoFallback('a'), nullptr);
  EXPECT_NE(build_fonts(1, {std::span(page).first(2), "abc"}).body->FindGlyphNoFallback('a'), nullptr);
}

TEST_F(MoreLettersTest, ASavedPictureHasThem) {
  build_fonts(1);
  Slide slide;
  slide.add(SlideText{.at = {10, 40}, .text = Said::as_is("\u7e41"), .size = 24, .color = 0xff000000});
  const Letters letters(slide, 1);
  int covered = 0;
  letters.each_pixel(std::get<SlideText>(slide.items[0]), [&](int, int, float cover) { covered += cover > 0.5f; });
  EXPECT_GT(covered, 50) << "more strokes than a question mark";
}

}  // namespace
}  // namespace hourglass

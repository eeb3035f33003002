// Letters that no font of ours has: asked of the host, blank until they are there, few enough to be kept.
#include "studio/ui/other_letters.h"

#include <gtest/gtest.h>

#include <set>

#include "studio/ui/fonts.h"
#include "studio_room.h"
#include "text/characters.h"

namespace hourglass {
namespace {

const std::string kKana = "\u3042", kArabic = "\u0645\u0631\u062d\u0628\u0627", kHindi = "\u0915\u094d\u0937",
                  kRussian = "\u0434\u0430";

/// Fonts with other letters, and a host that draws every one of them as a full block.
struct Lettered {
  Lettered() {
    ImGui::CreateContext();
    fonts = build_fonts(1, {}, &others);
    others.begin_frame();
  }
  ~Lettered() { ImGui::DestroyContext(); }

  std::string set(ImFont* font, std::string_view text) {
    std::string room;
    return std::string(others.drawable(*font, text, room));
  }
  std::vector<Json> wanted() {
    const std::string json = others.take_wanted();
    return json.empty() ? std::vector<Json>() : Json::parse(json).get<std::vector<Json>>();
  }
  /// Answers what is wanted, each `width` wide; builds the fonts anew where that is due.
  void answer(int width = 9, float scale = 1) {
    Json told = Json::array();
    Bytes alpha;
    for (const Json& one : wanted()) {
      told.push_back(
          {{"ticket", one["ticket"]}, {"width", width}, {"height", 5}, {"left", 1}, {"up", 4}, {"advance", width + 2}});
      alpha.insert(alpha.end(), static_cast<std::size_t>(width) * 5, 255);
    }
    others.arrive(told.dump(), alpha);
    if (others.unbuilt()) fonts = build_fonts(scale, {}, &others);
  }
  const ImFontGlyph* glyph(ImFont* font, const std::string& set_text) {
    return font->FindGlyphNoFallback(static_cast<ImWchar>(code_point_at(set_text, 0).value));
  }

  OtherLetters others;
  Fonts fonts;
};

TEST(OtherLetters, AreABlankOfTheirWidthUntilTheyAreThereAndThenAreDrawn) {
  Lettered room;
  const std::string blank = room.set(room.fonts.body, kKana);
  const ImFontGlyph* before = room.glyph(room.fonts.body, blank);
  ASSERT_TRUE(before);
  EXPECT_FALSE(before->Visible);
  EXPECT_NEAR(before->AdvanceX, 13, 2);
  room.answer();
  EXPECT_EQ(room.set(room.fonts.body, kKana), blank) << "the same letter, drawn";
  const ImFontGlyph* drawn = room.glyph(room.fonts.body, blank);
  ASSERT_TRUE(drawn);
  EXPECT_TRUE(drawn->Visible);
  EXPECT_EQ(drawn->AdvanceX, 11);
  EXPECT_EQ(drawn->X0, 1);
  EXPECT_EQ(drawn->X1 - drawn->X0, 9);
  EXPECT_EQ(drawn->Y0, room.fonts.body->Ascent - 4) << "it stands on the baseline";
  const ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const auto u = static_cast<int>(drawn->U0 * static_cast<float>(atlas.TexWidth) + 0.5f);
  const auto v = static_cast<int>(drawn->V0 * static_cast<float>(atlas.TexHeight) + 0.5f);
  EXPECT_EQ(atlas.TexPixelsAlpha8[(v + 2) * atlas.TexWidth + u + 4], 255);
  EXPECT_TRUE(room.wanted().empty()) << "asked once";
  EXPECT_FALSE(room.others.unbuilt());
}

TEST(OtherLetters, AreAskedForAtEachSizeAndWeightThatShowsThem) {
  Lettered room;
  room.set(room.fonts.body, kKana);
  room.set(room.fonts.small_strong, kKana);
  std::vector<Json> wanted = room.wanted();
  ASSERT_EQ(wanted.size(), 2u);
  EXPECT_FALSE(wanted[0]["strong"]);
  EXPECT_TRUE(wanted[1]["strong"]);
  EXPECT_GT(wanted[0]["size"].get<float>(), wanted[1]["size"].get<float>());
}

TEST(OtherLetters, RareLettersOfTheFontsAreMadeWhenTheFirstIsWritten) {
  Lettered room;
  EXPECT_EQ(room.fonts.title->FindGlyphNoFallback(0x142), nullptr);
  EXPECT_EQ(room.set(room.fonts.body, "\u0142ata"), " ata");
  EXPECT_TRUE(room.wanted().empty()) << "nobody else is asked for what the fonts have";
  ASSERT_TRUE(room.others.unbuilt());
  room.fonts = build_fonts(1, {}, &room.others);
  EXPECT_FALSE(room.others.unbuilt());
  EXPECT_EQ(room.set(room.fonts.body, "\u0142ata"), "\u0142ata");
  EXPECT_NE(room.fonts.title->FindGlyphNoFallback(0x3b1), nullptr);
}

TEST(OtherLetters, ThePageOpensWithoutRareLettersAndShowsThemInAFilesName) {
  StudioRoom room;
  room.turns(5);
  const auto made = [] { return ImGui::GetIO().Fonts->Fonts[0]->FindGlyphNoFallback(0x142) != nullptr; };
  EXPECT_FALSE(made());
  room.bring({"\u0142ata.bin"}, {Bytes(100, 7)});
  EXPECT_TRUE(room.until(made)) << room.notices();
  EXPECT_TRUE(room.wanted_letters.empty());
}

TEST(OtherLetters, WhatTheFontsHaveStaysAsItIs) {
  Lettered room;
  room.set(room.fonts.body, "\u00e9");
  room.fonts = build_fonts(1, {}, &room.others);
  for (const std::string text : {"a 7 \u00e9\u0142\u03b1 \u2026", "", "caf\xff"})
    EXPECT_EQ(room.set(room.fonts.body, text), text);
  EXPECT_TRUE(room.wanted().empty());
  EXPECT_EQ(room.set(room.fonts.body, "a" + kKana + "b").front(), 'a');
  EXPECT_EQ(room.set(room.fonts.body, "a" + kKana + "b").back(), 'b');
}

TEST(OtherLetters, LettersThatJoinAreOneWordAndOthersStandAlone) {
  Lettered room;
  const std::string leftwards = kArabic + " " + kArabic;
  EXPECT_EQ(count_characters(room.set(room.fonts.body, kRussian)), 2u);
  EXPECT_EQ(count_characters(room.set(room.fonts.body, kHindi + " " + kHindi)), 3u) << "two words and a blank";
  EXPECT_EQ(count_characters(room.set(room.fonts.body, leftwards)), 1u) << "in their order";
  EXPECT_EQ(count_characters(room.set(room.fonts.body, "e\u0301")), 1u) << "with its accent";
  std::set<std::string> texts;
  for (const Json& one : room.wanted()) texts.insert(one["text"]);
  EXPECT_EQ(texts, (std::set<std::string>{"\u0434", "\u0430", kHindi, leftwards, "e\u0301"}));
  std::string endless;
  for (int i = 0; i < 1000; ++i) endless += "\u0628";
  EXPECT_GT(count_characters(room.set(room.fonts.body, endless)), 1000 / OtherLetters::kLongest);
}

TEST(OtherLetters, LettersOfTheirOwnAreaDoNotBecomeOthers) {
  Lettered room;
  const std::string kana = room.set(room.fonts.body, kKana), own = room.set(room.fonts.body, kana);
  EXPECT_NE(own, kana) << "a name with a letter of the private use area is drawn as the host draws that";
}

TEST(OtherLetters, AFileOfSixtyThousandLettersLeavesRoomForTheNextOne) {
  Lettered room;
  std::string many;
  for (char32_t c = 0x4e00; c < 0x4e00 + 5000; ++c) append_utf8(many, c);
  const std::string set = room.set(room.fonts.body, many);
  EXPECT_TRUE(set.ends_with("??"));
  EXPECT_EQ(room.wanted().size(), OtherLetters::kMost);
  EXPECT_FALSE(room.others.unbuilt()) << "all of them are on the screen: nothing can be forgotten";
  // The next frame shows something else.
  room.others.begin_frame();
  EXPECT_EQ(room.set(room.fonts.body, kKana), "?");
  EXPECT_TRUE(room.others.unbuilt());
  room.fonts = build_fonts(1, {}, &room.others);
  room.others.begin_frame();
  EXPECT_NE(room.set(room.fonts.body, kKana), "?");
  EXPECT_EQ(room.wanted().size(), 1u);
}

TEST(OtherLetters, AnotherScaleAsksAnewAndKeepsTheWidth) {
  Lettered room;
  const std::string set = room.set(room.fonts.body, kKana);
  room.answer();
  room.fonts = build_fonts(2, {}, &room.others);
  const ImFontGlyph* blank = room.glyph(room.fonts.body, set);
  ASSERT_TRUE(blank);
  EXPECT_FALSE(blank->Visible);
  EXPECT_EQ(blank->AdvanceX, 22);
  room.answer(18, 2);
  EXPECT_TRUE(room.glyph(room.fonts.body, set)->Visible);
}

TEST(OtherLetters, AnswersThatDoNotFitAreLeftOut) {
  Lettered room;
  const std::string set = room.set(room.fonts.body, kKana);
  const Json wanted = room.wanted().at(0);
  const Bytes few(10, 255);
  for (const char* json : {"", "[]", "[7]", "{}", R"([{"ticket":1,"width":5,"height":5}])",
                           R"([{"ticket":99,"width":1,"height":1}])", R"([{"ticket":"1","width":1,"height":1}])",
                           R"([{"ticket":1,"width":-5,"height":5}])", R"([{"ticket":1,"width":1e30,"height":1e30}])"})
    room.others.arrive(json, few);
  EXPECT_FALSE(room.others.unbuilt());
  const Bytes wide(5000, 255);
  room.others.arrive(R"([{"ticket":1,"width":5000,"height":1,"left":0,"up":0,"advance":5000}])", wide);
  room.fonts = build_fonts(1, {}, &room.others);
  EXPECT_FALSE(room.glyph(room.fonts.body, set)->Visible) << "wider than anything that was asked for";
}

TEST(OtherLetters, WithoutAHostTheyAreQuestionMarksAsBefore) {
  ImGui::CreateContext();
  OtherLetters others(false);
  Fonts fonts = build_fonts(1, {}, &others);
  std::string room;
  EXPECT_EQ(others.drawable(*fonts.body, kKana, room), kKana);
  EXPECT_EQ(fonts.body->FindGlyphNoFallback(0x3042), nullptr);
  ImGui::DestroyContext();
}

TEST(OtherLetters, AFilesNameIsDrawnInItsOwnScript) {
  StudioRoom room;
  room.turns(5);
  room.bring({kKana + ".bin"}, {Bytes(100, 7)});
  ASSERT_TRUE(room.until([&] { return !room.wanted_letters.empty(); })) << room.notices();
  EXPECT_NE(room.notices().find(kKana), std::string::npos) << "a screen reader reads the name itself";
  Json told = Json::array();
  Bytes alpha;
  for (const Json& one : room.wanted_letters) {
    EXPECT_EQ(one["text"], kKana);
    told.push_back({{"ticket", one["ticket"]}, {"width", 4}, {"height", 4}, {"left", 0}, {"up", 4}, {"advance", 6}});
    alpha.insert(alpha.end(), 16, 255);
  }
  room.studio->set_drawn_letters(told.dump(), alpha);
  room.turns(3);
  int drawn = 0;
  for (const ImFont* font : ImGui::GetIO().Fonts->Fonts)
    if (const ImFontGlyph* glyph = font->FindGlyphNoFallback(0xe000)) drawn += glyph->Visible ? 1 : 0;
  EXPECT_EQ(drawn, static_cast<int>(told.size()));
}

}  // namespace
}  // namespace hourglass

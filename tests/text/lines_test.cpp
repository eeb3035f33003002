#include "text/lines.h"

#include <gmock/gmock.h>

#include "text/characters.h"

namespace hourglass {
namespace {

using ::testing::ElementsAre;

/// Letters are 1 wide, ideographs 2.
float width(std::string_view text) {
  float sum = 0;
  for (std::size_t at = 0; at < text.size(); at = next_character(text, at))
    sum += is_ideograph(code_point_at(text, at).value) ? 2.0f : 1.0f;
  return sum;
}

TEST(Cut, LeavesWhatFitsAndPutsAnEllipsisAfterTheRest) {
  EXPECT_EQ(cut("Train", 5, width), "Train");
  EXPECT_EQ(cut("Training", 5, width), "Trai…");
  EXPECT_EQ(cut("Training", 0, width), "…");
  EXPECT_EQ(cut("", 0, width), "");
}

TEST(Cut, NeverFallsWithinACharacter) {
  const std::string text = "aé漢字e\u0301🙂z";
  for (float room = 0; room < 12; room += 0.5f) {
    const std::string out = cut(text, room, width);
    for (std::size_t at = 0; at < out.size(); at += code_point_at(out, at).bytes)
      EXPECT_NE(code_point_at(out, at).value, U'\uFFFD') << out;
    EXPECT_EQ(out.find("e…"), std::string::npos) << "the accent went lost: " << out;
  }
}

TEST(BreakLines, AtWords) {
  EXPECT_THAT(break_lines("one two  three", 7, width), ElementsAre("one two", "three"));
  EXPECT_THAT(break_lines("one\n\ntwo", 7, width), ElementsAre("one", "", "two"));
  EXPECT_THAT(break_lines("of 55,000 in a.tar.gz", 8, width), ElementsAre("of", "55,000", "in", "a.tar.gz"));
  EXPECT_THAT(break_lines("", 7, width), ElementsAre(""));
  EXPECT_THAT(break_lines("one ", 3, width), ElementsAre("one"));
}

TEST(BreakLines, WithinAWordOnlyWhereItIsWiderThanALine) {
  EXPECT_THAT(break_lines("a Donaudampfschiff x", 6, width), ElementsAre("a", "Donaud", "ampfsc", "hiff x"));
  EXPECT_THAT(break_lines("éé", 0.2f, width), ElementsAre("é", "é"));
}

TEST(BreakLines, BetweenIdeographsButNotBeforeTheirPunctuation) {
  EXPECT_THAT(break_lines("自动编码器学习", 6, width), ElementsAre("自动编", "码器学", "习"));
  EXPECT_THAT(break_lines("自动编。码器", 6, width), ElementsAre("自动", "编。码", "器"));
  EXPECT_THAT(break_lines("自动（编码）", 6, width), ElementsAre("自动", "（编", "码）"));
  EXPECT_THAT(break_lines("用 Adam 训练", 7, width), ElementsAre("用 Adam", "训练"));
  EXPECT_THAT(break_lines("图像MNIST", 7, width), ElementsAre("图像", "MNIST"));
}

TEST(BreakLines, EveryLineFitsAndNothingIsLost) {
  const std::string text = "The second post’s network on MNIST：用训练集的 55,000 张图像，没有 (no) 别的。 End";
  for (float room = 2; room < 60; ++room) {
    std::string joined;
    for (const std::string_view line : break_lines(text, room, width)) {
      EXPECT_LE(width(line), room + 2) << line;
      joined += line;
    }
    std::string bare = text;
    std::erase(bare, ' '), std::erase(joined, ' ');
    EXPECT_EQ(joined, bare) << room;
  }
}

TEST(BreakLines, AWordOfFiftyThousandLettersTakesAsManyStepsAndNoMore) {
  const std::string text = "a " + std::string(50'000, 'x') + " z";
  std::size_t measured = 0;
  const auto lines = break_lines(text, 20, [&](std::string_view part) {
    measured += part.size();
    return static_cast<float>(part.size());
  });
  EXPECT_EQ(lines.size(), 2502u);
  EXPECT_LT(measured, 4 * text.size());
}

TEST(Characters, DamagedUtf8IsStillWalkedThrough) {
  const std::string_view damaged = "a\xC3\xFF\xE6\xBC";
  EXPECT_EQ(count_characters(damaged), 5u);
  EXPECT_EQ(cut(damaged, 3, width).size(), 5u);
}

}  // namespace
}  // namespace hourglass

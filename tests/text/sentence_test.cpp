#include "text/sentence.h"

#include <gtest/gtest.h>

#include <map>

#include "text/language.h"

namespace hourglass {
namespace {

// What must not compile: a key that was put together at run time.
static_assert(std::is_convertible_v<const char (&)[6], Sentence>);
static_assert(!std::is_constructible_v<Sentence, std::string>);
static_assert(!std::is_constructible_v<Sentence, std::string_view>);
static_assert(!std::is_constructible_v<Sentence, const char*>);
static_assert(!std::is_constructible_v<Sentence, char (&)[6]>);
static_assert(!std::is_constructible_v<Key, std::string>);
static_assert(!std::is_constructible_v<Pattern<1>, std::string>);
static_assert(!std::is_constructible_v<Argument, const char*>);
// Tables of literals cost nothing at run time.
constexpr Sentence kNames[] = {"Train", "Pause"};
constexpr Key kKeys[] = {"Train", "Pause"};

std::size_t length_through_the_door(const Sentence& sentence) { return sentence.english().size(); }

TEST(Sentence, LiteralsBecomeSentencesByThemselves) {
  EXPECT_EQ(length_through_the_door("Train"), 5u);
  EXPECT_EQ(length_through_the_door(kKeys[1]), 5u);
  EXPECT_EQ(kNames[0], Sentence("Train"));
  EXPECT_EQ(Sentence(kKeys[0]), say("Train"));
  EXPECT_TRUE(Sentence().empty());
  EXPECT_TRUE(Sentence("").empty());
  EXPECT_EQ(Sentence().english(), "");
}

TEST(Sentence, ArgumentsStandWhereTheirNumberIs) {
  EXPECT_EQ(say("{1} of {0}", 55000, 12).english(), "12 of 55,000");
  EXPECT_EQ(say("{0} is empty.", std::string("a.png")).english(), "a.png is empty.");
  EXPECT_EQ(say("{0}, twice {0}", 7).english(), "7, twice 7");
  EXPECT_EQ(say("{0} at {1}", in_bytes(9912422), in_percent(0.664)).english(), "9.9 MB at 66%");
  EXPECT_EQ(say("{0} {1}", in_decimals(1234.55, 1), in_number(0.0005)).english(), "1,234.5 0.0005");
  EXPECT_EQ(say("The link failed. {0}", say("It is {0}.", 1)).english(), "The link failed. It is 1.");
  EXPECT_EQ(say("{0}", verbatim("{0} 100%")).english(), "{0} 100%") << "names are not read as patterns";
}

TEST(Sentence, PluralsFollowTheNumber) {
  const auto images = [](std::int64_t n) { return plural(n, "{0} image", "{0} images").english(); };
  EXPECT_EQ(images(0), "0 images");
  EXPECT_EQ(images(1), "1 image");
  EXPECT_EQ(images(2000), "2,000 images");
  EXPECT_EQ(plural(1, "One file of {1}", "{0} files of {1}", verbatim("x")).english(), "One file of x");
}

TEST(Sentence, IsAValue) {
  Sentence a = say("{0} images", 3), b = a;
  EXPECT_EQ(a, b);
  b = say("{0} images", 4);
  EXPECT_NE(a, b);
  EXPECT_EQ(a.english(), "3 images");
  Sentence c = std::move(a);
  EXPECT_EQ(c.english(), "3 images");
  c = c;
  EXPECT_EQ(c.english(), "3 images");
  EXPECT_NE(verbatim("Train"), Sentence("Train")) << "a file called Train is not translated";
}

TEST(Sentence, ListsAreSentences) {
  EXPECT_EQ(list_or({"on"}).english(), "on");
  EXPECT_EQ(list_or({"on", "off"}).english(), "on or off");
  EXPECT_EQ(list_and({"a", "b", "c"}).english(), "a, b and c");
  EXPECT_EQ(list_of({"a", "b", "c"}).english(), "a, b, c");
  EXPECT_EQ(followed_by("One.", {}).english(), "One.");
  EXPECT_EQ(followed_by("One.", "Two.").english(), "One. Two.");
}

TEST(Sentence, PartsFromOutsideNeverCrash) {
  EXPECT_EQ(Sentence::of_parts(Sentence::Kind::ours, "{0} {7} {", {}, {Argument(1)}).english(), "1 {7} {");
  EXPECT_EQ(Sentence::of_parts(Sentence::Kind::counted, "", "{0}", {}).english(), "{0}");
  Sentence deep = "x";
  for (int i = 0; i < 5000; ++i) deep = say("{0}", std::move(deep));
  EXPECT_EQ(deep.english(), "");
}

}  // namespace
}  // namespace hourglass

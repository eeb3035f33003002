#include "text/language.h"

#include <gtest/gtest.h>

#include <cmath>

#include "text/characters.h"

namespace hourglass {
namespace {

Language read(std::string_view tag, std::string_view json) {
  auto language = Language::read(tag, json);
  EXPECT_TRUE(language) << language.error().english();
  return language ? *language : Language::english();
}

// The samples that CLDR gives for each category of whole numbers.
TEST(PluralRules, AgreeWithTheExamplesOfCldr) {
  using enum PluralCategory;
  const auto check = [](std::string_view tag, PluralCategory category, std::initializer_list<std::int64_t> numbers) {
    for (const std::int64_t n : numbers) EXPECT_EQ(plural_category(tag, n), category) << tag << " " << n;
  };
  check("en", one, {1});
  check("en", other, {0, 2, 16, 100, 1000, 10000, 100000, 1000000});
  check("zh", other, {0, 1, 15, 100, 1000, 1000000});
  check("zh-Hans", other, {1});
  check("ja", other, {0, 1, 15});
  check("fr", one, {0, 1});
  check("fr", many, {1000000, 2000000});
  check("fr", other, {2, 17, 100, 1000, 10000, 100000, 1000001});
  check("es", one, {1});
  check("es", many, {1000000});
  check("es", other, {0, 2, 16, 100, 1000});
  check("pl", one, {1});
  check("pl", few, {2, 4, 22, 24, 32, 34, 42, 44, 52, 54, 62, 102, 1002});
  check("pl", many, {0, 5, 19, 100, 1000, 10000, 100000, 1000000, 12, 13, 14, 112, 21});
  check("ru", one, {1, 21, 31, 41, 51, 61, 71, 81, 101, 1001});
  check("ru", few, {2, 4, 22, 24, 32, 34, 102, 1002});
  check("ru", many, {0, 5, 19, 100, 1000, 11, 111});
  check("cs", one, {1});
  check("cs", few, {2, 4});
  check("cs", other, {0, 5, 19, 100, 1000});
  check("ar", zero, {0});
  check("ar", one, {1});
  check("ar", two, {2});
  check("ar", few, {3, 10, 103, 110, 1003});
  check("ar", many, {11, 26, 111, 1011});
  check("ar", other, {100, 102, 200, 202, 300, 302, 1000, 1000000});
  check("de", other, {0, 2, 1000000});
  check("xx", one, {1});
  check("xx", other, {0, 2});
  check("en", one, {-1});
}

TEST(Language, SaysItsOwnWordsAndEnglishWhereOneIsMissing) {
  const Language french = read("fr", R"({"name": "Français", "group": " ", "decimal": ",", "quotes": ["« ", " »"],
    "texts": {"Train": "Entraîner", "{0} is empty.": "{0} est vide.", "{1} of {0}": "{0} : {1}", "{0}%": "{0} %",
              "{0} images": {"one": "{0} image", "many": "{0} d’images", "other": "{0} images"}, "Pause": ""}})");
  EXPECT_EQ(french.name(), "Français");
  EXPECT_EQ(french.render("Train"), "Entraîner");
  EXPECT_EQ(french.render("Reset"), "Reset");
  EXPECT_EQ(french.render("Pause"), "Pause") << "an empty translation is none yet";
  EXPECT_EQ(french.render(verbatim("Train")), "Train");
  Argument name = std::string("a.png");
  name.kind = Argument::Kind::quoted;
  EXPECT_EQ(french.render(say("{0} is empty.", name)), "« a.png » est vide.");
  EXPECT_EQ(french.render(say("{1} of {0}", 55000, 12)), "55 000 : 12");
  EXPECT_EQ(french.render(plural(0, "{0} image", "{0} images")), "0 image");
  EXPECT_EQ(french.render(plural(2000000, "{0} image", "{0} images")), "2 000 000 d’images");
  EXPECT_EQ(french.render(say("{0}", in_decimals(1234.5, 1))), "1 234,5");
  EXPECT_EQ(french.render(say("{0} {1}", in_number(0.0005), in_percent(0.5))), "0,0005 50 %");
}

TEST(Language, HasAsManyFormsAsItsGrammarWants) {
  const Language polish =
      read("pl", R"({"texts": {"{0} images": {"one": "{0} obraz", "few": "{0} obrazy", "many": "{0} obrazów"}}})");
  const auto images = [&](std::int64_t n) { return polish.render(plural(n, "{0} image", "{0} images")); };
  EXPECT_EQ(images(1), "1 obraz");
  EXPECT_EQ(images(3), "3 obrazy");
  EXPECT_EQ(images(12), "12 obrazów");
  const Language chinese = read("zh", R"({"texts": {"{0} images": "{0} 张图像"}})");
  EXPECT_EQ(chinese.render(plural(1, "{0} image", "{0} images")), "1 张图像");
}

TEST(Language, ABrokenTranslationNeverCrashes) {
  const Language broken = read("fr", R"({"texts": {"{0} is empty.": "{7} { } {0", "{0} {1}": "{0}{0}{0} {", "n": 3,
    "{0} images": {"one": 7, "few": ["x"]}}, "group": 5, "quotes": ["only one"]})");
  EXPECT_EQ(broken.render(say("{0} is empty.", 1)), "{7} { } {0");
  EXPECT_EQ(broken.render(say("{0} {1}", 1, 2)), "111 {");
  EXPECT_EQ(broken.render(plural(5, "{0} image", "{0} images")), "5 images");
  EXPECT_FALSE(Language::read("fr", "[]"));
  EXPECT_FALSE(Language::read("fr", "{"));
  EXPECT_FALSE(Language::read("fr", R"({"texts": 3})"));
}

TEST(Language, WritesNumbers) {
  const Language& english = Language::english();
  EXPECT_EQ(english.count(0), "0");
  EXPECT_EQ(english.count(999), "999");
  EXPECT_EQ(english.count(-92300), "-92,300");
  EXPECT_EQ(english.count(1234567), "1,234,567");
  EXPECT_EQ(english.decimals(-1234.567, 2), "-1,234.57");
  EXPECT_EQ(english.decimals(std::nan(""), 2), "\u2013");
  EXPECT_EQ(english.shortest(2000000), "2000000");
  EXPECT_EQ(english.shortest(1e-8), "1e-08");
  EXPECT_EQ(english.bytes(1), "1 byte");
  EXPECT_EQ(english.bytes(999), "999 bytes");
  EXPECT_EQ(english.bytes(1500), "1.5 kB");
  EXPECT_EQ(english.bytes(9912422), "9.9 MB");
  EXPECT_EQ(english.bytes(2'000'000'000), "2.0 GB");
}

TEST(PseudoLanguage, MarksAWholeSentenceOnceAndLeavesArgumentsAlone) {
  const Language& pseudo = Language::pseudo();
  const std::string said = pseudo.render(say("The link failed. {0}", say("{0} is empty.", std::string("three.png"))));
  EXPECT_TRUE(said.starts_with("[")) << said;
  EXPECT_TRUE(said.ends_with("]")) << said;
  EXPECT_EQ(said.find('[', 1), std::string::npos) << said;
  EXPECT_NE(said.find("three.png"), std::string::npos) << said;
  EXPECT_EQ(said.find("link"), std::string::npos) << said;
  EXPECT_EQ(said.find("empty"), std::string::npos) << said;
  EXPECT_EQ(pseudo.render("Train"), "[Ţŕåíñ··]");
  EXPECT_EQ(pseudo.render(verbatim("three.png")), "three.png");
  EXPECT_EQ(pseudo.render({}), "");
  const std::string english = "What training makes small, and what it does not.";
  EXPECT_GE(count_characters(pseudo.render("What training makes small, and what it does not.")),
            english.size() * 4 / 3);
}

}  // namespace
}  // namespace hourglass

#include "data/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/made_files.h"

namespace hourglass {
namespace {

using testing::ElementsAre;

// A line of `count` values, the first of them given.
std::string row(const std::string& label, int pixels, const std::string& pixel) {
  std::string line = label;
  for (int i = 0; i < pixels; ++i) line += (line.empty() ? "" : ",") + pixel;
  return line + "\n";
}

ImageSet read(const std::string& text, std::size_t piece = 1 << 20) {
  Budget budget{Limits{}};
  CsvReader reader("t.csv", budget);
  for (std::size_t at = 0; at < text.size(); at += piece) {
    const std::string part = text.substr(at, piece);
    const auto fed = reader.feed({reinterpret_cast<const std::uint8_t*>(part.data()), part.size()});
    EXPECT_TRUE(fed) << fed.error().message.english();
  }
  auto set = reader.finish();
  EXPECT_TRUE(set) << set.error().message.english();
  return set.value_or(ImageSet{});
}

TEST(Csv, IsTheSameWhateverThePieces) {
  const ImageSet made = made::images(5);
  const auto bytes = made::csv(made, true);
  for (std::size_t piece : {1, 13, 4096}) {
    const ImageSet set = read({bytes.begin(), bytes.end()}, piece);
    EXPECT_EQ(set.pixels, made.pixels);
    EXPECT_EQ(set.labels, made.labels);
  }
}

TEST(Csv, TakesWordsAsLabelsInTheirNaturalOrder) {
  const ImageSet set = read(row("ten", 784, "5") + row("B", 784, "20") + row("A", 784, "30") + row("B", 784, "40"));
  EXPECT_THAT(set.class_names, ElementsAre("A", "B", "ten"));
  EXPECT_THAT(set.labels, ElementsAre(2, 1, 0, 1));
}

TEST(Csv, FindsTheLabelByItsNameAnywhereAndDropsAnId) {
  std::string header = "id,";
  for (int i = 0; i < 784; ++i) header += "p" + std::to_string(i) + ",";
  header += "class\n";
  std::string line = "77,";
  for (int i = 0; i < 784; ++i) line += "99,";
  const ImageSet set = read(header + line + "4\n" + line + "2\n");
  EXPECT_THAT(set.labels, ElementsAre(4, 2));
  EXPECT_EQ(set.pixels[0], 99);
}

TEST(Csv, ReadsSemicolonsTabsQuotesAndWindowsLines) {
  for (char divider : {';', '\t'}) {
    std::string text = "\xEF\xBB\xBF\"3\"";
    for (int i = 0; i < 784; ++i) text += std::string(1, divider) + "\"17\"";
    text += "\r\n\r\n";
    const ImageSet set = read(text);
    EXPECT_EQ(set.size(), 1u);
    EXPECT_EQ(set.labels[0], 3);
    EXPECT_EQ(set.pixels[783], 17);
  }
}

TEST(Csv, TakesFractionsAsZeroToOne) {
  const ImageSet set = read(row("1", 784, "1.0") + row("0", 784, "0.5") + row("0", 784, "0"));
  EXPECT_EQ(set.pixels[0], 255);
  EXPECT_EQ(set.pixels[784], 128);
  EXPECT_EQ(set.notes.size(), 1u);
}

TEST(Csv, FitsTheEightByEightDigits) {
  const ImageSet set = read(row("7", 64, "16") + row("8", 64, "0"));
  EXPECT_EQ(set.size(), 2u);
  EXPECT_EQ(set.pixels[400], 255);
  EXPECT_EQ(set.notes.size(), 2u);
}

TEST(Csv, PassesOverAHeaderThatPandasMadeOfNumbers) {
  std::string header = "0";
  for (int i = 0; i < 784; ++i) header += ",0." + std::to_string(i + 1);
  const ImageSet set = read(header + "\n" + row("3", 784, "200") + row("4", 784, "100"));
  EXPECT_EQ(set.size(), 2u);
  EXPECT_THAT(set.labels, ElementsAre(3, 4));
  EXPECT_EQ(set.pixels[0], 200);
}

TEST(Csv, ReadsALastLineWithoutItsEnd) {
  std::string text = row("3", 784, "200") + row("4", 784, "100");
  text.pop_back();
  EXPECT_EQ(read(text).size(), 2u);
}

}  // namespace
}  // namespace hourglass

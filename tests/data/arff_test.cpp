#include "data/arff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "data/decode.h"
#include "data/made_files.h"
#include "data/made_tables.h"
#include "data/read_table.h"

namespace hourglass {
namespace {

using testing::ElementsAre;

constexpr const char* kDigits = "class {0,1,2,3,4,5,6,7,8,9}";

std::string small_row(const std::string& label, const std::string& pixel) {
  std::string line;
  for (int i = 0; i < 16; ++i) line += pixel + ",";
  return line + label + "\n";
}

TEST(Arff, ReadsOpenMlsMnistWhateverThePieces) {
  const ImageSet made = made::images(11);
  const ImageSet set =
      made::table<ArffReader>(made::arff_head(784, kDigits) + made::rows_of(made, {.label_last = true}));
  EXPECT_EQ(set.pixels, made.pixels);
  EXPECT_EQ(set.labels, made.labels);
  EXPECT_TRUE(set.notes.empty());
}

TEST(Arff, IsToldByItsHeadAlsoBehindALongComment) {
  const ImageSet made = made::images(5);
  std::string story;
  for (int i = 0; i < 30; ++i) story += "% Author: many people, who wrote much about their data\n";
  for (const std::string& before : {std::string(), std::string("\n"), std::string("\xEF\xBB\xBF"), story}) {
    const std::string text = before + made::arff_head(784, kDigits) + made::rows_of(made, {.label_last = true});
    const auto set = decode(made::bytes_of(text), "mnist_784.arff");
    ASSERT_TRUE(set) << set.error().message.english();
    EXPECT_EQ(set->pixels, made.pixels);
    EXPECT_EQ(set->labels, made.labels);
  }
}

TEST(Arff, ReadsAnyCaseQuotedNamesAndWordsAsLabels) {
  std::string head = "@relation 'a set'\n";
  for (int i = 0; i < 16; ++i) head += "@Attribute 'pixel " + std::to_string(i) + "'\tnumeric\n";
  const ImageSet set = made::table<ArffReader>(head + "@attribute \"the letter\"{'A','B'}\n@data % rows\n" +
                                               small_row("'B'", "255") + "% between\n" + small_row("'A'", "0"));
  EXPECT_THAT(set.class_names, ElementsAre("A", "B"));
  EXPECT_THAT(set.labels, ElementsAre(1, 0));
}

TEST(Arff, FindsALabelThatIsANumberByItsNameOrItsValues) {
  for (const char* label : {"class REAL", "what REAL"}) {
    const ImageSet set =
        made::table<ArffReader>(made::arff_head(16, label) + small_row("3", "200") + small_row("4", "100"));
    EXPECT_THAT(set.labels, ElementsAre(3, 4)) << label;
  }
}

TEST(Arff, ReadsSparseRows) {
  const ImageSet set =
      made::table<ArffReader>(made::arff_head(16, "class {no,yes}") + "{0 255, 15 128, 16 yes}\n{ 3 7 }\n{}\n");
  ASSERT_EQ(set.size(), 3u);
  EXPECT_THAT(set.labels, ElementsAre(1, 0, 0));
  EXPECT_EQ(set.pixels[0], 255);
  EXPECT_EQ(set.pixels[783], 128);
}

TEST(Arff, ALastLineThatIsCutWithinItsNumberIsRefusedOrTold) {
  std::string head = "@relation x\n@attribute class {3,4}\n";
  for (int i = 0; i < 16; ++i) head += "@attribute pixel" + std::to_string(i) + " real\n";
  head += "@data\n";
  const auto row = [](const std::string& last) {
    std::string line = "3";
    for (int i = 0; i < 15; ++i) line += ",0.25";
    return line + "," + last;
  };
  EXPECT_EQ(made::table_refusal<ArffReader>(head + row("0.25\n") + row("0.75\n") + row("0.5")),
            "\"t.txt\", line 22, ends within a number: the file was cut off or is damaged.");
  const auto told = [&](const std::string& last) {
    return made::table<ArffReader>(head + row("0.125\n") + row("0.25\n") + row(last)).notes.back().english();
  };
  EXPECT_EQ(told("0.5"), "The last line of \"t.txt\" has no line end and may be cut off.");
  EXPECT_EQ(told("0.5\n"), "The images are 4 by 4 pixels and were fitted to 28 by 28.");
}

TEST(Arff, SaysWhatIsWrongInWhichLine) {
  const std::string head = made::arff_head(16, "class {3,4}");  // 22 lines
  const auto refusal = [](const std::string& text) { return made::table_refusal<ArffReader>(text); };
  EXPECT_EQ(refusal(head + small_row("3", "0") + small_row("3", "?")), "\"t.txt\", line 24, column 1 is empty.");
  EXPECT_EQ(refusal(head + small_row("3", "ink")), "\"t.txt\", line 23, column 1: \"ink\" is not a number.");
  EXPECT_EQ(refusal(head + small_row("3", "0") + "0,0,0"),
            "\"t.txt\", line 24, has 3 values where the lines before have 17: the file was cut off or is damaged.");
  EXPECT_EQ(refusal(head + "{0 1, 17 3}\n"),
            "\"t.txt\", line 23: \"17 3\" stands where the number of a column and a value are expected.");
  EXPECT_EQ(refusal(head + "{0 1, 5 2, 5 3}\n"),
            "\"t.txt\", line 23: \"5 3\" stands where the number of a column and a value are expected.");
  EXPECT_EQ(refusal(head + small_row("3", "0.25") + small_row("4", "0.25") + "0.5,0.5"),
            "\"t.txt\", line 25, has 2 values where the lines before have 17: the file was cut off or is damaged.");
  EXPECT_EQ(refusal(head + "{0 1, 2"),
            "\"t.txt\", line 23, has a sparse row without its end: the file was cut off or is damaged.");
  EXPECT_EQ(refusal(head.substr(0, 92)),
            "\"t.txt\" ends before its @data: the file was cut off. Fetch the file again.");
  EXPECT_EQ(refusal(head), "\"t.txt\" holds no images, only a header line.");
  EXPECT_EQ(refusal(made::arff_head(15, "class {3,4}")),
            "\"t.txt\" has 16 columns; a label and 784 pixels (785), or 784 pixels alone, are expected.");
  EXPECT_EQ(refusal("@relation x\n@attribute a\n"), "\"t.txt\", line 2, names a column but not its kind.");
  EXPECT_EQ(refusal("@relation x\n0,0\n"), "\"t.txt\", line 2: \"0,0\" stands where @attribute or @data is expected.");
  EXPECT_EQ(refusal("% a comment\nand prose\n"), "\"t.txt\" is a text that is no table of images.");
  EXPECT_EQ(refusal("% a comment\n"), "\"t.txt\" is a text that is no table of images.");
}

}  // namespace
}  // namespace hourglass

#include "data/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "data/detect.h"
#include "data/made_files.h"
#include "data/made_tables.h"
#include "data/read_table.h"
#include "english.h"

namespace hourglass {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

// A line of `count` values, the first of them given.
std::string row(const std::string& label, int pixels, const std::string& pixel) {
  std::string line = label;
  for (int i = 0; i < pixels; ++i) line += (line.empty() ? "" : ",") + pixel;
  return line + "\n";
}

ImageSet read(const std::string& text, std::size_t piece = 1 << 20) {
  Budget budget{Limits{}};
  CsvReader reader("t.csv", budget);
  auto set = made::fed_in_pieces(reader, made::bytes_of(text), piece);
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

constexpr const char* kLastColumn = "The last column was taken as the label.";

std::string utf16(const std::string& ascii, bool big) {
  std::string text = big ? "\xFE\xFF" : "\xFF\xFE";
  for (char c : ascii) {
    const char unit[] = {big ? '\0' : c, big ? c : '\0'};
    text.append(unit, 2);
  }
  return text;
}

std::string with_line_ends(std::string text, const std::string& end) {
  std::string result;
  for (char c : text) result += c == '\n' ? end : std::string(1, c);
  return result;
}

Format format_of(const std::string& text) { return detect(made::bytes_of(text.substr(0, kDetectBytes))); }

// The same images and labels, whatever was done to their text, and told as CSV by its beginning.
void expect_same(const std::string& text, const ImageSet& made) {
  EXPECT_EQ(format_of(text), Format::csv) << text.substr(0, 40);
  const ImageSet set = made::table<CsvReader>(text);
  EXPECT_EQ(set.pixels, made.pixels) << text.substr(0, 40);
  EXPECT_EQ(set.labels, made.labels) << text.substr(0, 40);
}

TEST(Csv, FindsTheLabelInTheLastColumnByItsValues) {
  const ImageSet made = made::images(12);
  const ImageSet set = made::table<CsvReader>(made::rows_of(made, {.label_last = true}));
  EXPECT_EQ(set.pixels, made.pixels);
  EXPECT_EQ(set.labels, made.labels);
  EXPECT_THAT(english(set.notes), ElementsAre(kLastColumn));
}

TEST(Csv, FindsTheLabelInTheLastColumnWhereTheFirstIsAlwaysTheSame) {
  std::string text;
  for (const char* label : {"3", "3", "5"}) {
    std::string line = row("0", 783, "200");
    line.back() = ',';
    text += line + label + "\n";
  }
  const ImageSet set = made::table<CsvReader>(text);
  EXPECT_THAT(set.labels, ElementsAre(3, 3, 5));
  EXPECT_EQ(set.pixels[0], 0);
  EXPECT_EQ(set.pixels[783], 200);
  EXPECT_THAT(english(set.notes), ElementsAre(kLastColumn));
}

TEST(Csv, FindsWordsAsLabelsInTheLastColumn) {
  std::string text;
  for (const char* label : {"B", "A"}) {
    std::string line = row("200", 783, "0");
    line.back() = ',';
    text += line + label + "\n";
  }
  const ImageSet set = made::table<CsvReader>(text);
  EXPECT_THAT(set.class_names, ElementsAre("A", "B"));
  EXPECT_THAT(set.labels, ElementsAre(1, 0));
  EXPECT_EQ(set.pixels[0], 200);
}

TEST(Csv, KeepsTheFirstColumnAsTheLabelWhereBothEndsCouldBe) {
  const ImageSet set = made::table<CsvReader>(row("3", 784, "1") + row("4", 784, "2") + row("3", 784, "2"));
  EXPECT_THAT(set.labels, ElementsAre(3, 4, 3));
  EXPECT_THAT(english(set.notes), Not(Contains(kLastColumn)));
}

TEST(Csv, TakesALabelThatNeverChangesForOneAtEitherEnd) {
  for (const auto& [corner, label] : std::vector<std::pair<std::string, std::string>>{{"0", "3"}, {"255", "7"}}) {
    std::string line = row(corner, 783, "200");
    line.back() = ',';
    line += label + "\n";
    const ImageSet set = made::table<CsvReader>(line + line + line);
    EXPECT_THAT(set.labels, ElementsAre(std::stoi(label), std::stoi(label), std::stoi(label)));
    EXPECT_EQ(set.pixels[0], std::stoi(corner));
    EXPECT_EQ(set.pixels[783], 200);
    EXPECT_THAT(english(set.notes), ElementsAre(kLastColumn));
  }
  const ImageSet first = made::table<CsvReader>(row("3", 784, "0") + row("3", 784, "0"));
  EXPECT_THAT(first.labels, ElementsAre(3, 3));
  EXPECT_THAT(english(first.notes), Not(Contains(kLastColumn)));
  const ImageSet both = made::table<CsvReader>(row("3", 784, "5") + row("3", 784, "5"));
  EXPECT_THAT(both.labels, ElementsAre(3, 3));
}

TEST(Csv, ReadsCifarsThreePlanesAsGrey) {
  std::string line = "4";
  for (const char* value : {"200", "100", "50"}) {
    for (int i = 0; i < 1024; ++i) line += "," + std::string(value);
  }
  const ImageSet set = made::table<CsvReader>(line + "\n5" + line.substr(1) + "\n");
  EXPECT_THAT(set.labels, ElementsAre(4, 5));
  EXPECT_EQ(set.pixels[400], 124);  // 0.299 * 200 + 0.587 * 100 + 0.114 * 50
  EXPECT_THAT(english(set.notes), ElementsAre("The images are 32 by 32 pixels and were fitted to 28 by 28.",
                                              "The images have colours and were made grey."));
}

TEST(Csv, MovesFractionsOverWhenTheLabelIsLast) {
  const ImageSet made = made::images(4);
  const ImageSet set = made::table<CsvReader>(made::rows_of(
      made, {.divider = ';', .label_last = true, .number = "%.4f", .decimal_comma = true, .scale = 1 / 255.0}));
  EXPECT_EQ(set.pixels, made.pixels);
  EXPECT_EQ(set.labels, made.labels);
}

TEST(Csv, TakesTheOneNameThatIsUnlikeAllOthersAsTheLabels) {
  const ImageSet made = made::images(5);
  const ImageSet set =
      made::table<CsvReader>(made::pixel_names() + ",digit_class\n" + made::rows_of(made, {.label_last = true}));
  EXPECT_EQ(set.pixels, made.pixels);
  EXPECT_EQ(set.labels, made.labels);
  EXPECT_THAT(english(set.notes), ElementsAre("The column \"digit_class\" was taken as the label."));
}

TEST(Csv, PassesOverAHeaderOfNumbersInSequence) {
  std::string header;
  for (int i = 0; i < 785; ++i) header += (i ? "," : "") + std::to_string(i);
  const ImageSet made = made::images(5);
  expect_same(header + "\n" + made::rows_of(made), made);
  expect_same(header + "\n" + made::rows_of(made, {.label_last = true}), made);
}

TEST(Csv, KeepsAFirstLineOfFractionsBeforeALineOfWholeNumbers) {
  EXPECT_EQ(read(row("1", 784, "0.5") + row("0", 784, "1")).size(), 2u);
}

TEST(Csv, ReadsWhatExcelAndOthersPutBeforeTheTable) {
  const ImageSet made = made::images(3);
  const std::string plain = "label," + made::pixel_names() + "\n" + made::rows_of(made);
  for (const char* before : {"\n", "\r\n \n", "# MNIST, made by me\n", "#\n# two lines\n", "sep=,\n", "sep=,\r\n",
                             "\"sep=,\"\n", "\xEF\xBB\xBF# and a mark\n\n"}) {
    expect_same(before + plain, made);
    expect_same(before + made::rows_of(made), made);
  }
  expect_same("sep=;\n" + made::rows_of(made, {.divider = ';'}), made);
}

TEST(Csv, TakesAHashBeforeADividerAsALabel) {
  const ImageSet set = made::table<CsvReader>(row("#", 784, "5") + row("A", 784, "20"));
  EXPECT_THAT(set.class_names, ElementsAre("#", "A"));
}

TEST(Csv, ReadsTheLineEndsOfEverySystem) {
  const ImageSet made = made::images(3);
  const std::string plain = "label," + made::pixel_names() + "\n" + made::rows_of(made);
  for (const char* end : {"\n", "\r", "\r\n"}) expect_same(with_line_ends(plain, end), made);
}

TEST(Csv, ReadsUtf16OfBothOrders) {
  const ImageSet made = made::images(2);
  const std::string plain = "label," + made::pixel_names() + "\r\n" + made::rows_of(made);
  for (bool big : {false, true}) expect_same(utf16(plain, big), made);
}

TEST(Csv, KeepsLettersBeyondAsciiOfUtf16) {
  std::string text = utf16(row("A", 784, "5"), false);
  text[2] = '\x3D';  // half of two: an emoji
  text[3] = '\xD8';
  text.insert(4, "\x00\xDE", 2);
  EXPECT_THAT(made::table<CsvReader>(text).class_names, ElementsAre("\xF0\x9F\x98\x80"));
}

TEST(Csv, ReadsTheDefaultsOfNumpysSavetxt) {
  const ImageSet made = made::images(3);
  for (char divider : {' ', ','}) {
    expect_same(made::rows_of(made, {.divider = divider, .number = "%.18e"}), made);
    expect_same("# made\n" + made::rows_of(made, {.divider = divider, .number = "%.18e"}), made);
  }
  expect_same(made::rows_of(made, {.divider = ' '}), made);
  expect_same(made::rows_of(made, {.divider = ' ', .number = "  %3.0f"}), made);
}

TEST(Csv, ReadsDecimalCommasBetweenSemicolonsAndTabs) {
  const ImageSet made = made::images(3);
  for (char divider : {';', '\t'}) {
    const std::string rows =
        made::rows_of(made, {.divider = divider, .number = "%.4f", .decimal_comma = true, .scale = 1 / 255.0});
    expect_same(rows, made);
    expect_same("label" + std::string(1, divider) + made::pixel_names(divider) + "\n" + rows, made);
  }
}

TEST(Csv, SaysWhereACellIsEmpty) {
  std::string text = "label," + made::pixel_names() + "\n";
  for (int line = 2; line < 7; ++line) text += row("1", 784, "0");
  for (const char* nothing : {"", " ", "?", "NA", "N/A", "\"\""}) {
    std::string line = row("1", 99, "0");
    line.back() = ',';
    line += nothing;
    for (int i = 0; i < 684; ++i) line += ",0";
    EXPECT_EQ(made::table_refusal<CsvReader>(text + line + "\n"), "\"t.txt\", line 7, column 101 is empty.");
  }
  EXPECT_EQ(made::table_refusal<CsvReader>(row("1", 784, "0") + "," + row("", 784, "0")),
            "\"t.txt\", line 2, column 1 is empty.");
}

TEST(Csv, SaysInWhichOfAllLinesSomethingIsWrong) {
  std::string cut = row("1", 784, "0.25");
  EXPECT_EQ(made::table_refusal<CsvReader>("# made\n\n" + cut + cut.substr(0, 996)),
            "\"t.txt\", line 4, has 200 values where the lines before have 785: the file was cut off or is damaged.");
  EXPECT_EQ(made::table_refusal<CsvReader>("sep=;\n"), "\"t.txt\" holds no images.");
  EXPECT_EQ(made::table_refusal<CsvReader>(""), "\"t.txt\" holds no images.");
}

TEST(Csv, RefusesAFileThatIsCutWithinTheLastNumberOfAFormThatAllHave) {
  const ImageSet made = made::images(3);
  for (const char divider : {' ', ','}) {
    const std::string whole = made::rows_of(made, {.divider = divider, .number = "%.18e"});
    EXPECT_THAT(made::table<CsvReader>(whole.substr(0, whole.size() - 1)).notes, testing::IsEmpty());
    for (std::size_t cut = 2; cut < 26; ++cut) {
      const std::string said = made::table_refusal<CsvReader>(whole.substr(0, whole.size() - cut));
      EXPECT_THAT(said, testing::StartsWith("\"t.txt\", line 3, ")) << cut;
    }
    EXPECT_EQ(made::table_refusal<CsvReader>(whole.substr(0, whole.size() - 10)),
              "\"t.txt\", line 3, ends within a number: the file was cut off or is damaged.");
  }
}

TEST(Csv, TellsOfALastLineThatMayBeCutWithinItsNumber) {
  std::string first = row("3", 783, "0"), second = row("4", 783, "0");
  first.back() = second.back() = ',';
  const auto told = [&](const std::string& last) {
    return english(made::table<CsvReader>(first + "255\n" + second + last).notes);
  };
  EXPECT_THAT(told("25"), ElementsAre("The last line of \"t.txt\" has no line end and may be cut off."));
  for (const char* last : {"25\n", "255", "0", "25\r\n", "25\n# the end", "25\n\n "}) {
    EXPECT_THAT(told(last), testing::IsEmpty()) << last;
  }
}

TEST(Csv, DoesNotTakeProseForATableOfSpaces) {
  std::string prose;
  for (int i = 0; i < 12; ++i) prose += "It was the best of times, it was the worst of times ";
  EXPECT_EQ(format_of(prose), Format::unknown);
}

}  // namespace
}  // namespace hourglass

// MATLAB's files, versions 4 to 7: arrays as they are, in structs and cells, packed or not, whole and in pieces.
#include "data/matlab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/classes.h"
#include "data/decode.h"
#include "data/in_pieces.h"
#include "data/made_matlab.h"
#include "data/read_sets.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::MatlabArray;
using made::MatlabWriter;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::expected<std::vector<NamedArray>, Error> matlab_arrays(const Bytes& bytes, std::size_t piece = 1 << 20) {
  Budget budget({.kept_bytes = 200u << 20});
  MatlabReader reader("some.mat", budget);
  return made::fed_in_pieces(reader, bytes, piece);
}
std::string why_no_matlab(const Bytes& bytes) {
  const auto arrays = matlab_arrays(bytes);
  return arrays ? "(accepted)" : arrays.error().message.english();
}

std::uint32_t count(const ImageSet& set) { return static_cast<std::uint32_t>(set.size()); }
MatlabArray stack(const std::string& name, const ImageSet& set) {
  return {name, {28, 28, count(set)}, made::images_last(set)};
}
MatlabArray column(const std::string& name, const ImageSet& set) { return {name, {count(set), 1}, set.labels}; }

TEST(Matlab, ImagesWithTheirNumberLastAreReadUprightPackedOrNotInBothOrders) {
  const ImageSet made = made::images(30, 10);
  for (const bool packed : {false, true}) {
    for (const bool big_endian : {false, true}) {
      MatlabWriter file(packed, big_endian);
      file.variable(stack("images", made));
      file.variable(column("labels", made));
      ASSERT_TRUE(looks_like_matlab(std::span(file.out).first(512)));
      const auto set = decode(file.out, "notMNIST_small.mat");
      ASSERT_TRUE(set) << set.error().message.english();
      made::expect_set(*set, made);
    }
  }
}

TEST(Matlab, PiecesOfAnySizeGiveTheSameArrays) {
  const ImageSet made = made::images(20, 10);
  MatlabWriter plain, packed(true);
  for (MatlabWriter* file : {&plain, &packed}) {
    file->variable(stack("images", made));
    file->variable("rest", {{"labels", file->matrix(column("", made))}, {"note", file->text("ten digits")}});
    const auto whole = matlab_arrays(file->out);
    ASSERT_TRUE(whole) << whole.error().message.english();
    for (std::size_t piece : {1, 7, 64, 1000}) {
      const auto arrays = matlab_arrays(file->out, piece);
      ASSERT_TRUE(arrays) << piece;
      ASSERT_EQ(arrays->size(), 2u);
      for (std::size_t i = 0; i < 2; ++i) EXPECT_TRUE((*arrays)[i].bytes == (*whole)[i].bytes);
    }
  }
}

TEST(Matlab, EmnistsNestedStructGivesItsOwnSplitUpright) {
  ImageSet train = made::images(40, 10), test = made::images(20, 10);
  // EMNIST's rows are transposed, here as in its other files.
  const auto turned = [](ImageSet set) {
    transpose_images(set);
    return made::rows_by_column(set);
  };
  MatlabWriter file(true);
  const auto part = [&](const ImageSet& set) {
    return file.record("", {{"images", file.matrix({"", {count(set), 784}, turned(set)})},
                            {"labels", file.matrix(column("", set))},
                            {"writers", file.matrix({"", {count(set), 1}, set.labels})}});
  };
  file.variable("dataset",
                {{"train", part(train)}, {"test", part(test)}, {"mapping", file.matrix({"", {10, 2}, Bytes(20, 48)})}});
  const auto set = decode(file.out, "emnist-digits.mat");
  ASSERT_TRUE(set) << set.error().message.english();
  ASSERT_EQ(set->size(), 60u);
  EXPECT_EQ(set->published.train.size(), 40u);
  EXPECT_EQ(set->published.held_out.size(), 20u);
  EXPECT_TRUE(std::ranges::equal(std::span(set->pixels).first(train.pixels.size()), train.pixels));
  EXPECT_TRUE(std::ranges::equal(std::span(set->labels).first(40), train.labels));
  std::vector<std::string> notes;
  for (const Sentence& note : set->notes) notes.push_back(note.english());
  EXPECT_THAT(notes, testing::UnorderedElementsAre(HasSubstr("were turned upright"), "\"writers\" was left out.",
                                                   "\"mapping\" was left out: it holds neither images nor labels."))
      << "each once, whatever numbers they hold";
}

TEST(Matlab, CellsAndFieldsNameTheirPlace) {
  MatlabWriter file;
  const Bytes four = {1, 2, 3, 4};
  const Bytes inner = file.matrix({"", {4, 1}, four});
  file.put(file.cell("sets", {file.text("first"), file.record("", {{"x", inner}, {"y", inner}}), inner}));
  const auto arrays = matlab_arrays(file.out);
  ASSERT_TRUE(arrays) << arrays.error().message.english();
  std::vector<std::string> paths;
  for (const NamedArray& array : *arrays) paths.push_back(array.path);
  EXPECT_THAT(paths, ElementsAre("sets/1/x", "sets/1/y", "sets/2"));
}

Bytes upright(std::span<const std::uint8_t> image) {
  ImageSet one;
  one.pixels.assign(image.begin(), image.end());
  return made::images_last(one);
}

TEST(Matlab, AnArrayOfStructsGivesEachImageItsLabel) {
  const ImageSet made = made::images(30, 10);
  for (const bool big_endian : {false, true}) {
    MatlabWriter file(true, big_endian);
    std::vector<std::vector<Bytes>> numbered, named;
    for (std::size_t i = 0; i < made.size(); ++i) {
      const Bytes image = file.matrix({"", {28, 28}, upright(made.image(i))});
      numbered.push_back({image, file.matrix({"", {1, 1}, {made.labels[i]}})});
      named.push_back({image, file.text(made.labels[i] % 2 ? "odd" : "even")});
    }
    MatlabWriter words = file;
    file.put(file.records("data", {"image", "label"}, numbered));
    const auto set = decode(file.out, "digits.mat");
    ASSERT_TRUE(set) << set.error().message.english();
    made::expect_set(*set, made);
    words.put(words.records("data", {"image", "label"}, named));
    const auto pairs = decode(words.out, "digits.mat");
    ASSERT_TRUE(pairs) << pairs.error().message.english();
    EXPECT_TRUE(pairs->pixels == made.pixels);
    EXPECT_THAT(pairs->class_names, ElementsAre("even", "odd"));
    for (std::size_t i = 0; i < made.size(); ++i) EXPECT_EQ(pairs->labels[i], made.labels[i] % 2);
  }
}

TEST(Matlab, CellsOfImagesAndOfWordsAreOneSet) {
  const ImageSet made = made::images(12, 3);
  MatlabWriter file;
  std::vector<Bytes> images, words;
  for (std::size_t i = 0; i < made.size(); ++i) {
    images.push_back(file.matrix({"", {28, 28}, upright(made.image(i))}));
    words.push_back(file.text(std::string(1, static_cast<char>('A' + made.labels[i]))));
  }
  file.put(file.cell("images", images));
  file.put(file.cell("labels", words));
  const auto set = decode(file.out, "letters.mat");
  ASSERT_TRUE(set) << set.error().message.english();
  made::expect_set(*set, made);
  EXPECT_THAT(set->class_names, ElementsAre("A", "B", "C"));
}

TEST(Matlab, RowsOfLettersAreLabels) {
  const ImageSet made = made::images(12, 3);
  MatlabWriter file;
  file.variable(stack("images", made));
  std::vector<std::string> rows;
  for (const std::uint8_t label : made.labels) rows.push_back(label == 0 ? "cat" : label == 1 ? "horse" : "owl");
  file.put(file.letters("labels", rows, 5));
  const auto set = decode(file.out, "animals.mat");
  ASSERT_TRUE(set) << set.error().message.english();
  made::expect_set(*set, made);
  EXPECT_THAT(set->class_names, ElementsAre("cat", "horse", "owl"));

  Bytes four = made::matlab4("images", 12, 784, made::rows_by_column(made), 5);
  Bytes letters;
  for (std::size_t column = 0; column < 5; ++column)
    for (const std::string& row : rows)
      letters.push_back(static_cast<std::uint8_t>(column < row.size() ? row[column] : ' '));
  const Bytes labels = made::matlab4("labels", 12, 5, letters, 5, false, 1);
  four.insert(four.end(), labels.begin(), labels.end());
  const auto older = decode(four, "animals.mat");
  ASSERT_TRUE(older) << older.error().message.english();
  made::expect_set(*older, made);
  EXPECT_THAT(older->class_names, ElementsAre("cat", "horse", "owl"));
}

TEST(Matlab, WordsThatAreAsManyAsTheClassesNameThem) {
  ImageSet made = made::images(12, 3);
  for (const int first : {0, 1}) {
    MatlabWriter file;
    ImageSet counted = made;
    for (std::uint8_t& label : counted.labels) label = static_cast<std::uint8_t>(label + first);
    file.variable(stack("X", made));
    file.variable(column("y", counted));
    file.put(file.cell("class_names", {file.text("ant"), file.text("bee"), file.text("cow")}));
    const auto set = decode(file.out, "animals.mat");
    ASSERT_TRUE(set) << set.error().message.english();
    made::expect_set(*set, made);
    EXPECT_THAT(set->class_names, ElementsAre("ant", "bee", "cow"));
    EXPECT_TRUE(set->notes.empty()) << set->notes.front().english();
  }
}

TEST(Matlab, ASparseMatrixOfPixelsIsMadeFull) {
  const ImageSet made = made::images(12, 4);
  for (const bool by_column : {false, true}) {  // an image a row, or a column
    std::vector<std::uint32_t> rows, begins = {0};
    Bytes values;
    const std::size_t width = by_column ? 12 : 784, height = by_column ? 784 : 12;
    for (std::size_t c = 0; c < width; ++c) {
      for (std::size_t r = 0; r < height; ++r) {
        const std::uint8_t pixel = by_column ? made.image(c)[r] : made.image(r)[c];
        if (pixel == 0) continue;
        rows.push_back(static_cast<std::uint32_t>(r));
        values.push_back(pixel);
      }
      begins.push_back(static_cast<std::uint32_t>(rows.size()));
    }
    MatlabWriter file(true);
    const std::vector<std::uint32_t> shape = {static_cast<std::uint32_t>(height), static_cast<std::uint32_t>(width)};
    file.put(file.sparse("fea", shape, rows, begins, values));
    file.variable(column("gnd", made));
    const auto set = decode(file.out, "faces.mat");
    ASSERT_TRUE(set) << set.error().message.english();
    made::expect_set(*set, made);

    for (const std::uint32_t wrong : {static_cast<std::uint32_t>(height), 0xFFFFFFFFu}) {
      MatlabWriter torn;
      std::vector<std::uint32_t> outside = rows;
      outside.back() = wrong;
      torn.put(torn.sparse("fea", shape, outside, begins, values));
      EXPECT_THAT(why_no_matlab(torn.out), HasSubstr("it is damaged"));
    }
    MatlabWriter torn;
    std::vector<std::uint32_t> beyond = begins;
    beyond.back() += 1;
    torn.put(torn.sparse("fea", shape, rows, beyond, values));
    EXPECT_THAT(why_no_matlab(torn.out), HasSubstr("it is damaged"));
  }
}

TEST(Matlab, AnObjectOfMatlabsOwnIsPassedOverAndTold) {
  const ImageSet made = made::images(12, 3);
  MatlabWriter file;
  file.variable(stack("images", made));
  file.put(file.object("labels"));
  file.variable({"", {1, 40}, Bytes(40, 200)});  // what it holds
  const auto set = decode(file.out, "animals.mat");
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_TRUE(set->pixels == made.pixels);
  ASSERT_EQ(set->notes.size(), 1u);
  EXPECT_THAT(set->notes[0].english(), HasSubstr("\"labels\" is an object of MATLAB's own"));
  MatlabWriter alone;
  alone.put(alone.object("labels"));
  EXPECT_THAT(why_no_matlab(alone.out), HasSubstr("\"labels\" is an object of MATLAB's own"));
}

TEST(Matlab, DoublesThatAreStoredAsBytesAreReadAsWhatTheyAre) {
  const ImageSet made = made::images(12, 4);
  MatlabWriter file;
  file.variable({"X", {12, 784}, made::rows_by_column(made), 2, 6});
  file.variable({"y", {1, 12}, made.labels, 2, 6});
  const auto set = decode(file.out, "digits.mat");
  ASSERT_TRUE(set) << set.error().message.english();
  made::expect_set(*set, made);
}

TEST(Matlab, VersionFourIsReadInBothOrders) {
  const ImageSet made = made::images(25, 5);
  for (const bool big_endian : {false, true}) {
    Bytes file = made::matlab4("note", 1, 5, Bytes(40, 65), 0, big_endian, 1);
    const Bytes images = made::matlab4("images", 25, 784, made::rows_by_column(made), 5, big_endian);
    const Bytes labels = made::matlab4("labels", 25, 1, made.labels, 5, big_endian);
    file.insert(file.end(), images.begin(), images.end());
    file.insert(file.end(), labels.begin(), labels.end());
    ASSERT_TRUE(looks_like_matlab(std::span(file).first(512)));
    const auto set = decode(file, "mnist.mat");
    ASSERT_TRUE(set) << set.error().message.english();
    made::expect_set(*set, made);
  }
}

TEST(Matlab, ColouredImagesWithTheirNumberLastAreMadeGrey) {
  MatlabWriter file;
  Bytes pixels;  // (32, 32, 3, n): red 200, green 100, blue 50
  for (int n = 0; n < 8; ++n)
    for (int channel : {200, 100, 50}) pixels.insert(pixels.end(), 32 * 32, static_cast<std::uint8_t>(channel));
  file.variable({"X", {32, 32, 3, 8}, pixels});
  file.variable({"y", {8, 1}, {1, 2, 1, 2, 1, 2, 1, 2}});
  const auto set = decode(file.out, "test_32x32.mat");
  ASSERT_TRUE(set) << set.error().message.english();
  ASSERT_EQ(set->size(), 8u);
  EXPECT_NEAR(set->pixels[400], 0.299 * 200 + 0.587 * 100 + 0.114 * 50, 1);
}

TEST(Matlab, WhatCannotBeReadIsSaidWithTheReason) {
  const ImageSet made = made::images(12, 4);
  MatlabWriter file;
  file.variable(stack("images", made));
  const Bytes whole = file.out;
  for (std::size_t size : {10u, 130u, 200u, 3000u})
    EXPECT_THAT(why_no_matlab(made::cut_to(whole, size)), HasSubstr("ends too early: it was cut off")) << size;

  Bytes newer = whole;
  newer[124] = 0, newer[125] = 2;
  EXPECT_THAT(why_no_matlab(newer), HasSubstr("save it in MATLAB with '-v7'"));

  Bytes damaged = whole;
  damaged[128 + 5] -= 1;  // the matrix says that it is shorter than what stands in it
  EXPECT_THAT(why_no_matlab(damaged), HasSubstr("it is damaged"));

  MatlabWriter words;
  words.put(words.cell("words", {words.text("no"), words.text("numbers")}));
  EXPECT_THAT(why_no_matlab(words.out), HasSubstr("without arrays of numbers"));

  MatlabWriter promises;
  promises.variable({"images", {28, 28, 1000}, Bytes(784, 1)});
  EXPECT_THAT(why_no_matlab(promises.out), HasSubstr("it is damaged"));
}

TEST(Matlab, APackedElementThatIsCutWithinIsDamaged) {
  const ImageSet made = made::images(12, 4);
  MatlabWriter file(true);
  file.variable(stack("images", made));
  Bytes cut = file.out;
  cut[128 + 4] = static_cast<std::uint8_t>(cut[128 + 4] - 9);
  EXPECT_THAT(why_no_matlab(cut), HasSubstr("damaged"));
}

TEST(Matlab, ATextThatBeginsWithItsNameIsNoMatlabFile) {
  const std::string text =
      "MATLAB is a language, and this is a text about it that goes on and on " + std::string(100, '.');
  EXPECT_FALSE(looks_like_matlab(made::bytes_of(text)));
}

}  // namespace
}  // namespace hourglass

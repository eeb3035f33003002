// MATLAB's files, versions 4 to 7: arrays as they are, in structs and cells, packed or not, whole and in pieces.
#include "data/matlab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/classes.h"
#include "data/decode.h"
#include "data/made_matlab.h"

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
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    const auto part = std::span(bytes).subspan(at, std::min(piece, bytes.size() - at));
    if (auto fed = reader.feed(part); !fed) return std::unexpected(fed.error());
  }
  return reader.finish();
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

void expect_made(const ImageSet& set, const ImageSet& wanted) {
  ASSERT_EQ(set.size(), wanted.size());
  EXPECT_TRUE(set.pixels == wanted.pixels);
  EXPECT_TRUE(set.labels == wanted.labels);
}

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
      expect_made(*set, made);
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
  EXPECT_THAT(notes, ::testing::Contains("\"writers\" was left out."));
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

TEST(Matlab, DoublesThatAreStoredAsBytesAreReadAsWhatTheyAre) {
  const ImageSet made = made::images(12, 4);
  MatlabWriter file;
  file.variable({"X", {12, 784}, made::rows_by_column(made), 2, 6});
  file.variable({"y", {1, 12}, made.labels, 2, 6});
  const auto set = decode(file.out, "digits.mat");
  ASSERT_TRUE(set) << set.error().message.english();
  expect_made(*set, made);
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
    expect_made(*set, made);
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
    EXPECT_THAT(why_no_matlab(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))),
                HasSubstr("ends too early: it was cut off"))
        << size;

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
  EXPECT_FALSE(looks_like_matlab({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
}

}  // namespace
}  // namespace hourglass

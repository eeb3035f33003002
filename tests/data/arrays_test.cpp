// Arrays in the shapes that people save: which of their dimensions is the image's number, where labels stand, and files
// that hold more than one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/budget.h"
#include "data/decode.h"
#include "data/incoming_array.h"
#include "data/load.h"
#include "data/made_files.h"
#include "data/made_matlab.h"
#include "data/npy.h"
#include "data/read_sets.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;
using made::expect_set;
using made::read_files;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

void expect_pixels_of(const std::expected<ImageSet, Error>& set, const ImageSet& wanted) {
  ASSERT_TRUE(set) << set.error().message.english();
  ASSERT_EQ(set->size(), wanted.size());
  EXPECT_TRUE(set->pixels == wanted.pixels);
}

/// The same values with rows and columns exchanged.
Bytes turned(const Bytes& values, std::size_t rows) {
  Bytes out;
  const std::size_t columns = values.size() / rows;
  for (std::size_t c = 0; c < columns; ++c)
    for (std::size_t r = 0; r < rows; ++r) out.push_back(values[r * columns + c]);
  return out;
}

const ImageSet kMade = made::images(30, 10);
const Entry kLabels = {"labels.npy", made::npy_labels(kMade)};

TEST(Arrays, WhatComesInPiecesIsNeverMovedIntoALargerBlock) {
  constexpr std::uint64_t kImages = 3000, kNumbers = kImages * 784;
  const Bytes numbers(4 * kNumbers / 100, 0);
  for (const Element element : {Element::f32, Element::u8}) {
    Budget budget{Limits()};
    IncomingArray array({.path = {}, .element = element, .shape = {kImages, 28, 28}},
                        kNumbers * element_bytes(element));
    ASSERT_TRUE(array.make_room(budget));
    const std::uint8_t* const place = array.array().bytes.data();
    while (!array.complete()) {
      const auto left =
          std::min<std::uint64_t>(numbers.size(), kNumbers * element_bytes(element) - array.array().bytes.size());
      ASSERT_TRUE(array.add({reinterpret_cast<const char*>(numbers.data()),
                             element == Element::u8 ? static_cast<std::size_t>(left) : numbers.size()}));
      ASSERT_EQ(array.array().bytes.data(), place);
    }
    EXPECT_EQ(array.array().bytes.capacity(), array.held());
  }
  DecodeOptions small;
  small.limits.kept_bytes = 1'000'000;
  Budget budget(small.limits);
  IncomingArray large({.path = {}, .element = Element::f32, .shape = {kImages, 28, 28}}, kNumbers * 4);
  EXPECT_THAT(large.make_room(budget).error().message.english(), HasSubstr("which is the limit for one set"));
}

TEST(Arrays, TheNumberOfImagesMayStandAnywhere) {
  const Bytes pixels = kMade.pixels;
  const Bytes last = turned(pixels, 30);
  for (const auto& [shape, values] : std::vector<std::pair<std::string, Bytes>>{
           {"(30, 28, 28)", pixels},
           {"(30, 784)", pixels},
           {"(30, 784, 1)", pixels},
           {"(30, 1, 784)", pixels},
           {"(30, 28, 28, 1)", pixels},
           {"(28, 28, 30)", last},
           {"(784, 30)", last},
       }) {
    SCOPED_TRACE(shape);
    expect_set(read_files({{"images.npy", made::npy(values, "|u1", shape)}, kLabels}), kMade);
  }
}

TEST(Arrays, LabelsAreFoundInEveryForm) {
  const Entry images = {"images.npy", made::npy_images(kMade)};
  Bytes one_hot(300, 0);
  for (std::size_t i = 0; i < 30; ++i) one_hot[i * 10 + kMade.labels[i]] = 1;
  std::vector<std::int32_t> qmnist;
  for (std::uint8_t label : kMade.labels) qmnist.insert(qmnist.end(), {label, 0, 2000, 17, 0, 0, 3, 0});
  for (const auto& [shape, values, type] : std::vector<std::tuple<std::string, Bytes, std::string>>{
           {"(30,)", kMade.labels, "|u1"},
           {"(30, 1)", kMade.labels, "|u1"},
           {"(1, 30)", kMade.labels, "|u1"},
           {"(30, 10)", one_hot, "|u1"},
           {"(10, 30)", turned(one_hot, 30), "|u1"},
           {"(30, 8)", made::raw(qmnist), "<i4"},
       }) {
    SCOPED_TRACE(shape);
    expect_set(read_files({images, {"labels.npy", made::npy(values, type, shape)}}), kMade);
  }
}

TEST(Arrays, TenThousandLabelsInOneRowEachAreNoHundredByHundredImages) {
  ImageSet many = made::images(10000, 10);
  Bytes one_hot(100000, 0);
  for (std::size_t i = 0; i < many.size(); ++i) one_hot[many.labels[i] * 10000u + i] = 1;
  expect_set(read_files({{"x.npy", made::npy_images(many)}, {"y.npy", made::npy(one_hot, "|u1", "(10, 10000)")}}),
             many);
}

TEST(Arrays, LabelsAmongThePixelsAreTakenOutAndTold) {
  Bytes first, last;
  for (std::size_t i = 0; i < kMade.size(); ++i) {
    const auto image = kMade.image(i);
    first.push_back(kMade.labels[i]);
    first.insert(first.end(), image.begin(), image.end());
    last.insert(last.end(), image.begin(), image.end());
    last.push_back(kMade.labels[i]);
  }
  const auto by_first = read_files({{"mnist_train.npy", made::npy(first, "|u1", "(30, 785)")}});
  expect_set(by_first, kMade);
  EXPECT_THAT(english(by_first->notes), Contains("The first column was taken as the label."));
  const auto by_last = read_files({{"mnist_train.npy", made::npy(last, "|u1", "(30, 785)")}});
  expect_set(by_last, kMade);
  EXPECT_THAT(english(by_last->notes), Contains("The last column was taken as the label."));
}

TEST(Arrays, ALabelThatNeverChangesIsTheEndThatIsNotZero) {
  Bytes last, first;
  for (int row = 0; row < 3; ++row) {
    Bytes pixels(784, 200);
    pixels.front() = pixels.back() = 0;
    first.push_back(5), last.insert(last.end(), pixels.begin(), pixels.end());
    first.insert(first.end(), pixels.begin(), pixels.end()), last.push_back(5);
  }
  for (const auto& [values, note] : std::vector<std::pair<Bytes, std::string>>{
           {first, "The first column was taken as the label."}, {last, "The last column was taken as the label."}}) {
    const auto set = read_files({{"fives.npy", made::npy(values, "|u1", "(3, 785)")}});
    ASSERT_TRUE(set) << set.error().message.english();
    EXPECT_THAT(set->labels, ElementsAre(5, 5, 5));
    EXPECT_THAT(english(set->notes), Contains(note));
  }
}

TEST(Arrays, PixelsBetweenZeroAndOneAreNotMeasuredByTheLabelsBesideThem) {
  std::vector<float> values;
  for (std::size_t i = 0; i < kMade.size(); ++i) {
    values.push_back(kMade.labels[i]);
    for (std::uint8_t pixel : kMade.image(i)) values.push_back(static_cast<float>(pixel) / 255);
  }
  expect_set(read_files({{"train.npy", made::npy(made::raw(values), "<f4", "(30, 785)")}}), kMade);
}

TEST(Arrays, IdxLabelsMayBeOneHotOrQmnists) {
  const Entry images = {"train-images-idx3-ubyte", made::idx_images(kMade)};
  Bytes one_hot(300, 0);
  for (std::size_t i = 0; i < 30; ++i) one_hot[i * 10 + kMade.labels[i]] = 1;
  expect_set(read_files({images, {"train-labels-idx2-ubyte", made::idx(one_hot, {30, 10})}}), kMade);
  Bytes qmnist;
  for (std::uint8_t label : kMade.labels)
    for (std::uint32_t value : {std::uint32_t{label}, 0u, 2000u, 17u, 0u, 0u, 3u, 0u}) made::put_big(qmnist, value, 4);
  expect_set(read_files({images, {"train-labels-idx2-int", made::idx(qmnist, {30, 8}, 0x0C)}}), kMade);
}

TEST(Arrays, LineEndsAndZerosBehindAnIdxFileAreLetBeOtherBytesAreNot) {
  for (const std::string& tail : {std::string("\n"), std::string("\r\n"), std::string(512, '\0')}) {
    Bytes file = made::idx_images(kMade);
    made::put_text(file, tail);
    const auto set = read_files({{"train-images-idx3-ubyte", file}});
    expect_pixels_of(set, kMade);
    EXPECT_THAT(english(set->notes), Contains(HasSubstr("behind the images")));
  }
  Bytes file = made::idx_images(kMade);
  made::put_text(file, "more");
  const auto set = read_files({{"train-images-idx3-ubyte", file}});
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error().message.english(), HasSubstr("longer than its header says"));
}

TEST(Arrays, AFileIntoWhichTwoArraysWereSavedGivesBoth) {
  Bytes file = made::npy_images(kMade);
  const Bytes labels = made::npy_labels(kMade);
  file.insert(file.end(), labels.begin(), labels.end());
  const auto set = read_files({{"images.npy", file}});
  expect_set(set, kMade);
  EXPECT_THAT(english(set->notes), Contains("\"images.npy\" holds 2 arrays, one behind the other."));
}

/// NumPy's type U: letters of four bytes.
Bytes wide(const std::vector<std::string>& words, std::size_t letters) {
  Bytes bytes;
  for (const std::string& word : words)
    for (std::size_t i = 0; i < letters; ++i)
      bytes.insert(bytes.end(), {std::uint8_t(i < word.size() ? word[i] : 0), 0, 0, 0});
  return bytes;
}

TEST(Arrays, LabelsThatAreWordsBecomeClassesAndNumbersWrittenOutThemselves) {
  const Entry images = {"images.npy", made::npy_images(kMade)};
  std::vector<std::string> digits, animals;
  for (std::uint8_t label : kMade.labels)
    digits.push_back(std::to_string(label)), animals.push_back(label % 2 ? "dog" : "cat");
  expect_set(read_files({images, {"labels.npy", made::npy(wide(digits, 1), "<U1", "(30,)")}}), kMade);
  const auto set = read_files({images, {"labels.npy", made::npy(wide(animals, 5), "<U5", "(30, 1)")}});
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_THAT(set->class_names, ElementsAre("cat", "dog"));
  EXPECT_EQ(set->labels[1], 1);
  Bytes bytes;
  for (const std::string& word : animals) made::put_text(bytes, word);
  const auto narrow = read_files({images, {"labels.npy", made::npy(bytes, "|S3", "(30,)")}});
  ASSERT_TRUE(narrow) << narrow.error().message.english();
  EXPECT_THAT(narrow->class_names, ElementsAre("cat", "dog"));
}

TEST(Arrays, WordsWithAnEmptyOneOrTooManyAreRefused) {
  const Entry images = {"images.npy", made::npy_images(kMade)};
  std::vector<std::string> words(30, "a");
  words[7].clear();
  const auto empty = read_files({images, {"labels.npy", made::npy(wide(words, 1), "<U1", "(30,)")}});
  ASSERT_FALSE(empty);
  EXPECT_THAT(empty.error().message.english(), HasSubstr("label 8 is empty"));
}

}  // namespace
}  // namespace hourglass

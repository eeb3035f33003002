// What files do not say of themselves: it is told as a guess, and a person's answer holds.
#include "data/guess.h"

#include <gmock/gmock.h>

#include "data/decode.h"
#include "made_files.h"
#include "made_tables.h"

namespace hourglass {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Bytes = std::vector<std::uint8_t>;

ImageSet read_as(const Bytes& bytes, const std::string& name, const DecodeOptions& options = {}) {
  auto set = decode(bytes, name, options);
  EXPECT_TRUE(set) << set.error().message.english();
  return set ? *std::move(set) : ImageSet{};
}

/// Rows of 785 whole numbers from 0 to 9, of which either end may be the label.
Bytes doubtful_rows() {
  std::string text;
  for (int row = 0; row < 40; ++row) {
    for (int column = 0; column < 785; ++column)
      text += (column ? "," : "") + std::to_string((row * 7 + column * 3 + row / 10) % 10);
    text += "\n";
  }
  return {text.begin(), text.end()};
}

TEST(Guesses, ALabelThatCouldStandAtEitherEndIsOneAndCanBeSaid) {
  const Bytes rows = doubtful_rows();
  const ImageSet guessed = read_as(rows, "rows.csv");
  ASSERT_THAT(guessed.guesses, ElementsAre(testing::Field(&Guess::question, Question::label)));
  std::vector<std::uint8_t> firsts, lasts;
  for (int row = 0; row < 40; ++row) {
    firsts.push_back(static_cast<std::uint8_t>((row * 7 + row / 10) % 10));
    lasts.push_back(static_cast<std::uint8_t>((row * 7 + 784 * 3 + row / 10) % 10));
  }
  const ImageSet first = read_as(rows, "rows.csv", answered({}, {Question::label, false}));
  const ImageSet last = read_as(rows, "rows.csv", answered({}, {Question::label, true}));
  EXPECT_EQ(first.labels, firsts);
  EXPECT_EQ(last.labels, lasts);
  EXPECT_NE(first.pixels, last.pixels);
  EXPECT_EQ(guessed.labels, guessed.guesses[0].taken == 1 ? lasts : firsts);
}

TEST(Guesses, ALabelInAnArrayOf785ColumnsIsOneWhereBothEndsChange) {
  Bytes cells;
  for (int row = 0; row < 40; ++row)
    for (int column = 0; column < 785; ++column)
      cells.push_back(static_cast<std::uint8_t>((row * 7 + column * 3) % 10));
  const Bytes array = made::npy(cells, "|u1", "(40, 785)");
  EXPECT_THAT(read_as(array, "rows.npy").guesses, ElementsAre(testing::Field(&Guess::question, Question::label)));
  EXPECT_EQ(read_as(array, "rows.npy", answered({}, {Question::label, true})).labels[1], (7 + 784 * 3) % 10);
  EXPECT_EQ(read_as(array, "rows.npy", answered({}, {Question::label, false})).labels[1], 7);
}

TEST(Guesses, ThereAreNoneWhereTheValuesLeaveNoDoubt) {
  const ImageSet made = made::images(30);
  for (const bool last : {false, true}) {
    const std::string text = made::rows_of(made, {.label_last = last});
    EXPECT_THAT(read_as({text.begin(), text.end()}, "digits.csv").guesses, IsEmpty()) << last;
  }
}

TEST(Guesses, AreTheWayImagesLieWhereANameAloneSaysIt) {
  const ImageSet made = made::images(12);
  const Bytes array = made::npy_images(made);
  const ImageSet turned = read_as(array, "emnist-digits.npy");
  EXPECT_THAT(turned.guesses, ElementsAre(Guess{Question::orientation, true}));
  const ImageSet stored = read_as(array, "emnist-digits.npy", answered({}, {Question::orientation, false}));
  EXPECT_THAT(stored.guesses, IsEmpty());
  EXPECT_EQ(stored.pixels, made.pixels);
  EXPECT_NE(turned.pixels, made.pixels);
  EXPECT_EQ(read_as(array, "digits.npy", answered({}, {Question::orientation, true})).pixels, turned.pixels);
}

TEST(Guesses, AreTheGroundOfImagesThatSeemDarkOnLight) {
  ImageSet dark = made::images(12);
  const std::vector<std::uint8_t> light = dark.pixels;
  for (std::uint8_t& pixel : dark.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  const Bytes array = made::npy_images(dark);
  EXPECT_THAT(read_as(array, "digits.npy").guesses, ElementsAre(Guess{Question::ground, false}));
  const ImageSet inverted = read_as(array, "digits.npy", answered({}, {Question::ground, true}));
  EXPECT_EQ(inverted.pixels, light);
  EXPECT_THAT(inverted.guesses, IsEmpty());
}

}  // namespace
}  // namespace hourglass

// What files do not say of themselves: it is told as a guess, and a person's answer holds.
#include "data/guess.h"

#include <gmock/gmock.h>

#include "data/decode.h"
#include "data/made_files.h"
#include "data/made_tables.h"
#include "data/read_sets.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::set_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Rows of 785 whole numbers from 0 to 9, of which either end may be the label.
Bytes doubtful_rows() {
  std::string text;
  for (int row = 0; row < 40; ++row) {
    for (int column = 0; column < 785; ++column)
      text += (column ? "," : "") + std::to_string((row * 7 + column * 3 + row / 10) % 10);
    text += "\n";
  }
  return made::bytes_of(text);
}

TEST(Guesses, ALabelThatCouldStandAtEitherEndIsOneAndCanBeSaid) {
  const Bytes rows = doubtful_rows();
  const ImageSet guessed = set_of(rows, "rows.csv");
  ASSERT_THAT(guessed.guesses, ElementsAre(testing::Field(&Guess::question, Question::label)));
  std::vector<std::uint8_t> firsts, lasts;
  for (int row = 0; row < 40; ++row) {
    firsts.push_back(static_cast<std::uint8_t>((row * 7 + row / 10) % 10));
    lasts.push_back(static_cast<std::uint8_t>((row * 7 + 784 * 3 + row / 10) % 10));
  }
  const ImageSet first = set_of(rows, "rows.csv", answered({}, {Question::label, false}));
  const ImageSet last = set_of(rows, "rows.csv", answered({}, {Question::label, true}));
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
  EXPECT_THAT(set_of(array, "rows.npy").guesses, ElementsAre(testing::Field(&Guess::question, Question::label)));
  EXPECT_EQ(set_of(array, "rows.npy", answered({}, {Question::label, true})).labels[1], (7 + 784 * 3) % 10);
  EXPECT_EQ(set_of(array, "rows.npy", answered({}, {Question::label, false})).labels[1], 7);
}

TEST(Guesses, ThereAreNoneWhereTheValuesLeaveNoDoubt) {
  const ImageSet made = made::images(30);
  for (const bool last : {false, true}) {
    const std::string text = made::rows_of(made, {.label_last = last});
    EXPECT_THAT(set_of(made::bytes_of(text), "digits.csv").guesses, IsEmpty()) << last;
  }
}

TEST(Guesses, AreTheWayImagesLieWhereANameAloneSaysIt) {
  const ImageSet made = made::images(12);
  const Bytes array = made::npy_images(made);
  const ImageSet turned = set_of(array, "emnist-digits.npy");
  EXPECT_THAT(turned.guesses, ElementsAre(Guess{Question::orientation, true}));
  const ImageSet stored = set_of(array, "emnist-digits.npy", answered({}, {Question::orientation, false}));
  EXPECT_THAT(stored.guesses, IsEmpty());
  EXPECT_EQ(stored.pixels, made.pixels);
  EXPECT_NE(turned.pixels, made.pixels);
  EXPECT_EQ(set_of(array, "digits.npy", answered({}, {Question::orientation, true})).pixels, turned.pixels);
}

TEST(Guesses, AreTheGroundOfImagesThatSeemDarkOnLight) {
  ImageSet dark = made::images(12);
  const std::vector<std::uint8_t> light = dark.pixels;
  for (std::uint8_t& pixel : dark.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  const Bytes array = made::npy_images(dark);
  EXPECT_THAT(set_of(array, "digits.npy").guesses, ElementsAre(Guess{Question::ground, false}));
  const ImageSet inverted = set_of(array, "digits.npy", answered({}, {Question::ground, true}));
  EXPECT_EQ(inverted.pixels, light);
  EXPECT_THAT(inverted.guesses, IsEmpty());
}

}  // namespace
}  // namespace hourglass

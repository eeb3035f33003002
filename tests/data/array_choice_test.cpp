// Files of several arrays of images that are no split of one set: which is taken, that it is told, and that a person
// may say it; and which dimension of an array is the number of images.
#include "data/array_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/decode.h"
#include "data/made_matlab.h"
#include "data/made_sets.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;
using made::others;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::expected<ImageSet, Error> npz_with(const std::vector<Entry>& entries, const DecodeOptions& options = {}) {
  return decode(made::zip(entries), "digits.npz", options);
}
ImageSet set_in(const std::vector<Entry>& entries, const DecodeOptions& options = {}) {
  auto set = npz_with(entries, options);
  EXPECT_TRUE(set) << set.error().message.english();
  return set ? *std::move(set) : ImageSet{};
}
DecodeOptions of_array(const std::string& name) {
  DecodeOptions options;
  options.array = name;
  return options;
}
DecodeOptions by_axis(ImageAxis axis) {
  DecodeOptions options;
  options.axis = axis;
  return options;
}
Guess array_guess(std::vector<std::string> names, std::uint32_t taken) {
  return {Question::array, taken, std::move(names)};
}
Entry images_of(const std::string& name, const ImageSet& set) { return {name + ".npy", made::npy_images(set)}; }
Entry labels_as_npy(const std::string& name, const ImageSet& set) { return {name + ".npy", made::npy_labels(set)}; }

const ImageSet kClean = made::images(12), kNoisy = others(12);

TEST(ArrayChoice, OfTwoArraysForWhichTheLabelsCouldBeOneIsTakenAndTheOtherCanBeSaid) {
  const std::vector<Entry> entries = {images_of("clean", kClean), images_of("noisy", kNoisy),
                                      labels_as_npy("y", kClean)};
  const ImageSet guessed = set_in(entries);
  EXPECT_EQ(guessed.pixels, kClean.pixels);
  EXPECT_EQ(guessed.labels, kClean.labels);
  EXPECT_THAT(guessed.guesses, ElementsAre(array_guess({"clean", "noisy"}, 0)));
  EXPECT_THAT(english(guessed.notes), ElementsAre("Of the arrays \"clean\" and \"noisy\", \"clean\" was taken."));
  const ImageSet said = set_in(entries, answered({}, array_guess({"clean", "noisy"}, 1)));
  EXPECT_EQ(said.pixels, kNoisy.pixels);
  EXPECT_EQ(said.labels, kClean.labels);
  EXPECT_THAT(said.guesses, IsEmpty());
  EXPECT_THAT(said.answers, ElementsAre(array_guess({"clean", "noisy"}, 1)));
}

TEST(ArrayChoice, ImagesThatAreCalledNothingElseAreTheSetWhereverTheyStand) {
  for (const char* other : {"masks", "images_rotated"}) {
    const ImageSet set =
        set_in({images_of(other, kNoisy), images_of("images", kClean), labels_as_npy("labels", kClean)});
    EXPECT_EQ(set.pixels, kClean.pixels) << other;
    EXPECT_THAT(set.guesses, ElementsAre(array_guess({other, "images"}, 1)));
    const ImageSet alone = set_in({images_of(other, kNoisy), images_of("images", kClean)});
    EXPECT_EQ(alone.pixels, kClean.pixels) << other;
    EXPECT_FALSE(alone.labelled()) << "no classes of images and their masks";
    EXPECT_THAT(alone.guesses, ElementsAre(array_guess({other, "images", "*"}, 1)));
  }
  const ImageSet pairs = set_in({images_of("x", kNoisy), images_of("y", kClean)});
  EXPECT_EQ(pairs.pixels, kNoisy.pixels);
  EXPECT_THAT(pairs.guesses, ElementsAre(array_guess({"x", "y", "*"}, 0)));
}

TEST(ArrayChoice, AsManyImagesOfAFewNamesMayBeClassesOrNot) {
  const std::vector<Entry> entries = {images_of("clean", kClean), images_of("noisy", kNoisy)};
  const Guess all = array_guess({"clean", "noisy", "*"}, 2);
  const ImageSet classes = set_in(entries);
  EXPECT_THAT(classes.class_names, ElementsAre("clean", "noisy"));
  EXPECT_THAT(classes.guesses, ElementsAre(all));
  const ImageSet one = set_in(entries, of_array("noisy"));
  EXPECT_EQ(one.pixels, kNoisy.pixels);
  EXPECT_FALSE(one.labelled());
  EXPECT_THAT(one.answers, ElementsAre(array_guess({"clean", "noisy", "*"}, 1)));
  const ImageSet said = set_in(entries, answered({}, all));
  EXPECT_EQ(said.labels, classes.labels);
  EXPECT_THAT(said.guesses, IsEmpty());
  EXPECT_THAT(said.answers, ElementsAre(all));
  const ImageSet nameless = set_in({images_of("arr_0", kClean), images_of("arr_1", kNoisy)});
  EXPECT_THAT(nameless.guesses, ElementsAre(array_guess({"arr_0", "arr_1", "*"}, 2)));
}

TEST(ArrayChoice, ThereIsNoneWhereArraysArePlainlyClassesOrASplit) {
  EXPECT_THAT(set_in({images_of("cat", made::images(12)), images_of("dog", others(9))}).guesses, IsEmpty());
  EXPECT_THAT(set_in({images_of("A", kClean), images_of("B", kNoisy), images_of("C", made::images(11))}).guesses,
              IsEmpty());
  const ImageSet split = set_in({images_of("x_train", kClean), labels_as_npy("y_train", kClean),
                                 images_of("images_test", others(4)), labels_as_npy("labels_test", others(4))});
  EXPECT_THAT(split.guesses, IsEmpty());
  EXPECT_EQ(split.published.held_out.size(), 4u);
  const ImageSet pieces = set_in({images_of("data_1", kClean), labels_as_npy("labels_1", kClean),
                                  images_of("data_2", kNoisy), labels_as_npy("labels_2", kNoisy)});
  EXPECT_THAT(pieces.guesses, IsEmpty());
  EXPECT_EQ(pieces.size(), 24u);
  const ImageSet some = set_in({images_of("mean", made::images(1)), images_of("samples", kNoisy)});
  EXPECT_EQ(some.pixels, kNoisy.pixels);
  EXPECT_THAT(some.guesses, IsEmpty()) << "one image is no set";
  EXPECT_THAT(english(some.notes), Contains(HasSubstr("\"samples\" was taken.")));
}

TEST(ArrayChoice, TwoSetsInOneFileAreNotMixed) {
  const ImageSet digits = made::images(12), letters = others(8, 4);
  const std::vector<Entry> entries = {images_of("digits_x", digits), images_of("letters_x", letters),
                                      labels_as_npy("letters_y", letters), labels_as_npy("digits_y", digits)};
  const ImageSet first = set_in(entries);
  EXPECT_EQ(first.pixels, digits.pixels);
  EXPECT_EQ(first.labels, digits.labels);
  EXPECT_THAT(first.guesses, ElementsAre(array_guess({"digits_x", "letters_x", "*"}, 0)));
  const ImageSet second = set_in(entries, of_array("letters_x"));
  EXPECT_EQ(second.pixels, letters.pixels);
  EXPECT_EQ(second.labels, letters.labels);
  EXPECT_EQ(set_in(entries, of_array("*")).size(), 20u);
}

TEST(ArrayChoice, LabelsOfAnotherArrayNeverGoToTheOneThatIsTaken) {
  ImageSet writers = kClean;
  for (std::uint8_t& writer : writers.labels) writer = 40;
  const std::vector<Entry> entries = {images_of("images", kClean), images_of("masks", kNoisy),
                                      labels_as_npy("writers", writers), labels_as_npy("labels", kClean)};
  for (const char* array : {"images", "masks"}) {
    const ImageSet set = set_in(entries, of_array(array));
    EXPECT_EQ(set.labels, kClean.labels) << array;
    EXPECT_THAT(english(set.notes), Contains("\"writers\" was left out.")) << array;
  }
}

TEST(ArrayChoice, RolesGoWithTheArrayThatIsChosen) {
  const ImageSet train = made::images(12), test = made::images(4);
  const ImageSet noisy_train = others(12), noisy_test = others(4);
  std::vector<Entry> entries = {images_of("train_clean", train), images_of("train_noisy", noisy_train),
                                images_of("test_clean", test),   images_of("test_noisy", noisy_test),
                                labels_as_npy("train_y", train), labels_as_npy("test_y", test)};
  const ImageSet set = set_in(entries, of_array("noisy"));
  EXPECT_EQ(set.published.train, (IndexRange{0, 12}));
  EXPECT_EQ(set.published.held_out, (IndexRange{12, 16}));
  EXPECT_TRUE(std::equal(noisy_train.pixels.begin(), noisy_train.pixels.end(), set.pixels.begin()));
  EXPECT_THAT(set.answers, ElementsAre(array_guess({"clean", "noisy"}, 1)));
  // The whole name of one is that one.
  const ImageSet one = set_in(entries, of_array("test_noisy"));
  EXPECT_EQ(one.pixels, noisy_test.pixels);
}

TEST(ArrayChoice, MatlabsPathsAreNamesAndSoAreTheirLastParts) {
  const auto cube = [](const ImageSet& set) {
    return made::MatlabArray{"", {28, 28, static_cast<std::uint32_t>(set.size())}, made::images_last(set)};
  };
  made::MatlabWriter file;
  file.variable("faces", {{"left", file.matrix(cube(kClean))}, {"right", file.matrix(cube(kNoisy))}});
  for (const char* name : {"faces/right", "right"}) {
    const auto set = decode(file.out, "faces.mat", of_array(name));
    ASSERT_TRUE(set) << set.error().message.english();
    EXPECT_EQ(set->pixels, kNoisy.pixels) << name;
  }
}

TEST(ArrayChoice, AnArrayThatIsNotThereIsRefusedByNameWithThoseThatAre) {
  const auto none = npz_with({images_of("clean", kClean), images_of("noisy", kNoisy)}, of_array("blurred"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message.english(),
            "There is no array of images called \"blurred\" here; there are these: \"clean\" and \"noisy\".");
  const auto idx = decode(made::idx_images(kClean), "images", of_array("blurred"));
  ASSERT_FALSE(idx);
  EXPECT_EQ(idx.error().message.english(), "There is no array of images called \"blurred\" here.");
}

TEST(OddArrays, AreLeftOutByTheirNamesAndAreNoFiles) {
  const Bytes codes = made::npy(made::raw(std::vector<float>(24, 0.5f)), "<f4", "(12, 2)");
  const Bytes writers = made::npy(made::raw(std::vector<std::int32_t>(12, 1000)), "<i4", "(12,)");
  const ImageSet set = set_in({images_of("images", kClean),
                               labels_as_npy("labels", kClean),
                               {"codes.npy", codes},
                               {"writers.npy", writers},
                               {"seed.npy", made::npy({7}, "|u1", "()")}});
  EXPECT_EQ(set.labels, kClean.labels);
  EXPECT_THAT(english(set.notes), ElementsAre("\"codes\", \"writers\" and \"seed\" were left out: they hold neither "
                                              "images nor labels."));
}

TEST(OddArrays, LabelsThatCannotBeUsedAreToldWithTheReasonWhereThereAreNoOthers) {
  const Bytes many = made::npy(made::raw(std::vector<std::int32_t>(12, 1000)), "<i4", "(12,)");
  const ImageSet set = set_in({images_of("images", kClean), {"labels.npy", many}});
  EXPECT_FALSE(set.labelled());
  EXPECT_THAT(english(set.notes),
              ElementsAre("\"digits.npz/labels.npy\": label 1 is 1000; labels are whole numbers from "
                          "0 to 63. It was left out."));
  const auto none = npz_with({{"labels.npy", many}});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error().message.english(), HasSubstr("label 1 is 1000"));
}

TEST(OddArrays, EmnistsWritersAreNoLabelsWhereverTheyAreFew) {
  const ImageSet train = made::images(12), test = others(4);
  made::MatlabWriter file(true);
  const auto part = [&](const ImageSet& set, std::uint8_t writer) {
    const auto count = static_cast<std::uint32_t>(set.size());
    return file.record("", {{"writers", file.matrix({"", {count, 1}, Bytes(count, writer)})},
                            {"images", file.matrix({"", {count, 784}, made::rows_by_column(set)})},
                            {"labels", file.matrix({"", {count, 1}, set.labels})}});
  };
  file.variable(
      "dataset",
      {{"train", part(train, 200)}, {"test", part(test, 3)}, {"mapping", file.matrix({"", {10, 2}, Bytes(20, 48)})}});
  const auto set = decode(file.out, "digits.mat");
  ASSERT_TRUE(set) << set.error().message.english();
  made::expect_twelve_and_four(*set);
  EXPECT_TRUE(std::equal(test.labels.begin(), test.labels.end(), set->labels.begin() + 12));
  EXPECT_THAT(english(set->notes),
              ElementsAre("\"writers\" and \"mapping\" were left out: they hold neither images nor labels."));
}

TEST(ImageAxes, TwentyEightImagesReadBothWaysAndThatIsAGuess) {
  const ImageSet made = made::images(28);
  for (const bool fortran : {false, true}) {
    const Bytes array = made::npy(made.pixels, "|u1", "(28, 28, 28)", fortran);
    const auto guessed = decode(array, "digits.npy");
    ASSERT_TRUE(guessed) << guessed.error().message.english();
    EXPECT_THAT(guessed->guesses, Contains(Guess{Question::axis, fortran ? 1u : 0u}));
    EXPECT_THAT(english(guessed->notes), Contains(fortran ? "The last dimension was taken as the number of images."
                                                          : "The first dimension was taken as the number of images."));
    const auto first = decode(array, "digits.npy", by_axis(ImageAxis::first));
    const auto last = decode(array, "digits.npy", by_axis(ImageAxis::last));
    ASSERT_TRUE(first && last);
    EXPECT_EQ(guessed->pixels, fortran ? last->pixels : first->pixels);
    EXPECT_NE(first->pixels, last->pixels);
    if (!fortran) {
      EXPECT_EQ(first->pixels, made.pixels);
    }
    EXPECT_THAT(last->guesses, Not(Contains(testing::Field(&Guess::question, Question::axis))));
    EXPECT_THAT(last->answers, ElementsAre(Guess{Question::axis, 1}));
  }
  const auto columns = decode(made::npy(Bytes(784 * 784, 9), "|u1", "(784, 784)"), "square.npy");
  ASSERT_TRUE(columns);
  EXPECT_THAT(columns->guesses, Contains(Guess{Question::axis, 0}));
}

TEST(ImageAxes, AreNoQuestionWhereTheShapeOrTheFormatSaysThem) {
  const auto asks = [](const Bytes& file, const std::string& name) {
    const auto set = decode(file, name);
    EXPECT_TRUE(set) << set.error().message.english();
    return set && std::ranges::find(set->guesses, Question::axis, &Guess::question) != set->guesses.end();
  };
  const ImageSet many = made::images(30), square = made::images(28);
  EXPECT_FALSE(asks(made::npy_images(many), "digits.npy"));
  EXPECT_FALSE(asks(made::npy(many.pixels, "|u1", "(28, 28, 30)"), "digits.npy"));
  EXPECT_FALSE(asks(made::npy(Bytes(100 * 784, 7), "|u1", "(784, 100)"), "digits.npy"));
  EXPECT_FALSE(asks(made::npy(Bytes(100 * 28 * 20, 7), "|u1", "(100, 28, 20)"), "digits.npy"));
  EXPECT_FALSE(asks(made::idx_images(square), "images")) << "IDX has the number first";
  EXPECT_EQ(decode(made::idx_images(square), "images")->pixels, square.pixels);
}

TEST(ImageAxes, NothingIsReadAsStripes) {
  // 100 images of 28 by 20 pixels, their number last: the first reading would be 28 images of 20 by 100.
  const auto faces = decode(made::npy(Bytes(100 * 28 * 20, 7), "|u1", "(28, 20, 100)"), "faces.npy");
  ASSERT_TRUE(faces) << faces.error().message.english();
  EXPECT_EQ(faces->size(), 100u);
  // 28 by 100 pixels, or 30 by 28: it could be either.
  const auto unsure = decode(made::npy(Bytes(30 * 28 * 100, 7), "|u1", "(30, 28, 100)"), "words.npy");
  ASSERT_TRUE(unsure);
  EXPECT_THAT(unsure->guesses, Contains(testing::Field(&Guess::question, Question::axis)));
  // MATLAB's (32, 32, 3, 3): three images in colours, and not 32 of 32 by 3.
  const auto colours = decode(made::npy(Bytes(32 * 32 * 9, 7), "|u1", "(32, 32, 3, 3)"), "few.npy");
  ASSERT_TRUE(colours);
  EXPECT_EQ(colours->size(), 3u);
}

TEST(ImageAxes, ColumnsOfAnyNumberOfPixelsCanBeSaid) {
  Bytes pixels(400 * 50, 0);
  for (std::size_t i = 0; i < 50; ++i) pixels[210 * 50 + i] = static_cast<std::uint8_t>(100 + i);
  const auto set = decode(made::npy(pixels, "|u1", "(400, 50)"), "digits.npy", by_axis(ImageAxis::last));
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_EQ(set->size(), 50u);
  EXPECT_THAT(english(set->notes), Contains("The images are 20 by 20 pixels and were fitted to 28 by 28."));
}

TEST(ImageAxes, AHundredAndOneColumnsOfPixelsHoldNoLabels) {
  const ImageSet made = made::images(101);
  Bytes columns;
  for (std::size_t p = 0; p < 784; ++p)
    for (std::size_t n = 0; n < 101; ++n) columns.push_back(made.image(n)[p]);
  const auto set = decode(made::npy(columns, "|u1", "(784, 101)"), "digits.npy");
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_EQ(set->pixels, made.pixels);
  EXPECT_FALSE(set->labelled());
}

}  // namespace
}  // namespace hourglass

#include "data/split.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "data/made_files.h"

namespace hourglass {
namespace {

ImageSet labelled(const std::vector<int>& per_class) {
  ImageSet set;
  for (std::size_t c = 0; c < per_class.size(); ++c) {
    set.labels.insert(set.labels.end(), static_cast<std::size_t>(per_class[c]), static_cast<std::uint8_t>(c));
    set.class_names.push_back(std::to_string(c));
  }
  set.pixels.resize(set.labels.size() * kImagePixels);
  return set;
}

std::vector<int> counts(const ImageSet& set, const std::vector<std::uint32_t>& indices) {
  std::vector<int> result(set.class_names.size(), 0);
  for (std::uint32_t i : indices) ++result[set.labels[i]];
  return result;
}

TEST(Split, KeepsAPublishedSplitInTheFilesOrder) {
  ImageSet set = labelled({30, 30});
  set.published = {{5, 40}, {0, 5}, {40, 60}};
  const auto split = make_split(set, {});
  ASSERT_TRUE(split);
  EXPECT_EQ(split->train.size(), 35u);
  EXPECT_TRUE(std::is_sorted(split->train.begin(), split->train.end()));
  EXPECT_EQ(split->train.front(), 5u);
  EXPECT_EQ(split->validation.size(), 5u);
  EXPECT_EQ(split->held_out.back(), 59u);
}

TEST(Split, HoldsOutTheSameShareOfEveryClassAndSharesNoImage) {
  const ImageSet set = labelled({600, 60, 12});
  const auto split = make_split(set, {});
  ASSERT_TRUE(split);
  EXPECT_THAT(counts(set, split->held_out), testing::ElementsAre(100, 10, 2));
  std::set<std::uint32_t> all(split->train.begin(), split->train.end());
  all.insert(split->held_out.begin(), split->held_out.end());
  EXPECT_EQ(all.size(), 672u);
  const auto half = make_split(set, {.held_out_share = 0.5f});
  EXPECT_THAT(counts(set, half->held_out), testing::ElementsAre(300, 30, 6));
}

TEST(Split, ShufflesWhatStandsClassByClass) {
  const auto split = make_split(labelled({500, 500}), {});
  const auto first_class_in_front =
      std::count_if(split->train.begin(), split->train.begin() + 100, [](std::uint32_t i) { return i < 500; });
  EXPECT_GT(first_class_in_front, 20);
  EXPECT_LT(first_class_in_front, 80);
}

TEST(Split, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const ImageSet set = labelled({100, 100});
  EXPECT_EQ(make_split(set, {.seed = 3})->held_out, make_split(set, {.seed = 3})->held_out);
  EXPECT_NE(make_split(set, {.seed = 3})->held_out, make_split(set, {.seed = 4})->held_out);
}

TEST(Split, HoldsOutTheSameImagesWhateverTheNumberTrainedOn) {
  const ImageSet set = labelled({100, 100});
  EXPECT_EQ(make_split(set, {.images = 10})->held_out, make_split(set, {.images = 100})->held_out);
}

TEST(Split, TakesAsManyTrainingImagesAsAskedBalancedOrNot) {
  ImageSet set = labelled({1000, 100, 10});
  set.published = {{0, 1100}, {}, {1100, 1110}};
  const auto plain = make_split(set, {.images = 300});
  EXPECT_EQ(plain->train.size(), 300u);
  EXPECT_GT(counts(set, plain->train)[0], 240);
  const ImageSet uneven = labelled({1000, 100, 12});
  const auto balanced = make_split(uneven, {.images = 300, .balanced = true});
  EXPECT_THAT(counts(uneven, balanced->train), testing::ElementsAre(207, 83, 10));
}

TEST(Split, LeavesOutClasses) {
  ImageSet set = labelled({60, 60, 60});
  const auto split = make_split(set, {.classes = 0b101});
  EXPECT_THAT(counts(set, split->train), testing::ElementsAre(50, 0, 50));
  EXPECT_THAT(counts(set, split->held_out), testing::ElementsAre(10, 0, 10));
}

TEST(Split, OfUnlabelledImagesIgnoresClasses) {
  ImageSet set = labelled({60});
  set.labels.clear();
  set.class_names.clear();
  const auto split = make_split(set, {.classes = 0});
  ASSERT_TRUE(split);
  EXPECT_EQ(split->held_out.size(), 10u);
}

TEST(Split, SaysWhyNothingIsLeft) {
  const ImageSet set = labelled({60, 60});
  EXPECT_EQ(make_split(set, {.classes = 0}).error().message.english(),
            "No images are left: all their classes are left out.");
  EXPECT_EQ(make_split(labelled({1, 1}), {}).error().message.english(),
            "There are too few images to hold some out: at least 4 of some class are needed.");
  EXPECT_EQ(make_split(set, {.held_out_share = 1}).error().message.english(),
            "The held-out share must lie between 0 and 0.9.");
  ImageSet lopsided = labelled({10, 10});
  lopsided.published = {{0, 10}, {}, {10, 20}};
  EXPECT_EQ(make_split(lopsided, {.classes = 0b10}).error().message.english(),
            "No images are left to train on: choose more classes or hold out fewer.");
}

TEST(Select, CopiesTheChosenImagesWithTheirLabels) {
  const ImageSet made = made::images(5);
  const ImageSet chosen = select(made, {4, 1});
  EXPECT_EQ(chosen.size(), 2u);
  EXPECT_THAT(chosen.labels, testing::ElementsAre(4, 1));
  EXPECT_TRUE(std::ranges::equal(chosen.image(0), made.image(4)));
}

}  // namespace
}  // namespace hourglass

#include "data/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "data/made_files.h"
#include "english.h"

namespace hourglass {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::uint32_t> all_of(const ImageSet& set) {
  std::vector<std::uint32_t> indices(set.size());
  std::iota(indices.begin(), indices.end(), 0u);
  return indices;
}

TEST(Statistics, CountAndAverageByClass) {
  ImageSet set = made::images(6, 2);
  for (std::size_t i = 0; i < 6; ++i) std::fill_n(set.pixels.begin() + i * 784, 784, static_cast<std::uint8_t>(i * 10));
  set.pixels[0] = 4;
  const DataStatistics s = look_at(set, all_of(set));
  EXPECT_THAT(s.counts, ElementsAre(3, 3));
  EXPECT_EQ(s.means.size(), 3u * 784);
  EXPECT_EQ(s.means[10], 25);
  EXPECT_EQ(s.means[784 + 10], 20);
  EXPECT_EQ(s.means[2 * 784 + 10], 30);
  EXPECT_EQ(s.blank, 5u);
}

TEST(Statistics, SayNothingOfASoundSet) {
  const ImageSet set = made::images(100);
  EXPECT_THAT(english(look_at(set, all_of(set)).warnings), IsEmpty());
}

TEST(Statistics, CountDuplicatesAndThoseThatContradictTheirTwin) {
  ImageSet set = made::images(20, 2);
  std::copy_n(set.pixels.begin(), 784, set.pixels.begin() + 4 * 784);  // same class
  std::copy_n(set.pixels.begin(), 784, set.pixels.begin() + 5 * 784);  // other class
  const DataStatistics s = look_at(set, all_of(set));
  EXPECT_EQ(s.duplicates, 2u);
  EXPECT_EQ(s.contradictions, 1u);
  EXPECT_THAT(english(s.warnings), Contains("2 images are exact duplicates of others (10%)."));
  EXPECT_THAT(english(s.warnings), Contains("1 image equals another one that carries a different label."));
}

TEST(Statistics, WarnOfBlankImagesAndTheirClass) {
  ImageSet set = made::images(20, 2);
  set.class_names = {"H", "I"};
  std::fill_n(set.pixels.begin() + 784, 784, 255);
  std::fill_n(set.pixels.begin() + 3 * 784, 784, 254);
  EXPECT_THAT(english(look_at(set, all_of(set)).warnings), Contains("2 images are blank, all of them \"I\"."));
}

TEST(Statistics, WarnOfConstantMissingAndUnevenLabels) {
  ImageSet set = made::images(20, 2);
  std::fill(set.labels.begin(), set.labels.end(), 1);
  EXPECT_THAT(english(look_at(set, all_of(set)).warnings), Contains("All images carry one label, \"1\"."));
  set.class_names = {"0", "1", "2"};
  for (std::size_t i = 0; i < 3; ++i) set.labels[i] = 2;
  EXPECT_THAT(english(look_at(set, all_of(set)).warnings), Contains("No image is labelled \"0\"."));
  EXPECT_THAT(english(look_at(set, all_of(set)).warnings),
              Contains("The classes are uneven: 17 images of \"1\", 3 of \"2\"."));
  set.labels.clear();
  EXPECT_THAT(english(look_at(set, all_of(set)).warnings),
              Contains("The images have no labels: the code map cannot colour them by class."));
}

TEST(Statistics, WarnOfInkOnPaper) {
  ImageSet set = made::images(20, 2);
  for (std::uint8_t& pixel : set.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  EXPECT_THAT(
      english(look_at(set, all_of(set)).warnings),
      Contains("The images seem to be dark on light; MNIST and its like are light on dark. Load them inverted."));
}

TEST(Statistics, LookOnlyAtTheChosenImages) {
  const ImageSet set = made::images(20, 2);
  const std::vector<std::uint32_t> even = {0, 2, 4};
  EXPECT_THAT(look_at(set, even).counts, ElementsAre(3, 0));
  EXPECT_THAT(english(look_at(set, {}).warnings), ElementsAre("There are no images."));
}

TEST(SharedImages, CountsHeldOutImagesThatAreTrainedOn) {
  ImageSet set = made::images(20, 2);
  std::copy_n(set.pixels.begin(), 784, set.pixels.begin() + 19 * 784);
  const std::vector<std::uint32_t> train = {0, 1, 2}, held_out = {18, 19};
  EXPECT_EQ(shared_images(set, train, held_out), 1u);
}

TEST(SampleSheet, HoldsEachClassInItsOwnRowAndBlackWhereImagesAreMissing) {
  ImageSet set = made::images(9, 3);
  set.labels[2] = 0;
  set.labels[5] = 0;  // class 2 keeps one image, number 8
  const auto sheet = sample_sheet(set, all_of(set), 3, 7);
  ASSERT_EQ(sheet.size(), 9u * 784);
  EXPECT_TRUE(std::equal(sheet.begin() + 6 * 784, sheet.begin() + 7 * 784, set.image(8).begin()));
  EXPECT_EQ(std::accumulate(sheet.begin() + 7 * 784, sheet.end(), 0), 0);
  EXPECT_EQ(sheet, sample_sheet(set, all_of(set), 3, 7));
}

}  // namespace
}  // namespace hourglass

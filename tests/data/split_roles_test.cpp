// Which part of a split files, folders and arrays are, as their names tell, and what becomes of the parts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/made_sets.h"
#include "data/names.h"
#include "data/split_roles.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Entry;
using made::expect_twelve_and_four;
using made::others;
using made::set_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

// Splits.

TEST(SplitRoles, RolesStandInNamesAsPeopleWriteThem) {
  for (const char* name : {"x_train", "trainX", "XTrain", "train0", "trainImages", "train_32x32.mat", "training"}) {
    EXPECT_EQ(role_of(name), SplitRole::train) << name;
  }
  for (const char* name : {"t10k-images-idx3-ubyte", "t10kImages", "testY", "test12", "x_test"}) {
    EXPECT_EQ(role_of(name), SplitRole::held_out) << name;
  }
  for (const char* name : {"trainer", "latest", "at10k", "contest", "valley", ""}) {
    EXPECT_EQ(role_of(name), SplitRole::none) << name;
  }
  for (const char* name : {"train", "train_set", "trainingSet", "TRAIN", "testing", "val images", "testset"}) {
    EXPECT_TRUE(is_role_name(name)) << name;
  }
  for (const char* name : {"train station", "toy_train", "train2", "set", "train_test"}) {
    EXPECT_FALSE(is_role_name(name)) << name;
  }
}

TEST(SplitRoles, ArraysWithoutNamesInPairsTrainAndTestInTheirOrder) {
  const ImageSet train = made::images(12), test = others(4);
  const auto x_train = made::npy_images(train), y_train = made::npy_labels(train), x_test = made::npy_images(test),
             y_test = made::npy_labels(test);
  const auto saved = [](const std::vector<made::Bytes>& arrays) {
    std::vector<Entry> entries;
    for (const made::Bytes& array : arrays)
      entries.push_back({"arr_" + std::to_string(entries.size()) + ".npy", array});
    return set_of({{"mnist.npz", made::zip(entries)}});
  };
  for (const ImageSet& set : {saved({x_train, y_train, x_test, y_test}), saved({x_train, x_test, y_train, y_test})}) {
    expect_twelve_and_four(set);
    EXPECT_TRUE(std::equal(test.labels.begin(), test.labels.end(), set.labels.begin() + 12));
    EXPECT_THAT(english(set.notes), ElementsAre("The arrays have no names: the first images were taken to train, the "
                                                "second to test."));
  }
  EXPECT_FALSE(saved({x_train, y_train}).published.present());
}

TEST(SplitRoles, TrainXAndItsKinInAnNpzKeepTheSplitAndTheFilesName) {
  const ImageSet train = made::images(12), test = others(4);
  const ImageSet set = set_of({{"set.npz", made::zip({{"trainX.npy", made::npy_images(train)},
                                                      {"trainY.npy", made::npy_labels(train)},
                                                      {"testX.npy", made::npy_images(test)},
                                                      {"testY.npy", made::npy_labels(test)}})}});
  expect_twelve_and_four(set);
  EXPECT_EQ(set.name, "set");
}

TEST(SplitRoles, ArraysGiveTheirFilesNameToTheSet) {
  const ImageSet made = made::images(12);
  const auto named = [&](const std::string& images, const std::string& labels) {
    return set_of({{"mnist.npz", made::zip({{images, made::npy_images(made)}, {labels, made::npy_labels(made)}})}})
        .name;
  };
  EXPECT_EQ(named("arr_0.npy", "arr_1.npy"), "mnist");
  EXPECT_EQ(named("x_train.npy", "y_train.npy"), "mnist");
  EXPECT_EQ(set_of({{"kmnist-train-imgs.npz", made::zip({{"arr_0.npy", made::npy_images(made)}})},
                    {"kmnist-train-labels.npz", made::zip({{"arr_0.npy", made::npy_labels(made)}})}})
                .name,
            "kmnist-train-imgs");
  EXPECT_EQ(set_title("fashion-MNIST_train.csv"), "fashion-MNIST");
}

TEST(SplitRoles, ValidationImagesAreTheHeldOutOnesWhereNoneTest) {
  const auto files = made::folders(made::images(8, 2), "data/train/") + made::folders(others(4, 2), "data/val/");
  for (const auto& came : {files, std::vector<Entry>{{"data.zip", made::zip(files)}}}) {
    const ImageSet set = set_of(came);
    EXPECT_EQ(set.size(), 12u);
    EXPECT_EQ(set.published.train, (IndexRange{0, 8}));
    EXPECT_EQ(set.published.held_out, (IndexRange{8, 12}));
    EXPECT_THAT(english(set.notes),
                ElementsAre("There are no test images, so the validation images are the held-out ones."));
  }
  const ImageSet train = made::images(12), valid = others(4);
  const ImageSet set = set_of({{"x_train.npy", made::npy_images(train)},
                               {"y_train.npy", made::npy_labels(train)},
                               {"x_val.npy", made::npy_images(valid)},
                               {"y_val.npy", made::npy_labels(valid)}});
  expect_twelve_and_four(set);
  EXPECT_THAT(english(set.notes), Contains(HasSubstr("the validation images are the held-out ones")));
}

TEST(SplitRoles, ValidationImagesKeepTheirPlaceBesideTestImages) {
  const ImageSet set = set_of(made::folders(made::images(8, 2), "d/train/") + made::folders(others(4, 2), "d/valid/") +
                              made::folders(made::images(6, 2), "d/test/"));
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 12}, {12, 18}}));
}

TEST(SplitRoles, ImagesWithoutARoleTrainBesideImagesThatTest) {
  const ImageSet set =
      set_of({{"digits.csv", made::csv(made::images(12), true)}, {"digits_test.csv", made::csv(others(4), true)}});
  expect_twelve_and_four(set);
}

TEST(SplitRoles, ImagesInNeitherPartOfASplitAreLeftOutAndTold) {
  const ImageSet set = set_of(made::folders(made::images(8, 2), "d/train/") + made::folders(others(4, 2), "d/test/") +
                              made::folders(made::images(6, 2), "d/more/"));
  EXPECT_EQ(set.size(), 12u);
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
  EXPECT_THAT(english(set.notes), Contains("6 images stand in neither training nor test folder and were left out."));
}

TEST(SplitRoles, TrainSetAndTestSetFoldersAreASplit) {
  const ImageSet set =
      set_of(made::folders(made::images(8, 2), "d/train_set/") + made::folders(others(4, 2), "d/test_set/"));
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
  EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
  const ImageSet seg = set_of(made::folders(made::images(8, 2), "d/seg_train/seg_train/") +
                              made::folders(others(4, 2), "d/seg_test/seg_test/"));
  EXPECT_EQ(seg.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
}

TEST(SplitRoles, AFlatTestSetWithoutLabelsIsLeftOutAndNoClass) {
  std::vector<Entry> files = made::folders(made::images(8, 2), "archive/trainingSet/trainingSet/");
  for (int n = 0; n < 3; ++n) {
    files.push_back({"archive/testSet/testSet/img_" + std::to_string(n) + ".png",
                     made::png(others(3).image(static_cast<std::size_t>(n)))});
  }
  const ImageSet set = set_of(files);
  EXPECT_EQ(set.size(), 8u);
  EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
  EXPECT_FALSE(set.published.present());
  EXPECT_THAT(english(set.notes), ElementsAre("3 images in \"testSet\" have no class and were left out."));
}

TEST(SplitRoles, ArchivesNamedTrainAndTestAreASplit) {
  const ImageSet set = set_of({{"train.zip", made::zip(made::folders(made::images(8, 2), ""))},
                               {"test.zip", made::zip(made::folders(others(4, 2), ""))}});
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
  EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
}

}  // namespace
}  // namespace hourglass

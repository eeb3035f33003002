// What the classes of a set are, as folders, files, arrays and labels tell.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/made_sets.h"
#include "data/names.h"
#include "data/picture_folders.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;
using made::in_folder_of;
using made::others;
using made::set_of;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

// Classes.

TEST(SetClasses, AClassMayBeCalledTrain) {
  ImageSet toys = made::images(9, 3);
  toys.class_names = {"train", "car", "plane"};
  const auto files = made::folders(toys, "toys/");
  for (const auto& came : {files, std::vector<Entry>{{"toys.zip", made::zip(files)}}}) {
    const ImageSet set = set_of(came);
    EXPECT_EQ(set.size(), 9u);
    EXPECT_THAT(set.class_names, ElementsAre("car", "plane", "train"));
    EXPECT_EQ(std::count(set.labels.begin(), set.labels.end(), 2), 3);
    EXPECT_FALSE(set.published.present());
    EXPECT_THAT(english(set.notes), ElementsAre("\"train\" was taken as a class, as the folders beside it are."));
  }
}

TEST(SetClasses, AClassCalledTrainStandsInBothPartsOfASplit) {
  ImageSet toys = made::images(9, 3), tests = others(6, 3);
  toys.class_names = tests.class_names = {"train", "car", "plane"};
  const ImageSet set = set_of(made::folders(toys, "toys/train/") + made::folders(tests, "toys/test/"));
  EXPECT_THAT(set.class_names, ElementsAre("car", "plane", "train"));
  EXPECT_EQ(set.published, (PublishedSplit{{0, 9}, {9, 9}, {9, 15}}));
}

TEST(SetClasses, ASampleIsAsEqualByClassWhenOneIsCalledTrain) {
  ImageSet toys = made::images(300, 3);
  toys.class_names = {"train", "car", "plane"};
  DecodeOptions options;
  options.images = 60;
  const Bytes archive = made::zip(made::folders(toys, "toys/"));
  const NamedBytes file{"toys.zip", archive};
  const auto set = decode_files({&file, 1}, options);
  ASSERT_TRUE(set) << set.error().message.english();
  for (int c = 0; c < 3; ++c) EXPECT_EQ(std::count(set->labels.begin(), set->labels.end(), c), 20);
}

TEST(SetClasses, PicturesBesideTheClassFoldersAreNoClass) {
  const auto files = std::vector<Entry>{{"set/preview.png", made::png(others(1).image(0))}} +
                     made::folders(made::images(8, 2), "set/");
  const ImageSet set = set_of(files);
  EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
  EXPECT_THAT(english(set.notes), ElementsAre("1 image in \"set\" has no class and was left out."));
}

TEST(SetClasses, HiddenFoldersAreNoClass) {
  const ImageSet made = made::images(8, 2);
  const auto files = made::folders(made, "digits/") +
                     std::vector<Entry>{{"digits/.ipynb_checkpoints/1000-checkpoint.png", made::png(made.image(0))},
                                        {"digits/0/.ipynb_checkpoints/1.png", made::png(made.image(0))},
                                        {"__MACOSX/digits/0/._1000.png", made::png(made.image(0))},
                                        {"digits/.DS_Store", {1, 2, 3}},
                                        {"digits/0/Thumbs.db", {1, 2, 3}}};
  for (const auto& came : {files, std::vector<Entry>{{"digits.zip", made::zip(files)}},
                           std::vector<Entry>{{"digits.tar", made::tar(files)}}}) {
    const ImageSet set = set_of(came);
    EXPECT_EQ(set.size(), 8u);
    EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
    EXPECT_THAT(english(set.notes), IsEmpty());
  }
  EXPECT_EQ(set_of(made::folders(made, ".data/")).size(), 8u) << "the dropped folder may be hidden itself";
}

TEST(SetClasses, FilesThatAreAClassEachAreNamedByWhatDiffers) {
  const auto file = [](const std::string& name, const ImageSet& set) {
    return Entry{name, made::npy(set.pixels, "|u1", "(4, 784)")};
  };
  const std::vector<Entry> files = {file("full_numpy_bitmap_dog.npy", made::images(4)),
                                    file("full_numpy_bitmap_cat.npy", others(4)),
                                    file("full_numpy_bitmap_The Eiffel Tower.npy", made::images(4))};
  for (const auto& came : {files, in_folder_of("quick/", files)}) {
    const ImageSet set = set_of(came);
    EXPECT_THAT(set.class_names, ElementsAre("The Eiffel Tower", "cat", "dog"));
    EXPECT_EQ(std::count(set.labels.begin(), set.labels.end(), 1), 4);
  }
  EXPECT_EQ(set_of(files).name, "full_numpy_bitmap");
  EXPECT_EQ(set_of(in_folder_of("quick/", files)).name, "quick");
  EXPECT_THAT(set_of({file("bitmap_train.npy", made::images(4)), file("bitmap_cat.npy", others(4)),
                      file("bitmap_dog.npy", made::images(4))})
                  .class_names,
              ElementsAre("cat", "dog", "train"));
}

TEST(SetClasses, WhatDiffersKeepsAWordOfEachName) {
  const auto differing = [](const std::vector<std::string>& names) {
    std::vector<std::vector<NameWord>> words;
    for (const std::string& name : names) words.push_back(words_of(name, true));
    return what_differs(words);
  };
  EXPECT_THAT(differing({"cat", "cat_black"}), ElementsAre("cat", "cat_black"));
  EXPECT_THAT(differing({"digit0", "digit1"}), ElementsAre("0", "1"));
  EXPECT_THAT(differing({"cat.npz/arr_0", "dog.npz/arr_0"}), ElementsAre("cat", "dog"));
  EXPECT_THAT(differing({"A", "B"}), ElementsAre("A", "B"));
  EXPECT_THAT(differing({"a-x", "a_x"}), ElementsAre("a-x", "a_x"));
}

TEST(SetClasses, ArraysNamedByRoleAndClassAreClassesWithThatSplit) {
  std::vector<Entry> entries;
  for (int digit = 0; digit < 10; ++digit) {
    ImageSet train = made::images(3), test = others(2);
    train.pixels[5] = test.pixels[5] = static_cast<std::uint8_t>(100 + digit);
    entries.push_back({"test" + std::to_string(digit) + ".npy", made::npy_images(test)});
    entries.push_back({"train" + std::to_string(digit) + ".npy", made::npy_images(train)});
  }
  const ImageSet set = set_of({{"mnist_all.npz", made::zip(entries)}});
  EXPECT_EQ(set.name, "mnist_all");
  EXPECT_THAT(set.class_names, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  EXPECT_EQ(set.published, (PublishedSplit{{0, 30}, {}, {30, 50}}));
  for (std::uint8_t c = 0; c < 10; ++c) {
    EXPECT_EQ(std::count(set.labels.begin(), set.labels.begin() + 30, c), 3);
    EXPECT_EQ(set.image(c * 3u)[5], 100 + c);
  }
}

TEST(SetClasses, ArraysOfOneImageEachAreOneSetUnlessTheirNamesAreWords) {
  const ImageSet made = made::images(12);
  std::vector<Entry> numbered, lists, words;
  for (std::size_t n = 0; n < made.size(); ++n) {
    const Bytes image(made.image(n).begin(), made.image(n).end());
    numbered.push_back({"arr_" + std::to_string(n) + ".npy", made::npy(image, "|u1", "(28, 28)")});
    lists.push_back({"img" + std::to_string(n) + ".npy", made::npy(image, "|u1", "(1, 28, 28)")});
    words.push_back({std::string(1, static_cast<char>('a' + n)) + ".npy", made::npy(image, "|u1", "(28, 28)")});
  }
  for (const auto& came : {std::vector<Entry>{{"few.npz", made::zip(numbered)}}, lists, in_folder_of("few/", lists)}) {
    const ImageSet set = set_of(came);
    EXPECT_EQ(set.pixels, made.pixels);
    EXPECT_FALSE(set.labelled());
    EXPECT_THAT(english(set.notes), ElementsAre("12 arrays of one image each were taken as one set."));
  }
  EXPECT_EQ(set_of({{"few.npz", made::zip(numbered)}}).name, "few");
  EXPECT_EQ(set_of(lists).name, "img");
  EXPECT_EQ(set_of({{"few.npz", made::zip(words)}}).class_names.size(), 12u);
  // Labels that came with them are theirs.
  numbered.push_back({"labels.npy", made::npy_labels(made)});
  EXPECT_EQ(set_of({{"few.npz", made::zip(numbered)}}).labels, made.labels);
}

TEST(SetClasses, ImagesWithoutLabelsThatTrainAndTestAreNoClasses) {
  const ImageSet set = set_of({{"train-images-idx3-ubyte", made::idx_images(made::images(12))},
                               {"t10k-images-idx3-ubyte", made::idx_images(others(4))}});
  EXPECT_FALSE(set.labelled());
  EXPECT_EQ(set.published.held_out.size(), 4u);
}

// Labels.

ImageSet counted_from(int first, int classes) {
  ImageSet set = made::images(static_cast<std::size_t>(classes) * 2, classes);
  for (std::uint8_t& label : set.labels) label = static_cast<std::uint8_t>(label + first);
  return set;
}

TEST(SetClasses, LabelsFromOneNameTheirClassesFromOne) {
  const ImageSet set = set_of({{"letters.csv", made::csv(counted_from(1, 26), true)}});
  ASSERT_EQ(set.class_names.size(), 26u);
  EXPECT_EQ(set.class_names.front(), "1");
  EXPECT_EQ(set.class_names.back(), "26");
  EXPECT_EQ(set.labels[0], 0);
  EXPECT_THAT(english(set.notes), ElementsAre("Labels begin with 1."));
}

TEST(SetClasses, LabelTenIsTheDigitZeroWhereLabelsAreOneToTen) {
  const Bytes table = made::csv(counted_from(1, 10), true);
  for (const char* name : {"r.csv", "svhn.csv", "pub-svhn-label10/r.csv", "train_32x32.csv", "ex4data1.csv"}) {
    const ImageSet set = set_of({{name, table}});
    EXPECT_THAT(set.class_names, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")) << name;
    EXPECT_EQ(set.labels[0], 1);
    EXPECT_EQ(set.labels[9], 0);
    EXPECT_THAT(english(set.notes), ElementsAre("Labels are 1 to 10: 10 was taken as the digit 0."));
  }
  // Nine of them, eleven, or things that are no digits by their name, are counted from 1.
  for (const auto& [name, classes] : std::vector<std::pair<std::string, int>>{
           {"r.csv", 9}, {"r.csv", 11}, {"cifar10.csv", 10}, {"fashion.csv", 10}}) {
    const ImageSet set = set_of({{name, made::csv(counted_from(1, classes), true)}});
    EXPECT_EQ(set.labels[0], 0) << name << classes;
    EXPECT_THAT(english(set.notes), Contains("Labels begin with 1.")) << name << classes;
  }
}

TEST(SetClasses, LabelsOneToTenAreOneMoreThanTheirDigitsWhereTheSecondClassHasLeastInk) {
  ImageSet digits = counted_from(1, 10);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::uint8_t ink = digits.labels[i] == 2 ? 60 : 120;
    std::fill_n(digits.pixels.begin() + static_cast<std::ptrdiff_t>(i * kImagePixels + 28), kImagePixels - 28, ink);
  }
  const ImageSet set = set_of({{"imdb.csv", made::csv(digits, true)}});
  EXPECT_EQ(set.labels[0], 0);
  EXPECT_EQ(set.labels[9], 9);
  EXPECT_THAT(set.class_names, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));
  EXPECT_THAT(
      english(set.notes),
      ElementsAre("Labels 1 to 10 were taken as the digits 0 to 9: of label 2 there is least ink, as of ones."));
}

TEST(SetClasses, APartOfAKnownSetWithoutItsFirstClassKeepsItsNames) {
  ImageSet some = counted_from(1, 9);
  const ImageSet set = set_of({{"fashion-mnist_train.csv", made::csv(some, true)}});
  EXPECT_EQ(set.labels, some.labels);
  EXPECT_EQ(set.class_names.at(1), "Trouser");
  EXPECT_THAT(english(set.notes), Not(Contains("Labels begin with 1.")));
}

TEST(PictureFolders, AreTakenForWhatTheyMeanWhenAllAreKnown) {
  PictureFolders folders;
  const std::size_t flat = folders.folder_of("d/test/1.png", "");
  const std::size_t cat = folders.folder_of("d/train/cat/1.png", "");
  EXPECT_EQ(folders.folder_of("d/train/cat/2.png", ""), cat);
  EXPECT_NE(folders.folder_of("d/train/cat/2.png", "a.zip/"), cat);
  const std::size_t none = folders.folder_of("1.png", "");
  const auto meanings = folders.meanings();
  EXPECT_EQ(meanings[flat].role, SplitRole::held_out);
  EXPECT_EQ(meanings[flat].class_name, "");
  EXPECT_EQ(meanings[cat].role, SplitRole::train);
  EXPECT_EQ(meanings[cat].class_name, "cat");
  EXPECT_EQ(meanings[none].class_name, "");
}

}  // namespace
}  // namespace hourglass

// Sets are never mixed or doubled in silence: the same rule for folders, archives and files that were chosen together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/made_sets.h"
#include "data/names.h"
#include "english.h"

namespace hourglass {
namespace {

using made::arrays;
using made::Bytes;
using made::bytes_of;
using made::Entry;
using made::expect_twelve_and_four;
using made::idx_files;
using made::in_folder_of;
using made::others;
using made::refused;
using made::set_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// The same set twice.

TEST(Sets, EachFileBothPlainAndGzippedIsReadOnceAndTold) {
  const ImageSet train = made::images(12), test = others(4);
  std::vector<Entry> files;
  for (const Entry& file : idx_files(train, test)) {
    files.push_back(file);
    files.push_back({file.path + ".gz", made::gzipped(file.bytes)});
  }
  for (const auto& came : {files, in_folder_of("data/MNIST/raw/", files)}) {
    const ImageSet set = set_of(came);
    expect_twelve_and_four(set);
    EXPECT_TRUE(std::equal(train.pixels.begin(), train.pixels.end(), set.pixels.begin()));
    EXPECT_TRUE(std::equal(test.labels.begin(), test.labels.end(), set.labels.begin() + 12));
    EXPECT_THAT(english(set.notes), ElementsAre(StartsWith("Second copies of 4 files were left out; the first: \"")));
  }
}

TEST(Sets, OneFileThatCameTwiceIsToldByItsName) {
  const ImageSet made = made::images(12);
  const ImageSet set = set_of({{"train-images-idx3-ubyte", made::idx_images(made)},
                               {"train-images-idx3-ubyte.gz", made::gzipped(made::idx_images(made))},
                               {"train-labels-idx1-ubyte", made::idx_labels(made)}});
  EXPECT_EQ(set.size(), 12u);
  EXPECT_EQ(set.labels, made.labels);
  EXPECT_THAT(english(set.notes), ElementsAre("A second copy of \"train-images-idx3-ubyte\" was left out."));
}

TEST(Sets, LabelsThatCameTwiceWithoutImagesWaitForThemOnce) {
  const Bytes labels = made::idx_labels(made::images(12));
  EXPECT_THAT(refused({{"train-labels-idx1-ubyte", labels}, {"train-labels-idx1-ubyte.gz", made::gzipped(labels)}}),
              HasSubstr("holds 12 labels and no images"));
}

TEST(Sets, KagglesArchiveWithEachFileUnderTwoNamesIsReadOnceAndTitledAfterIt) {
  const ImageSet train = made::images(12), test = others(4);
  std::vector<Entry> files;
  for (const Entry& file : idx_files(train, test)) {
    files.push_back({file.path + "/" + file.path, file.bytes});
    std::string dotted = file.path;
    dotted[dotted.rfind("-idx")] = '.';
    files.push_back({dotted, file.bytes});
  }
  for (const Bytes& archive : {made::zip(files), made::tar(files)}) {
    const ImageSet set = set_of({{"archive.zip", archive}});
    expect_twelve_and_four(set);
    EXPECT_EQ(set.name, "archive");
    EXPECT_THAT(english(set.notes), ElementsAre(StartsWith("Second copies of 4 files were left out")));
  }
}

TEST(Sets, AnNpzBesideIdxOfTheSameSetIsLeftOutByItsName) {
  const ImageSet train = made::images(12), test = others(4);
  const auto files = in_folder_of("data/MNIST/raw/", idx_files(train, test)) +
                     std::vector<Entry>{{"data/mnist.npz", made::zip(arrays(train, test))}};
  const ImageSet set = set_of(files);
  expect_twelve_and_four(set);
  EXPECT_THAT(english(set.notes),
              ElementsAre("\"mnist.npz\" holds the same as \"train-images-idx3-ubyte\" and was left out."));
}

TEST(Sets, AnotherFormOfASetIsLeftOutWithItsLabelsWhenItsPixelsDiffer) {
  const ImageSet train = made::images(12), test = others(4);
  ImageSet rounded = train;
  for (std::uint8_t& pixel : rounded.pixels) pixel = static_cast<std::uint8_t>(pixel / 2 * 2);
  rounded.labels.back() = 0;
  const ImageSet set =
      set_of(idx_files(train, test) +
             std::vector<Entry>{{"mnist.npz", made::zip({{"x_train.npy", made::npy_images(rounded)},
                                                         {"y_train.npy", made::npy_labels(rounded)}})}});
  expect_twelve_and_four(set);
  EXPECT_TRUE(std::equal(train.labels.begin(), train.labels.end(), set.labels.begin()));
  EXPECT_THAT(english(set.notes), ElementsAre("\"mnist.npz\" was left out."));
}

TEST(Sets, ImagesThatBothTrainAndTestAreNoCopies) {
  const ImageSet made = made::images(12);
  const ImageSet set = set_of(idx_files(made, made));
  EXPECT_EQ(set.size(), 24u);
  EXPECT_EQ(set.published.held_out.size(), 12u);
}

TEST(Sets, PiecesWithEqualLabelsKeepThem) {
  const ImageSet one = made::images(12), two = others(12);
  const ImageSet set = set_of({{"images_1.npy", made::npy_images(one)},
                               {"labels_1.npy", made::npy_labels(one)},
                               {"images_2.npy", made::npy_images(two)},
                               {"labels_2.npy", made::npy_labels(two)}});
  EXPECT_EQ(set.size(), 24u);
  EXPECT_EQ(set.labels.size(), 24u);
  EXPECT_THAT(set.notes, IsEmpty());
}

TEST(Sets, AnArchiveBesideTheFolderThatWasUnpackedFromItIsReadOnce) {
  const ImageSet made = made::images(12, 3);
  const auto pictures = made::folders(made, "letters/");
  const ImageSet set =
      set_of(in_folder_of("data/", pictures) + std::vector<Entry>{{"data/letters.zip", made::zip(pictures)}});
  EXPECT_EQ(set.size(), 12u);
  EXPECT_EQ(set.labels, made.labels);
  EXPECT_THAT(english(set.notes), ElementsAre("12 images came a second time under the same names and were left out."));
}

// Two sets.

TEST(Sets, TwoSetsAreRefusedByNameHoweverTheyCame) {
  const auto files = idx_files(made::images(12), made::images(4), "emnist-digits-") +
                     idx_files(others(12), others(4), "emnist-letters-");
  EXPECT_EQ(refused({{"gzip.zip", made::zip(files)}}),
            "\"gzip.zip\" holds 2 sets (emnist-digits, emnist-letters): unpack it and choose the files of one.");
  EXPECT_EQ(refused({{"gzip.tar", made::tar(files)}}),
            "\"gzip.tar\" holds 2 sets (emnist-digits, emnist-letters): unpack it and choose the files of one.");
  EXPECT_EQ(refused(in_folder_of("EMNIST/raw/", files)),
            "\"EMNIST\" holds 2 sets (emnist-digits, emnist-letters): choose the files of one.");
  EXPECT_EQ(refused(files), "These files are of 2 sets (emnist-digits, emnist-letters): choose the files of one.");
}

TEST(Sets, TwoSetsByTheirNamesAreTwoThoughTheyHoldTheSame) {
  const ImageSet train = made::images(20), test = others(8);
  EXPECT_THAT(refused(in_folder_of(
                  "EMNIST/", idx_files(train, test, "emnist-digits-") + idx_files(train, test, "emnist-letters-"))),
              HasSubstr("holds 2 sets (emnist-digits, emnist-letters)"));
}

TEST(Sets, FilesOfTheSameNamesInTwoFoldersAreTwoSets) {
  const auto files = in_folder_of("data/MNIST/raw/", idx_files(made::images(12), made::images(4))) +
                     in_folder_of("data/FashionMNIST/raw/", idx_files(others(12), others(4)));
  EXPECT_EQ(refused(files), "\"data\" holds 2 sets (FashionMNIST, MNIST): choose the files of one.");
}

TEST(Sets, TablesAndArraysOfTwoSetsAreRefusedToo) {
  EXPECT_EQ(refused({{"mnist_train.csv", made::csv(made::images(12), true)},
                     {"fashion-mnist_train.csv", made::csv(others(12), true)}}),
            "These files are of 2 sets (fashion-mnist, mnist): choose the files of one.");
  EXPECT_EQ(refused({{"mnist.npz", made::zip(arrays(made::images(12), made::images(4)))},
                     {"kmnist.npz", made::zip(arrays(others(12), others(4)))}}),
            "These files are of 2 sets (kmnist, mnist): choose the files of one.");
}

TEST(Sets, TrainAndTestWhoseNamesDifferALittleAreJoinedAndToldSo) {
  const ImageSet set = set_of(
      {{"mnist_train_small.csv", made::csv(made::images(12), true)}, {"mnist_test.csv", made::csv(others(4), true)}});
  expect_twelve_and_four(set);
  EXPECT_THAT(english(set.notes), ElementsAre("Taken as one set: mnist_train_small.csv, mnist_test.csv."));
}

TEST(Sets, PiecesThatAreNumberedAreOneSet) {
  const ImageSet set = set_of({{"batches/data_batch_1.csv", made::csv(made::images(12), true)},
                               {"batches/data_batch_2.csv", made::csv(others(12), true)}});
  EXPECT_EQ(set.size(), 24u);
  EXPECT_THAT(set.notes, IsEmpty());
}

// What is no set at all.

TEST(Sets, AForeignFileAmongTheChosenIsSkippedAndTold) {
  const ImageSet made = made::images(12);
  const std::vector<Entry> good = {{"train-images-idx3-ubyte", made::idx_images(made)},
                                   {"train-labels-idx1-ubyte", made::idx_labels(made)}};
  for (const char* name : {"README.md", "emnist-balanced-mapping.txt", "sample_submission.csv", "k49_classmap.csv"}) {
    const ImageSet set = set_of(std::vector<Entry>{{name, bytes_of("index,codepoint\n0,1\n")}} + good);
    EXPECT_EQ(set.labels, made.labels);
    EXPECT_EQ(set.name, "train-images-idx3-ubyte");
    EXPECT_THAT(english(set.notes), ElementsAre("1 file could not be used and was skipped: \"" + std::string(name) +
                                                "\" is a text that is no table of images."));
  }
}

TEST(Sets, PicturesAmongForeignFilesAreTitledAfterThemselves) {
  const ImageSet made = made::images(4);
  std::vector<Entry> files = {{"README.md", bytes_of("hello")}};
  for (std::size_t n = 0; n < 4; ++n) files.push_back({"face" + std::to_string(n) + ".png", made::png(made.image(n))});
  const ImageSet set = set_of(files);
  EXPECT_EQ(set.size(), 4u);
  EXPECT_EQ(set.name, "face0");
}

TEST(Sets, ForeignFilesAloneAreAnsweredWithTheFirstOnesReason) {
  const std::string said = refused({{"README.md", bytes_of("hello")}, {"notes.txt", bytes_of("more")}});
  EXPECT_THAT(said, StartsWith("\"README.md\" is a text that is no table of images. What can be read here: "));
}

TEST(Sets, ADamagedFileAmongTheChosenEndsTheLoadWithItsReason) {
  const ImageSet made = made::images(12);
  Bytes cut = made::idx_images(made);
  cut.resize(4000);
  const Entry labels = {"train-labels-idx1-ubyte", made::idx_labels(made)}, readme = {"README.md", bytes_of("hello")};
  EXPECT_THAT(refused({readme, {"train-images-idx3-ubyte", cut}, labels}),
              StartsWith("\"train-images-idx3-ubyte\" was cut off: "));
  EXPECT_THAT(refused({labels, {"train-images-idx3-ubyte.gz", bytes_of("<!DOCTYPE html><html>Not found")}}),
              StartsWith("\"train-images-idx3-ubyte.gz\" is a web page "));
  EXPECT_EQ(refused({labels, {"train-images-idx3-ubyte", {}}}), "\"train-images-idx3-ubyte\" is empty.");
}

}  // namespace
}  // namespace hourglass

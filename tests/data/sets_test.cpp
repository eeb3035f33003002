// Sets are never mixed, doubled or split wrongly in silence: the same rule for folders, archives and files that were
// chosen together.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/made_files.h"
#include "data/names.h"
#include "data/pair.h"
#include "data/picture_folders.h"
#include "data/split_roles.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::expected<ImageSet, Error> read_files(const std::vector<Entry>& files) {
  std::vector<NamedBytes> named;
  for (const Entry& file : files) named.push_back({file.path, file.bytes});
  return decode_files(named);
}
ImageSet set_of(const std::vector<Entry>& files) {
  auto set = read_files(files);
  EXPECT_TRUE(set) << set.error().message.english();
  return set ? *set : ImageSet{};
}
std::string refused(const std::vector<Entry>& files) {
  const auto set = read_files(files);
  return set ? "(accepted " + std::to_string(set->size()) + " images)" : set.error().message.english();
}
Bytes bytes_of(const std::string& words) { return {words.begin(), words.end()}; }

std::vector<Entry> in_folder_of(const std::string& folder, std::vector<Entry> entries) {
  for (Entry& entry : entries) entry.path = folder + entry.path;
  return entries;
}
std::vector<Entry> operator+(std::vector<Entry> a, const std::vector<Entry>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}
/// Images that none of made::images(n) has, so that a part is no copy of another.
ImageSet others(std::size_t count, int classes = 10) {
  ImageSet set = made::images(count, classes);
  for (std::size_t n = 0; n < count; ++n) set.pixels[n * kImagePixels + 27] = 255;
  return set;
}
std::vector<Entry> idx_files(const ImageSet& train, const ImageSet& test, const std::string& name = "") {
  const std::string held_out = name.empty() ? "t10k" : "test";
  return {{name + "train-images-idx3-ubyte", made::idx_images(train)},
          {name + "train-labels-idx1-ubyte", made::idx_labels(train)},
          {name + held_out + "-images-idx3-ubyte", made::idx_images(test)},
          {name + held_out + "-labels-idx1-ubyte", made::idx_labels(test)}};
}
std::vector<Entry> arrays(const ImageSet& train, const ImageSet& test) {
  return {{"x_train.npy", made::npy_images(train)},
          {"y_train.npy", made::npy_labels(train)},
          {"x_test.npy", made::npy_images(test)},
          {"y_test.npy", made::npy_labels(test)}};
}
void expect_twelve_and_four(const ImageSet& set) {
  EXPECT_EQ(set.size(), 16u);
  EXPECT_EQ(set.published.train, (IndexRange{0, 12}));
  EXPECT_EQ(set.published.validation.size(), 0u);
  EXPECT_EQ(set.published.held_out, (IndexRange{12, 16}));
  ASSERT_EQ(set.labels.size(), 16u);
}

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

// Splits.

TEST(Sets, RolesStandInNamesAsPeopleWriteThem) {
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

TEST(Sets, TrainXAndItsKinInAnNpzKeepTheSplitAndTheFilesName) {
  const ImageSet train = made::images(12), test = others(4);
  const ImageSet set = set_of({{"set.npz", made::zip({{"trainX.npy", made::npy_images(train)},
                                                      {"trainY.npy", made::npy_labels(train)},
                                                      {"testX.npy", made::npy_images(test)},
                                                      {"testY.npy", made::npy_labels(test)}})}});
  expect_twelve_and_four(set);
  EXPECT_EQ(set.name, "set");
}

TEST(Sets, ArraysGiveTheirFilesNameToTheSet) {
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

TEST(Sets, ValidationImagesAreTheHeldOutOnesWhereNoneTest) {
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

TEST(Sets, ValidationImagesKeepTheirPlaceBesideTestImages) {
  const ImageSet set = set_of(made::folders(made::images(8, 2), "d/train/") + made::folders(others(4, 2), "d/valid/") +
                              made::folders(made::images(6, 2), "d/test/"));
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 12}, {12, 18}}));
}

TEST(Sets, ImagesWithoutARoleTrainBesideImagesThatTest) {
  const ImageSet set =
      set_of({{"digits.csv", made::csv(made::images(12), true)}, {"digits_test.csv", made::csv(others(4), true)}});
  expect_twelve_and_four(set);
}

TEST(Sets, ImagesInNeitherPartOfASplitAreLeftOutAndTold) {
  const ImageSet set = set_of(made::folders(made::images(8, 2), "d/train/") + made::folders(others(4, 2), "d/test/") +
                              made::folders(made::images(6, 2), "d/more/"));
  EXPECT_EQ(set.size(), 12u);
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
  EXPECT_THAT(english(set.notes), Contains("6 images stand in neither training nor test folder and were left out."));
}

TEST(Sets, TrainSetAndTestSetFoldersAreASplit) {
  const ImageSet set =
      set_of(made::folders(made::images(8, 2), "d/train_set/") + made::folders(others(4, 2), "d/test_set/"));
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
  EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
  const ImageSet seg = set_of(made::folders(made::images(8, 2), "d/seg_train/seg_train/") +
                              made::folders(others(4, 2), "d/seg_test/seg_test/"));
  EXPECT_EQ(seg.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
}

TEST(Sets, AFlatTestSetWithoutLabelsIsLeftOutAndNoClass) {
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

TEST(Sets, ArchivesNamedTrainAndTestAreASplit) {
  const ImageSet set = set_of({{"train.zip", made::zip(made::folders(made::images(8, 2), ""))},
                               {"test.zip", made::zip(made::folders(others(4, 2), ""))}});
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
  EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
}

// Classes.

TEST(Sets, AClassMayBeCalledTrain) {
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

TEST(Sets, AClassCalledTrainStandsInBothPartsOfASplit) {
  ImageSet toys = made::images(9, 3), tests = others(6, 3);
  toys.class_names = tests.class_names = {"train", "car", "plane"};
  const ImageSet set = set_of(made::folders(toys, "toys/train/") + made::folders(tests, "toys/test/"));
  EXPECT_THAT(set.class_names, ElementsAre("car", "plane", "train"));
  EXPECT_EQ(set.published, (PublishedSplit{{0, 9}, {9, 9}, {9, 15}}));
}

TEST(Sets, ASampleIsAsEqualByClassWhenOneIsCalledTrain) {
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

TEST(Sets, PicturesBesideTheClassFoldersAreNoClass) {
  const auto files = std::vector<Entry>{{"set/preview.png", made::png(others(1).image(0))}} +
                     made::folders(made::images(8, 2), "set/");
  const ImageSet set = set_of(files);
  EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
  EXPECT_THAT(english(set.notes), ElementsAre("1 image in \"set\" has no class and was left out."));
}

TEST(Sets, HiddenFoldersAreNoClass) {
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

TEST(Sets, FilesThatAreAClassEachAreNamedByWhatDiffers) {
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

TEST(Sets, WhatDiffersKeepsAWordOfEachName) {
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

TEST(Sets, ArraysNamedByRoleAndClassAreClassesWithThatSplit) {
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

TEST(Sets, ImagesWithoutLabelsThatTrainAndTestAreNoClasses) {
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

TEST(Sets, LabelsFromOneNameTheirClassesFromOne) {
  const ImageSet set = set_of({{"letters.csv", made::csv(counted_from(1, 26), true)}});
  ASSERT_EQ(set.class_names.size(), 26u);
  EXPECT_EQ(set.class_names.front(), "1");
  EXPECT_EQ(set.class_names.back(), "26");
  EXPECT_EQ(set.labels[0], 0);
  EXPECT_THAT(english(set.notes), ElementsAre("Labels begin with 1."));
}

TEST(Sets, LabelTenIsTheDigitZeroInSvhnAlone) {
  const Bytes table = made::csv(counted_from(1, 10), true);
  for (const char* name : {"svhn.csv", "pub-svhn-label10/r.csv", "train_32x32.csv", "cropped.csv"}) {
    const ImageSet set = set_of({{name, table}});
    EXPECT_THAT(set.class_names, ElementsAre("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")) << name;
    EXPECT_EQ(set.labels[0], 1);
    EXPECT_EQ(set.labels[9], 0);
    EXPECT_THAT(english(set.notes), ElementsAre("Label 10 was taken as the digit 0, as SVHN has it."));
  }
  const ImageSet set = set_of({{"r.csv", table}});
  EXPECT_EQ(set.class_names.front(), "1");
  EXPECT_EQ(set.class_names.back(), "10");
}

TEST(Sets, APartOfAKnownSetWithoutItsFirstClassKeepsItsNames) {
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

// What is no set of images, or a damaged one, and what the person is told: each case with its sentence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/decode.h"
#include "data/made_files.h"
#include "data/read_sets.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::bytes_of;
using made::Entry;
using made::refused;
using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* kCanBeRead =
    " What can be read here: IDX files as MNIST's, NumPy's .npy and .npz, pickles of arrays, MATLAB files, Parquet, "
    "tables (CSV, ARFF, libsvm, JSON), pictures (PNG, JPEG, WebP, GIF, BMP), and tar or zip archives of these, each "
    "also packed with gzip or xz.";

TEST(BadInput, AWrongMagicIsNamedForWhatItIs) {
  EXPECT_THAT(refused(bytes_of("\xFF\xD8\xFF\xE0 jfif"), "me.png"),
              StartsWith("\"me.png\" is a JPEG that cannot be read ("));
  EXPECT_EQ(refused({'I', 'I', '*', 0, 8, 0, 0, 0}, "scan.tif"),
            "\"scan.tif\" is a TIFF picture (save it as PNG)." + std::string(kCanBeRead));
  EXPECT_EQ(
      refused(bytes_of("<!DOCTYPE html><html>Not found"), "train-images-idx3-ubyte.gz"),
      "\"train-images-idx3-ubyte.gz\" is a web page (perhaps the page about the file was saved instead of the file)." +
          std::string(kCanBeRead));
  EXPECT_EQ(refused(bytes_of("%PDF-1.4"), "a.idx"), "\"a.idx\" is a PDF document." + std::string(kCanBeRead));
  EXPECT_EQ(refused(bytes_of("\x80\x04\x95\x01"), "notMNIST.pickle"),
            "\"notMNIST.pickle\" is a Python pickle that ends too early: it was cut off.");
  EXPECT_EQ(refused({0x12, 0x34, 0x88, 0x99, 0xAB}, "noise.bin"),
            "\"noise.bin\" is of no kind that is known here." + std::string(kCanBeRead));
  EXPECT_EQ(refused({0, 0, 0x07, 3, 0, 0, 0, 1}, "wrong-type"),
            "\"wrong-type\" is of no kind that is known here." + std::string(kCanBeRead));
  for (const char* error :
       {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code></Error>",
        "{\"message\":\"Not Found\"}", "{\n  \"error\": {\"code\": 404, \"details\": [{\"reason\": \"notFound\"}]}\n}",
        "{\"status\": 403, \"message\": \"Forbidden\"}"}) {
    EXPECT_EQ(refused(bytes_of(error), "train.csv"),
              "\"train.csv\" is a server's error message (the file itself was not fetched)." + std::string(kCanBeRead));
  }
  EXPECT_EQ(refused(bytes_of("just words\n"), "readme"),
            "\"readme\" is a text that is no table of images." + std::string(kCanBeRead));
  EXPECT_EQ(refused(Bytes(600, 0), "zeros"), "\"zeros\" is nothing but zeros." + std::string(kCanBeRead));
}

TEST(BadInput, WhatCannotBeUnpackedHereIsNamed) {
  for (const auto& [start, what] : std::vector<std::pair<std::string, std::string>>{
           {"7z\xBC\xAF\x27\x1C", "a 7z archive"},
           {"Rar!\x1A\x07", "a RAR archive"},
           {"BZh91AY", "a bzip2 archive"},
           {"\x28\xB5\x2F\xFD", "a Zstandard archive"},
           {"version https://git-lfs.example/spec/v1\noid sha256:0\nsize 9\n",
            "a Git LFS pointer (the file itself was not fetched)"}}) {
    EXPECT_EQ(refused(bytes_of(start), "x.bin"), "\"x.bin\" is " + what + "." + kCanBeRead);
  }
}

TEST(BadInput, ANumpyFileOfAnotherVersionOrWithoutItsHeaderIsRefused) {
  Bytes file = made::npy_images(made::images(2));
  EXPECT_EQ(refused(made::cut_to(file, 40), "x.npy"),
            "\"x.npy\" ends within its header, after 40 bytes: it was cut off.");
  file[6] = 9;
  EXPECT_EQ(refused(file, "x.npy"), "\"x.npy\" is a NumPy file of version 9; versions 1 to 3 can be read.");
}

TEST(BadInput, AnEmptyFileIsCalledEmpty) { EXPECT_EQ(refused(Bytes{}, "mnist.gz"), "\"mnist.gz\" is empty."); }

TEST(BadInput, CountsThatDisagreeAreBothNamed) {
  const ImageSet images = made::images(10), labels = made::images(9);
  EXPECT_EQ(refused({{"train-images", made::idx_images(images)}, {"train-labels", made::idx_labels(labels)}}),
            "\"train-images\" holds 10 images, but \"train-labels\" holds 9 labels: they do not belong together, or "
            "one is damaged.");
  Bytes longer = made::idx_images(images);
  longer.push_back(7);
  EXPECT_EQ(refused(longer, "x"),
            "\"x\" is longer than its header says (7,841 bytes instead of 7,840): it is damaged, or not an IDX file.");
}

TEST(BadInput, LabelsOutOfRangeAreRefusedWithTheirPlace) {
  const ImageSet images = made::images(3);
  EXPECT_EQ(refused({{"images", made::idx_images(images)}, {"labels", made::idx({0, 1, 200}, {3})}}),
            "\"labels\": label 3 is 200; labels are whole numbers from 0 to 63.");
  EXPECT_EQ(refused({{"images", made::idx_images(images)},
                     {"y.npy", made::npy(made::raw<std::int64_t>({0, -1, 1}), "<i8", "(3,)")}}),
            "\"y.npy\": label 2 is -1; labels are whole numbers from 0 to 63.");
  EXPECT_EQ(refused({{"images", made::idx_images(images)},
                     {"y.npy", made::npy(made::raw<double>({0.5, 1, 1}), "<f8", "(3,)")}}),
            "\"y.npy\": label 1 is 0.5; labels are whole numbers from 0 to 63.");
}

TEST(BadInput, ZeroImagesAreRefused) {
  EXPECT_EQ(refused(made::idx({}, {0, 28, 28}), "none"), "\"none\" holds no images.");
  EXPECT_EQ(refused(made::idx({}, {5, 0, 28}), "none"), "\"none\" holds no images.");
  EXPECT_EQ(refused(made::npy({}, "|u1", "(0, 28, 28)"), "none.npy"), "\"none.npy\" holds no images.");
  EXPECT_EQ(refused(made::csv(made::images(0), true), "none.csv"), "\"none.csv\" holds no images, only a header line.");
  EXPECT_EQ(refused(made::zip({}), "none.zip"), "There are no images in \"none.zip\".");
  EXPECT_EQ(refused(made::zip({{"a/README", bytes_of("hello")}}), "none.zip"),
            "There are no images in \"none.zip\". 1 file could not be used; the first: \"none.zip/a/README\" is a text "
            "that is "
            "no table of images.");
  EXPECT_EQ(refused(made::idx({}, {0}), "labels"), "\"labels\" holds no labels.");
  EXPECT_EQ(refused(made::idx({1, 2}, {2}), "labels"),
            "\"labels\" holds 2 labels and no images: choose it together with its images.");
}

TEST(BadInput, ASetOfBlankImagesOfWhichNothingIsLeftIsRefused) {
  ImageSet made = made::images(4, 2);
  std::fill(made.pixels.begin(), made.pixels.end(), 255);
  DecodeOptions options;
  options.drop_blank = true;
  EXPECT_EQ(refused(made::csv(made, true), "a.csv", options), "No images are left of 4: all are blank.");
  EXPECT_EQ(refused(made::zip(made::folders(made)), "a.zip", options), "No images are left of 4: all are blank.");
}

TEST(BadInput, PathsInArchivesAreOnlyNames) {
  const ImageSet made = made::images(4);
  const std::vector<Entry> entries = {{"../../../etc/A/1.png", made::png(made.image(0))},
                                      {"/abs/./B/../B/2.png", made::png(made.image(1))},
                                      {"C:\\x\\A\\3.png", made::png(made.image(2))},
                                      {"bad\x01\xFFname/4.png", made::png(made.image(3))}};
  for (const Bytes& bytes : {made::tar(entries), made::gnutar(entries)}) {
    const auto set = decode(bytes, "tricks.tar");
    ASSERT_TRUE(set) << set.error().message.english();
    EXPECT_THAT(set->class_names, testing::ElementsAre("A", "B", "bad??name"));
  }
}

TEST(BadInput, LinksInArchivesArePassedOver) {
  const ImageSet made = made::images(2);
  Bytes bytes = made::tar({{"A/1.png", made::png(made.image(0))}, {"B/2.png", made::png(made.image(1))}});
  // A symbolic link in front: type 2, to somewhere else.
  Bytes link(512, 0);
  const std::string name = "A/link.png", target = "/etc/passwd";
  std::copy(name.begin(), name.end(), link.begin());
  std::copy(target.begin(), target.end(), link.begin() + 157);
  link[156] = '2';
  std::fill(link.begin() + 148, link.begin() + 156, ' ');
  unsigned sum = 0;
  for (std::uint8_t byte : link) sum += byte;
  std::snprintf(reinterpret_cast<char*>(link.data()) + 148, 8, "%06o", sum);
  link.insert(link.end(), bytes.begin(), bytes.end());
  const auto set = decode(link, "links.tar");
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_EQ(set->size(), 2u);
  ASSERT_EQ(set->notes.size(), 1u);
  EXPECT_EQ(set->notes[0].english(), "1 link to another file was passed over in \"links.tar\".");
}

TEST(BadInput, NumbersThatAreNoneAreRefused) {
  std::vector<float> floats(2 * 784, 0.5f);
  floats[784 + 3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(refused(made::npy(made::raw(floats), "<f4", "(2, 28, 28)"), "x.npy"),
            "\"x.npy\" holds values that are not numbers (NaN or infinite), the first in image 2.");
  floats[784 + 3] = std::numeric_limits<float>::infinity();
  EXPECT_THAT(refused(made::npy(made::raw(floats), "<f4", "(2, 28, 28)"), "x.npy"), HasSubstr("NaN or infinite"));
  EXPECT_EQ(refused({{"x.npy", made::npy_images(made::images(1))},
                     {"y.npy", made::npy(made::raw<float>({NAN}), "<f4", "(1,)")}}),
            "\"y.npy\": label 1 is nan; labels are whole numbers from 0 to 63.");
}

TEST(BadInput, BytesBehindANumpyArrayAreTold) {
  Bytes file = made::npy_images(made::images(3));
  made::put_text(file, "rest");
  const auto set = decode(file, "x.npy");
  ASSERT_TRUE(set) << set.error().message.english();
  ASSERT_EQ(set->notes.size(), 1u);
  EXPECT_EQ(set->notes[0].english(), "4 bytes behind the array in \"x.npy\" were passed over.");
}

TEST(BadInput, PixelsBeyondBytesAreStretchedAndTold) {
  const auto notes_of_pixels = [](std::vector<std::int16_t> values) {
    values.resize(2 * 784, values.back());
    const auto set = decode(made::npy(made::raw(values), "<i2", "(2, 28, 28)"), "x.npy");
    EXPECT_TRUE(set) << set.error().message.english();
    return set && set->notes.size() == 1 ? set->notes[0].english() : std::string();
  };
  EXPECT_EQ(notes_of_pixels({255, -40, 0}), "Pixels from -40 to 255 were stretched to black and white.");
  EXPECT_EQ(notes_of_pixels({0, 300, 7}), "Pixels from 0 to 1,023 were taken as black to white.");
  EXPECT_EQ(notes_of_pixels({0, 4000, 7}), "Pixels from 0 to 4,095 were taken as black to white.");
  EXPECT_EQ(notes_of_pixels({0, 30000, 7}), "Pixels from 0 to 65,535 were taken as black to white.");
  EXPECT_EQ(notes_of_pixels({0, 1, 0}), "Pixels from 0 to 1 were taken as black to white.");
}

TEST(BadInput, LabelsOfATableThatAreOtherNumbersBecomeClassesAndAreTold) {
  std::string table;
  for (const char* label : {"0.5", "-1", "70", "0.5"}) {
    table += label;
    for (int i = 0; i < 784; ++i) table += ",0";
    table += "\n";
  }
  const auto set = decode(bytes_of(table), "t.csv");
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_THAT(set->class_names, testing::ElementsAre("-1", "0.5", "70"));
  ASSERT_EQ(set->notes.size(), 1u);
  EXPECT_EQ(set->notes[0].english(),
            "The labels are not whole numbers from 0 to 63: each was taken as a class by itself.");
}

TEST(BadInput, NumpyFilesOfOtherThingsSayWhatTheyHold) {
  EXPECT_EQ(refused(made::npy({1, 2, 3}, "|O", "(3,)"), "x.npy"),
            "\"x.npy\" holds Python objects; whole numbers or floats are expected (save it with .astype('uint8')).");
  EXPECT_THAT(refused(made::npy({1, 2, 3}, "<U5", "(3,)"), "x.npy"), HasSubstr("holds text"));
  EXPECT_THAT(refused(made::npy({1, 2, 3}, "<c8", "(3,)"), "x.npy"), HasSubstr("holds complex numbers"));
  EXPECT_EQ(
      refused(made::npy(Bytes(30, 0), "|u1", "(2, 3, 5, 1, 1)"), "x.npy"),
      "\"x.npy\" holds an array of shape (2, 3, 5, 1, 1); images are expected as (count, 28, 28) or (count, 784).");
}

TEST(BadInput, TablesThatAreNoImagesAreRefusedWithLineAndColumn) {
  const std::string zeros = [] {
    std::string row = "7";
    for (int i = 0; i < 784; ++i) row += ",0";
    return row;
  }();
  EXPECT_EQ(refused(bytes_of(zeros + "\n" + zeros.substr(0, zeros.size() - 1) + "x\n"), "t.csv"),
            "\"t.csv\", line 2, column 785: \"x\" is not a number.");
  EXPECT_EQ(refused(bytes_of(zeros + "\n" + zeros.substr(0, zeros.size() - 1) + "nan\n"), "t.csv"),
            "\"t.csv\", line 2, column 785: \"nan\" is not a finite number.");
  EXPECT_EQ(refused(bytes_of(zeros + "\n" + zeros + ",0\n"), "t.csv"),
            "\"t.csv\", line 2, has 786 values where the lines before have 785: the file was cut off or is damaged.");
  EXPECT_EQ(refused(bytes_of(zeros + ",0,0\n"), "t.csv"),
            "\"t.csv\" has 787 columns; a label and 784 pixels (785), or 784 pixels alone, are expected.");
  std::string many;
  for (int i = 0; i < 65; ++i) many += "w" + std::to_string(i) + zeros.substr(1) + "\n";
  EXPECT_EQ(refused(bytes_of(many), "t.csv"),
            "\"t.csv\", line 65, column 1: \"w64\" is one label too many; at most 64 classes can be shown.");
}

TEST(BadInput, SetsThatDoNotBelongTogetherAreRefused) {
  const ImageSet made = made::images(4, 2);
  Bytes words = made::csv(made, false);
  words.insert(words.begin(), 'x');
  EXPECT_EQ(refused({{"a.csv", words}, {"b.csv", made::csv(made, false)}}),
            "\"b.csv\" numbers its classes, and another file names them: they do not belong together.");
  EXPECT_EQ(refused({{"a", made::idx_labels(made)}, {"b", made::idx_labels(made)}}),
            "These are 2 files of labels; their images are missing.");
  EXPECT_EQ(
      refused({{"a.csv", made::csv(made, true)}, {"labels", made::idx_labels(made)}}),
      "\"labels\" holds 4 labels for which there are no images: \"a.csv\" holds 4 images with labels of its own.");
}

TEST(BadInput, EmnistsSixSetsInOneZipAreToBeChosenFrom) {
  const Bytes some = made::idx_images(made::images(2));
  EXPECT_EQ(refused(made::zip({{"gzip/emnist-digits-train-images-idx3-ubyte.gz", some},
                               {"gzip/emnist-letters-train-images-idx3-ubyte.gz", some}}),
                    "gzip.zip"),
            "\"gzip.zip\" holds 2 sets (emnist-digits, emnist-letters): unpack it and choose the files of one.");
}

}  // namespace
}  // namespace hourglass

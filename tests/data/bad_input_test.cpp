// What goes wrong with files, and what the person is told: each case with its sentence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "data/decode.h"
#include "data/load.h"
#include "data/made_files.h"
#include "data/pair.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(const std::vector<Entry>& files, const DecodeOptions& options = {}) {
  std::vector<NamedBytes> named;
  for (const Entry& file : files) named.push_back({file.path, file.bytes});
  const auto set = decode_files(named, options);
  return set ? "(accepted " + std::to_string(set->size()) + " images)" : set.error().message.english();
}
std::string refusal(const Bytes& bytes, const std::string& name, const DecodeOptions& options = {}) {
  return refusal({{name, bytes}}, options);
}
Bytes text(const std::string& words) { return {words.begin(), words.end()}; }
constexpr const char* kCanBeRead =
    " What can be read here: IDX files as MNIST's, NumPy's .npy and .npz, pickles of arrays, MATLAB files, Parquet, "
    "tables (CSV, ARFF, libsvm, JSON), pictures (PNG, JPEG, WebP, GIF, BMP), and tar or zip archives of these, each "
    "also gzipped.";

// Every cut of a small file must be refused, with a sentence and without a crash.
void refuse_every_cut(const Bytes& whole, const std::string& name) {
  ASSERT_THAT(refusal(whole, name), StartsWith("(accepted")) << name;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string message =
        refusal(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)), name);
    ASSERT_THAT(message, testing::Not(StartsWith("(accepted"))) << name << " cut to " << length << " bytes";
    ASSERT_THAT(message, HasSubstr(name)) << length;
    ASSERT_THAT(message, EndsWith(".")) << length;
  }
}

TEST(BadInput, EveryTruncationIsRefusedWithASentence) {
  const ImageSet made = made::images(2, 2);
  refuse_every_cut(made::idx_images(made), "images-idx3-ubyte");
  refuse_every_cut(made::gzipped(made::idx_images(made)), "images.gz");
  refuse_every_cut(made::npy_images(made), "x.npy");
  refuse_every_cut(made::zip({{"x_train.npy", made::npy_images(made)}}), "x.npz");
  refuse_every_cut(made::png(made.image(0)), "a.png");
  refuse_every_cut(made::zip(made::folders(made)), "set.zip");
  refuse_every_cut(made::gzipped(made::tar(made::folders(made))), "set.tar.gz");
}

TEST(BadInput, EveryTruncationOfATarIsRefusedUpToItsEndMark) {
  const ImageSet made = made::images(2, 2);
  Bytes whole = made::tar(made::folders(made));
  // Two blocks of zeros end it; the first of them decides.
  ASSERT_THAT(refusal(whole, "set.tar"), StartsWith("(accepted"));
  while (whole[whole.size() - 1] == 0 && whole[whole.size() - 512] == 0 && whole.size() % 512 == 0 &&
         std::all_of(whole.end() - 512, whole.end(), [](int b) { return b == 0; })) {
    whole.resize(whole.size() - 512);
  }
  for (std::size_t length = 512; length <= whole.size() + 511; ++length) {
    Bytes cut = whole;
    cut.resize(length);
    EXPECT_EQ(refusal(cut, "set.tar"), "\"set.tar\" ends too early: the archive was cut off. Fetch the file again.")
        << length;
  }
}

TEST(BadInput, ATableCutWithinALineIsRefused) {
  const ImageSet made = made::images(3);
  const Bytes whole = made::csv(made, true);
  for (std::size_t cut = 3; cut < 1500; cut += 7) {
    const std::string message =
        refusal(Bytes(whole.begin(), whole.end() - static_cast<std::ptrdiff_t>(cut)), "train.csv");
    EXPECT_THAT(message, HasSubstr("values where the lines before have 785: the file was cut off or is damaged."))
        << cut;
  }
}

TEST(BadInput, TruncatedFilesSayWhatWasPromisedAndWhatCame) {
  const ImageSet made = made::images(10);
  Bytes cut = made::idx_images(made);
  cut.resize(4000);
  EXPECT_EQ(
      refusal(cut, "train-images-idx3-ubyte"),
      "\"train-images-idx3-ubyte\" was cut off: its header promises 10 images in 7,840 bytes, but only 3,984 follow.");
  cut = made::gzipped(made::idx_images(made));
  cut.resize(cut.size() / 2);
  EXPECT_EQ(refusal(cut, "train-images.gz"),
            "\"train-images.gz\" ends too early: the compressed data was cut off. Fetch the file again.");
  cut = made::npy_images(made);
  cut.resize(1000);
  EXPECT_EQ(refusal(cut, "x.npy"),
            "\"x.npy\" was cut off: its header promises 7,840 bytes of numbers, but only 872 follow.");
  cut = made::zip(made::folders(made));
  cut.resize(cut.size() - 30);
  EXPECT_EQ(refusal(cut, "a.zip"), "\"a.zip\" is a zip archive that cannot be read: it was cut off or is damaged.");
  cut = made::png(made.image(0));
  cut.resize(70);
  EXPECT_THAT(refusal(cut, "a.png"), HasSubstr("\"a.png\" is a PNG that cannot be read"));
  EXPECT_THAT(refusal(cut, "a.png"), EndsWith("it is damaged or cut off."));
}

TEST(BadInput, AWrongMagicIsNamedForWhatItIs) {
  EXPECT_THAT(refusal(text("\xFF\xD8\xFF\xE0 jfif"), "me.png"),
              StartsWith("\"me.png\" is a JPEG that cannot be read ("));
  EXPECT_EQ(refusal({'I', 'I', '*', 0, 8, 0, 0, 0}, "scan.tif"),
            "\"scan.tif\" is a TIFF picture (save it as PNG)." + std::string(kCanBeRead));
  EXPECT_EQ(
      refusal(text("<!DOCTYPE html><html>Not found"), "train-images-idx3-ubyte.gz"),
      "\"train-images-idx3-ubyte.gz\" is a web page (perhaps the page about the file was saved instead of the file)." +
          std::string(kCanBeRead));
  EXPECT_EQ(refusal(text("%PDF-1.4"), "a.idx"), "\"a.idx\" is a PDF document." + std::string(kCanBeRead));
  EXPECT_EQ(refusal(text("\x80\x04\x95\x01"), "notMNIST.pickle"),
            "\"notMNIST.pickle\" is a Python pickle that ends too early: it was cut off.");
  EXPECT_EQ(refusal({0x12, 0x34, 0x88, 0x99, 0xAB}, "noise.bin"),
            "\"noise.bin\" is of no kind that is known here." + std::string(kCanBeRead));
  EXPECT_EQ(refusal({0, 0, 0x07, 3, 0, 0, 0, 1}, "wrong-type"),
            "\"wrong-type\" is of no kind that is known here." + std::string(kCanBeRead));
  for (const char* error :
       {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code></Error>",
        "{\"message\":\"Not Found\"}", "{\n  \"error\": {\"code\": 404, \"details\": [{\"reason\": \"notFound\"}]}\n}",
        "{\"status\": 403, \"message\": \"Forbidden\"}"}) {
    EXPECT_EQ(refusal(text(error), "train.csv"),
              "\"train.csv\" is a server's error message (the file itself was not fetched)." + std::string(kCanBeRead));
  }
  EXPECT_EQ(refusal(text("just words\n"), "readme"),
            "\"readme\" is a text that is no table of images." + std::string(kCanBeRead));
  EXPECT_EQ(refusal(Bytes(600, 0), "zeros"), "\"zeros\" is nothing but zeros." + std::string(kCanBeRead));
}

TEST(BadInput, WhatCannotBeUnpackedHereIsNamed) {
  for (const auto& [start, what] : std::vector<std::pair<std::string, std::string>>{
           {"7z\xBC\xAF\x27\x1C", "a 7z archive"},
           {"Rar!\x1A\x07", "a RAR archive"},
           {std::string("\xFD") + "7zXZ", "an xz archive"},
           {"BZh91AY", "a bzip2 archive"},
           {"\x28\xB5\x2F\xFD", "a Zstandard archive"},
           {"version https://git-lfs.example/spec/v1\noid sha256:0\nsize 9\n",
            "a Git LFS pointer (the file itself was not fetched)"}}) {
    EXPECT_EQ(refusal(text(start), "x.bin"), "\"x.bin\" is " + what + "." + kCanBeRead);
  }
}

TEST(BadInput, ALineWithoutEndIsNoTable) {
  std::string line = "1";
  while (line.size() < (5u << 20)) line += ",1";
  EXPECT_EQ(refusal(text(line), "t.csv"), "\"t.csv\", line 1, is longer than 4 MB: this is not a table of images.");
}

TEST(BadInput, ANumpyFileOfAnotherVersionOrWithoutItsHeaderIsRefused) {
  Bytes file = made::npy_images(made::images(2));
  EXPECT_EQ(refusal(Bytes(file.begin(), file.begin() + 40), "x.npy"),
            "\"x.npy\" ends within its header, after 40 bytes: it was cut off.");
  file[6] = 9;
  EXPECT_EQ(refusal(file, "x.npy"), "\"x.npy\" is a NumPy file of version 9; versions 1 to 3 can be read.");
}

TEST(BadInput, AnEmptyFileIsCalledEmpty) { EXPECT_EQ(refusal(Bytes{}, "mnist.gz"), "\"mnist.gz\" is empty."); }

TEST(BadInput, DimensionsThatOverflowAreRefusedBeforeAnythingIsAllocated) {
  EXPECT_THAT(
      refusal(made::idx({1, 2, 3}, {0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}), "huge"),
      HasSubstr(
          "says that it holds an array of (4294967295, 4294967295, 4294967295), more numbers than any file holds"));
  EXPECT_THAT(refusal(made::idx({1, 2, 3}, {0x80000000, 28, 28}), "huge"), HasSubstr("was cut off"));
  EXPECT_THAT(refusal(made::npy({1, 2, 3}, "|u1", "(18446744073709551615, 28, 28)"), "huge.npy"),
              HasSubstr("more numbers than any file holds"));
  EXPECT_THAT(refusal(made::npy({1, 2, 3}, "<f8", "(4294967296, 4294967296, 2)"), "huge.npy"),
              HasSubstr("more numbers than any file holds"));
  EXPECT_THAT(refusal(made::npy({1, 2, 3}, "|u1", "(99999999999999999999, 28, 28)"), "huge.npy"),
              HasSubstr("is damaged"));
}

TEST(BadInput, CountsThatDisagreeAreBothNamed) {
  const ImageSet images = made::images(10), labels = made::images(9);
  EXPECT_EQ(refusal({{"train-images", made::idx_images(images)}, {"train-labels", made::idx_labels(labels)}}),
            "\"train-images\" holds 10 images, but \"train-labels\" holds 9 labels: they do not belong together, or "
            "one is damaged.");
  Bytes longer = made::idx_images(images);
  longer.push_back(7);
  EXPECT_EQ(refusal(longer, "x"),
            "\"x\" is longer than its header says (7,841 bytes instead of 7,840): it is damaged, or not an IDX file.");
}

TEST(BadInput, LabelsOutOfRangeAreRefusedWithTheirPlace) {
  const ImageSet images = made::images(3);
  EXPECT_EQ(refusal({{"images", made::idx_images(images)}, {"labels", made::idx({0, 1, 200}, {3})}}),
            "\"labels\": label 3 is 200; labels are whole numbers from 0 to 63.");
  EXPECT_EQ(refusal({{"images", made::idx_images(images)},
                     {"y.npy", made::npy(made::raw<std::int64_t>({0, -1, 1}), "<i8", "(3,)")}}),
            "\"y.npy\": label 2 is -1; labels are whole numbers from 0 to 63.");
  EXPECT_EQ(refusal({{"images", made::idx_images(images)},
                     {"y.npy", made::npy(made::raw<double>({0.5, 1, 1}), "<f8", "(3,)")}}),
            "\"y.npy\": label 1 is 0.5; labels are whole numbers from 0 to 63.");
}

TEST(BadInput, ZeroImagesAreRefused) {
  EXPECT_EQ(refusal(made::idx({}, {0, 28, 28}), "none"), "\"none\" holds no images.");
  EXPECT_EQ(refusal(made::idx({}, {5, 0, 28}), "none"), "\"none\" holds no images.");
  EXPECT_EQ(refusal(made::npy({}, "|u1", "(0, 28, 28)"), "none.npy"), "\"none.npy\" holds no images.");
  EXPECT_EQ(refusal(made::csv(made::images(0), true), "none.csv"), "\"none.csv\" holds no images, only a header line.");
  EXPECT_EQ(refusal(made::zip({}), "none.zip"), "There are no images in \"none.zip\".");
  EXPECT_EQ(refusal(made::zip({{"a/README", text("hello")}}), "none.zip"),
            "There are no images in \"none.zip\". 1 file could not be used; the first: \"none.zip/a/README\" is a text "
            "that is "
            "no table of images.");
  EXPECT_EQ(refusal(made::idx({}, {0}), "labels"), "\"labels\" holds no labels.");
  EXPECT_EQ(refusal(made::idx({1, 2}, {2}), "labels"),
            "\"labels\" holds 2 labels and no images: choose it together with its images.");
}

TEST(BadInput, ASetOfBlankImagesOfWhichNothingIsLeftIsRefused) {
  ImageSet made = made::images(4, 2);
  std::fill(made.pixels.begin(), made.pixels.end(), 255);
  DecodeOptions options;
  options.drop_blank = true;
  EXPECT_EQ(refusal(made::csv(made, true), "a.csv", options), "No images are left of 4: all are blank.");
  EXPECT_EQ(refusal(made::zip(made::folders(made)), "a.zip", options), "No images are left of 4: all are blank.");
}

TEST(BadInput, AGzipBombStopsAtTheLimit) {
  DecodeOptions options;
  options.limits.unpacked_bytes = 1 << 20;
  Bytes bomb = made::idx(Bytes(8 << 20, 0), {8 << 20, 1, 1});
  EXPECT_EQ(refusal(made::gzipped(bomb), "bomb.gz", options),
            "This unpacks to more than 1.0 MB, which is the limit: it is damaged, made to do harm, or too large for "
            "this page.");
  // A bomb within an archive ends the load, too: it is no file to be skipped.
  const Bytes inner = made::gzipped(bomb);
  EXPECT_THAT(refusal(made::tar({{"a/1.png", inner}}), "bomb.tar", options), HasSubstr("which is the limit"));
  EXPECT_THAT(refusal(made::zip({{"a/1.png", bomb}}), "bomb.zip", options), HasSubstr("which is the limit"));
}

TEST(BadInput, WhatWouldTakeTooMuchMemoryIsRefused) {
  DecodeOptions options;
  options.limits.kept_bytes = 100'000;
  const ImageSet made = made::images(300);
  const std::string expected =
      "This needs more than 100 kB of memory, which is the limit for one set: choose a part of it.";
  EXPECT_EQ(refusal(made::gzipped(made::idx_images(made)), "a.gz", options), expected);
  EXPECT_EQ(refusal(made::tar(made::folders(made)), "a.tar", options), expected);
  EXPECT_EQ(refusal(made::csv(made, true), "a.csv", options), expected);
  options.images = 50;
  EXPECT_EQ(refusal(made::tar(made::folders(made)), "a.tar", options), "(accepted 50 images)")
      << "a sample fits where the whole does not";
}

TEST(BadInput, TooManyImagesAreRefused) {
  DecodeOptions options;
  options.limits.images = 20;
  const ImageSet made = made::images(21);
  EXPECT_EQ(refusal(made::idx_images(made), "a", options), "\"a\" holds 21 images; at most 20 can be loaded.");
  EXPECT_EQ(refusal(made::csv(made, false), "a.csv", options), "\"a.csv\" holds more than 20 images.");
  EXPECT_EQ(refusal(made::zip(made::folders(made)), "a.zip", options),
            "There are more than 20 images; choose a part of them.");
}

TEST(BadInput, ArchivesWithinArchivesEnd) {
  Bytes nested = made::zip(made::folders(made::images(2, 2)));
  for (int depth = 0; depth < 8; ++depth) nested = made::zip({{"inner.zip", nested}});
  EXPECT_THAT(refusal(nested, "doll.zip"), HasSubstr("archives within archives, too many to follow"));
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

TEST(BadInput, TooManyFoldersAreRefused) {
  ImageSet made = made::images(65, 65);
  EXPECT_EQ(refusal(made::zip(made::folders(made)), "a.zip"),
            "There are pictures in more than 64 folders; each folder is one class, and at most 64 can be shown.");
  made = made::images(64, 64);
  EXPECT_EQ(refusal(made::zip(made::folders(made)), "a.zip"), "(accepted 64 images)");
}

TEST(BadInput, NumbersThatAreNoneAreRefused) {
  std::vector<float> floats(2 * 784, 0.5f);
  floats[784 + 3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(refusal(made::npy(made::raw(floats), "<f4", "(2, 28, 28)"), "x.npy"),
            "\"x.npy\" holds values that are not numbers (NaN or infinite), the first in image 2.");
  floats[784 + 3] = std::numeric_limits<float>::infinity();
  EXPECT_THAT(refusal(made::npy(made::raw(floats), "<f4", "(2, 28, 28)"), "x.npy"), HasSubstr("NaN or infinite"));
  EXPECT_EQ(refusal({{"x.npy", made::npy_images(made::images(1))},
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
  const auto set = decode(text(table), "t.csv");
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_THAT(set->class_names, testing::ElementsAre("-1", "0.5", "70"));
  ASSERT_EQ(set->notes.size(), 1u);
  EXPECT_EQ(set->notes[0].english(),
            "The labels are not whole numbers from 0 to 63: each was taken as a class by itself.");
}

TEST(BadInput, NumpyFilesOfOtherThingsSayWhatTheyHold) {
  EXPECT_EQ(refusal(made::npy({1, 2, 3}, "|O", "(3,)"), "x.npy"),
            "\"x.npy\" holds Python objects; whole numbers or floats are expected (save it with .astype('uint8')).");
  EXPECT_THAT(refusal(made::npy({1, 2, 3}, "<U5", "(3,)"), "x.npy"), HasSubstr("holds text"));
  EXPECT_THAT(refusal(made::npy({1, 2, 3}, "<c8", "(3,)"), "x.npy"), HasSubstr("holds complex numbers"));
  EXPECT_EQ(
      refusal(made::npy(Bytes(30, 0), "|u1", "(2, 3, 5, 1, 1)"), "x.npy"),
      "\"x.npy\" holds an array of shape (2, 3, 5, 1, 1); images are expected as (count, 28, 28) or (count, 784).");
}

TEST(BadInput, TablesThatAreNoImagesAreRefusedWithLineAndColumn) {
  const std::string zeros = [] {
    std::string row = "7";
    for (int i = 0; i < 784; ++i) row += ",0";
    return row;
  }();
  EXPECT_EQ(refusal(text(zeros + "\n" + zeros.substr(0, zeros.size() - 1) + "x\n"), "t.csv"),
            "\"t.csv\", line 2, column 785: \"x\" is not a number.");
  EXPECT_EQ(refusal(text(zeros + "\n" + zeros.substr(0, zeros.size() - 1) + "nan\n"), "t.csv"),
            "\"t.csv\", line 2, column 785: \"nan\" is not a finite number.");
  EXPECT_EQ(refusal(text(zeros + "\n" + zeros + ",0\n"), "t.csv"),
            "\"t.csv\", line 2, has 786 values where the lines before have 785: the file was cut off or is damaged.");
  EXPECT_EQ(refusal(text(zeros + ",0,0\n"), "t.csv"),
            "\"t.csv\" has 787 columns; a label and 784 pixels (785), or 784 pixels alone, are expected.");
  std::string many;
  for (int i = 0; i < 65; ++i) many += "w" + std::to_string(i) + zeros.substr(1) + "\n";
  EXPECT_EQ(refusal(text(many), "t.csv"),
            "\"t.csv\", line 65, column 1: \"w64\" is one label too many; at most 64 classes can be shown.");
}

TEST(BadInput, APictureThatIsTooLargeIsRefused) {
  Bytes big = made::png(std::vector<std::uint16_t>(5000, 0), {.width = 5000, .height = 1});
  EXPECT_EQ(refusal(big, "poster.png"), "\"poster.png\" has 5,000 by 1 pixels; at most 4,096 a side can be read.");
}

TEST(BadInput, SetsThatDoNotBelongTogetherAreRefused) {
  const ImageSet made = made::images(4, 2);
  Bytes words = made::csv(made, false);
  words.insert(words.begin(), 'x');
  EXPECT_EQ(refusal({{"a.csv", words}, {"b.csv", made::csv(made, false)}}),
            "\"b.csv\" numbers its classes, and another file names them: they do not belong together.");
  EXPECT_EQ(refusal({{"a", made::idx_labels(made)}, {"b", made::idx_labels(made)}}),
            "These are 2 files of labels; their images are missing.");
  EXPECT_EQ(
      refusal({{"a.csv", made::csv(made, true)}, {"labels", made::idx_labels(made)}}),
      "\"labels\" holds 4 labels for which there are no images: \"a.csv\" holds 4 images with labels of its own.");
}

TEST(BadInput, EmnistsSixSetsInOneZipAreToBeChosenFrom) {
  const Bytes some = made::idx_images(made::images(2));
  EXPECT_EQ(refusal(made::zip({{"gzip/emnist-digits-train-images-idx3-ubyte.gz", some},
                               {"gzip/emnist-letters-train-images-idx3-ubyte.gz", some}}),
                    "gzip.zip"),
            "\"gzip.zip\" holds 2 sets (emnist-digits, emnist-letters): unpack it and choose the files of one.");
}

TEST(BadInput, AFileThatVanishesWhileReadEndsTheLoad) {
  const Bytes bytes = made::tar(made::folders(made::images(300, 3)));
  Source source = view_source("gone.tar", bytes);
  source.view = {};
  source.read = [&bytes](std::uint64_t offset, std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    if (offset > 100'000) return fail("\"gone.tar\" could not be read any more; was it moved or deleted?");
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
    return into.size();
  };
  LoadJob job({source}, {});
  EXPECT_TRUE(job.step({}));
  EXPECT_EQ(job.take().error().message.english(), "\"gone.tar\" could not be read any more; was it moved or deleted?");
}

TEST(BadInput, AFileThatBecomesShorterWhileReadEndsTheLoad) {
  const Bytes bytes = made::tar(made::folders(made::images(300, 3)));
  Source source = view_source("log.tar", bytes);
  source.view = {};
  source.size += 100'000;
  LoadJob job({source}, {});
  EXPECT_TRUE(job.step({}));
  EXPECT_EQ(job.take().error().message.english(), "\"log.tar\" became shorter while it was read; was it changed?");
}

TEST(BadInput, AFileSaidToBeTwoGigabytesIsReadInPiecesAndRefusedInTime) {
  // Noise that claims 2 GB: the loader must stop at once, not after reading it.
  std::uint64_t asked = 0;
  Source source;
  source.name = "huge.bin";
  source.size = 2ull << 30;
  source.read = [&asked](std::uint64_t, std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    asked += into.size();
    std::fill(into.begin(), into.end(), std::uint8_t{0xA5});
    return into.size();
  };
  LoadJob job({source}, {});
  EXPECT_TRUE(job.step({}));
  EXPECT_THAT(job.take().error().message.english(), HasSubstr("is of no kind that is known here"));
  EXPECT_LT(asked, 1u << 20);
}

TEST(BadInput, AnIdxFileOfTwoGigabytesIsRefusedAtTheMemoryLimit) {
  std::uint64_t most = 0;
  const Bytes header = made::idx({}, {2'700'000, 28, 28});
  Source source;
  source.name = "huge-idx3-ubyte";
  source.size = header.size() + 2'700'000ull * 784;
  source.read = [&](std::uint64_t offset, std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    std::fill(into.begin(), into.end(), std::uint8_t{7});
    if (offset == 0) std::copy(header.begin(), header.end(), into.begin());
    most = std::max(most, offset + into.size());
    return into.size();
  };
  DecodeOptions options;
  options.limits.kept_bytes = 64 << 20;
  LoadJob job({source}, options);
  EXPECT_TRUE(job.step({}));
  EXPECT_THAT(job.take().error().message.english(), HasSubstr("which is the limit for one set"));
  EXPECT_LT(most, 65u << 20);
}

}  // namespace
}  // namespace hourglass

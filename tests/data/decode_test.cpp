#include "data/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/made_files.h"
#include "data/made_tables.h"
#include "data/pair.h"
#include "data/read_sets.h"
#include "data/reader.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::set_of;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

bool has_note(const ImageSet& set, const std::string& part) {
  for (const Sentence& note : set.notes) {
    if (note.english().find(part) != std::string::npos) return true;
  }
  return false;
}

TEST(Decode, ReadsIdxImagesPlainAndPackedWhateverTheFileIsCalled) {
  const ImageSet made = made::images(12);
  for (const Bytes& bytes :
       {made::idx_images(made), made::gzipped(made::idx_images(made)), made::as_xz(made::idx_images(made))}) {
    for (const char* name : {"train-images-idx3-ubyte.gz", "photo.jpg", ""}) {
      const ImageSet set = set_of(bytes, name);
      EXPECT_EQ(set.pixels, made.pixels);
      EXPECT_FALSE(set.labelled());
    }
  }
}

TEST(Decode, ReadsTheFourFilesOfMnistAsOneSetWithItsPublishedSplit) {
  const ImageSet train = made::images(60), test = made::images(20);
  const ImageSet set = set_of({{"t10k-labels-idx1-ubyte", made::idx_labels(test)},
                               {"train-images-idx3-ubyte", made::idx_images(train)},
                               {"t10k-images-idx3-ubyte", made::idx_images(test)},
                               {"train-labels-idx1-ubyte", made::idx_labels(train)}});
  EXPECT_EQ(set.size(), 80u);
  EXPECT_EQ(set.published, (PublishedSplit{{0, 60}, {}, {60, 80}}));
  EXPECT_TRUE(std::equal(train.pixels.begin(), train.pixels.end(), set.pixels.begin()));
  EXPECT_TRUE(std::equal(test.labels.begin(), test.labels.end(), set.labels.begin() + 60));
  EXPECT_EQ(set.class_names.size(), 10u);
}

TEST(Decode, SetsApartTheFirstFiveThousandOfSixtyThousandForValidation) {
  const ImageSet one = made::images(1);
  ImageSet train;
  for (int i = 0; i < 60000; ++i) {
    train.pixels.insert(train.pixels.end(), one.pixels.begin(), one.pixels.end());
    train.labels.push_back(static_cast<std::uint8_t>(i % 10));
  }
  const ImageSet test = made::images(30);
  const ImageSet set = set_of({{"train-images", made::idx_images(train)},
                               {"train-labels", made::idx_labels(train)},
                               {"t10k-images", made::idx_images(test)},
                               {"t10k-labels", made::idx_labels(test)}});
  EXPECT_EQ(set.published, (PublishedSplit{{5000, 60000}, {0, 5000}, {60000, 60030}}));
  EXPECT_TRUE(has_note(set, "validation"));
}

TEST(Decode, ReadsFoldersOfPngFromEveryKindOfArchive) {
  ImageSet made = made::images(25, 5);
  made.class_names = {"A", "B", "C", "D", "E"};
  const auto entries = made::folders(made, "notMNIST_small/");
  for (const Bytes& bytes :
       {made::tar(entries), made::pax(entries), made::gnutar(entries), made::zip(entries, true),
        made::zip(entries, false), made::gzipped(made::tar(entries)), made::as_xz(made::tar(entries))}) {
    const ImageSet set = set_of(bytes, "notMNIST_small.tar.gz");
    EXPECT_EQ(set.size(), 25u);
    EXPECT_THAT(set.class_names, ElementsAre("A", "B", "C", "D", "E"));
    EXPECT_EQ(set.pixels, made.pixels);
    EXPECT_EQ(set.labels, made.labels);
    EXPECT_EQ(set.name, "notMNIST_small");
    EXPECT_THAT(set.notes, IsEmpty());
  }
}

TEST(Decode, ReadsADroppedFolderAsItReadsAnArchiveOfIt) {
  const ImageSet made = made::images(12, 3);
  const ImageSet set = set_of(made::folders(made, "digits/"));
  EXPECT_EQ(set.size(), 12u);
  EXPECT_EQ(set.labels, made.labels);
  EXPECT_EQ(set.name, "digits");
}

TEST(Decode, SkipsAndCountsWhatIsNoImageInAnArchive) {
  ImageSet made = made::images(6, 2);
  auto entries = made::folders(made);
  entries.insert(entries.begin() + 1, {"set/0/RW1wdHkgb25lLm90Zg==.png", {}});
  entries.push_back({"set/1/broken.png", {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 1, 2, 3}});
  entries.push_back({"set/README.txt", {'h', 'i'}});
  entries.push_back({"__MACOSX/set/._1000.png", {1, 2, 3}});
  entries.push_back({"set/.DS_Store", {1, 2, 3}});
  for (const Bytes& bytes : {made::tar(entries), made::zip(entries)}) {
    const ImageSet set = set_of(bytes, "set.tar");
    EXPECT_EQ(set.size(), 6u);
    EXPECT_TRUE(
        has_note(set,
                 "3 files could not be used and were skipped; the first: \"set.tar/set/0/RW1wdHkgb25lLm90Zg==.png\" "
                 "is empty."))
        << set.notes.at(0).english();
  }
}

TEST(Decode, TakesTrainAndTestFoldersAsThePublishedSplit) {
  const ImageSet train = made::images(8, 2), test = made::images(4, 2);
  auto entries = made::folders(test, "mnist_png/testing/");
  for (auto& entry : made::folders(train, "mnist_png/training/")) entries.push_back(entry);
  const ImageSet set = set_of(made::zip(entries), "mnist_png.zip");
  EXPECT_EQ(set.published, (PublishedSplit{{0, 8}, {8, 8}, {8, 12}}));
  EXPECT_TRUE(std::equal(train.pixels.begin(), train.pixels.end(), set.pixels.begin()));
  EXPECT_THAT(set.class_names, ElementsAre("0", "1"));
}

TEST(Decode, GivesOneFolderOfPicturesNoClasses) {
  const ImageSet made = made::images(4, 1);
  const ImageSet set = set_of(made::zip(made::folders(made)), "pictures.zip");
  EXPECT_EQ(set.size(), 4u);
  EXPECT_FALSE(set.labelled());
  EXPECT_TRUE(has_note(set, "no classes"));
}

TEST(Decode, ReadsKagglesCsvWithAndWithoutAHeaderAndWithoutLabels) {
  const ImageSet made = made::images(15);
  for (bool header : {true, false}) {
    const ImageSet set = set_of(made::csv(made, header), "train.csv");
    EXPECT_EQ(set.pixels, made.pixels);
    EXPECT_EQ(set.labels, made.labels);
    const ImageSet bare = set_of(made::csv(made, header, false), "test.csv");
    EXPECT_EQ(bare.pixels, made.pixels);
    EXPECT_FALSE(bare.labelled());
  }
}

TEST(Decode, ReadsTablesBehindCommentsOfAnyLength) {
  const ImageSet made = made::images(3);
  for (const int lines : {9, 12, 60, 900}) {
    std::string comment;
    for (int i = 0; i < lines; ++i) comment += "# what its author has to say of it, line after line\n";
    for (const std::string& table : {made::rows_of(made, {.divider = ' ', .number = "%.18e"}), made::libsvm(made)}) {
      const std::string text = comment + table;
      const Bytes bytes(text.begin(), text.end());
      EXPECT_EQ(set_of(bytes, "t.txt").pixels, made.pixels) << lines;
      for (const std::size_t piece : {1, 100, 4096}) {
        const DecodeOptions options;
        LoadContext context(options);
        FileReader reader("t.txt", context);
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
          const auto fed = reader.feed(std::span(bytes).subspan(at, std::min(piece, bytes.size() - at)));
          ASSERT_TRUE(fed) << fed.error().message.english();
        }
        ASSERT_TRUE(reader.finish());
        ASSERT_EQ(context.parts.size(), 1u);
        EXPECT_EQ(context.parts[0].images.pixels, made.pixels) << lines << " " << piece;
      }
    }
    const auto prose = decode(Bytes(comment.begin(), comment.end()), "README.md");
    ASSERT_FALSE(prose);
    EXPECT_THAT(prose.error().message.english(), HasSubstr("is a text that is no table of images")) << lines;
  }
}

TEST(Decode, LeavesOutKagglesUnlabelledTestTableBesideTheLabelledOne) {
  const ImageSet made = made::images(15);
  const ImageSet set =
      set_of(made::zip({{"test.csv", made::csv(made, true, false)}, {"train.csv", made::csv(made, true)}}),
             "digit-recognizer.zip");
  EXPECT_EQ(set.size(), 15u);
  EXPECT_TRUE(set.labelled());
  EXPECT_TRUE(has_note(set, "\"test.csv\" has no labels"));
}

TEST(Decode, PrefersIdxToCsvWhereAnArchiveHoldsBoth) {
  const ImageSet train = made::images(12), test = made::images(4);
  const ImageSet set = set_of(made::zip({{"fashion-mnist_test.csv", made::csv(test, true)},
                                         {"fashion-mnist_train.csv", made::csv(train, true)},
                                         {"t10k-images-idx3-ubyte", made::idx_images(test)},
                                         {"t10k-labels-idx1-ubyte", made::idx_labels(test)},
                                         {"train-images-idx3-ubyte", made::idx_images(train)},
                                         {"train-labels-idx1-ubyte", made::idx_labels(train)}}),
                              "fashionmnist.zip");
  EXPECT_EQ(set.size(), 16u);
  EXPECT_EQ(set.published, (PublishedSplit{{0, 12}, {}, {12, 16}}));
  EXPECT_EQ(set.class_names.front(), "T-shirt");
}

TEST(Decode, ReadsNpyImagesOfBytesAndOfFloats) {
  const ImageSet made = made::images(5);
  EXPECT_EQ(set_of(made::npy_images(made), "x.npy").pixels, made.pixels);
  EXPECT_EQ(set_of(made::npy(made.pixels, "|u1", "(5, 784)"), "x.npy").pixels, made.pixels);
  EXPECT_EQ(set_of(made::npy(made.pixels, "|u1", "(5, 28, 28, 1)", false, 2), "x.npy").pixels, made.pixels);
  EXPECT_EQ(set_of(made::npy(made.pixels, "|u1", "(5, 1, 28, 28)", false, 3), "x.npy").pixels, made.pixels);
  const auto scaled = [&](float factor, float offset) {
    std::vector<float> floats;
    for (std::uint8_t pixel : made.pixels) floats.push_back(static_cast<float>(pixel) * factor + offset);
    return made::npy(made::raw(floats), "<f4", "(5, 28, 28)");
  };
  EXPECT_EQ(set_of(scaled(1 / 255.0f, 0), "x.npy").pixels, made.pixels);
  EXPECT_EQ(set_of(scaled(1 / 255.0f, -0.5f), "x.npy").pixels, made.pixels);
  EXPECT_EQ(set_of(scaled(2 / 255.0f, -1), "x.npy").pixels, made.pixels);
  EXPECT_EQ(set_of(scaled(1, 0), "x.npy").pixels, made.pixels);
}

TEST(Decode, ReadsColumnMajorAndBigEndianNpy) {
  const ImageSet made = made::images(3);
  Bytes turned(made.pixels.size());
  for (std::size_t n = 0; n < 3; ++n) {
    for (int y = 0; y < 28; ++y) {
      for (int x = 0; x < 28; ++x) turned[n + 3 * (y + 28 * x)] = made.pixels[n * 784 + y * 28 + x];
    }
  }
  EXPECT_EQ(set_of(made::npy(turned, "|u1", "(3, 28, 28)", true), "x.npy").pixels, made.pixels);
  Bytes wide;
  for (std::uint8_t pixel : made.pixels) made::put_big(wide, pixel, 2);
  EXPECT_EQ(set_of(made::npy(wide, ">i2", "(3, 28, 28)"), "x.npy").pixels, made.pixels);
}

TEST(Decode, ReadsKerasMnistNpz) {
  const ImageSet train = made::images(20), test = made::images(10);
  for (bool deflate : {true, false}) {
    const ImageSet set = set_of(made::zip({{"x_test.npy", made::npy_images(test)},
                                           {"x_train.npy", made::npy_images(train)},
                                           {"y_train.npy", made::npy_labels(train)},
                                           {"y_test.npy", made::npy_labels(test)}},
                                          deflate),
                                "mnist.npz");
    EXPECT_EQ(set.published, (PublishedSplit{{0, 20}, {}, {20, 30}}));
    EXPECT_TRUE(std::equal(test.labels.begin(), test.labels.end(), set.labels.begin() + 20));
  }
}

TEST(Decode, ReadsOneHotAndColumnLabels) {
  const ImageSet made = made::images(6, 3);
  std::vector<float> hot;
  for (std::uint8_t label : made.labels) {
    for (int c = 0; c < 3; ++c) hot.push_back(c == label ? 1.0f : 0.0f);
  }
  EXPECT_EQ(set_of({{"x.npy", made::npy_images(made)}, {"y.npy", made::npy(made::raw(hot), "<f4", "(6, 3)")}}).labels,
            made.labels);
  EXPECT_EQ(set_of({{"x.npy", made::npy_images(made)}, {"y.npy", made::npy(made.labels, "|u1", "(6, 1)")}}).labels,
            made.labels);
}

TEST(Decode, PairsKmnistsNpzFilesByTheirNames) {
  const ImageSet train = made::images(20), test = made::images(10);
  const ImageSet set = set_of({{"kmnist-test-imgs.npz", made::zip({{"arr_0.npy", made::npy_images(test)}})},
                               {"kmnist-test-labels.npz", made::zip({{"arr_0.npy", made::npy_labels(test)}})},
                               {"kmnist-train-imgs.npz", made::zip({{"arr_0.npy", made::npy_images(train)}})},
                               {"kmnist-train-labels.npz", made::zip({{"arr_0.npy", made::npy_labels(train)}})}});
  EXPECT_EQ(set.published, (PublishedSplit{{0, 20}, {}, {20, 30}}));
  EXPECT_EQ(set.class_names.at(1), "ki");
}

TEST(Decode, TurnsEmnistUprightAndNamesItsLetters) {
  ImageSet made = made::images(52, 26);
  Bytes transposed = made.pixels;
  for (std::size_t n = 0; n < made.size(); ++n) {
    for (int y = 0; y < 28; ++y) {
      for (int x = 0; x < 28; ++x) transposed[n * 784 + y * 28 + x] = made.pixels[n * 784 + x * 28 + y];
    }
  }
  Bytes from_one = made.labels;
  for (std::uint8_t& label : from_one) ++label;
  const ImageSet set =
      set_of({{"emnist-letters-train-images-idx3-ubyte.gz", made::gzipped(made::idx(transposed, {52, 28, 28}))},
              {"emnist-letters-train-labels-idx1-ubyte.gz", made::gzipped(made::idx(from_one, {52}))}});
  EXPECT_EQ(set.pixels, made.pixels);
  EXPECT_EQ(set.labels, made.labels);
  EXPECT_EQ(set.class_names.front(), "A");
  EXPECT_EQ(set.class_names.back(), "Z");
  EXPECT_TRUE(has_note(set, "transposed"));

  DecodeOptions as_stored;
  as_stored.orientation = Orientation::as_stored;
  EXPECT_EQ(set_of(made::idx(transposed, {52, 28, 28}), "emnist-x", as_stored).pixels, transposed);
}

TEST(Decode, FitsOtherSizesWithANote) {
  Bytes large(32 * 32 * 2, 0);
  for (int y = 8; y < 24; ++y) {
    for (int x = 8; x < 24; ++x) large[32 * 32 + y * 32 + x] = 255;
  }
  const ImageSet set = set_of(made::idx(large, {2, 32, 32}), "usps");
  EXPECT_EQ(set.size(), 2u);
  EXPECT_EQ(set.image(1)[14 * 28 + 14], 255);
  EXPECT_EQ(set.image(1)[3 * 28 + 3], 0);
  EXPECT_TRUE(has_note(set, "32 by 32 pixels and were fitted to 28 by 28"));
}

TEST(Decode, TakesSeveralUnlabelledFilesAsClasses) {
  const ImageSet made = made::images(4, 1);
  const ImageSet set = set_of({{"full_numpy_bitmap_dog.npy", made::npy(made.pixels, "|u1", "(4, 784)")},
                               {"full_numpy_bitmap_cat.npy", made::npy(made.pixels, "|u1", "(4, 784)")}});
  EXPECT_THAT(set.class_names, ElementsAre("cat", "dog"));
  EXPECT_THAT(set.labels, ElementsAre(0, 0, 0, 0, 1, 1, 1, 1));
}

TEST(Decode, GivesOnePngAsASetOfOneForThePad) {
  const ImageSet made = made::images(1);
  const ImageSet set = set_of(made::png(made.image(0)), "three.png");
  EXPECT_EQ(set.size(), 1u);
  EXPECT_EQ(set.pixels, made.pixels);
  EXPECT_FALSE(set.labelled());
}

TEST(Decode, KeepsABalancedSampleWhenAsked) {
  ImageSet made = made::images(0, 3);
  ImageSet all = made::images(300, 1);
  for (std::size_t i = 0; i < 300; ++i) all.labels[i] = i < 200 ? 0 : i < 290 ? 1 : 2;
  all.class_names = {"A", "B", "C"};
  DecodeOptions options;
  options.images = 60;
  for (const Bytes& bytes : {made::tar(made::folders(all)), made::zip(made::folders(all))}) {
    const ImageSet set = set_of(bytes, "letters.tar", options);
    EXPECT_EQ(set.size(), 60u);
    EXPECT_EQ(std::count(set.labels.begin(), set.labels.end(), 0), 25);
    EXPECT_EQ(std::count(set.labels.begin(), set.labels.end(), 1), 25);
    EXPECT_EQ(std::count(set.labels.begin(), set.labels.end(), 2), 10);
    EXPECT_TRUE(has_note(set, "60 of 300"));
    EXPECT_EQ(set_of(bytes, "letters.tar", options).pixels, set.pixels) << "the same seed keeps the same images";
  }
}

TEST(Decode, DropsDuplicatesAndBlankImagesWhenAskedAndSaysSo) {
  ImageSet made = made::images(6, 2);
  std::copy_n(made.pixels.begin(), 784, made.pixels.begin() + 2 * 784);
  std::fill_n(made.pixels.begin() + 5 * 784, 784, 255);
  DecodeOptions options;
  options.drop_duplicates = options.drop_blank = true;
  const ImageSet from_tar = set_of(made::tar(made::folders(made)), "a.tar", options);
  EXPECT_EQ(from_tar.size(), 4u);
  EXPECT_TRUE(has_note(from_tar, "1 exact duplicate dropped"));
  EXPECT_TRUE(has_note(from_tar, "1 blank image dropped"));
  const ImageSet from_idx = set_of({{"i", made::idx_images(made)}, {"l", made::idx_labels(made)}}, options);
  EXPECT_EQ(from_idx.pixels, from_tar.pixels);
  EXPECT_EQ(from_idx.labels, from_tar.labels);
}

TEST(Decode, KeepsThePublishedSplitOfASample) {
  const ImageSet train = made::images(200), test = made::images(100);
  DecodeOptions options;
  options.images = 150;
  const ImageSet set = set_of({{"train-x", made::idx_images(train)},
                               {"train-y", made::idx_labels(train)},
                               {"test-x", made::idx_images(test)},
                               {"test-y", made::idx_labels(test)}},
                              options);
  EXPECT_EQ(set.size(), 150u);
  EXPECT_EQ(set.published.train.size() + set.published.held_out.size(), 150u);
  EXPECT_EQ(set.published.held_out.end, 150u);
  EXPECT_GT(set.published.held_out.size(), 25u);
}

TEST(Decode, InvertsWhenAsked) {
  const ImageSet made = made::images(2);
  DecodeOptions options;
  options.invert = true;
  EXPECT_EQ(set_of(made::idx_images(made), "x", options).pixels[5], 255 - made.pixels[5]);
}

TEST(Decode, NamesTheClassesOfASetWithNotMnistsMeansAToJ) {
  const double means[10] = {.37, .51, .36, .45, .44, .38, .41, .44, .55, .35};
  ImageSet made = made::images(300, 10);
  for (std::size_t i = 0; i < made.size(); ++i) {
    std::fill_n(made.pixels.begin() + i * 784, 784, static_cast<std::uint8_t>(means[i % 10] * 255));
  }
  const ImageSet set =
      set_of({{"t10k-images-idx3-ubyte", made::idx_images(made)}, {"t10k-labels-idx1-ubyte", made::idx_labels(made)}});
  EXPECT_EQ(set.class_names.front(), "A");
  EXPECT_TRUE(has_note(set, "named A to J"));
}

TEST(Pairing, JoinsLabelsThatComeAfterTheirImages) {
  const ImageSet made = made::images(7);
  Pairing pairing;
  auto first = pairing.offer(set_of(made::idx_images(made), "x"));
  ASSERT_TRUE(first && first->set);
  EXPECT_FALSE(first->set->labelled());
  auto second = pairing.offer(LabelList{"y", made.labels, {}});
  ASSERT_TRUE(second && second->set);
  EXPECT_EQ(second->set->labels, made.labels);
  EXPECT_EQ(second->set->class_names.size(), 7u);
}

TEST(Pairing, JoinsImagesThatComeAfterTheirLabels) {
  const ImageSet made = made::images(7);
  Pairing pairing;
  auto first = pairing.offer(LabelList{"y", made.labels, {}});
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->set);
  EXPECT_THAT(first->waiting_for.english(), HasSubstr("choose their images"));
  auto second = pairing.offer(set_of(made::idx_images(made), "x"));
  ASSERT_TRUE(second && second->set);
  EXPECT_EQ(second->set->labels, made.labels);
}

TEST(Pairing, KeepsTheImagesWaitingWhenLabelsDoNotFit) {
  const ImageSet made = made::images(7);
  Pairing pairing;
  ASSERT_TRUE(pairing.offer(set_of(made::idx_images(made), "x")));
  auto wrong = pairing.offer(LabelList{"y", Bytes(6, 0), {}});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message.english(),
            "\"y\" holds 6 labels, but there are 7 images: they do not belong together.");
  auto right = pairing.offer(LabelList{"y", made.labels, {}});
  ASSERT_TRUE(right && right->set);
  EXPECT_TRUE(right->set->labelled());
}

}  // namespace
}  // namespace hourglass

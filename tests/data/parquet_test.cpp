// Parquet: pictures, lists and columns of pixels in every packing and encoding, several shards, and what is refused.
#include "data/parquet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "data/decode.h"
#include "data/load.h"
#include "data/made_parquet_sets.h"
#include "data/made_sets.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::ParquetWriter;
using made::Pq;
using made::PqKind;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

ImageSet parquet_set(const Bytes& bytes, const DecodeOptions& options = {}) {
  return made::set_of(bytes, "train-00000-of-00001.parquet", options);
}
std::string why_no_parquet(const Bytes& bytes) { return made::refused(bytes, "some.parquet"); }

TEST(Parquet, PicturesAreReadInEveryPackingOfPagesAndGroups) {
  const ImageSet made = made::images(60, 10);
  for (const int codec : {0, 1, 2, 6}) {
    for (const bool version2 : {false, true}) {
      for (const int encoding : {0, 6, 7, 8}) {
        const PqKind kind = {
            .codec = codec, .version2 = version2, .checksums = version2, .rows_a_group = 25, .rows_a_page = 7};
        const Bytes file = made::hugging_face(made, encoding).file(kind);
        const std::string what = "codec " + std::to_string(codec) + (version2 ? ", version 2" : "") + ", encoding " +
                                 std::to_string(encoding);
        made::expect_set(parquet_set(file), made, what);
      }
    }
  }
}

TEST(Parquet, ClassesHaveTheNamesThatTheFileSaysInItsOrder) {
  ImageSet made = made::images(12, 3);
  made.class_names = {"T - shirt / top", "Trouser", "Ankle boot"};
  const ImageSet set = parquet_set(made::hugging_face(made).file());
  made::expect_set(set, made);
  EXPECT_EQ(set.class_names, made.class_names);
  EXPECT_EQ(set.name, "train");
}

TEST(Parquet, ListsOfNumbersAndListsOfListsAreImages) {
  const ImageSet made = made::images(20, 10);
  for (const int depth : {1, 2}) {
    for (const bool version2 : {false, true}) {
      for (const int encoding : {0, 5, 8, 9}) {
        const PqKind kind = {.codec = 1, .version2 = version2, .rows_a_group = 8, .rows_a_page = 3};
        made::expect_set(parquet_set(made::pq_lists(made, depth, encoding).file(kind)), made,
                         std::to_string(depth) + ", encoding " + std::to_string(encoding));
      }
    }
  }
}

TEST(Parquet, AColumnForEachPixelIsAnImageARow) {
  const ImageSet made = made::images(20, 10);
  const PqKind kind = {.codec = 6, .rows_a_group = 8, .rows_a_page = 3};
  made::expect_set(parquet_set(made::pq_cells(made).file(kind)), made);
  const ImageSet last = parquet_set(made::pq_cells(made, "pixel", true).file());
  made::expect_set(last, made);
  EXPECT_THAT(english(last.notes), Contains("The column \"digit_class\" was taken as the label."));
  ParquetWriter numbered = made::pq_cells(made, "");
  numbered.schema.front().name = "784";
  made::expect_set(parquet_set(numbered.file()), made);
}

TEST(Parquet, NumbersOfEveryKindAreRead) {
  const ImageSet made = made::images(12, 4);
  const auto with = [&](Pq type, int encoding, auto value_of) {
    ParquetWriter file = made::pq_lists(made, 1);
    file.schema[2] = {"element", 1, 0, type};
    made::PqColumn& column = file.columns.front();
    column.type = type;
    column.encoding = encoding;
    for (std::size_t n = 0; n < made.size(); ++n) {
      for (std::size_t p = 0; p < kImagePixels; ++p) column.rows[n][p].bytes = value_of(made.image(n)[p]);
    }
    return parquet_set(file.file({.rows_a_page = 5}));
  };
  for (const int encoding : {0, 8, 9}) {
    made::expect_set(with(Pq::float32, encoding, [](int pixel) { return made::little_bytes(float(pixel) / 255); }),
                     made);
    made::expect_set(with(Pq::float64, encoding, [](int pixel) { return made::little_bytes(double(pixel)); }), made);
  }
  for (const int encoding : {0, 5, 8, 9})
    made::expect_set(with(Pq::int64, encoding, [](int pixel) { return made::little_bytes(std::int64_t{pixel}); }),
                     made);
  ImageSet bits = made;
  for (std::uint8_t& pixel : bits.pixels) pixel = pixel > 0 ? 255 : 0;
  for (const int encoding : {0, 3})
    made::expect_set(with(Pq::boolean, encoding, [](int pixel) { return Bytes{std::uint8_t(pixel > 0)}; }), bits);
}

TEST(Parquet, OtherSizesAreFittedAndTold) {
  ParquetWriter file = made::hugging_face(made::images(2, 2));
  file.columns[0].rows[0][0].bytes = made::png(Bytes(30 * 20, 9), 30, 20);
  const ImageSet set = parquet_set(file.file());
  EXPECT_EQ(set.size(), 2u);
  EXPECT_THAT(english(set.notes), Contains("1 image of another size was fitted to 28 by 28."));
}

TEST(Parquet, LabelsMayBeWordsAndStandInColumnsOfOtherNames) {
  const ImageSet made = made::images(9, 3);
  ParquetWriter file = made::hugging_face(made);
  file.metadata.clear();
  file.schema[3] = {"animal_class", 1, 0, Pq::bytes, 0};
  std::vector<Bytes> words;
  for (const std::uint8_t label : made.labels)
    words.push_back(made::bytes_of(label == 0 ? "dog" : label == 1 ? "ape" : "cat"));
  file.columns[2] = made::pq_column(Pq::bytes, words, 8);
  const ImageSet set = parquet_set(file.file());
  EXPECT_THAT(set.class_names, ElementsAre("ape", "cat", "dog"));
  EXPECT_EQ(set.labels[0], 2);
  EXPECT_EQ(set.labels[1], 0);
  EXPECT_THAT(english(set.notes), Contains("The column \"animal_class\" was taken as the label."));
}

TEST(Parquet, RowsWithoutImageOrLabelOrWithADamagedPictureAreLeftOutAndTold) {
  const ImageSet made = made::images(12, 3);
  ParquetWriter file = made::hugging_face(made);
  file.columns[0].rows[1] = {{0, 0, {}}};                                    // no struct
  file.columns[0].rows[2] = {{0, 1, {}}};                                    // no bytes
  file.columns[0].rows[4][0].bytes.resize(30);                               // cut off
  file.columns[2].rows[5] = {{0, 0, {}}};                                    // no label
  file.columns[2].rows[6] = {{0, 1, made::little_bytes(std::int64_t{-1})}};  // kept back
  const ImageSet set = parquet_set(file.file({.rows_a_group = 5, .rows_a_page = 2}));
  ImageSet wanted;
  for (const std::size_t n : {0, 3, 7, 8, 9, 10, 11}) {
    wanted.pixels.insert(wanted.pixels.end(), made.image(n).begin(), made.image(n).end());
    wanted.labels.push_back(made.labels[n]);
  }
  made::expect_set(set, wanted);
  const auto notes = english(set.notes);
  EXPECT_THAT(notes, Contains("2 rows without an image were left out."));
  EXPECT_THAT(notes, Contains("2 images have no label and were left out."));
  EXPECT_THAT(notes, Contains(StartsWith("1 image could not be read and was left out: "
                                         "\"train-00000-of-00001.parquet/image/5\"")));
}

TEST(Parquet, ASetWhoseLabelsAreAllKeptBackHasNone) {
  const ImageSet made = made::images(6, 3);
  ParquetWriter file = made::hugging_face(made);
  for (auto& row : file.columns[2].rows) row[0].bytes = made::little_bytes(std::int64_t{-1});
  const ImageSet set = parquet_set(file.file());
  EXPECT_TRUE(set.pixels == made.pixels);
  EXPECT_FALSE(set.labelled());
}

TEST(Parquet, OptionsOfLoadingHoldAsForOtherTables) {
  ImageSet made = made::images(40, 4);
  std::copy_n(made.pixels.begin(), kImagePixels, made.pixels.begin() + kImagePixels);
  const Bytes file = made::hugging_face(made).file({.codec = 1, .rows_a_group = 9});
  const ImageSet few = parquet_set(file, {.images = 12, .drop_duplicates = true});
  EXPECT_EQ(few.size(), 12u);
  for (int label = 0; label < 4; ++label) EXPECT_EQ(std::count(few.labels.begin(), few.labels.end(), label), 3);
  EXPECT_THAT(english(few.notes), Contains("1 exact duplicate dropped."));
  const ImageSet inverted = parquet_set(file, {.invert = true});
  EXPECT_EQ(inverted.pixels[0], 255 - made.pixels[0]);
}

TEST(Parquet, ShardsOfOneSetAreJoinedWithItsSplitLabelledOrNot) {
  const ImageSet all = made::images(24, 4);
  const auto slice = [&](std::size_t from, std::size_t to) {
    ImageSet part;
    part.class_names = all.class_names;
    part.labels.assign(all.labels.begin() + static_cast<std::ptrdiff_t>(from),
                       all.labels.begin() + static_cast<std::ptrdiff_t>(to));
    part.pixels.assign(all.pixels.begin() + static_cast<std::ptrdiff_t>(from * kImagePixels),
                       all.pixels.begin() + static_cast<std::ptrdiff_t>(to * kImagePixels));
    return part;
  };
  for (const std::string folder : {"", "mnist/"}) {
    for (const bool labelled : {true, false}) {
      const auto file = [&](std::size_t from, std::size_t to) {
        ParquetWriter writer = made::hugging_face(slice(from, to));
        if (!labelled) {
          writer.schema.pop_back();
          writer.columns.pop_back();
        }
        return writer.file();
      };
      const ImageSet set = made::set_of({{folder + "test-00000-of-00001.parquet", file(16, 24)},
                                         {folder + "train-00000-of-00002.parquet", file(0, 8)},
                                         {folder + "train-00001-of-00002.parquet", file(8, 16)}});
      EXPECT_EQ(set.name, folder.empty() ? "train" : "mnist");
      EXPECT_TRUE(set.pixels == all.pixels);
      EXPECT_EQ(set.labelled(), labelled);
      EXPECT_EQ(set.published.train, (IndexRange{0, 16}));
      EXPECT_EQ(set.published.held_out, (IndexRange{16, 24}));
      EXPECT_THAT(english(set.notes), ::testing::Not(Contains(StartsWith("Taken as one set"))));
    }
  }
}

TEST(Parquet, TwoSetsOfHuggingFacesFoldersAreRefusedByName) {
  const ParquetWriter one = made::hugging_face(made::images(8, 4)), other = made::hugging_face(made::others(8, 4));
  EXPECT_THAT(made::refused({{"sets/mnist/train-00000-of-00001.parquet", one.file()},
                             {"sets/fashion_mnist/train-00000-of-00001.parquet", other.file()}}),
              HasSubstr("holds 2 sets (fashion_mnist, mnist)"));
}

TEST(Parquet, ArchivesMayHoldIt) {
  const ImageSet made = made::images(12, 4);
  const Bytes file = made::hugging_face(made).file({.codec = 6});
  made::expect_set(made::set_of({{"a.zip", made::zip({{"data/train.parquet", file}})}}), made);
  made::expect_set(made::set_of({{"a.tar.gz", made::gzipped(made::tar({{"data/train.parquet", file}}))}}), made);
  made::expect_set(made::set_of({{"train.parquet.gz", made::gzipped(file)}}), made);
}

TEST(Parquet, ATableWithoutImagesSaysWhatItHas) {
  ParquetWriter file;
  file.schema = {{"name", 1, 0, Pq::bytes, 0}, {"age", 1, 0, Pq::int32}};
  file.columns = {made::pq_column(Pq::bytes, {made::bytes_of("a")}),
                  made::pq_column(Pq::int32, {made::little_bytes(std::int32_t{3})})};
  EXPECT_EQ(why_no_parquet(file.file()),
            "\"some.parquet\" is a Parquet table without images; its columns are name, age.");
}

TEST(Parquet, WhatIsNotReadHereIsRefusedByItsName) {
  const ImageSet made = made::images(4, 2);
  const Bytes good = made::hugging_face(made).file();

  ParquetWriter lz4 = made::hugging_face(made);
  EXPECT_THAT(why_no_parquet(lz4.file({.codec = 7})), HasSubstr("is packed with LZ4, which is not read here"));
  ParquetWriter old = made::hugging_face(made);
  old.columns[0].encoding = 4;
  EXPECT_THAT(why_no_parquet(old.file()), HasSubstr("has its column \"image\" in the encoding BIT_PACKED"));

  Bytes encrypted = good;
  std::copy_n("PARE", 4, encrypted.end() - 4);
  EXPECT_EQ(why_no_parquet(encrypted),
            "\"some.parquet\" is a Parquet file that is encrypted; save it without encryption.");

  ParquetWriter decimal = made::pq_lists(made, 1);
  decimal.schema[2] = {"element", 1, 0, Pq::int32, 5};
  EXPECT_THAT(why_no_parquet(decimal.file()), HasSubstr("has numbers of the kind DECIMAL in its column \"image\""));
  ParquetWriter dates = made::pq_lists(made, 1);
  dates.schema[2] = {"element", 1, 0, Pq::int96};
  EXPECT_THAT(why_no_parquet(dates.file()), HasSubstr("of the kind INT96"));

  ParquetWriter names_alone = made::hugging_face(made);
  for (auto& row : names_alone.columns[0].rows) row = {{0, 1, {}}};
  EXPECT_EQ(why_no_parquet(names_alone.file()),
            "\"some.parquet\" has nothing in its column \"image\"; perhaps it only names files that stand elsewhere.");

  ImageSet many = made::images(4, 2);
  many.class_names.resize(100, "x");
  EXPECT_EQ(why_no_parquet(made::hugging_face(many).file()),
            "\"some.parquet\" names 100 classes in its column \"label\"; at most 64 can be shown.");
  ParquetWriter beyond = made::hugging_face(made);
  beyond.columns[2].rows[3][0].bytes = made::little_bytes(std::int64_t{2});
  EXPECT_EQ(why_no_parquet(beyond.file()),
            "\"some.parquet\", row 4: its label is 2, but the file names 2 classes, numbered from 0.");
}

TEST(Parquet, ListsThatAreNoPicturesAreRefused) {
  const ImageSet made = made::images(3, 3);
  ParquetWriter shorter = made::pq_lists(made, 1);
  shorter.columns[0].rows[2].pop_back();
  EXPECT_EQ(why_no_parquet(shorter.file()),
            "\"some.parquet\", row 3, has 783 numbers in its column \"image\" where the rows before have 784.");
  ParquetWriter ragged = made::pq_lists(made, 2);
  ragged.columns[0].rows[1][28].repetition = 2;  // 56 numbers in the first list, none in the second
  EXPECT_EQ(why_no_parquet(ragged.file()),
            "\"some.parquet\", row 2, has lists of different lengths in its column \"image\".");
  ParquetWriter missing = made::pq_lists(made, 1);
  missing.columns[0].rows[1][5] = {1, 2, {}};
  EXPECT_EQ(why_no_parquet(missing.file()),
            "\"some.parquet\" has lists in its column \"image\" in which numbers are missing.");
}

TEST(Parquet, AStubIsCalledDamaged) {
  Bytes stub = made::bytes_of("PAR1");
  stub.resize(3008);
  made::put_text(stub, "PAR1");
  EXPECT_EQ(
      why_no_parquet(stub),
      "\"some.parquet\" is a Parquet file that is damaged or cut off: its list of columns cannot be read. Fetch the "
      "file again.");
  EXPECT_EQ(why_no_parquet(made::bytes_of("PAR1")),
            "\"some.parquet\" is a Parquet file that is damaged or cut off: it is too short.");
}

TEST(Parquet, EveryCutIsRefusedWithASentence) {
  const ImageSet made = made::images(6, 3);
  for (const Bytes& whole :
       {made::hugging_face(made, 8).file({.codec = 1}), made::pq_lists(made, 2).file({.codec = 6})}) {
    ASSERT_THAT(why_no_parquet(whole), StartsWith("(accepted"));
    for (std::size_t length = 4; length < whole.size(); length += 1 + length / 10) {
      const Bytes cut = made::cut_to(whole, length);
      EXPECT_THAT(why_no_parquet(cut), StartsWith("\"some.parquet\" is a Parquet file that is damaged or cut off: "))
          << length;
    }
  }
}

TEST(Parquet, WhateverIsDamagedGivesASetOrASentence) {
  const ImageSet made = made::images(4, 2);
  std::mt19937 random(5);
  std::vector<Bytes> files;
  for (const int codec : {0, 1, 2, 6}) {
    for (const int encoding : {0, 6, 7, 8}) {
      files.push_back(made::hugging_face(made, encoding)
                          .file({.codec = codec, .version2 = encoding > 6, .rows_a_group = 3, .rows_a_page = 2}));
    }
  }
  for (const int encoding : {0, 5, 8, 9}) files.push_back(made::pq_lists(made, 2, encoding).file());
  for (const Bytes& whole : files) {
    for (int change = 0; change < 300; ++change) {
      Bytes damaged = whole;
      // Half of them in the footer, where little is.
      const std::size_t last = std::min<std::size_t>(whole.size(), 600);
      const std::size_t at = change % 2 ? whole.size() - 1 - random() % last : random() % whole.size();
      damaged[at] ^= static_cast<std::uint8_t>(1u << random() % 8);
      EXPECT_THAT(why_no_parquet(damaged), AnyOf(StartsWith("(accepted"), EndsWith("."))) << at;
    }
  }
}

TEST(Parquet, AChecksumFindsAChangedPage) {
  const ImageSet made = made::images(4, 2);
  Bytes file = made::pq_lists(made, 1).file({.checksums = true});
  file[1000] ^= 4;  // a pixel
  EXPECT_THAT(why_no_parquet(file), EndsWith("a page of its column \"image\" cannot be read."));
}

TEST(Parquet, AFileOfManyRowsIsReadWithAPageOfItInMemory) {
  // 4,000 images in 40 groups unpack to 12.6 MB of numbers, of which 320 KB stand in memory at a time.
  const ImageSet made = made::images(100, 10);
  ImageSet many;
  for (int i = 0; i < 40; ++i) {
    many.pixels.insert(many.pixels.end(), made.pixels.begin(), made.pixels.end());
    many.labels.insert(many.labels.end(), made.labels.begin(), made.labels.end());
  }
  const Bytes file = made::pq_lists(many, 1).file({.codec = 1, .rows_a_group = 100});
  Budget budget({.kept_bytes = 10u << 20});
  ParquetReader reader(view_source("many.parquet", file), budget);
  for (std::expected<bool, Error> more = true; *more;) {
    more = reader.step();
    ASSERT_TRUE(more) << more.error().message.english();
  }
  const auto set = reader.finish();
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_TRUE(set->pixels == many.pixels);
  EXPECT_EQ(reader.rows(), 4000u);
}

}  // namespace
}  // namespace hourglass

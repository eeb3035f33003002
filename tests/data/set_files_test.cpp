#include "data/set_files.h"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "data/made_files.h"
#include "data/read_sets.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;
using made::set_of;
using ::testing::ElementsAre;

ImageSet split_set() {
  ImageSet set = made::images(60, 4);
  set.class_names = {"caf\u00e9", "B", "\u0416", "T-shirt"};
  set.published = {.train = {0, 40}, .validation = {40, 45}, .held_out = {45, 60}};
  return set;
}

Bytes npz_of(const ImageSet& set) {
  const auto pieces = as_zip(set_as_arrays(set));
  EXPECT_TRUE(pieces);
  return pieces ? joined_pieces(*pieces) : Bytes();
}

std::vector<Entry> idx_files_of(const ImageSet& set) {
  std::vector<Entry> files;
  for (const SetFile& file : set_as_idx(set)) files.push_back({file.name, joined_pieces(std::span(&file.bytes, 1))});
  return files;
}

/// The entries of a zip as libarchive reads them.
std::map<std::string, Bytes> entries_of(const Bytes& zip) {
  std::map<std::string, Bytes> entries;
  archive* reader = archive_read_new();
  archive_read_support_format_zip(reader);
  EXPECT_EQ(archive_read_open_memory(reader, zip.data(), zip.size()), ARCHIVE_OK);
  for (archive_entry* entry = nullptr; archive_read_next_header(reader, &entry) == ARCHIVE_OK;) {
    Bytes bytes(static_cast<std::size_t>(archive_entry_size(entry)));
    EXPECT_EQ(archive_read_data(reader, bytes.data(), bytes.size()), static_cast<la_ssize_t>(bytes.size()));
    entries.emplace(archive_entry_pathname(entry), std::move(bytes));
  }
  EXPECT_EQ(archive_errno(reader), 0) << archive_error_string(reader);
  archive_read_free(reader);
  return entries;
}

TEST(SetFiles, AnNpzComesBackWithSplitLabelsAndNames) {
  const ImageSet set = split_set();
  const ImageSet back = set_of({{"mine.npz", npz_of(set)}});
  EXPECT_TRUE(back.pixels == set.pixels);
  EXPECT_EQ(back.labels, set.labels);
  EXPECT_EQ(back.class_names, set.class_names);
  EXPECT_EQ(back.published, set.published);
  EXPECT_EQ(npz_of(back), npz_of(set)) << "the same set gives the same bytes";
}

TEST(SetFiles, AnNpzIsWhatNumPyWrites) {
  const auto entries = entries_of(npz_of(split_set()));
  std::vector<std::string> names;
  for (const auto& [name, bytes] : entries) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("class_names.npy", "x_test.npy", "x_train.npy", "x_val.npy", "y_test.npy",
                                 "y_train.npy", "y_val.npy"));
  const ImageSet set = split_set();
  const Bytes train(set.pixels.begin(), set.pixels.begin() + 40 * kImagePixels);
  EXPECT_EQ(entries.at("x_train.npy"), made::npy(train, "|u1", "(40, 28, 28)"));
  EXPECT_EQ(entries.at("y_test.npy"), made::npy({set.labels.begin() + 45, set.labels.end()}, "|u1", "(15,)"));
  Bytes letters;
  for (const std::u32string name : {U"caf\u00e9", U"B", U"\u0416", U"T-shirt"}) {
    std::u32string row = name;
    row.resize(7);
    for (const char32_t letter : row)
      for (int shift = 0; shift < 32; shift += 8) letters.push_back(static_cast<std::uint8_t>(letter >> shift));
  }
  EXPECT_EQ(entries.at("class_names.npy"), made::npy(letters, "<U7", "(4,)"));
}

TEST(SetFiles, IdxFilesComeBackWithSplitAndLabels) {
  const ImageSet set = split_set();
  const auto files = idx_files_of(set);
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "validation-images-idx3-ubyte",
                                 "validation-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"));
  EXPECT_THAT(idx_file_names(), ::testing::UnorderedElementsAreArray(names));
  const ImageSet back = set_of(files);
  EXPECT_TRUE(back.pixels == set.pixels);
  EXPECT_EQ(back.labels, set.labels);
  EXPECT_EQ(back.published, set.published);
}

TEST(SetFiles, WithoutSplitOrLabelsThereIsOnePartThatTrains) {
  ImageSet set = made::images(12, 3);
  const ImageSet labelled = set_of({{"all.npz", npz_of(set)}});
  EXPECT_FALSE(labelled.published.present());
  EXPECT_EQ(labelled.labels, set.labels);
  set.labels.clear();
  EXPECT_EQ(entries_of(npz_of(set)).size(), 1u) << "x_train.npy alone: names of what nobody is say nothing";
  EXPECT_EQ(idx_files_of(set).size(), 1u);
  const ImageSet back = set_of({{"all.npz", npz_of(set)}});
  EXPECT_TRUE(back.pixels == set.pixels);
  EXPECT_FALSE(back.labelled());
}

TEST(SetFiles, NamesThatDoNotNameEveryLabelAreLetBe) {
  ImageSet set = made::images(20, 4);
  set.class_names = {"A", "B"};
  EXPECT_THAT(set_of({{"few.npz", npz_of(set)}}).class_names, ElementsAre("0", "1", "2", "3"));
  set.class_names = {"A", "A", "B", "C"};
  EXPECT_THAT(set_of({{"twice.npz", npz_of(set)}}).class_names, ElementsAre("0", "1", "2", "3"));
  set.class_names = {"A", "B", "C", "D", "E"};
  EXPECT_THAT(set_of({{"more.npz", npz_of(set)}}).class_names, ElementsAre("A", "B", "C", "D", "E"));
}

TEST(SetFiles, ALongNameIsCutAndARangeBeyondTheSetToo) {
  ImageSet set = made::images(8, 1);
  set.class_names = {std::string(1'000'000, 'x')};
  set.published = {.train = {0, 6}, .validation = {}, .held_out = {6, 4'000'000'000u}};
  const auto entries = entries_of(npz_of(set));
  EXPECT_LT(entries.at("class_names.npy").size(), 1000u);
  EXPECT_EQ(entries.at("y_test.npy").size() % 64, 2u) << "two labels behind the head";
}

}  // namespace
}  // namespace hourglass

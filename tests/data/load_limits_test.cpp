// Files that hold or promise more than is taken in: each is refused in time, before the memory is asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "data/budget.h"
#include "data/load.h"
#include "data/made_files.h"
#include "data/made_sets.h"
#include "data/read_sets.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::bytes_of;
using made::refused;
using testing::HasSubstr;

TEST(LoadLimits, ALineWithoutEndIsNoTable) {
  std::string line = "1";
  while (line.size() < (5u << 20)) line += ",1";
  EXPECT_EQ(refused(bytes_of(line), "t.csv"), "\"t.csv\", line 1, is longer than 4 MB: this is not a table of images.");
}

TEST(LoadLimits, DimensionsThatOverflowAreRefusedBeforeAnythingIsAllocated) {
  EXPECT_THAT(
      refused(made::idx({1, 2, 3}, {0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}), "huge"),
      HasSubstr(
          "says that it holds an array of (4294967295, 4294967295, 4294967295), more numbers than any file holds"));
  EXPECT_THAT(refused(made::idx({1, 2, 3}, {0x80000000, 28, 28}), "huge"), HasSubstr("was cut off"));
  EXPECT_THAT(refused(made::npy({1, 2, 3}, "|u1", "(18446744073709551615, 28, 28)"), "huge.npy"),
              HasSubstr("more numbers than any file holds"));
  EXPECT_THAT(refused(made::npy({1, 2, 3}, "<f8", "(4294967296, 4294967296, 2)"), "huge.npy"),
              HasSubstr("more numbers than any file holds"));
  EXPECT_THAT(refused(made::npy({1, 2, 3}, "|u1", "(99999999999999999999, 28, 28)"), "huge.npy"),
              HasSubstr("is damaged"));
}

TEST(LoadLimits, ABombStopsAtTheLimit) {
  DecodeOptions options;
  options.limits.unpacked_bytes = 1 << 20;
  Bytes bomb = made::idx(Bytes(8 << 20, 0), {8 << 20, 1, 1});
  for (const Bytes& packed : {made::gzipped(bomb), made::as_xz(bomb)})
    EXPECT_EQ(refused(packed, "bomb.gz", options),
              "This unpacks to more than 1.0 MB, which is the limit: it is damaged, made to do harm, or too large for "
              "this page.");
  // A bomb within an archive ends the load, too: it is no file to be skipped.
  const Bytes inner = made::gzipped(bomb);
  EXPECT_THAT(refused(made::tar({{"a/1.png", inner}}), "bomb.tar", options), HasSubstr("which is the limit"));
  EXPECT_THAT(refused(made::zip({{"a/1.png", bomb}}), "bomb.zip", options), HasSubstr("which is the limit"));
}

TEST(LoadLimits, XzMayNotAskForMoreMemoryThanItsHighestLevel) {
  const Bytes images = made::idx_images(made::images(12));
  EXPECT_EQ(refused(made::as_xz(images, 9), "a.xz"), "(accepted 12 images)");
  // The size of the dictionary stands in the block's header, whose checksum is its last four bytes.
  Bytes xz = made::as_xz(images, 9);
  const std::size_t block = 12, size = (xz[block] + 1u) * 4;
  const auto dictionary = std::find(xz.begin() + block, xz.end(), 0x21) + 2;
  *dictionary = 36;
  const std::uint32_t sum = lzma_crc32(&xz[block], size - 4, 0);
  for (std::size_t i = 0; i < 4; ++i) xz[block + size - 4 + i] = static_cast<std::uint8_t>(sum >> 8 * i);
  EXPECT_THAT(refused(xz, "a.xz"), HasSubstr("of memory. Pack it anew with xz -9 or less."));
}

TEST(LoadLimits, WhatWouldTakeTooMuchMemoryIsRefused) {
  DecodeOptions options;
  options.limits.kept_bytes = 100'000;
  const ImageSet made = made::images(300);
  const std::string expected =
      "This needs more than 100 kB of memory, which is the limit for one set: choose a part of it.";
  EXPECT_EQ(refused(made::gzipped(made::idx_images(made)), "a.gz", options), expected);
  EXPECT_EQ(refused(made::tar(made::folders(made)), "a.tar", options), expected);
  EXPECT_EQ(refused(made::csv(made, true), "a.csv", options), expected);
  options.images = 50;
  EXPECT_EQ(refused(made::tar(made::folders(made)), "a.tar", options), "(accepted 50 images)")
      << "a sample fits where the whole does not";
}

TEST(LoadLimits, TooManyImagesAreRefused) {
  DecodeOptions options;
  options.limits.images = 20;
  const ImageSet made = made::images(21);
  EXPECT_EQ(refused(made::idx_images(made), "a", options), "\"a\" holds 21 images; at most 20 can be loaded.");
  EXPECT_EQ(refused(made::csv(made, false), "a.csv", options), "\"a.csv\" holds more than 20 images.");
  EXPECT_EQ(refused(made::zip(made::folders(made)), "a.zip", options),
            "There are more than 20 images; choose a part of them.");
}

TEST(LoadLimits, ArchivesWithinArchivesEnd) {
  Bytes nested = made::zip(made::folders(made::images(2, 2)));
  for (int depth = 0; depth < 8; ++depth) nested = made::zip({{"inner.zip", nested}});
  EXPECT_THAT(refused(nested, "doll.zip"), HasSubstr("archives within archives, too many to follow"));
}

TEST(LoadLimits, TooManyFoldersAreRefused) {
  ImageSet made = made::images(65, 65);
  EXPECT_EQ(refused(made::zip(made::folders(made)), "a.zip"),
            "There are pictures in more than 64 folders; each folder is one class, and at most 64 can be shown.");
  made = made::images(64, 64);
  EXPECT_EQ(refused(made::zip(made::folders(made)), "a.zip"), "(accepted 64 images)");
}

TEST(LoadLimits, APictureThatIsTooLargeIsRefused) {
  Bytes big = made::png(std::vector<std::uint16_t>(5000, 0), {.width = 5000, .height = 1});
  EXPECT_EQ(refused(big, "poster.png"), "\"poster.png\" has 5,000 by 1 pixels; at most 4,096 a side can be read.");
}

TEST(LoadLimits, AFileSaidToBeTwoGigabytesIsReadInPiecesAndRefusedInTime) {
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

TEST(LoadLimits, AnIdxFileOfTwoGigabytesIsRefusedAtTheMemoryLimit) {
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

TEST(LoadLimits, WhatIsPromisedIsNeverMovedOnceThePromiseIsBelieved) {
  const Bytes piece(1 << 16, 7);
  for (const std::uint64_t promised : {Buffer::kBelieved / 16, 2 * Buffer::kBelieved}) {
    Budget budget({});
    Buffer buffer(budget);
    buffer.expect(promised);
    std::uint64_t moved_at = 0;
    const std::uint8_t* place = nullptr;
    while (buffer.size() < promised) {
      ASSERT_TRUE(buffer.append(piece));
      if (std::exchange(place, buffer.bytes().data()) != place) moved_at = buffer.size();
    }
    // At a quarter there is half as much again at most, and the next room is that for all.
    EXPECT_LE(moved_at, promised <= Buffer::kBelieved ? piece.size() : promised / 8 * 3 + piece.size());
  }
}

TEST(LoadLimits, APromiseTakesNoMemoryByItself) {
  Limits limits;
  limits.kept_bytes = 10'000;
  Budget budget(limits);
  Buffer buffer(budget);
  buffer.expect(std::uint64_t{1} << 40);
  EXPECT_TRUE(buffer.append(Bytes(9000, 7)));
}

TEST(LoadLimits, ALoadedSetStandsInLittleMoreRoomThanItsImagesTake) {
  const ImageSet train = made::images(600), test = made::images(300);
  std::vector<made::Entry> files = made::idx_files(train, test);
  for (made::Entry& file : files) file.path += ".gz", file.bytes = made::gzipped(file.bytes);
  const ImageSet set = made::set_of(files);
  ASSERT_EQ(set.size(), 900u);
  EXPECT_TRUE(std::equal(train.pixels.begin(), train.pixels.end(), set.pixels.begin()));
  EXPECT_TRUE(std::equal(test.pixels.rbegin(), test.pixels.rend(), set.pixels.rbegin()));
  EXPECT_LT(set.pixels.capacity(), set.pixels.size() * 5 / 4);
}

}  // namespace
}  // namespace hourglass

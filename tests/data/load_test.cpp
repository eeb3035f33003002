#include "data/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <limits>

#include "data/made_files.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;

// An archive as notMNIST_small.tar.gz is: 18,726 files, names in base64, two of them empty; or with every `part`-th
// image.
Bytes notmnist_like(std::size_t& images, int part = 1) {
  std::vector<Entry> entries;
  const ImageSet made = made::images(1872, 1);
  images = 0;
  for (char letter = 'A'; letter <= 'J'; ++letter) {
    const int count = letter >= 'B' && letter <= 'E' ? 1873 : 1872;
    for (int n = 0; n < count; n += part) {
      const std::string name =
          "notMNIST_small/" + std::string(1, letter) + "/" + std::to_string(n) + "QWJhbGFkZV9f==.png";
      entries.push_back({name, made::png(made.image(static_cast<std::size_t>(n % 1872)))});
      ++images;
    }
    if (letter == 'A' || letter == 'F') {
      entries.push_back({std::string("notMNIST_small/") + letter + "/RGVtb2NyYXRpY2FCb2xk.png", {}});
    }
  }
  return made::gzipped(made::tar(entries));
}

/// Seconds of processor time in which the archive is read to its end: the least of three, because what else the machine
/// does costs some.
double time_of(const Bytes& bytes) {
  double least = std::numeric_limits<double>::infinity();
  for (int i = 0; i < 3; ++i) {
    const std::clock_t start = std::clock();
    LoadJob job({view_source("notMNIST_small.tar.gz", bytes)}, {});
    EXPECT_TRUE(job.step({}));
    least = std::min(least, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return least;
}

TEST(Load, ReadsAnArchiveOfNotMnistsSizeInTimeThatGrowsAsTheArchiveDoes) {
  std::size_t images = 0, quarter = 0;
  const Bytes bytes = notmnist_like(images), fewer = notmnist_like(quarter, 4);
  ASSERT_EQ(images, 18724u);
  LoadJob job({view_source("notMNIST_small.tar.gz", bytes)}, {});
  ASSERT_TRUE(job.step({}));
  auto loaded = job.take();
  ASSERT_TRUE(loaded) << loaded.error().message.english();
  const ImageSet& set = std::get<ImageSet>(*loaded);
  EXPECT_EQ(set.size(), 18724u);
  EXPECT_EQ(set.class_names.size(), 10u);
  EXPECT_EQ(std::count(set.labels.begin(), set.labels.end(), 1), 1873);
  ASSERT_EQ(set.notes.size(), 1u);
  EXPECT_EQ(set.notes[0].english(),
            "2 files could not be used and were skipped; the first: "
            "\"notMNIST_small.tar.gz/notMNIST_small/A/RGVtb2NyYXRpY2FCb2xk.png\" is empty.");
  const double seconds = time_of(bytes), few_seconds = time_of(fewer);
  std::printf("  %zu files in %.3f s of the processor, a quarter of them in %.3f s\n", images + 2, seconds,
              few_seconds);
  EXPECT_LT(seconds, 10 * few_seconds);  // 4 times; what grows with the square takes 16
}

// A file that is not in memory, as a browser's File is not.
Source from_outside(std::string name, const Bytes& bytes) {
  Source source = view_source(std::move(name), bytes);
  source.view = {};
  return source;
}

TEST(Load, PausesWhenAskedAndComesToTheSame) {
  const ImageSet made = made::images(400, 4);
  const auto entries = made::folders(made);
  for (const Bytes& bytes :
       {made::gzipped(made::tar(entries)), made::zip(entries), made::csv(made, true), made::idx_images(made)}) {
    for (bool in_memory : {true, false}) {
      LoadJob job({in_memory ? view_source("set", bytes) : from_outside("set", bytes)}, {});
      int slices = 1;
      while (!job.step([] { return true; })) {
        ++slices;
        EXPECT_LE(job.progress().bytes_done, job.progress().bytes_total);
      }
      EXPECT_EQ(job.progress().bytes_done, bytes.size());
      EXPECT_EQ(job.progress().images, 400u);
      const auto loaded = job.take();
      ASSERT_TRUE(loaded) << loaded.error().message.english();
      EXPECT_EQ(std::get<ImageSet>(*loaded).pixels, made.pixels);
      EXPECT_GT(slices, 1);
    }
  }
}

TEST(Load, ShowsProgressThroughALargeArchive) {
  const ImageSet made = made::images(3000, 3);
  const Bytes bytes = made::tar(made::folders(made));
  LoadJob job({from_outside("set.tar", bytes)}, {});
  std::uint64_t last = 0;
  std::size_t steps = 0;
  while (!job.step([] { return true; })) {
    EXPECT_GE(job.progress().bytes_done, last);
    last = job.progress().bytes_done;
    ++steps;
  }
  EXPECT_GT(steps, bytes.size() / (128 * 1024)) << "pieces are small, so that the engine hears its next command";
}

TEST(Load, TakesSmallerPiecesOfAFileThatUnpacksToMuch) {
  // 40 MB of zeros in 40 kB: no single step may do more than a little of it.
  ImageSet blank = made::images(0);
  blank.pixels.assign(50'000 * 784, 0);
  const Bytes bytes = made::gzipped(made::idx_images(blank));
  ASSERT_LT(bytes.size(), 60'000u);
  LoadJob job({from_outside("zeros.gz", bytes)}, {});
  int steps = 0;
  while (!job.step([] { return true; })) ++steps;
  EXPECT_GT(steps, 100);
}

TEST(Load, CanBeLetGoInTheMiddle) {
  const Bytes bytes = made::gzipped(made::tar(made::folders(made::images(500, 5))));
  LoadJob job({view_source("set.tar.gz", bytes)}, {});
  EXPECT_FALSE(job.step([] { return true; }));
  EXPECT_FALSE(job.step([] { return true; }));
}

TEST(Load, GivesItsResultOnce) {
  const Bytes bytes = made::idx_images(made::images(3));
  LoadJob job({view_source("x", bytes)}, {});
  EXPECT_TRUE(job.step({}));
  EXPECT_TRUE(job.take());
  EXPECT_FALSE(job.take());
}

TEST(Load, KeepsMemoryBoundedWhileItSamplesALongArchive) {
  // 20,000 images pass by (16 MB of pixels); 500 may be kept, under a limit of 2 MB.
  const ImageSet few = made::images(2000, 10);
  std::vector<Entry> entries;
  for (int copy = 0; copy < 10; ++copy) {
    for (Entry& entry : made::folders(few, "copy" + std::to_string(copy) + "/")) entries.push_back(std::move(entry));
  }
  const Bytes bytes = made::gzipped(made::tar(entries));
  DecodeOptions options;
  options.images = 500;
  options.limits.kept_bytes = 2 << 20;
  LoadJob job({from_outside("long.tar.gz", bytes)}, options);
  EXPECT_TRUE(job.step({}));
  const auto loaded = job.take();
  ASSERT_TRUE(loaded) << loaded.error().message.english();
  const ImageSet& set = std::get<ImageSet>(*loaded);
  EXPECT_EQ(set.size(), 500u);
  for (int c = 0; c < 10; ++c) EXPECT_EQ(std::count(set.labels.begin(), set.labels.end(), c), 50);
  EXPECT_EQ(job.progress().images, 20000u);
}

TEST(Load, ReadsAFileFromDisk) {
  const ImageSet made = made::images(30);
  const std::string path = testing::TempDir() + "hourglass-load-test.zip";
  const Bytes bytes = made::zip(made::folders(made));
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  auto source = file_source(path);
  ASSERT_TRUE(source) << source.error().message.english();
  EXPECT_EQ(source->name, "hourglass-load-test.zip");
  LoadJob job({*source}, {});
  EXPECT_TRUE(job.step({}));
  const auto loaded = job.take();
  ASSERT_TRUE(loaded) << loaded.error().message.english();
  EXPECT_EQ(std::get<ImageSet>(*loaded).pixels, made.pixels);
  std::remove(path.c_str());
  EXPECT_FALSE(file_source(path));
  EXPECT_FALSE(file_source(testing::TempDir()));
}

TEST(ReadAhead, AsksRarelyAndAnswersTheSame) {
  Bytes bytes(3 << 20);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(i * 31 >> 3);
  int asked = 0;
  Source slow = view_source("x", bytes);
  slow.read = [&, inner = slow.read](std::uint64_t offset, std::span<std::uint8_t> into) {
    ++asked;
    return inner(offset, into);
  };
  const Source source = read_ahead(slow);
  Bytes piece(1000);
  for (std::uint64_t at = 0; at < bytes.size(); at += 1000) {
    const auto got = source.read(at, piece);
    ASSERT_TRUE(got);
    ASSERT_EQ(*got, std::min<std::size_t>(1000, bytes.size() - at));
    ASSERT_TRUE(std::equal(piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(*got),
                           bytes.begin() + static_cast<std::ptrdiff_t>(at)));
  }
  EXPECT_LE(asked, 5);
  EXPECT_EQ(source.read(bytes.size() + 5, piece), std::size_t{0});
}

}  // namespace
}  // namespace hourglass

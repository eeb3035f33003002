// Files that end too early, each with the sentence that the person is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "data/load.h"
#include "data/made_files.h"
#include "data/read_sets.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::refused;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// Every cut of a small file must be refused, with a sentence and without a crash.
void refuse_every_cut(const Bytes& whole, const std::string& name) {
  ASSERT_THAT(refused(whole, name), StartsWith("(accepted")) << name;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string message = refused(made::cut_to(whole, length), name);
    ASSERT_THAT(message, testing::Not(StartsWith("(accepted"))) << name << " cut to " << length << " bytes";
    ASSERT_THAT(message, HasSubstr(name)) << length;
    ASSERT_THAT(message, EndsWith(".")) << length;
  }
}

TEST(CutOff, EveryTruncationIsRefusedWithASentence) {
  const ImageSet made = made::images(2, 2);
  refuse_every_cut(made::idx_images(made), "images-idx3-ubyte");
  refuse_every_cut(made::gzipped(made::idx_images(made)), "images.gz");
  refuse_every_cut(made::as_xz(made::idx_images(made)), "images.xz");
  refuse_every_cut(made::npy_images(made), "x.npy");
  refuse_every_cut(made::zip({{"x_train.npy", made::npy_images(made)}}), "x.npz");
  refuse_every_cut(made::png(made.image(0)), "a.png");
  refuse_every_cut(made::zip(made::folders(made)), "set.zip");
  refuse_every_cut(made::gzipped(made::tar(made::folders(made))), "set.tar.gz");
}

TEST(CutOff, EveryTruncationOfATarIsRefusedUpToItsEndMark) {
  const ImageSet made = made::images(2, 2);
  Bytes whole = made::tar(made::folders(made));
  // Two blocks of zeros end it; the first of them decides.
  ASSERT_THAT(refused(whole, "set.tar"), StartsWith("(accepted"));
  while (whole[whole.size() - 1] == 0 && whole[whole.size() - 512] == 0 && whole.size() % 512 == 0 &&
         std::all_of(whole.end() - 512, whole.end(), [](int b) { return b == 0; })) {
    whole.resize(whole.size() - 512);
  }
  for (std::size_t length = 512; length <= whole.size() + 511; ++length) {
    Bytes cut = whole;
    cut.resize(length);
    EXPECT_EQ(refused(cut, "set.tar"), "\"set.tar\" ends too early: the archive was cut off. Fetch the file again.")
        << length;
  }
}

TEST(CutOff, ATableCutWithinALineIsRefused) {
  const ImageSet made = made::images(3);
  const Bytes whole = made::csv(made, true);
  for (std::size_t cut = 3; cut < 1500; cut += 7) {
    const std::string message =
        refused(Bytes(whole.begin(), whole.end() - static_cast<std::ptrdiff_t>(cut)), "train.csv");
    EXPECT_THAT(message, HasSubstr("values where the lines before have 785: the file was cut off or is damaged."))
        << cut;
  }
}

TEST(CutOff, TruncatedFilesSayWhatWasPromisedAndWhatCame) {
  const ImageSet made = made::images(10);
  Bytes cut = made::idx_images(made);
  cut.resize(4000);
  EXPECT_EQ(
      refused(cut, "train-images-idx3-ubyte"),
      "\"train-images-idx3-ubyte\" was cut off: its header promises 10 images in 7,840 bytes, but only 3,984 follow.");
  cut = made::gzipped(made::idx_images(made));
  cut.resize(cut.size() / 2);
  EXPECT_EQ(refused(cut, "train-images.gz"),
            "\"train-images.gz\" ends too early: the compressed data was cut off. Fetch the file again.");
  cut = made::npy_images(made);
  cut.resize(1000);
  EXPECT_EQ(refused(cut, "x.npy"),
            "\"x.npy\" was cut off: its header promises 7,840 bytes of numbers, but only 872 follow.");
  cut = made::zip(made::folders(made));
  cut.resize(cut.size() - 30);
  EXPECT_EQ(refused(cut, "a.zip"), "\"a.zip\" is a zip archive that cannot be read: it was cut off or is damaged.");
  cut = made::png(made.image(0));
  cut.resize(70);
  EXPECT_THAT(refused(cut, "a.png"), HasSubstr("\"a.png\" is a PNG that cannot be read"));
  EXPECT_THAT(refused(cut, "a.png"), EndsWith("it is damaged or cut off."));
}

TEST(CutOff, AFileThatVanishesWhileReadEndsTheLoad) {
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

TEST(CutOff, AFileThatBecomesShorterWhileReadEndsTheLoad) {
  const Bytes bytes = made::tar(made::folders(made::images(300, 3)));
  Source source = view_source("log.tar", bytes);
  source.view = {};
  source.size += 100'000;
  LoadJob job({source}, {});
  EXPECT_TRUE(job.step({}));
  EXPECT_EQ(job.take().error().message.english(), "\"log.tar\" became shorter while it was read; was it changed?");
}

}  // namespace
}  // namespace hourglass

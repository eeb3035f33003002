// Folders on a disk: all files below them, hidden ones left out, each opened when its turn comes.
#include "data/folder.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "data/load.h"
#include "data/made_files.h"
#include "english.h"

namespace hourglass {
namespace {

namespace fs = std::filesystem;
using made::Bytes;

class Folder : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(root_); }
  void TearDown() override { fs::remove_all(root_); }
  void put(const std::string& path, const Bytes& bytes) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  std::expected<Loaded, Error> load() {
    auto sources = open_paths({root_.string()});
    if (!sources) return std::unexpected(sources.error());
    LoadJob job(std::move(*sources), {});
    job.step({});
    return job.take();
  }

  fs::path root_ = fs::path(testing::TempDir()) / "hourglass-folder-test";
};

TEST_F(Folder, OfPngFoldersIsReadWithItsNamesAsClasses) {
  const ImageSet made = made::images(40, 4);
  for (const made::Entry& entry : made::folders(made, "deep/er/")) put(entry.path, entry.bytes);
  put("deep/er/0/.hidden.png", {1, 2, 3});
  put(".git/config", {1, 2, 3});
  const auto loaded = load();
  ASSERT_TRUE(loaded) << loaded.error().message.english();
  const ImageSet& set = std::get<ImageSet>(*loaded);
  EXPECT_EQ(set.size(), 40u);
  EXPECT_THAT(set.class_names, ::testing::ElementsAre("0", "1", "2", "3"));
  EXPECT_TRUE(set.notes.empty()) << set.notes.front().english();
}

TEST_F(Folder, OfIdxFilesWithAReadMeSaysInShortWhatWasLeftOut) {
  const ImageSet made = made::images(40);
  put("a-images-idx3-ubyte", made::idx_images(made));
  put("a-labels-idx1-ubyte", made::idx_labels(made));
  put("README.md", Bytes(200, 'a'));
  const auto loaded = load();
  ASSERT_TRUE(loaded) << loaded.error().message.english();
  EXPECT_THAT(english(std::get<ImageSet>(*loaded).notes),
              ::testing::ElementsAre("1 file could not be used and was skipped: "
                                     "\"hourglass-folder-test/README.md\" is a text that is no table of images."));
}

TEST_F(Folder, WhoseImagesAreDamagedDoesNotPassForLabelsAlone) {
  const ImageSet made = made::images(40);
  Bytes images = made::idx_images(made);
  images.resize(5000);
  put("a-images-idx3-ubyte", images);
  put("a-labels-idx1-ubyte", made::idx_labels(made));
  const auto loaded = load();
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().message.english(),
              ::testing::HasSubstr("40 labels, but of the rest 1 file could not be used; the "
                                   "first: \"hourglass-folder-test/a-images-idx3-ubyte\" was "
                                   "cut off"));
}

TEST_F(Folder, WithPipesAndLinksThatLeadNowhereIsReadWithoutThem) {
  const ImageSet made = made::images(40, 4);
  for (const made::Entry& entry : made::folders(made, "")) put(entry.path, entry.bytes);
  ASSERT_EQ(::mkfifo((root_ / "0/pipe.png").c_str(), 0600), 0);
  fs::create_symlink("nowhere", root_ / "0/gone.png");
  fs::create_directory_symlink(root_ / "1", root_ / "linked");
  const auto loaded = load();
  ASSERT_TRUE(loaded) << loaded.error().message.english();
  const ImageSet& set = std::get<ImageSet>(*loaded);
  EXPECT_EQ(set.size(), 40u);
  EXPECT_EQ(set.class_names.size(), 4u);
  ASSERT_EQ(set.notes.size(), 1u);
  EXPECT_THAT(set.notes[0].english(), ::testing::HasSubstr("3 files could not be used and were skipped"));
}

TEST_F(Folder, OfAPipeAloneIsRefusedByItsName) {
  fs::create_directories(root_);
  ASSERT_EQ(::mkfifo((root_ / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(load().error().message.english(), "\"hourglass-folder-test/pipe\" is a pipe.");
}

TEST_F(Folder, APipeThatIsNamedIsReadToItsEndAndADeviceRefused) {
  fs::create_directories(root_);
  const fs::path pipe = root_ / "images-idx3-ubyte";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  const ImageSet made = made::images(40);
  const Bytes bytes = made::idx_images(made);
  std::thread writer([&] {
    std::ofstream(pipe, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  });
  auto sources = open_paths({pipe.string()});
  writer.join();
  ASSERT_TRUE(sources) << sources.error().message.english();
  LoadJob job(std::move(*sources), {});
  job.step({});
  const auto loaded = job.take();
  ASSERT_TRUE(loaded) << loaded.error().message.english();
  EXPECT_EQ(std::get<ImageSet>(*loaded).pixels, made.pixels);
  const auto device = open_paths({"/dev/zero"});
  ASSERT_FALSE(device);
  EXPECT_EQ(device.error().message.english(), "\"/dev/zero\" is a device.");
}

TEST_F(Folder, ThatIsEmptyOrNotThereIsRefused) {
  fs::create_directories(root_);
  EXPECT_THAT(load().error().message.english(), ::testing::HasSubstr("holds no files."));
  fs::remove_all(root_);
  EXPECT_THAT(load().error().message.english(), ::testing::HasSubstr("cannot be opened."));
}

}  // namespace
}  // namespace hourglass

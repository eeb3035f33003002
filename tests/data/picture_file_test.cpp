// Pictures of every kind by the one door, and as sets: in folders, archives and chosen one by one.
#include "data/picture_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/decode.h"
#include "data/detect.h"
#include "data/made_pictures.h"
#include "data/made_sets.h"
#include "english.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::Entry;
using made::PictureKindMade;
using made::set_of;
using testing::ElementsAre;
using testing::EndsWith;
using testing::StartsWith;

/// The set as pictures of one kind in class folders.
std::vector<Entry> folders_of(const PictureKindMade& kind, const ImageSet& set, const std::string& root) {
  std::vector<Entry> entries;
  for (std::size_t n = 0; n < set.size(); ++n) {
    entries.push_back({root + set.class_names[set.labels[n]] + "/" + std::to_string(1000 + n) + kind.ending,
                       kind.make(set.image(n))});
  }
  return entries;
}

void expect_same_pictures(const ImageSet& set, const ImageSet& made, bool exact, const std::string& what) {
  ASSERT_EQ(set.size(), made.size()) << what;
  EXPECT_EQ(set.class_names, made.class_names) << what;
  EXPECT_TRUE(set.notes.empty()) << what << ": " << set.notes.front().english();
  // By class, as folders come: images of one label stand in the order of their numbers.
  for (std::uint8_t c = 0; c < made.class_names.size(); ++c) {
    std::vector<std::size_t> of_set, of_made;
    for (std::size_t n = 0; n < made.size(); ++n) {
      if (set.labels[n] == c) of_set.push_back(n);
      if (made.labels[n] == c) of_made.push_back(n);
    }
    ASSERT_EQ(of_set.size(), of_made.size()) << what;
    for (std::size_t i = 0; i < of_set.size(); ++i) {
      for (int p = 0; p < kImagePixels; ++p)
        ASSERT_NEAR(set.image(of_set[i])[p], made.image(of_made[i])[p], exact ? 0 : 4) << what << ", pixel " << p;
    }
  }
}

TEST(PictureFile, EveryKindIsReadFromFoldersZipsAndTars) {
  const ImageSet made = made::images(12, 3);
  for (const PictureKindMade& kind : made::picture_kinds()) {
    const auto files = folders_of(kind, made, "digits/");
    expect_same_pictures(set_of(files), made, kind.exact, kind.ending + " in folders");
    expect_same_pictures(set_of({{"digits.zip", made::zip(files)}}), made, kind.exact, kind.ending + " in a zip");
    expect_same_pictures(set_of({{"digits.tar.gz", made::gzipped(made::tar(files))}}), made, kind.exact,
                         kind.ending + " in a tar.gz");
  }
}

TEST(PictureFile, KindsMayBeMixedAndNamesMayBeWrong) {
  const ImageSet made = made::images(10, 2);
  std::vector<Entry> files;
  const auto kinds = made::picture_kinds();
  for (std::size_t n = 0; n < made.size(); ++n) {
    files.push_back({"set/" + made.class_names[made.labels[n]] + "/" + std::to_string(n) + ".png",
                     kinds[n / 2 % kinds.size()].make(made.image(n))});
  }
  expect_same_pictures(set_of(files), made, false, "mixed");
}

TEST(PictureFile, PicturesAreChosenOneByOne) {
  const ImageSet made = made::images(5);
  std::vector<Entry> files;
  const auto kinds = made::picture_kinds();
  for (std::size_t n = 0; n < made.size(); ++n)
    files.push_back({"face" + std::to_string(n) + kinds[n].ending, kinds[n].make(made.image(n))});
  files.push_back({"torn.jpeg", Bytes{0xFF, 0xD8, 0xFF, 0xE0, 0, 16}});
  const ImageSet set = set_of(files);
  EXPECT_EQ(set.size(), 5u);
  EXPECT_FALSE(set.labelled());
  EXPECT_THAT(english(set.notes),
              ElementsAre("1 file could not be used and was skipped: \"torn.jpeg\" is a JPEG that cannot be read "
                          "(Premature end of JPEG file): it is damaged or cut off."));
}

TEST(PictureFile, OnePictureOfAnyKindIsASetOfOneImage) {
  const ImageSet made = made::images(1);
  for (const PictureKindMade& kind : made::picture_kinds())
    EXPECT_EQ(set_of({{"one" + kind.ending, kind.make(made.image(0))}}).size(), 1u) << kind.ending;
}

TEST(PictureFile, CutAtEveryTenthOfItsLengthIsRefusedByNameAndKind) {
  const ImageSet made = made::images(1);
  for (const PictureKindMade& kind : made::picture_kinds()) {
    const Bytes whole = kind.make(made.image(0));
    for (std::size_t tenth = 2; tenth < 10; ++tenth) {
      const auto picture = decode_picture({whole.data(), whole.size() * tenth / 10}, "cut" + kind.ending);
      ASSERT_FALSE(picture) << kind.ending << ", " << tenth;
      EXPECT_THAT(picture.error().message.english(), StartsWith("\"cut" + kind.ending + "\" is a ")) << tenth;
      EXPECT_THAT(picture.error().message.english(), EndsWith("): it is damaged or cut off.")) << tenth;
    }
  }
}

TEST(PictureFile, AnyChangedByteGivesAPictureOrASentence) {
  const ImageSet made = made::images(1);
  for (const PictureKindMade& kind : made::picture_kinds()) {
    const Bytes whole = kind.make(made.image(0));
    for (std::size_t at = 0; at < whole.size(); ++at) {
      for (const std::uint8_t change : {0x01, 0x80, 0xFF}) {
        Bytes changed = whole;
        changed[at] ^= change;
        const auto picture = decode_picture(changed, "changed", 64);
        if (picture) {
          ASSERT_EQ(picture->pixels.size(), static_cast<std::size_t>(picture->width) * picture->height);
          ASSERT_LE(std::max(picture->width, picture->height), 64);
        } else {
          ASSERT_THAT(picture.error().message.english(), EndsWith(".")) << kind.ending << " at " << at;
        }
      }
    }
  }
}

TEST(PictureFile, LargePicturesCountByWhatIsKeptOfThem) {
  // Forty pictures of 160 kB and as many pixels each, six times the limit, of which 784 bytes are kept.
  constexpr int kSide = 400;
  DecodeOptions options;
  options.limits.unpacked_bytes = 1 << 20;
  options.limits.kept_bytes = 1 << 20;
  std::vector<Entry> files;
  for (int n = 0; n < 40; ++n) {
    Bytes grey(kSide * kSide, static_cast<std::uint8_t>(10 + n));
    std::fill_n(grey.begin() + kSide * 100, kSide * 50, 250);
    files.push_back({"set/" + std::string(n % 2 ? "odd" : "even") + "/" + std::to_string(n) + ".bmp",
                     n % 4 ? made::bmp(grey, kSide, kSide) : made::jpeg(grey, {.width = kSide, .height = kSide})});
  }
  std::vector<NamedBytes> folder;
  for (const Entry& file : files) folder.push_back({file.path, file.bytes});
  for (const auto& set : {decode_files(folder, options), decode(made::zip(files), "set.zip", options),
                          decode(made::gzipped(made::tar(files)), "set.tar.gz", options)}) {
    ASSERT_TRUE(set) << set.error().message.english();
    EXPECT_EQ(set->size(), 40u);
  }
  // What is no picture still counts, beside pictures too.
  files.push_back({"set/zeros-idx3-ubyte", made::idx(Bytes(3 << 20, 0), {3 << 20, 1, 1})});
  options.limits.kept_bytes = 64 << 20;
  const auto bomb = decode(made::zip(files), "set.zip", options);
  ASSERT_FALSE(bomb);
  EXPECT_THAT(bomb.error().message.english(), testing::HasSubstr("This unpacks to more than 1.0 MB"));
}

TEST(PictureFile, NamesOfPicturesAreToldByTheirEndings) {
  EXPECT_EQ(without_picture_ending("a/cat.12.JPG"), "a/cat.12");
  EXPECT_EQ(without_picture_ending("cat.12"), "cat.12");
  EXPECT_TRUE(is_picture_name("x.webp"));
  EXPECT_FALSE(is_picture_name(".png"));
  EXPECT_FALSE(is_picture_name("x.npy"));
}

TEST(PictureFile, KindsThatAreNotReadAreCalledByNameWithAWayOut) {
  const auto words = [](const std::string& text) { return describe_unknown(made::bytes_of(text)).english(); };
  using namespace std::string_literals;
  EXPECT_EQ(words("\0\0\0\x18"s + "ftypheic\0\0\0\0mif1"s), "a HEIC picture (save it as JPEG or PNG)");
  EXPECT_EQ(words("\0\0\0\x1C"s + "ftypavif\0\0\0\0"s), "an AVIF picture (save it as JPEG or PNG)");
  EXPECT_EQ(words("\0\0\0\x20"s + "ftypisom\0\0\0\0"s), "a film");
  EXPECT_EQ(words("II*\0\x08\0\0\0"s), "a TIFF picture (save it as PNG)");
  EXPECT_EQ(words("MM\0*\0\0\0\x08"s), "a TIFF picture (save it as PNG)");
  EXPECT_EQ(words("<?xml version=\"1.0\"?>\n<svg xmlns="), "an SVG drawing (save it as PNG)");
  EXPECT_EQ(words("<!DOCTYPE html><html><svg>"),
            "a web page (perhaps the page about the file was saved instead of the file)");
  EXPECT_EQ(words("RIFF\x24\0\0\0WAVEfmt "s), "a sound or a film");
  EXPECT_EQ(detect(Bytes{'R', 'I', 'F', 'F', 4, 0, 0, 0, 'W', 'A', 'V', 'E'}), Format::unknown);
}

}  // namespace
}  // namespace hourglass

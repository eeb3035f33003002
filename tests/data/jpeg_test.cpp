// JPEG in every colour space, the way up that a camera says, and refused rather than grey where it is damaged.
#include "data/jpeg.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/made_pictures.h"
#include "data/picture_file.h"
#include "data/read_picture.h"

namespace hourglass {
namespace {

using made::Bytes;
using made::JpegKind;
using testing::ElementsAre;
using testing::HasSubstr;

Picture developed(const Bytes& file) { return made::shown(decode_jpeg(file, "made.jpg")); }

/// 16 by 16 pixels of one colour.
Bytes field(const Bytes& colour) {
  Bytes samples;
  for (int i = 0; i < 256; ++i) samples.insert(samples.end(), colour.begin(), colour.end());
  return samples;
}
int grey_of_field(const Bytes& colour, J_COLOR_SPACE from, J_COLOR_SPACE stored) {
  const Picture picture = developed(
      made::jpeg(field(colour), {.width = 16, .height = 16, .from = from, .stored = stored, .progressive = false}));
  EXPECT_EQ(picture.pixels.size(), 256u);
  return picture.pixels.empty() ? -1 : picture.pixels[100];
}

TEST(Jpeg, ReadsGreyPlainAndProgressive) {
  const ImageSet made = made::images(1);
  for (const bool progressive : {false, true}) {
    const Picture picture = developed(made::jpeg(made.image(0), {.progressive = progressive}));
    EXPECT_EQ(picture.width, 28);
    ASSERT_EQ(picture.pixels.size(), made.pixels.size());
    for (std::size_t i = 0; i < made.pixels.size(); ++i) ASSERT_NEAR(picture.pixels[i], made.pixels[i], 3) << i;
  }
}

TEST(Jpeg, MakesColoursGreyByTheirLumaHoweverTheyAreStored) {
  for (const J_COLOR_SPACE stored : {JCS_YCbCr, JCS_RGB}) {
    EXPECT_NEAR(grey_of_field({255, 0, 0}, JCS_RGB, stored), 76, 2);
    EXPECT_NEAR(grey_of_field({0, 255, 0}, JCS_RGB, stored), 150, 2);
    EXPECT_NEAR(grey_of_field({0, 0, 255}, JCS_RGB, stored), 29, 2);
  }
}

TEST(Jpeg, TakesFourInksAsPrintersStoreThem) {
  for (const J_COLOR_SPACE stored : {JCS_CMYK, JCS_YCCK}) {
    EXPECT_NEAR(grey_of_field({255, 255, 255, 255}, JCS_CMYK, stored), 255, 2) << "no ink";
    EXPECT_NEAR(grey_of_field({255, 255, 255, 0}, JCS_CMYK, stored), 0, 2) << "black alone";
    EXPECT_NEAR(grey_of_field({0, 255, 255, 255}, JCS_CMYK, stored), 179, 3) << "cyan";
    EXPECT_NEAR(grey_of_field({255, 255, 255, 128}, JCS_CMYK, stored), 128, 3);
  }
}

TEST(Jpeg, FindsTheOrientationInEitherByteOrder) {
  const Bytes grey(28 * 28, 9);
  for (const bool big_endian : {false, true}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      EXPECT_EQ(orientation_of_jpeg(made::jpeg(grey, {.app1 = made::exif(orientation, big_endian)})), orientation);
    }
    EXPECT_EQ(orientation_of_jpeg(made::jpeg(grey, {.app1 = made::exif(77, big_endian)})), 1);
  }
  EXPECT_EQ(orientation_of_jpeg(made::jpeg(grey)), 1);
  Bytes cut = made::exif(6);
  for (std::size_t size = 0; size + 1 < cut.size(); ++size) {
    const Bytes some = made::cut_to(cut, size);
    const int orientation = orientation_of_jpeg(made::jpeg(grey, {.app1 = some}));
    EXPECT_TRUE(orientation == 1 || orientation == 6) << size;
  }
}

TEST(Jpeg, ShowsAPhotographOfATurnedPhoneUpright) {
  // Light above, dark below, 16 wide and 8 high; turned right, the light is to the right.
  Bytes grey(16 * 8, 0);
  std::fill_n(grey.begin(), 16 * 4, 200);
  const Picture picture = developed(made::jpeg(grey, {.width = 16, .height = 8, .app1 = made::exif(6)}));
  EXPECT_EQ(picture.width, 8);
  EXPECT_EQ(picture.height, 16);
  ASSERT_EQ(picture.pixels.size(), 128u);
  EXPECT_NEAR(picture.pixels[0], 0, 3);
  EXPECT_NEAR(picture.pixels[7], 200, 3);
}

TEST(PictureRules, TurnPicturesUprightFromEveryOrientation) {
  const Picture stored{3, 2, {1, 2, 3, 4, 5, 6}};
  const auto turned = [&](int orientation) { return turned_upright(stored, orientation).pixels; };
  EXPECT_THAT(turned(0), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(turned(1), ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(turned(2), ElementsAre(3, 2, 1, 6, 5, 4));
  EXPECT_THAT(turned(3), ElementsAre(6, 5, 4, 3, 2, 1));
  EXPECT_THAT(turned(4), ElementsAre(4, 5, 6, 1, 2, 3));
  EXPECT_THAT(turned(5), ElementsAre(1, 4, 2, 5, 3, 6));
  EXPECT_THAT(turned(6), ElementsAre(4, 1, 5, 2, 6, 3));
  EXPECT_THAT(turned(7), ElementsAre(6, 3, 5, 2, 4, 1));
  EXPECT_THAT(turned(8), ElementsAre(3, 6, 2, 5, 1, 4));
  EXPECT_EQ(turned_upright(stored, 6).width, 2);
  EXPECT_EQ(turned_upright(stored, 4).width, 3);
}

TEST(Jpeg, RefusesWhatEndsTooEarlyInsteadOfFillingItUp) {
  const ImageSet made = made::images(1);
  for (const bool progressive : {false, true}) {
    const Bytes whole = made::jpeg(made.image(0), {.progressive = progressive});
    for (std::size_t size = 3; size < whole.size(); ++size) {
      const auto picture = decode_jpeg({whole.data(), size}, "cut.jpg");
      ASSERT_FALSE(picture) << size << " of " << whole.size();
      ASSERT_THAT(picture.error().message.english(), HasSubstr("\"cut.jpg\" is a JPEG that cannot be read ("));
    }
  }
}

/// A disc that is lighter to the right, on a dark ground.
Bytes shaded_disc(int width, int height) {
  Bytes grey;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double across = 2.0 * x / width - 1, down = 2.0 * y / height - 1;
      const bool inside = across * across + down * down < 0.5;
      grey.push_back(static_cast<std::uint8_t>(inside ? 120 + 100 * x / width : 20));
    }
  }
  return grey;
}

TEST(Jpeg, IsReadAtAPartOfItsSidesWhereThatIsEnough) {
  struct Case {
    int width, height;
    std::uint32_t enough;
    int read_width, read_height;
  };
  for (const bool progressive : {false, true}) {
    for (const Case& c : {Case{1000, 804, 100, 125, 101}, Case{1000, 804, 126, 250, 201}, Case{447, 300, 224, 447, 300},
                          Case{448, 300, 224, 224, 150}, Case{4000, 16, 224, 500, 2}, Case{300, 300, 1, 38, 38}}) {
      const Bytes file = made::jpeg(shaded_disc(c.width, c.height),
                                    {.width = c.width, .height = c.height, .progressive = progressive});
      const auto picture = decode_jpeg_smaller(file, "large.jpg", 4096, c.enough);
      ASSERT_TRUE(picture) << picture.error().message.english();
      EXPECT_EQ(picture->width, c.read_width);
      EXPECT_EQ(picture->height, c.read_height);
      EXPECT_EQ(picture->pixels.size(), static_cast<std::size_t>(c.read_width) * c.read_height);
    }
  }
}

TEST(Jpeg, OfAPartOfItsSidesGivesTheImageOfTheWhole) {
  const Bytes file = made::jpeg(shaded_disc(1800, 1200), {.width = 1800, .height = 1200, .app1 = made::exif(6)});
  const auto whole = decode_picture(file, "large.jpg"), part = decode_picture(file, "large.jpg", 4096, kSideToFit);
  ASSERT_TRUE(whole && part);
  EXPECT_EQ(whole->height, 1800) << "turned upright";
  EXPECT_EQ(part->height, 225);
  std::uint8_t of_whole[784], of_part[784];
  fit_to_image(*whole, of_whole);
  fit_to_image(*part, of_part);
  for (int i = 0; i < 784; ++i) ASSERT_NEAR(of_part[i], of_whole[i], 3) << i;
}

TEST(Jpeg, OfAPartOfItsSidesIsRefusedAsTheWholeIs) {
  const Bytes file = made::jpeg(shaded_disc(640, 480), {.width = 640, .height = 480});
  const Bytes cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(file.size() * 2 / 3));
  for (const std::uint32_t enough : {1u, 64u, 4096u}) {
    EXPECT_FALSE(decode_jpeg_smaller(cut, "cut.jpg", 4096, enough)) << enough;
    EXPECT_FALSE(decode_jpeg_smaller(file, "wide.jpg", 600, enough)) << enough;
  }
}

TEST(Jpeg, RefusesSidesBeyondTheLimit) {
  const Bytes wide = made::jpeg(Bytes(300 * 2, 7), {.width = 300, .height = 2});
  EXPECT_EQ(decode_jpeg(wide, "wide.jpg", 256).error().message.english(),
            "\"wide.jpg\" has 300 by 2 pixels; at most 256 a side can be read.");
  EXPECT_TRUE(decode_jpeg(wide, "wide.jpg", 300));
}

TEST(Jpeg, RefusesMoreScansThanAnyPictureNeeds) {
  // Each coefficient in two scans of its own.
  std::vector<jpeg_scan_info> scans;
  for (const bool second : {false, true}) {
    for (int k = 0; k < 64; ++k) {
      jpeg_scan_info scan{};
      scan.comps_in_scan = 1;
      scan.Ss = scan.Se = k;
      scan.Ah = second ? 1 : 0;
      scan.Al = second ? 0 : 1;
      scans.push_back(scan);
    }
  }
  const auto picture = decode_jpeg(made::jpeg(made::images(1).image(0), {.scans = scans}), "scans.jpg");
  ASSERT_FALSE(picture);
  EXPECT_THAT(picture.error().message.english(), HasSubstr("(more than 100 scans)"));
}

}  // namespace
}  // namespace hourglass

// BMP in its many forms, made by hand.
#include "data/bmp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/made_pictures.h"
#include "data/read_picture.h"

namespace hourglass {
namespace {

using made::BmpKind;
using made::Bytes;
using testing::ElementsAre;
using testing::HasSubstr;

Picture shown_bmp(const Bytes& file) { return made::shown(decode_bmp(file, "made.bmp")); }
std::string refused_bmp(const Bytes& file) {
  const auto picture = decode_bmp(file, "made.bmp");
  return picture ? "(accepted)" : picture.error().message.english();
}

const Bytes kBlackAndWhite = {0, 0, 0, 0, 255, 255, 255, 0};

TEST(Bmp, ReadsPalettesOfOneFourAndEightBitsFromBelow) {
  // The row that comes first is the lowest.
  EXPECT_THAT(shown_bmp(made::bmp({0b10100000, 0, 0, 0, 0b01000000, 0, 0, 0},
                                  {.width = 3, .height = 2, .bits = 1, .palette = kBlackAndWhite}))
                  .pixels,
              ElementsAre(0, 255, 0, 255, 0, 255));
  EXPECT_THAT(
      shown_bmp(made::bmp({0x10, 0x10, 0, 0}, {.width = 3, .height = 1, .bits = 4, .palette = kBlackAndWhite})).pixels,
      ElementsAre(255, 0, 255));
  EXPECT_THAT(
      shown_bmp(made::bmp({1, 0, 1, 9}, {.width = 4, .height = 1, .bits = 8, .palette = kBlackAndWhite})).pixels,
      ElementsAre(255, 0, 255, 0))
      << "an index beyond the palette is black";
}

TEST(Bmp, ReadsColoursOfSixteenTwentyFourAndThirtyTwoBits) {
  EXPECT_THAT(shown_bmp(made::bmp({0, 0, 255, 255, 0, 0, 0, 0}, {.width = 2, .height = 1, .bits = 24})).pixels,
              ElementsAre(76, 29))
      << "blue, green, red";
  EXPECT_THAT(shown_bmp(made::bmp({0xFF, 0x7F, 0x00, 0x7C}, {.width = 2, .height = 1, .bits = 16})).pixels,
              ElementsAre(255, 76));
  EXPECT_THAT(shown_bmp(made::bmp({255, 255, 255, 0, 0, 255, 0, 0}, {.width = 2, .height = 1, .bits = 32})).pixels,
              ElementsAre(255, 150))
      << "the fourth byte is not used";
}

TEST(Bmp, ReadsRowsFromAbove) {
  EXPECT_THAT(
      shown_bmp(made::bmp({1, 0, 0, 0, 0, 0, 0, 0}, {.width = 1, .height = -2, .bits = 8, .palette = kBlackAndWhite}))
          .pixels,
      ElementsAre(255, 0));
}

TEST(Bmp, ReadsColoursByTheirOwnMasks) {
  EXPECT_THAT(
      shown_bmp(made::bmp({0xE0, 0x07, 0xFF, 0xFF},
                          {.width = 2, .height = 1, .bits = 16, .packing = 3, .masks = {0xF800, 0x07E0, 0x001F}}))
          .pixels,
      ElementsAre(150, 255));
  EXPECT_THAT(
      shown_bmp(made::bmp({255, 0, 0, 0},
                          {.width = 1, .height = 1, .bits = 32, .packing = 3, .masks = {0x0000FF, 0x00FF00, 0xFF0000}}))
          .pixels,
      ElementsAre(76));
}

TEST(Bmp, TakesOpacityWhereAMaskSaysIt) {
  const BmpKind kind{.width = 2,
                     .height = 1,
                     .bits = 32,
                     .packing = 3,
                     .header = 124,
                     .masks = {0xFF0000, 0x00FF00, 0x0000FF, 0xFF000000}};
  EXPECT_THAT(shown_bmp(made::bmp({255, 255, 255, 255, 255, 255, 255, 0}, kind)).pixels, ElementsAre(255, 0));
  EXPECT_THAT(shown_bmp(made::bmp({255, 255, 255, 0, 0, 0, 0, 0}, kind)).pixels, ElementsAre(255, 0))
      << "nothing opaque at all means that the byte is not used";
}

TEST(Bmp, ReadsTheHeadersOfOs2AndOfLaterWindows) {
  const Bytes os2 = made::bmp({0b10000000, 0, 0, 0},
                              {.width = 2, .height = 1, .bits = 1, .header = 12, .palette = {0, 0, 0, 255, 255, 255}});
  EXPECT_THAT(shown_bmp(os2).pixels, ElementsAre(255, 0));
  for (const unsigned header : {52u, 56u, 64u, 108u, 124u}) {
    EXPECT_THAT(shown_bmp(made::bmp({0, 0, 255, 0}, {.width = 1, .height = 1, .bits = 24, .header = header})).pixels,
                ElementsAre(76))
        << header;
  }
}

TEST(Bmp, UnpacksRuns) {
  // Twice white; a row of three as they are, with a byte that fills up; the end.
  const Bytes runs8 = {2, 1, 1, 0, 0, 0, 0, 3, 1, 0, 1, 0, 0, 0, 0, 1};
  EXPECT_THAT(
      shown_bmp(made::bmp(runs8, {.width = 3, .height = 2, .bits = 8, .packing = 1, .palette = kBlackAndWhite})).pixels,
      ElementsAre(255, 0, 255, 255, 255, 0));
  // Five of "1, 0, 1, 0, 1".
  const Bytes runs4 = {5, 0x10, 0, 1};
  EXPECT_THAT(
      shown_bmp(made::bmp(runs4, {.width = 5, .height = 1, .bits = 4, .packing = 2, .palette = kBlackAndWhite})).pixels,
      ElementsAre(255, 0, 255, 0, 255));
  // A move by one column; what it passes over stays empty.
  const Bytes moved = {1, 1, 0, 2, 1, 0, 1, 1, 0, 1};
  EXPECT_THAT(
      shown_bmp(made::bmp(moved, {.width = 3, .height = 1, .bits = 8, .packing = 1, .palette = kBlackAndWhite})).pixels,
      ElementsAre(255, 0, 255));
}

TEST(Bmp, RunsThatEndBeforeThePictureAreCutOff) {
  EXPECT_EQ(
      refused_bmp(made::bmp({2, 1}, {.width = 3, .height = 2, .bits = 8, .packing = 1, .palette = kBlackAndWhite})),
      "\"made.bmp\" is a BMP that cannot be read (it ends too early): it is damaged or cut off.");
}

TEST(Bmp, RefusesPackingsThatAreNotItsOwnByName) {
  for (const unsigned packing : {4u, 5u, 99u}) {
    EXPECT_THAT(refused_bmp(made::bmp({0, 0, 0, 0}, {.width = 1, .height = 1, .bits = 24, .packing = packing})),
                HasSubstr("packed in a way that is not read here: save it as PNG."))
        << packing;
  }
  EXPECT_THAT(refused_bmp(made::bmp({0, 0, 0, 0}, {.width = 1, .height = 1, .bits = 8, .packing = 2})),
              HasSubstr("packed in a way"));
}

TEST(Bmp, SidesThatAreTooLongAreRefusedBeforeAnythingIsAllocated) {
  EXPECT_EQ(refused_bmp(made::bmp(Bytes(4), {.width = 0x7FFFFFFF, .height = 0x7FFFFFFF, .bits = 32})),
            "\"made.bmp\" has 2,147,483,647 by 2,147,483,647 pixels; at most 4,096 a side can be read.");
  EXPECT_THAT(refused_bmp(made::bmp(Bytes(4), {.width = 0, .height = 3})), HasSubstr("its sides are wrong"));
  EXPECT_THAT(refused_bmp(made::bmp(Bytes(4), {.width = -3, .height = 3})), HasSubstr("its sides are wrong"));
}

TEST(Bmp, IsToldByMoreThanTwoLetters) {
  EXPECT_FALSE(looks_like_bmp(Bytes{'B', 'M', 'W', ' ', 'i', 's', ' ', 'a', ' ', 'c', 'a', 'r', ' ', 'o',
                                    'f', ' ', 'M', 'u', 'n', 'i', 'c', 'h', ' ', ' ', ' ', ' ', ' '}));
  EXPECT_TRUE(looks_like_bmp(made::bmp({0, 0, 0, 0}, {.width = 1, .height = 1})));
}

}  // namespace
}  // namespace hourglass

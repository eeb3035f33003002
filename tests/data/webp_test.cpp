// WebP: lossless, lossy, transparent; animations refused by name.
#include "data/webp.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/made_pictures.h"

namespace hourglass {
namespace {

using made::Bytes;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Webp, ReadsLosslessPicturesExactlyAndLossyOnesNearly) {
  const ImageSet made = made::images(1);
  const Bytes rgba = made::opaque(made.image(0));
  const auto exact = decode_webp(made::webp_lossless(rgba, 28, 28), "a.webp");
  ASSERT_TRUE(exact) << exact.error().message.english();
  EXPECT_EQ(exact->pixels, made.pixels);
  const auto near = decode_webp(made::webp_lossy(made::opaque(Bytes(28 * 28, 130)), 28, 28), "a.webp");
  ASSERT_TRUE(near) << near.error().message.english();
  for (const std::uint8_t pixel : near->pixels) ASSERT_NEAR(pixel, 130, 4);
}

TEST(Webp, MakesColoursGreyAndATransparentGroundEmpty) {
  const auto picture =
      decode_webp(made::webp_lossless({255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255}, 3, 1), "a.webp");
  ASSERT_TRUE(picture);
  EXPECT_THAT(picture->pixels, ElementsAre(76, 150, 29));
  // Dark ink on nothing comes out light.
  const auto drawn = decode_webp(made::webp_lossless({0, 0, 0, 255, 0, 0, 0, 0}, 2, 1), "a.webp");
  ASSERT_TRUE(drawn);
  EXPECT_THAT(drawn->pixels, ElementsAre(255, 0));
}

TEST(Webp, RefusesAnimationsByName) {
  EXPECT_THAT(decode_webp(made::webp_animation(28, 28), "dance.webp").error().message.english(),
              HasSubstr("\"dance.webp\" is an animated WebP"));
}

TEST(Webp, RefusesEveryCut) {
  const ImageSet made = made::images(1);
  for (const Bytes& whole : {made::webp_lossless(made::opaque(made.image(0)), 28, 28),
                             made::webp_lossy(made::opaque(made.image(0)), 28, 28)}) {
    for (std::size_t size = 12; size < whole.size(); ++size) {
      const auto picture = decode_webp({whole.data(), size}, "cut.webp");
      ASSERT_FALSE(picture) << size;
      ASSERT_EQ(picture.error().message.english(),
                "\"cut.webp\" is a WebP that cannot be read (it ends too early): it is damaged or cut off.");
    }
  }
}

TEST(Webp, RefusesSidesBeyondTheLimit) {
  const Bytes wide = made::webp_lossless(made::opaque(Bytes(300 * 2, 7)), 300, 2);
  EXPECT_EQ(decode_webp(wide, "wide.webp", 256).error().message.english(),
            "\"wide.webp\" has 300 by 2 pixels; at most 256 a side can be read.");
}

}  // namespace
}  // namespace hourglass

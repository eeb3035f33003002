// GIF: the first picture on its ground, whatever its order of rows.
#include "data/gif.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/made_pictures.h"
#include "data/read_picture.h"

namespace hourglass {
namespace {

using made::Bytes;
using testing::ElementsAre;
using testing::HasSubstr;

Picture first_of(const Bytes& file) { return made::shown(decode_gif(file, "made.gif")); }

TEST(Gif, ReadsRowsInOrderOrInterlaced) {
  const ImageSet made = made::images(1);
  EXPECT_EQ(first_of(made::gif(made.image(0))).pixels, made.pixels);
  EXPECT_EQ(first_of(made::gif(made.image(0), {.interlaced = true})).pixels, made.pixels);
  for (int height = 1; height <= 9; ++height) {
    Bytes rows;
    for (int y = 0; y < height; ++y) rows.push_back(static_cast<std::uint8_t>(10 * y));
    EXPECT_EQ(
        first_of(
            made::gif(rows,
                      {.width = 1, .height = height, .ground_width = 1, .ground_height = height, .interlaced = true}))
            .pixels,
        rows)
        << height;
  }
}

TEST(Gif, TakesTheFirstOfSeveralPictures) {
  const ImageSet made = made::images(1);
  Bytes file = made::gif(made.image(0), {.pictures = 3});
  EXPECT_EQ(first_of(file).pixels, made.pixels);
  file.resize(file.size() - 40);
  EXPECT_EQ(first_of(file).pixels, made.pixels) << "what is cut off is not the first";
}

TEST(Gif, TransparentPixelsAndTheGroundAroundThePictureAreEmpty) {
  // Light ink, and a transparent pixel of a colour that must not show.
  EXPECT_THAT(first_of(made::gif(Bytes{200, 90},
                                 {.width = 2, .height = 1, .ground_width = 2, .ground_height = 1, .transparent = 90}))
                  .pixels,
              ElementsAre(200, 0));
  EXPECT_THAT(first_of(made::gif(Bytes{255},
                                 {.width = 1, .height = 1, .left = 1, .top = 1, .ground_width = 3, .ground_height = 2}))
                  .pixels,
              ElementsAre(0, 0, 0, 0, 255, 0));
}

TEST(Gif, AGroundThatIsTooSmallGrows) {
  const Picture picture =
      first_of(made::gif(Bytes{255, 255}, {.width = 2, .height = 1, .ground_width = 1, .ground_height = 1}));
  EXPECT_EQ(picture.width, 2);
  EXPECT_EQ(picture.height, 1);
}

TEST(Gif, RefusesEveryCutOfItsPicture) {
  const Bytes whole = made::gif(made::images(1).image(0));
  // The mark of the file's end is a byte that nobody misses.
  for (std::size_t size = 6; size + 1 < whole.size(); ++size) {
    const auto picture = decode_gif({whole.data(), size}, "cut.gif");
    ASSERT_FALSE(picture) << size << " of " << whole.size();
    ASSERT_THAT(picture.error().message.english(), HasSubstr("\"cut.gif\" is a GIF that cannot be read ("));
  }
}

TEST(Gif, RefusesSidesBeyondTheLimit) {
  const Bytes wide = made::gif(Bytes{1}, {.width = 1, .height = 1, .left = 299, .ground_width = 1, .ground_height = 1});
  EXPECT_EQ(decode_gif(wide, "wide.gif", 256).error().message.english(),
            "\"wide.gif\" has 300 by 1 pixels; at most 256 a side can be read.");
}

}  // namespace
}  // namespace hourglass

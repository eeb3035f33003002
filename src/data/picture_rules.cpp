#include "data/picture_rules.h"

#include <utility>
#include <vector>

#include "data/budget.h"
#include "data/text.h"

namespace hourglass {

std::expected<void, Error> check_picture_size(std::string_view name, std::uint64_t width, std::uint64_t height,
                                              std::uint32_t largest_side, std::size_t bytes_per_pixel) {
  if (width > largest_side || height > largest_side) {
    return fail("{0} has {1} by {2} pixels; at most {3} a side can be read.", in_quotes(name), width, height,
                largest_side);
  }
  if (!memory_for(width * height * bytes_per_pixel))
    return fail("There is not enough memory to read {0}.", in_quotes(name));
  return {};
}

std::uint8_t luma(int red, int green, int blue) {
  return static_cast<std::uint8_t>((299 * red + 587 * green + 114 * blue + 500) / 1000);
}

Picture grey_of_colours(std::span<const std::uint8_t> rgba, int width, int height) {
  Picture picture{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height)};
  bool transparent = false;
  std::uint64_t weight = 0, light = 0;
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    const std::uint8_t* p = rgba.data() + 4 * i;
    picture.pixels[i] = luma(p[0], p[1], p[2]);
    transparent = transparent || p[3] != 255;
    weight += p[3];
    light += std::uint64_t{p[3]} * picture.pixels[i];
  }
  if (!transparent) return picture;
  const bool drawn_dark = light < weight * 128;
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    const int value = drawn_dark ? 255 - picture.pixels[i] : picture.pixels[i];
    picture.pixels[i] = static_cast<std::uint8_t>((value * rgba[4 * i + 3] + 127) / 255);
  }
  return picture;
}

Picture turned_upright(Picture picture, int orientation) {
  if (orientation < 2 || orientation > 8) return picture;
  const bool sides_change = orientation >= 5;
  const bool from_right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool from_below = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  Picture upright;
  upright.width = sides_change ? picture.height : picture.width;
  upright.height = sides_change ? picture.width : picture.height;
  upright.pixels.resize(picture.pixels.size());
  std::uint8_t* to = upright.pixels.data();
  for (int y = 0; y < upright.height; ++y) {
    for (int x = 0; x < upright.width; ++x) {
      const int across = sides_change ? y : x, down = sides_change ? x : y;
      const int column = from_right ? picture.width - 1 - across : across;
      const int row = from_below ? picture.height - 1 - down : down;
      *to++ = picture.pixels[static_cast<std::size_t>(row) * picture.width + column];
    }
  }
  return upright;
}

}  // namespace hourglass

#include "data/framing.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace hourglass {
namespace {

struct Box {
  int left, top, right, bottom;  // right and bottom are one past the ink
  bool empty() const { return right <= left; }
};

Box ink_box(InkView pad) {
  Box box{pad.width, pad.height, 0, 0};
  for (int y = 0; y < pad.height; ++y) {
    for (int x = 0; x < pad.width; ++x) {
      if (!(pad.ink[static_cast<std::size_t>(y) * pad.width + x] > 0)) continue;
      box.left = std::min(box.left, x);
      box.right = std::max(box.right, x + 1);
      box.top = std::min(box.top, y);
      box.bottom = std::max(box.bottom, y + 1);
    }
  }
  return box;
}

std::uint8_t to_byte(float ink) { return static_cast<std::uint8_t>(std::clamp(std::lround(ink * 255.0f), 0l, 255l)); }

// Where the raster's first cell must come to lie so that its centre of mass, rounded to a whole pixel, is the field's
// centre; never so far that ink falls off the field.
int offset_for(double centre_of_mass, int length) {
  // Rounded up, as MNIST's makers did: in all of its images the centre of mass lies in [14, 15) of pixel-edge
  // coordinates.
  const int wanted = static_cast<int>(std::ceil(kImageSide / 2.0 - centre_of_mass));
  return std::clamp(wanted, 0, kImageSide - length);
}

}  // namespace

Image frame_ink(InkView pad, const FramingOptions& options) {
  Image image{};
  if (pad.width <= 0 || pad.height <= 0 || pad.ink.size() < static_cast<std::size_t>(pad.width) * pad.height) {
    return image;
  }
  if (!options.as_mnist) {
    const double side = std::max(pad.width, pad.height);
    const double left = (pad.width - side) / 2, top = (pad.height - side) / 2;
    const std::vector<float> shrunk = resample_area(pad, {left, top, left + side, top + side}, kImageSide, kImageSide);
    std::transform(shrunk.begin(), shrunk.end(), image.begin(), to_byte);
    return image;
  }
  const Box box = ink_box(pad);
  if (box.empty()) return image;
  const int field = std::clamp(options.box, 1, kImageSide);
  const double scale = field / static_cast<double>(std::max(box.right - box.left, box.bottom - box.top));
  const int width = std::max(1, static_cast<int>(std::ceil((box.right - box.left) * scale - 1e-9)));
  const int height = std::max(1, static_cast<int>(std::ceil((box.bottom - box.top) * scale - 1e-9)));
  // The raster is a whole number of pixels; the ink is centred in what the rounding up added.
  const double across = width / scale, down = height / scale;
  const double left = (box.left + box.right - across) / 2, top = (box.top + box.bottom - down) / 2;
  const std::vector<float> digit = resample_area(pad, {left, top, left + across, top + down}, width, height);

  double mass = 0, moment_x = 0, moment_y = 0;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double ink = digit[static_cast<std::size_t>(y) * width + x];
      mass += ink;
      moment_x += ink * (x + 0.5);
      moment_y += ink * (y + 0.5);
    }
  }
  if (!(mass > 0)) return image;
  const int offset_x = offset_for(moment_x / mass, width), offset_y = offset_for(moment_y / mass, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      image[static_cast<std::size_t>(y + offset_y) * kImageSide + x + offset_x] =
          to_byte(digit[static_cast<std::size_t>(y) * width + x]);
    }
  }
  return image;
}

Image frame_picture(const Picture& picture, const FramingOptions& options) {
  if (picture.width <= 0 || picture.height <= 0) return {};
  // The ground is what most of the border shows; ink is what differs from it.
  std::vector<std::uint8_t> border;
  const auto at = [&](int x, int y) { return picture.pixels[static_cast<std::size_t>(y) * picture.width + x]; };
  for (int x = 0; x < picture.width; ++x) {
    border.push_back(at(x, 0));
    border.push_back(at(x, picture.height - 1));
  }
  for (int y = 0; y < picture.height; ++y) {
    border.push_back(at(0, y));
    border.push_back(at(picture.width - 1, y));
  }
  std::nth_element(border.begin(), border.begin() + static_cast<std::ptrdiff_t>(border.size() / 2), border.end());
  const int ground = border[border.size() / 2];
  const bool dark_on_light = ground > 127;

  std::vector<float> ink(picture.pixels.size());
  int strongest = 0;
  for (std::size_t i = 0; i < ink.size(); ++i) {
    const int difference = dark_on_light ? ground - picture.pixels[i] : picture.pixels[i] - ground;
    strongest = std::max(strongest, difference);
    ink[i] = static_cast<float>(std::max(0, difference));
  }
  // Paper and photographs have a grain of their own, which is no drawing.
  constexpr int kGrain = 24;
  if (strongest == 0 || (ground != 0 && strongest < kGrain)) return {};
  // A black ground is clean (a drawing, one of MNIST's own): all its ink counts. Paper and photographs are noisy.
  const float floor = ground == 0 ? 0.0f : 0.25f * static_cast<float>(strongest);
  const float full = ground == 0 ? 255.0f : 0.85f * static_cast<float>(strongest);
  for (float& value : ink) value = std::clamp((value - floor) / (full - floor), 0.0f, 1.0f);
  return frame_ink({ink, picture.width, picture.height}, options);
}

}  // namespace hourglass

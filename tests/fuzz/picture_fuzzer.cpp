// JPEG, WebP, GIF and BMP; PNG has a fuzzer of its own, which makes checksums right again.
#include "data/picture_file.h"

#include "check.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::uint32_t kSide = 256;
  const auto picture = decode_picture({data, size}, "fuzzed", kSide);
  if (!picture) {
    fuzz::check(picture.error());
    return 0;
  }
  fuzz::require(picture->width > 0 && picture->height > 0);
  fuzz::require(static_cast<std::uint32_t>(std::max(picture->width, picture->height)) <= kSide);
  fuzz::require(picture->pixels.size() == static_cast<std::size_t>(picture->width) * picture->height);
  std::uint8_t image[kImagePixels];
  fit_to_image(*picture, image);
  return 0;
}

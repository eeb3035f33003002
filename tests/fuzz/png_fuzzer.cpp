#include "data/png.h"

#include "check.h"
#include "repair.h"

using namespace hourglass;

HOURGLASS_FUZZ_REPAIR(0)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto picture = decode_png({data, size}, "fuzzed", 256);
  if (!picture) {
    fuzz::check(picture.error());
    return 0;
  }
  fuzz::require(picture->pixels.size() == static_cast<std::size_t>(picture->width) * picture->height);
  std::uint8_t image[kImagePixels];
  fit_to_image(*picture, image);
  return 0;
}

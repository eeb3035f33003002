#include "data/idx.h"

#include "check.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto tensor = decode_idx({data, size}, "fuzzed");
  if (!tensor) {
    fuzz::check(tensor.error());
    return 0;
  }
  const auto images = images_from_tensor(*tensor, "fuzzed", fuzz::options().limits);
  if (!images) fuzz::check(images.error());
  if (images) fuzz::check_part(*images);
  const auto labels = labels_from_tensor(*tensor, "fuzzed");
  if (!labels) fuzz::check(labels.error());
  return 0;
}

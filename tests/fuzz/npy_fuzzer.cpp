#include "data/npy.h"

#include "check.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto tensor = decode_npy({data, size}, "fuzzed");
  if (!tensor) {
    fuzz::check(tensor.error());
    return 0;
  }
  fuzz::check_array(*tensor);
  return 0;
}

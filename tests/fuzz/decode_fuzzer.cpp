// The front door with all that lies behind it. The first byte chooses the options and a name that gives hints.
#include "data/decode.h"

#include "check.h"
#include "repair.h"

using namespace hourglass;

HOURGLASS_FUZZ_REPAIR(1)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  DecodeOptions options = fuzz::options();
  options.images = data[0] & 1 ? 3 : 0;
  options.balanced = data[0] & 2;
  options.drop_duplicates = options.drop_blank = data[0] & 4;
  options.invert = data[0] & 8;
  const char* const names[] = {"x", "emnist-letters-train", "fashion-mnist_test.csv", "notMNIST_small.tar.gz"};
  fuzz::check(decode({data + 1, size - 1}, names[data[0] >> 4 & 3], options));
  return 0;
}

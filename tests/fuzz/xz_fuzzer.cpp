#include "data/xz.h"

#include "unpacking.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hourglass::fuzz::unpack_whole_and_in_pieces<hourglass::Unxz>({data, size});
  return 0;
}

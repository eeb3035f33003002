#include "data/libsvm.h"

#include "check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hourglass::fuzz::read_table<hourglass::LibsvmReader>({data, size});
  return 0;
}

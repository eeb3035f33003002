#include "data/pickle.h"

#include "check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hourglass::fuzz::read_arrays<hourglass::PickleReader>({data, size});
  return 0;
}

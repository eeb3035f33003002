#include "data/json_table.h"

#include "check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hourglass::fuzz::read_table<hourglass::JsonReader>({data, size});
  return 0;
}

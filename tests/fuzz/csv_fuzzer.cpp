#include "data/csv.h"

#include "check.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hourglass::fuzz::read_table<hourglass::CsvReader>({data, size});
  return 0;
}

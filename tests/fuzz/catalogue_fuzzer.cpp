#include "data/catalogue.h"

#include "check.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto entries = parse_catalogue({reinterpret_cast<const char*>(data), size});
  if (!entries) {
    fuzz::check(entries.error());
    return 0;
  }
  const auto again = parse_catalogue(write_catalogue(*entries));
  fuzz::require(again && again->size() == entries->size());
  return 0;
}

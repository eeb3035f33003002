#include "data/parquet.h"

#include "check.h"

using namespace hourglass;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Budget budget(fuzz::options().limits);
  ParquetReader reader(view_source("fuzzed", {data, size}), budget);
  for (bool more = true; more;) {
    const auto stepped = reader.step();
    if (!stepped) {
      fuzz::check(stepped.error());
      return 0;
    }
    more = *stepped;
  }
  auto set = reader.finish();
  if (!set) {
    fuzz::check(set.error());
    return 0;
  }
  fuzz::check_part(std::move(*set));
  return 0;
}

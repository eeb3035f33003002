#include "data/json_table.h"

#include <algorithm>

#include "check.h"

using namespace hourglass;

// The first byte cuts the text into pieces, which must not matter for safety.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  Budget budget(fuzz::options().limits);
  JsonReader reader("fuzzed", budget);
  const std::size_t piece = 1 + data[0];
  for (std::size_t at = 1; at < size; at += piece) {
    if (const auto fed = reader.feed({data + at, std::min(piece, size - at)}); !fed) {
      fuzz::check(fed.error());
      return 0;
    }
  }
  auto set = reader.finish();
  if (!set) {
    fuzz::check(set.error());
    return 0;
  }
  fuzz::check_part(*set);
  return 0;
}

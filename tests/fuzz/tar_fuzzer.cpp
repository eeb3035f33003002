#include "data/tar.h"

#include <algorithm>

#include "check.h"
#include "repair.h"

using namespace hourglass;

HOURGLASS_FUZZ_REPAIR(1)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  std::uint64_t promised = 0, came = 0;
  bool open = false;
  TarHandler handler;
  handler.begin = [&](const std::string&, std::uint64_t length) {
    fuzz::require(!open);
    promised = length;
    came = 0;
    open = length % 3 != 1;  // some are not wanted
    return open;
  };
  handler.data = [&](std::span<const std::uint8_t> bytes) -> std::expected<void, Error> {
    came += bytes.size();
    fuzz::require(open && came <= promised);
    return {};
  };
  handler.end = [&]() -> std::expected<void, Error> {
    fuzz::require(open && came == promised);
    open = false;
    return {};
  };
  TarReader reader;
  const std::size_t piece = 1 + 4 * data[0];
  for (std::size_t at = 1; at < size; at += piece) {
    if (const auto fed = reader.feed({data + at, std::min(piece, size - at)}, handler); !fed) {
      fuzz::check(fed.error());
      break;
    }
  }
  return 0;
}

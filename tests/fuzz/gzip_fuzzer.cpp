#include "data/gzip.h"

#include <algorithm>
#include <vector>

#include "check.h"

using namespace hourglass;

// The first byte cuts the stream into pieces: however it is cut, the same must come out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::span<const std::uint8_t> packed(data + 1, size - 1);
  const auto whole = gunzip(packed, 1 << 20);
  Gunzip stream;
  std::vector<std::uint8_t> pieces;
  const std::size_t piece = 1 + data[0];
  std::expected<void, Error> fed;
  for (std::size_t at = 0; fed && at < packed.size(); at += piece) {
    fed = stream.feed(packed.subspan(at, std::min(piece, packed.size() - at)),
                      [&](std::span<const std::uint8_t> more) -> std::expected<void, Error> {
                        if (pieces.size() + more.size() > 1 << 20) return fail("Too much.");
                        pieces.insert(pieces.end(), more.begin(), more.end());
                        return {};
                      });
  }
  fuzz::require(whole.has_value() == (fed.has_value() && stream.complete()));
  if (whole) fuzz::require(*whole == pieces);
  if (!whole) fuzz::check(whole.error());
  return 0;
}

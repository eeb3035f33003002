// However a stream is cut into pieces, the same comes out of it, or none of it is taken.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "check.h"
#include "data/unpacking.h"

namespace hourglass::fuzz {

/// What came out of a stream fed in pieces of this size; nothing where it was refused, cut off or too much.
inline std::optional<std::vector<std::uint8_t>> unpacked(Unpacking&& stream, std::span<const std::uint8_t> packed,
                                                         std::size_t piece) {
  std::vector<std::uint8_t> out;
  for (std::size_t at = 0; at < packed.size(); at += piece) {
    const auto fed = stream.feed(packed.subspan(at, std::min(piece, packed.size() - at)),
                                 [&](std::span<const std::uint8_t> more) -> std::expected<void, Error> {
                                   if (out.size() + more.size() > 1 << 20) return fail("Too much.");
                                   out.insert(out.end(), more.begin(), more.end());
                                   return {};
                                 });
    if (fed) continue;
    check(fed.error());
    return std::nullopt;
  }
  return stream.complete() ? std::optional(out) : std::nullopt;
}

/// The first byte says how large the pieces are.
template <class Stream>
void unpack_whole_and_in_pieces(std::span<const std::uint8_t> data) {
  if (data.size() < 2) return;
  const auto packed = data.subspan(1);
  require(unpacked(Stream(), packed, packed.size()) == unpacked(Stream(), packed, 1 + std::size_t{data[0]}));
}

}  // namespace hourglass::fuzz

// How tests feed a reader that takes its file in pieces.
#pragma once

#include <algorithm>
#include <cstdint>
#include <expected>
#include <span>

namespace hourglass::made {

/// What the reader gives of these bytes, which come in pieces of `piece` bytes, the last as long as what is left.
template <class Reader>
auto fed_in_pieces(Reader& reader, std::span<const std::uint8_t> bytes, std::size_t piece)
    -> decltype(reader.finish()) {
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    const auto fed = reader.feed(bytes.subspan(at, std::min(piece, bytes.size() - at)));
    if (!fed) return std::unexpected(fed.error());
  }
  return reader.finish();
}

}  // namespace hourglass::made

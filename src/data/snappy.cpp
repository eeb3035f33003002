#include "data/snappy.h"

#include <cstddef>
#include <cstring>
#include <optional>

namespace hourglass {
namespace {

class SnappyBytes {
 public:
  explicit SnappyBytes(std::span<const std::uint8_t> bytes) : rest_(bytes) {}
  bool empty() const { return rest_.empty(); }
  /// A whole number, least byte first.
  std::optional<std::uint32_t> little(std::size_t bytes) {
    if (rest_.size() < bytes) return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value |= std::uint32_t{rest_[i]} << (8 * i);
    rest_ = rest_.subspan(bytes);
    return value;
  }
  /// Seven bits a byte, the least first.
  std::optional<std::uint32_t> varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      const auto byte = little(1);
      if (!byte) return std::nullopt;
      value |= std::uint64_t{*byte & 0x7F} << shift;
      if ((*byte & 0x80) != 0) continue;
      if (value > 0xFFFFFFFFu) return std::nullopt;
      return static_cast<std::uint32_t>(value);
    }
    return std::nullopt;
  }
  std::optional<std::span<const std::uint8_t>> take(std::uint64_t bytes) {
    if (rest_.size() < bytes) return std::nullopt;
    const auto taken = rest_.first(static_cast<std::size_t>(bytes));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }

 private:
  std::span<const std::uint8_t> rest_;
};

}  // namespace

bool unpack_snappy(std::span<const std::uint8_t> packed, std::span<std::uint8_t> into) {
  SnappyBytes from(packed);
  if (from.varint() != into.size()) return false;
  std::size_t at = 0;
  while (!from.empty()) {
    const std::uint32_t tag = *from.little(1);
    if ((tag & 3) == 0) {  // bytes as they are; their number less 1 in the tag, or in up to four bytes behind it
      std::uint64_t length = tag >> 2;
      if (length >= 60) {
        const auto longer = from.little(static_cast<std::size_t>(length - 59));
        if (!longer) return false;
        length = *longer;
      }
      const auto literal = from.take(length + 1);
      if (!literal || literal->size() > into.size() - at) return false;
      std::memcpy(into.data() + at, literal->data(), literal->size());
      at += literal->size();
      continue;
    }
    // A copy of what was unpacked before, which may reach into itself.
    const bool near = (tag & 3) == 1;
    const std::size_t length = near ? (tag >> 2 & 7) + 4 : (tag >> 2) + 1;
    const auto low = from.little(near ? 1 : (tag & 3) == 2 ? 2 : 4);
    if (!low) return false;
    const std::size_t offset = near ? (tag >> 5 << 8 | *low) : *low;
    if (offset == 0 || offset > at || length > into.size() - at) return false;
    for (std::size_t i = 0; i < length; ++i, ++at) into[at] = into[at - offset];
  }
  return at == into.size();
}

}  // namespace hourglass

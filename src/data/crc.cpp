#include "data/crc.h"

#include <zlib.h>

namespace hourglass {

std::uint32_t crc(std::uint32_t before, std::span<const std::uint8_t> bytes) {
  // zlib takes no memory at all for the wish to begin anew.
  if (bytes.empty()) return before;
  return static_cast<std::uint32_t>(::crc32(before, bytes.data(), static_cast<uInt>(bytes.size())));
}

}  // namespace hourglass

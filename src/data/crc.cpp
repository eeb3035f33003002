#include "data/crc.h"

#include <zlib.h>

namespace hourglass {

std::uint32_t crc(std::uint32_t before, std::span<const std::uint8_t> bytes) {
  return static_cast<std::uint32_t>(::crc32(before, bytes.data(), static_cast<uInt>(bytes.size())));
}

}  // namespace hourglass

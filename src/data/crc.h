// CRC-32 as zip and PNG have it (ISO 3309): whether bytes are those that they were.
#pragma once

#include <cstdint>
#include <span>

namespace hourglass {

/// Of bytes that come piece by piece: `before` is that of the pieces before, 0 for none.
std::uint32_t crc(std::uint32_t before, std::span<const std::uint8_t> bytes);

}  // namespace hourglass

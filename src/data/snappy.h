// Snappy, the packing that most Parquet files have, unpacked; after "Snappy compressed format description"
// (google/snappy, format_description.txt).
#pragma once

#include <cstdint>
#include <span>

namespace hourglass {

/// Unpacks to exactly `into`'s bytes. False where the bytes are damaged or unpack to another number.
bool unpack_snappy(std::span<const std::uint8_t> packed, std::span<std::uint8_t> into);

}  // namespace hourglass

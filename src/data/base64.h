// Bytes as text, for JSON and SVG (RFC 4648, with padding).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hourglass {

std::string to_base64(std::span<const std::uint8_t> bytes);
/// None where a character is none of base64's.
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);

}  // namespace hourglass

// SHA-256 (FIPS 180-4): whether a fetched file is the one that the catalogue names. Our own, because the browser's
// crypto.subtle is missing on pages served without https.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace hourglass {

/// 64 lower-case hex digits.
std::string sha256(std::span<const std::uint8_t> bytes);

/// The same for bytes that come piece by piece.
class Sha256 {
 public:
  Sha256();
  void add(std::span<const std::uint8_t> bytes);
  std::string finish();

 private:
  void block(const std::uint8_t* bytes);
  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> pending_{};
  std::uint64_t length_ = 0;
};

}  // namespace hourglass

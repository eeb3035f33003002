// Checksums made right again after a mutation, because behind them lies what is to be fuzzed: a changed PNG chunk or
// tar header would else be refused at the door every time. To be included by one source of a program.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <span>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace hourglass::fuzz {

inline void repair_png(std::span<std::uint8_t> png) {
  const auto big = [](const std::uint8_t* p) {
    return std::size_t{p[0]} << 24 | std::size_t{p[1]} << 16 | std::size_t{p[2]} << 8 | p[3];
  };
  std::size_t at = 8;
  while (at + 12 <= png.size()) {
    const std::size_t length = big(png.data() + at);
    if (length > png.size() - at - 12) return;
    const auto sum = crc32(0, png.data() + at + 4, static_cast<uInt>(length + 4));
    for (std::size_t i = 0; i < 4; ++i) png[at + 8 + length + i] = static_cast<std::uint8_t>(sum >> (24 - 8 * i));
    at += 12 + length;
  }
}

/// Headers are looked for at every block: a mutation may have moved what stood between them.
inline void repair_tar(std::span<std::uint8_t> tar) {
  for (std::size_t at = 0; at + 512 <= tar.size(); at += 512) {
    const std::span<std::uint8_t> block = tar.subspan(at, 512);
    if (std::memcmp(block.data() + 257, "ustar", 5) != 0) continue;
    std::fill_n(block.begin() + 148, 8, std::uint8_t{' '});
    unsigned sum = 0;
    for (std::uint8_t byte : block) sum += byte;
    char text[8];
    std::snprintf(text, sizeof text, "%06o", sum & 0777777);
    std::memcpy(block.data() + 148, text, 7);
  }
}

/// Entries that are stored, not packed, with what is in them.
inline void repair_zip(std::span<std::uint8_t> zip) {
  const auto little = [&](std::size_t at, int bytes) {
    std::size_t value = 0;
    for (int i = bytes; i-- > 0;) value = value << 8 | zip[at + static_cast<std::size_t>(i)];
    return value;
  };
  for (std::size_t at = 0; at + 46 <= zip.size(); ++at) {
    if (std::memcmp(zip.data() + at, "PK\1\2", 4) != 0 || little(at + 10, 2) != 0) continue;
    const std::size_t header = little(at + 42, 4), size = little(at + 20, 4);
    if (header + 30 > zip.size()) continue;
    const std::size_t body = header + 30 + little(header + 26, 2) + little(header + 28, 2);
    if (body > zip.size() || size > zip.size() - body) continue;
    const std::span<std::uint8_t> entry = zip.subspan(body, size);
    if (entry.size() > 8 && std::memcmp(entry.data(), "\x89PNG", 4) == 0) repair_png(entry);
    const auto sum = crc32(0, entry.data(), static_cast<uInt>(entry.size()));
    for (std::size_t i = 0; i < 4; ++i) zip[at + 16 + i] = static_cast<std::uint8_t>(sum >> (8 * i));
  }
}

inline void repair(std::span<std::uint8_t> file) {
  if (file.size() < 8) return;
  if (std::memcmp(file.data(), "\x89PNG", 4) == 0) return repair_png(file);
  if (std::memcmp(file.data(), "PK", 2) == 0) return repair_zip(file);
  repair_tar(file);
}

}  // namespace hourglass::fuzz

/// One mutation in eight keeps its wrong checksums.
#define HOURGLASS_FUZZ_REPAIR(LEAD)                                                                      \
  extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, \
                                                 unsigned int seed) {                                    \
    size = LLVMFuzzerMutate(data, size, most);                                                           \
    if (seed % 8 != 0 && size > (LEAD)) hourglass::fuzz::repair({data + (LEAD), size - (LEAD)});         \
    return size;                                                                                         \
  }

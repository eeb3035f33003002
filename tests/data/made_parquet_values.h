// The values of Parquet's columns made for tests: each encoding, and the packings of a page.
#pragma once

#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "data/made_files.h"
#include "data/made_thrift.h"

namespace hourglass::made {

enum class Pq { boolean, int32, int64, int96, float32, float64, bytes, fixed };

/// A value, or its absence, with its levels.
struct PqValue {
  int repetition = 0, definition = 0;
  Bytes bytes = {};  ///< as the plain encoding has it, without a length
};

struct PqColumn {
  Pq type = Pq::int32;
  int definition = 0, repetition = 0;  ///< the deepest levels
  int length = 0;                      ///< of fixed
  std::vector<std::vector<PqValue>> rows = {};
  /// 0 plain, 3 runs, 5 and 6 and 7 differences, 8 dictionary, 9 streams
  int encoding = 0;
};

template <typename T>
Bytes little_bytes(T value, std::size_t bytes = sizeof(T)) {
  Bytes out(sizeof(T));
  std::memcpy(out.data(), &value, sizeof(T));
  out.resize(bytes);
  return out;
}

/// Literals, and copies where a byte comes again.
inline Bytes snappy(const Bytes& bytes) {
  ThriftWriter out;
  out.varint(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t again = 0;
    while (at > 0 && at + again < bytes.size() && again < 64 && bytes[at + again] == bytes[at - 1]) ++again;
    if (again >= 12) {
      out.out.push_back(static_cast<std::uint8_t>((again - 1) << 2 | 2));
      put_bytes(out.out, {1, 0});
    } else if (again >= 4) {
      out.out.push_back(static_cast<std::uint8_t>((again - 4) << 2 | 1));
      out.out.push_back(1);
    } else {
      again = std::min<std::size_t>(bytes.size() - at, at % 3 == 0 ? 70 : 5);
      if (again > 60) {
        out.out.push_back(60 << 2);
        out.out.push_back(static_cast<std::uint8_t>(again - 1));
      } else {
        out.out.push_back(static_cast<std::uint8_t>((again - 1) << 2));
      }
      out.out.insert(out.out.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at + again));
    }
    at += again;
  }
  return out.out;
}

inline Bytes pq_packed(const Bytes& bytes, int codec) {
  if (codec == 1) return snappy(bytes);
  if (codec == 2) return gzipped(bytes);
  if (codec != 6) return bytes;
  Bytes out(ZSTD_compressBound(bytes.size()));
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
  return out;
}

inline int pq_bits(std::uint64_t most) {
  int bits = 0;
  for (; most > 0; most >>= 1) ++bits;
  return bits;
}

inline void put_bits(Bytes& out, const std::vector<std::uint64_t>& values, int width) {
  std::size_t bit = 0;
  const std::size_t from = out.size();
  out.resize(from + (values.size() * static_cast<std::size_t>(width) + 7) / 8);
  for (const std::uint64_t value : values) {
    for (int i = 0; i < width; ++i, ++bit)
      out[from + bit / 8] |= static_cast<std::uint8_t>((value >> i & 1) << bit % 8);
  }
}

/// Runs where a number comes eight times or more, else eights of numbers packed bit by bit.
inline Bytes bit_runs(const std::vector<std::uint64_t>& values, int width) {
  ThriftWriter out;
  for (std::size_t at = 0; at < values.size();) {
    std::size_t run = 1;
    while (at + run < values.size() && values[at + run] == values[at]) ++run;
    if (run >= 8) {
      out.varint(run << 1);
      put_bytes(out.out, little_bytes(values[at], static_cast<std::size_t>(width + 7) / 8));
      at += run;
      continue;
    }
    std::vector<std::uint64_t> eight(values.begin() + static_cast<std::ptrdiff_t>(at),
                                     values.begin() + static_cast<std::ptrdiff_t>(std::min(at + 8, values.size())));
    eight.resize(8);
    out.varint(1 << 1 | 1);
    put_bits(out.out, eight, width);
    at += 8;
  }
  return out.out;
}

/// Blocks of 128 in four groups.
inline Bytes deltas(const std::vector<std::int64_t>& values) {
  ThriftWriter out;
  out.varint(128);
  out.varint(4);
  out.varint(values.size());
  out.zigzag(values.empty() ? 0 : values[0]);
  for (std::size_t at = 1; at < values.size(); at += 128) {
    std::vector<std::uint64_t> block;
    std::int64_t smallest = INT64_MAX;
    for (std::size_t i = at; i < std::min(at + 128, values.size()); ++i) {
      smallest = std::min(smallest, values[i] - values[i - 1]);
    }
    for (std::size_t i = at; i < std::min(at + 128, values.size()); ++i) {
      block.push_back(static_cast<std::uint64_t>(values[i] - values[i - 1] - smallest));
    }
    out.zigzag(smallest);
    const std::size_t groups = (block.size() + 31) / 32;
    block.resize(groups * 32);
    std::vector<int> widths(4);
    for (std::size_t i = 0; i < block.size(); ++i) widths[i / 32] = std::max(widths[i / 32], pq_bits(block[i]));
    for (const int width : widths) out.out.push_back(static_cast<std::uint8_t>(width));
    for (std::size_t group = 0; group < groups; ++group) {
      const auto from = block.begin() + static_cast<std::ptrdiff_t>(group * 32);
      put_bits(out.out, {from, from + 32}, widths[group]);
    }
  }
  return out.out;
}

inline Bytes pq_plain(const std::vector<Bytes>& values, Pq type) {
  Bytes out;
  if (type == Pq::boolean) {
    std::vector<std::uint64_t> bits;
    for (const Bytes& value : values) bits.push_back(value[0]);
    put_bits(out, bits, 1);
    return out;
  }
  for (const Bytes& value : values) {
    if (type == Pq::bytes) put_bytes(out, little_bytes(static_cast<std::uint32_t>(value.size())));
    put_bytes(out, value);
  }
  return out;
}

inline std::int64_t pq_number(const Bytes& value) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < value.size(); ++i) bits |= std::uint64_t{value[i]} << (8 * i);
  return value.size() == 4 ? static_cast<std::int32_t>(bits) : static_cast<std::int64_t>(bits);
}

/// Of every encoding but the dictionary's.
inline Bytes pq_encoded(const std::vector<Bytes>& values, const PqColumn& column) {
  Bytes out;
  std::vector<std::int64_t> numbers, prefixes;
  switch (column.encoding) {
    case 3: {
      std::vector<std::uint64_t> bits;
      for (const Bytes& value : values) bits.push_back(value[0]);
      const Bytes runs = bit_runs(bits, 1);
      out = little_bytes(static_cast<std::uint32_t>(runs.size()));
      put_bytes(out, runs);
      return out;
    }
    case 5:
      for (const Bytes& value : values) numbers.push_back(pq_number(value));
      return deltas(numbers);
    case 6:
      for (const Bytes& value : values) numbers.push_back(static_cast<std::int64_t>(value.size()));
      out = deltas(numbers);
      for (const Bytes& value : values) put_bytes(out, value);
      return out;
    case 7: {
      Bytes rest;
      for (std::size_t i = 0; i < values.size(); ++i) {
        std::size_t same = 0;
        while (i > 0 && same < values[i].size() && same < values[i - 1].size() &&
               values[i][same] == values[i - 1][same])
          ++same;
        prefixes.push_back(static_cast<std::int64_t>(same));
        numbers.push_back(static_cast<std::int64_t>(values[i].size() - same));
        rest.insert(rest.end(), values[i].begin() + static_cast<std::ptrdiff_t>(same), values[i].end());
      }
      out = deltas(prefixes);
      put_bytes(out, deltas(numbers));
      put_bytes(out, rest);
      return out;
    }
    case 9:
      for (std::size_t byte = 0; !values.empty() && byte < values[0].size(); ++byte) {
        for (const Bytes& value : values) out.push_back(value[byte]);
      }
      return out;
    default: return pq_plain(values, column.type);
  }
}

}  // namespace hourglass::made

// The values of one page of a Parquet column, in each encoding in which they are written; after Encodings.md of
// parquet-format. Bytes in memory alone: pages stand in parquet_pages.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/parquet_schema.h"

namespace hourglass {

enum class ParquetEncoding {
  plain = 0,
  plain_dictionary = 2,
  runs = 3,  ///< RLE
  packed_bits = 4,
  delta_numbers = 5,
  delta_lengths = 6,
  delta_bytes = 7,
  dictionary = 8,
  byte_streams = 9
};

/// Small whole numbers, as runs of one number or packed bit by bit ("RLE / bit-packing hybrid").
class BitRuns {
 public:
  BitRuns() = default;
  /// `width`: bits of each number, at most 32.
  BitRuns(std::span<const std::uint8_t> bytes, unsigned width) : bytes_(bytes), width_(width) {}
  /// Nothing where the bytes end, or are damaged.
  std::optional<std::uint32_t> next();

 private:
  bool begin_run();

  std::span<const std::uint8_t> bytes_;
  unsigned width_ = 0;
  std::size_t at_ = 0;          // of the next run's head
  std::uint64_t repeated_ = 0;  // still to come of a run of `value_`
  std::uint64_t packed_ = 0;    // still to come of packed numbers, from bit `bit_` on
  std::uint64_t bit_ = 0;
  std::uint32_t value_ = 0;
};

/// Whole numbers by their differences, in blocks ("DELTA_BINARY_PACKED").
class DeltaNumbers {
 public:
  DeltaNumbers() = default;
  /// Nothing where the head is damaged.
  static std::optional<DeltaNumbers> open(std::span<const std::uint8_t> bytes);
  std::uint64_t count() const { return count_; }
  /// What stands behind the last block; nothing where the blocks are damaged.
  std::optional<std::span<const std::uint8_t>> behind() const;
  std::optional<std::int64_t> next();

 private:
  std::optional<std::uint64_t> varint();
  bool begin_block();

  std::span<const std::uint8_t> bytes_;  // from the next block's head on, or the next group's numbers
  std::uint64_t count_ = 0, left_ = 0;
  std::uint64_t group_ = 0;                // numbers of a group ("miniblock")
  std::uint64_t groups_ = 0;               // in a block
  std::uint64_t value_ = 0;                // the next to be given
  std::uint64_t smallest_ = 0;             // difference of the block
  std::span<const std::uint8_t> widths_;   // of the block's groups that are to come
  std::span<const std::uint8_t> numbers_;  // of the present group
  unsigned width_ = 0;
  std::uint64_t in_group_ = 0;  // still to come
  std::uint64_t bit_ = 0;
};

/// The values that data pages name by their numbers.
struct ParquetDictionary {
  std::span<const std::uint8_t> bytes;
  std::span<const std::uint32_t> begins;  ///< of each value of type bytes, behind its length
  std::size_t size = 0;
};

class ParquetValues {
 public:
  /// False where the encoding is not one that is read here, or not for this type. `bytes` and `dictionary` must outlive
  /// the values.
  static bool can_read(ParquetType type, ParquetEncoding encoding);
  /// Nothing where the page is damaged.
  static std::optional<ParquetValues> open(const ParquetLeaf& leaf, ParquetEncoding encoding,
                                           std::span<const std::uint8_t> bytes, const ParquetDictionary& dictionary);

  /// Of types that are numbers, the next; nothing where the page is damaged.
  std::optional<double> number();
  /// Of types that are bytes; valid until the next call.
  std::optional<std::span<const std::uint8_t>> bytes();

 private:
  std::optional<std::uint32_t> in_dictionary();
  std::optional<std::span<const std::uint8_t>> take(std::uint64_t bytes);
  std::optional<std::span<const std::uint8_t>> fixed(std::size_t size);
  std::optional<std::span<const std::uint8_t>> extended();
  double number_of(const std::uint8_t* at) const;

  ParquetType type_ = ParquetType::int32;
  bool is_unsigned_ = false;
  std::size_t size_ = 0;  // bytes of each value, of types that have such
  ParquetEncoding encoding_ = ParquetEncoding::plain;
  std::span<const std::uint8_t> rest_;
  ParquetDictionary dictionary_;
  BitRuns runs_;
  DeltaNumbers deltas_, prefixes_;
  unsigned bit_ = 0;                  // of plain booleans
  std::size_t place_ = 0;             // of the next value in byte streams
  std::vector<std::uint8_t> joined_;  // a value whose bytes do not stand together
};

/// Bytes of each value in the plain encoding; 0 of booleans and where each says its own.
std::size_t plain_size(const ParquetLeaf& leaf);

}  // namespace hourglass

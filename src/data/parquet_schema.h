// The footer of a Parquet file: which columns it has, of what kind, and where the pages of each stand; after Apache
// Parquet's description (parquet-format: README.md and parquet.thrift). Apart from the pages, so that what a file holds
// is known before any of it is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/source.h"
#include "math/error.h"

namespace hourglass {

/// Also one whose footer is encrypted, which the reader refuses.
bool looks_like_parquet(std::span<const std::uint8_t> start);

enum class ParquetType { boolean, int32, int64, int96, float32, float64, bytes, fixed_bytes };

/// How values are to be understood, as far as it matters here.
enum class ParquetMeaning { plain, text, decimal, half };

/// A column whose values are stored: one without columns within it.
struct ParquetLeaf {
  ParquetType type = ParquetType::int32;
  ParquetMeaning meaning = ParquetMeaning::plain;
  std::uint32_t fixed_length = 0;   ///< bytes of each value of fixed_bytes
  bool is_unsigned = false;         ///< of int32 and int64
  std::string column;               ///< of the table, in which it stands: "image" of image.bytes
  std::string field;                ///< its own name: "bytes"
  std::size_t depth = 1;            ///< of the names that lead to it: 1 where it is the column itself
  unsigned deepest_definition = 0;  ///< the level of a value that is there
  unsigned deepest_repetition = 0;  ///< in so many lists, one within the other, each value stands
};

/// The pages of one column in one row group.
struct ParquetChunk {
  std::uint64_t begin = 0, end = 0;  ///< in the file
  std::uint64_t values = 0;          ///< also those that are null
  std::int32_t codec = 0;
  bool elsewhere = false;  ///< in another file
  bool encrypted = false;
};

struct ParquetFooter {
  explicit ParquetFooter(Budget& budget) : chunks(budget) {}

  std::vector<ParquetLeaf> leaves;
  std::vector<std::uint64_t> group_rows;  ///< of each row group
  CountedVector<ParquetChunk> chunks;     ///< (row groups, leaves) group by group
  std::uint64_t rows = 0;                 ///< of all row groups
  std::string hugging_face;               ///< what the library "datasets" says of the columns, in JSON; else empty

  const ParquetChunk& chunk(std::size_t group, std::size_t leaf) const {
    return chunks.values[group * leaves.size() + leaf];
  }
};

/// "... is a Parquet file that is damaged or cut off: ". `how` ends the sentence.
std::unexpected<Error> damaged_parquet(std::string_view file, Sentence how);

/// Errors: cut off, damaged, encrypted, more row groups or columns than fit in memory.
std::expected<void, Error> read_parquet_footer(const Source& source, Budget& budget, ParquetFooter& footer);

}  // namespace hourglass

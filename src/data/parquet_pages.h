// One column of a Parquet file, row by row: its pages are read, unpacked and taken apart one at a time, so that a page
// and a dictionary are all that stands in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <vector>

#include "data/budget.h"
#include "data/parquet_schema.h"
#include "data/parquet_values.h"
#include "data/source.h"
#include "math/error.h"

namespace hourglass {

/// What a column has in one row.
struct ParquetRow {
  bool empty = true;                    ///< null, or a list without anything in it
  std::span<const std::uint8_t> bytes;  ///< of types that are bytes; valid until the next row
  std::vector<double> numbers;          ///< of other types: one, or all that the lists hold
  /// How many lists of each depth: of a list of 28 lists of 28 numbers {1, 28}.
  std::vector<std::size_t> lists;
  bool ragged = false;  ///< the innermost lists differ in length
};

/// Most numbers that one row may hold: 1024 by 1024 pixels in colours.
inline constexpr std::size_t kMostRowNumbers = 3u << 20;

class ParquetColumn {
 public:
  /// All must outlive the column.
  ParquetColumn(const Source& source, Budget& budget, const ParquetFooter& footer, std::size_t leaf)
      : source_(&source),
        budget_(&budget),
        footer_(&footer),
        leaf_(leaf),
        dictionary_bytes_(budget),
        begins_(budget),
        page_(budget) {}
  ParquetColumn(const ParquetColumn&) = delete;
  ParquetColumn& operator=(const ParquetColumn&) = delete;

  /// Goes to the column's first row in a row group. Errors: a packing that is not known here, encrypted.
  std::expected<void, Error> begin_group(std::size_t group);
  /// Errors: fewer rows than were promised, damaged, an encoding that is not known here.
  std::expected<void, Error> next(ParquetRow& row);
  /// After the row group's last row: an error where there are more.
  std::expected<void, Error> end_group();

  const ParquetLeaf& leaf() const { return footer_->leaves[leaf_]; }

 private:
  struct PageHead;

  std::unexpected<Error> damaged() const;
  std::unexpected<Error> unknown(std::int64_t encoding) const;
  std::expected<PageHead, Error> read_head();
  std::expected<bool, Error> next_page();
  std::expected<void, Error> read_body(const PageHead& head, Buffer& into);
  bool may_unpack_to(std::span<const std::uint8_t> packed, std::uint64_t size) const;
  std::expected<void, Error> unpack(std::span<const std::uint8_t> packed, std::span<std::uint8_t> into);
  std::expected<void, Error> take_dictionary(const PageHead& head, Buffer packed);
  std::expected<void, Error> take_data(const PageHead& head, Buffer packed);
  std::expected<void, Error> open_values(std::int64_t encoding, std::span<const std::uint8_t> bytes);
  /// The levels of the next value, which is null where it is not as deep as leaf().deepest_definition; false at the row
  /// group's end.
  std::expected<bool, Error> next_levels();
  std::expected<void, Error> take_value(ParquetRow& row);

  const Source* source_;
  Budget* budget_;
  const ParquetFooter* footer_;
  std::size_t leaf_;

  ParquetChunk chunk_;
  std::uint64_t at_ = 0;           // in the file: where the next page begins
  std::uint64_t values_left_ = 0;  // of the row group, on pages that are to come
  Buffer dictionary_bytes_;
  CountedVector<std::uint32_t> begins_;
  ParquetDictionary dictionary_;

  Buffer page_;
  std::uint64_t page_left_ = 0;  // values on the page
  BitRuns repetitions_, definitions_;
  ParquetValues values_;
  bool ahead_ = false;  // the levels of the next value are known
  std::uint32_t repetition_ = 0, definition_ = 0;
};

}  // namespace hourglass

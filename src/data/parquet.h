// Parquet, the tables in which Hugging Face serves its sets: pictures, lists of numbers, or a column for each pixel,
// with labels and perhaps the names of their classes. Read at random places of a Source, a few rows at a time, so that
// of a large file a page of each column stands in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/parquet_pages.h"
#include "data/parquet_schema.h"
#include "data/parquet_table.h"
#include "data/row_labels.h"
#include "data/source.h"
#include "data/table_rows.h"
#include "math/error.h"

namespace hourglass {

class ParquetReader {
 public:
  /// `source` by its name, with archives and folders before it.
  ParquetReader(Source source, Budget& budget);
  ParquetReader(const ParquetReader&) = delete;
  ParquetReader& operator=(const ParquetReader&) = delete;

  /// Reads the footer, then some rows at each call; false after the last. Errors: damaged, no images, a limit passed.
  std::expected<bool, Error> step();
  /// Images seen so far.
  std::size_t rows() const { return static_cast<std::size_t>(seen_); }
  /// How much of the file, by its rows.
  std::uint64_t bytes_done() const;
  /// After the last row: the set, with notes about what was left out.
  std::expected<ImageSet, Error> finish();

 private:
  /// Numbers of many images: bytes until one is not, floats from there on.
  struct Numbers {
    explicit Numbers(Budget& budget) : bytes(budget), floats(budget) {}
    std::expected<void, Error> add(std::span<const double> more);
    bool wide = false;
    CountedVector<std::uint8_t> bytes;
    CountedVector<float> floats;
  };
  static constexpr std::int16_t kNoLabel = -1;

  std::expected<void, Error> open();
  std::expected<void, Error> take_row();
  /// Whether it became an image.
  std::expected<bool, Error> take_picture();
  std::expected<bool, Error> take_list();
  std::expected<void, Error> take_cells();
  std::expected<std::int16_t, Error> label_of(const ParquetRow& row);
  std::expected<ImageSet, Error> finish_images();
  std::expected<void, Error> finish_labels(ImageSet& set);
  /// A cell or a label in words.
  static std::string text_of(const ParquetRow& row);

  Source source_;
  Budget* budget_;
  ParquetFooter footer_;
  ParquetPlan plan_;
  std::deque<ParquetColumn> columns_;
  std::optional<std::size_t> label_;  // among columns_
  bool opened_ = false;
  std::size_t group_ = 0;
  std::uint64_t row_ = 0;  // in the row group
  std::uint64_t seen_ = 0;
  ParquetRow values_, label_values_;

  CountedVector<std::uint8_t> pixels_;  // of pictures, fitted
  Numbers numbers_;                     // of lists
  std::vector<std::uint64_t> shape_;    // of each list
  TableRows cells_;
  RowLabels labels_;
  std::vector<std::int16_t> image_labels_;  // of each image, while there is a label column
  std::size_t images_ = 0, fitted_ = 0, empty_ = 0, unreadable_ = 0;
  Sentence first_unreadable_;
};

}  // namespace hourglass

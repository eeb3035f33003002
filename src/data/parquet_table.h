// What of a Parquet table is images and what labels them, as its columns' names and kinds tell. Apart from the reading:
// all guesses about columns stand here.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/parquet_schema.h"
#include "data/table_rows.h"
#include "math/error.h"

namespace hourglass {

/// Stands between the cells of a row that are handed on as text; no text of a file keeps it.
inline constexpr char kParquetCellDivider = '\x1F';

struct ParquetPlan {
  enum class Form {
    pictures,  ///< a picture file in each row
    lists,     ///< a list of numbers in each row, perhaps of lists
    cells      ///< a column for each pixel
  };
  Form form = Form::pictures;
  std::vector<std::size_t> leaves;       ///< pictures and lists: the one that holds them; cells: as `layout` has them
  std::optional<std::size_t> label;      ///< a leaf, of pictures and lists
  std::vector<std::string> class_names;  ///< by the labels' numbers, where the file says them
  TableLayout layout;                    ///< of cells
  std::vector<Sentence> notes;
};

/// Hugging Face's tables have a column "image" of a struct with "bytes" and "path", and name the classes beside the
/// schema. Errors: no images, with the columns that there are; more classes than can be shown; columns whose kind is
/// not read here.
std::expected<ParquetPlan, Error> plan_parquet(const ParquetFooter& footer, std::string_view file);

}  // namespace hourglass

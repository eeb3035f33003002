// The rows of a table whose columns are known: cells between dividers become pixels and labels. Apart from CsvReader
// and ArffReader, which find out what the columns are, each in its way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/pixel_rows.h"
#include "data/row_labels.h"
#include "data/table_text.h"
#include "math/error.h"

namespace hourglass {

/// In which of a file's arrays its images stand, where it has several: JSON's members "x_train" and "x_test".
struct TableArrays {
  std::vector<std::string> names;       ///< as paths: "train/images"; at most 65,536
  std::vector<bool> labelled;           ///< of each: whether its images have labels
  std::vector<std::uint16_t> of_image;  ///< into names; empty where there is one array or none
};

/// What reads a table of images, piece by piece, whatever its form.
class TableReader {
 public:
  virtual ~TableReader() = default;
  /// The next bytes, cut anywhere. An error says what is wrong, with its line, and ends the reading.
  virtual std::expected<void, Error> feed(std::span<const std::uint8_t> text) = 0;
  /// The set, or what was wrong and where.
  virtual std::expected<ImageSet, Error> finish() = 0;
  /// After finish().
  virtual TableArrays take_arrays() { return {}; }
};

/// ' ' divides by any number of spaces and tabs, other dividers by exactly one.
template <typename Visit>
void each_cell(std::string_view line, char divider, Visit visit) {
  std::size_t column = 0;
  if (divider == ' ') {
    while (true) {
      const std::size_t begin = line.find_first_not_of(" \t");
      if (begin == std::string_view::npos) return;
      const std::size_t end = line.find_first_of(" \t", begin);
      visit(column++, line.substr(begin, end == std::string_view::npos ? end : end - begin));
      if (end == std::string_view::npos) return;
      line.remove_prefix(end);
    }
  }
  while (true) {
    const std::size_t end = line.find(divider);
    visit(column++, line.substr(0, end));
    if (end == std::string_view::npos) return;
    line.remove_prefix(end + 1);
  }
}

struct TableLayout {
  char divider = ',';
  std::size_t columns = 0;
  std::optional<std::size_t> label, id;
  /// There is a label, first or last of the columns but for `id`, and the values are to tell which; `label` is not set.
  bool label_at_an_end = false;

  std::size_t pixels() const;
  std::size_t first() const { return id == std::size_t{0} ? 1 : 0; }
  std::size_t last() const { return columns - (id == columns - 1 ? 2 : 1); }
};

class TableRows {
 public:
  /// `label`: where a label stands that no name tells, as a person said.
  TableRows(std::string name, Budget& budget, LabelColumn label = LabelColumn::automatic)
      : name_(name), pixels_(std::move(name), budget), end_(label) {}

  /// Once, before the first row. An error where the pixels make no square.
  std::expected<void, Error> lay_out(const TableLayout& layout);
  bool laid_out() const { return pixels_.side() != 0; }
  const TableLayout& layout() const { return layout_; }
  std::size_t size() const { return pixels_.size(); }

  /// A row's cells. Errors: more or fewer than the columns, no number where a pixel is, a label too many.
  std::expected<void, Error> row(std::string_view line, std::uint64_t line_number);
  /// The set, or that it holds no images. `within_line`: the file ends within its last row, which is refused where it
  /// was certainly cut off.
  std::expected<ImageSet, Error> finish(bool within_line);

 private:
  std::expected<void, Error> find_label(std::string_view line);
  std::expected<void, Error> settle(LabelEnd::Verdict verdict);
  std::expected<void, Error> take_label(std::size_t column, std::string_view cell);
  std::expected<void, Error> take_value(std::size_t column, std::string_view cell);
  std::unexpected<Error> complain(std::size_t column, const Sentence& what) const;
  std::unexpected<Error> complain_of_nothing(std::size_t column) const;

  std::string name_;
  std::uint64_t line_number_ = 0;
  TableLayout layout_;
  PixelRows pixels_;
  RowLabels labels_;
  LabelEnd end_;
  LineEnds line_ends_;
  bool found_last_ = false;  // the label, by its values
  bool doubtful_ = false;    // where it is
};

}  // namespace hourglass

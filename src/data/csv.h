// CSV as Kaggle's MNIST-like sets have it: one image a line, "label,784 pixels", with or without a header line; and as
// Excel, R and numpy.savetxt write it. Pushed in as it arrives, so that 109 MB of digits become 33 MB of pixels without
// standing in memory as text.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/table_rows.h"
#include "data/table_text.h"
#include "math/error.h"

namespace hourglass {

/// Text whose first line, but for comments and Excel's "sep=;", has at least 17 fields divided by commas, semicolons,
/// tabs or, where they hold digits, spaces.
bool looks_like_csv(std::span<const std::uint8_t> start);

/// Pixels per line must be a square (784, also 64 or 1,024; fitted to 28x28 with a note). A header may name the label
/// ("label", "class", "target", "y"...) anywhere and an "id", or tell it as the one name that is unlike all others;
/// without one a line of a square's number of fields and one more has its label first or last, as its values say.
/// Labels may be words. Lines of pixels alone give a set without labels. Errors name line and column.
class CsvReader : public TableReader {
 public:
  CsvReader(const std::string& name, Budget& budget, LabelColumn label = LabelColumn::automatic);
  std::expected<void, Error> feed(std::span<const std::uint8_t> text) override;
  std::expected<ImageSet, Error> finish() override;
  std::size_t images() const { return rows_.size(); }

 private:
  std::expected<void, Error> line(std::string_view text);
  std::expected<void, Error> first_line(std::string_view text);
  std::expected<void, Error> take_doubtful();

  TableText text_;
  TableRows rows_;
  std::optional<char> divider_;                // once it is known
  std::optional<std::string> doubtful_first_;  // a first line of numbers that may be a header (0, 0.1, 0.2...)
  std::uint64_t doubtful_line_ = 0;
  Sentence note_;  // how the label was found
};

}  // namespace hourglass

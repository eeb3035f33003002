// CSV as Kaggle's MNIST-like sets have it: one image a line, "label,784 pixels", with or without a header line. Pushed
// in as it arrives, so that 109 MB of digits become 33 MB of pixels without standing in memory as text.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/options.h"
#include "math/error.h"

namespace hourglass {

/// Text whose first line has at least 17 fields divided by commas, semicolons or tabs.
bool looks_like_csv(std::span<const std::uint8_t> start);

/// Pixels per line must be a square (784, also 64 or 1,024; fitted to 28x28 with a note). A header may name the label
/// ("label", "class", "target", "y"...) anywhere and an "id"; without one a line of a square's number of fields and one
/// more has its label first. Labels may be words. Lines of pixels alone give a set without labels.
class CsvReader {
 public:
  CsvReader(std::string name, Budget& budget);
  std::expected<void, Error> feed(std::span<const std::uint8_t> text);
  /// The set, or what was wrong: in which line, in which column.
  std::expected<ImageSet, Error> finish();
  std::size_t images() const { return rows_; }

 private:
  std::expected<void, Error> line(std::string_view text);
  std::expected<void, Error> first_line(std::string_view text);
  std::expected<void, Error> row(std::string_view text);
  std::expected<void, Error> take_label(std::size_t column, std::string_view field);
  std::expected<void, Error> take_value(std::size_t column, std::string_view field);
  std::expected<void, Error> widen();
  std::unexpected<Error> complain(std::size_t column, const Sentence& what) const;
  std::expected<void, Error> grow(std::size_t more_values);
  std::expected<void, Error> finish_pixels(ImageSet& set);
  void finish_labels(ImageSet& set) const;

  std::string name_;
  Budget* budget_;
  std::string carried_;  // a line that has not ended yet
  std::uint64_t line_number_ = 0;
  char divider_ = ',';

  bool laid_out_ = false;
  std::size_t columns_ = 0;
  std::optional<std::size_t> label_column_;
  std::optional<std::size_t> id_column_;
  std::size_t side_ = 0;
  std::optional<std::string> doubtful_first_;  // a first line of numbers that may be a header (0, 0.1, 0.2...)

  std::size_t rows_ = 0;
  std::vector<std::uint8_t> bytes_;  // while all pixels are whole and 0..255
  std::vector<float> floats_;        // from the first that is not
  bool wide_ = false;
  std::uint64_t kept_ = 0;
  std::vector<std::string> labels_;  // distinct texts, in the order of their coming
  std::vector<std::uint16_t> row_labels_;
};

}  // namespace hourglass

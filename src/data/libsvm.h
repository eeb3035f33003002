// libsvm's sparse text, as its site publishes MNIST and USPS: "7 208:97 209:96 ...", a label and the pixels that are
// not 0, numbered from 1, or from 0 as scikit-learn writes them. How many pixels an image has is known only when all of
// them have been seen.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/pixel_rows.h"
#include "data/row_labels.h"
#include "data/table_rows.h"
#include "data/table_text.h"
#include "math/error.h"

namespace hourglass {

/// Text whose first lines are a number and pairs of numbers with a colon between them.
bool looks_like_libsvm(std::span<const std::uint8_t> start);

/// Where each line has all indices up to a square (USPS's 256), so many pixels; where the greatest index is the last of
/// CIFAR's three planes, these; else as many as the smallest usual image that has room for the greatest index. Indices
/// go up within a line and begin at 1, or at 0 where one is 0 or a comment says so, as scikit-learn's
/// dump_svmlight_file does; a note says which. "#" begins a comment, also behind the values. A last line without its
/// end is refused where it lacks what all others have, else a note tells of it. Errors name the line.
class LibsvmReader : public TableReader {
 public:
  LibsvmReader(const std::string& name, Budget& budget);
  std::expected<void, Error> feed(std::span<const std::uint8_t> text) override;
  std::expected<ImageSet, Error> finish() override;

 private:
  struct Value {
    std::uint32_t index;  // as it stands
    float value;
  };

  std::expected<void, Error> line(std::string_view text);
  std::expected<void, Error> pair(std::string_view text);
  void lay_out(PixelRows& rows, std::uint32_t pixels) const;
  LineEnds::Verdict ending() const;

  std::string name_;
  Budget* budget_;
  TableText text_;
  CountedVector<Value> values_;
  CountedVector<std::uint64_t> row_ends_;  // into values_
  std::string start_;                      // of the file, where such a comment stands
  bool zero_seen_ = false;
  std::optional<std::uint32_t> last_index_;  // of the line at hand
  std::uint32_t greatest_index_ = 0;
  LineEnds line_ends_;
  RowLabels labels_;
};

}  // namespace hourglass

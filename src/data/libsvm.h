// libsvm's sparse text, as its site publishes MNIST and USPS: "7 208:97 209:96 ...", a label and the pixels that are
// not 0, numbered from 1. How many pixels an image has is known only when all of them have been seen.
#pragma once

#include <cstdint>
#include <expected>
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

/// 784 pixels where no index is greater, else the next square. Where each line has all indices up to a square (USPS's
/// 256), so many. Indices go up within a line; "#" begins a comment, also behind the values. Errors name the line.
class LibsvmReader : public TableReader {
 public:
  LibsvmReader(const std::string& name, Budget& budget);
  std::expected<void, Error> feed(std::span<const std::uint8_t> text) override;
  std::expected<ImageSet, Error> finish() override;

 private:
  struct Value {
    std::uint32_t index;  // from 1
    float value;
  };

  std::expected<void, Error> line(std::string_view text);
  std::expected<void, Error> pair(std::string_view text);
  std::size_t side() const;

  std::string name_;
  Budget* budget_;
  TableText text_;
  CountedVector<Value> values_;
  CountedVector<std::uint64_t> row_ends_;  // into values_
  std::uint32_t last_index_ = 0;           // of the line at hand
  std::uint32_t greatest_index_ = 0;
  RowLabels labels_;
};

}  // namespace hourglass

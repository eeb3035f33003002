// ARFF, Weka's tables, as OpenML publishes MNIST: a head that names each column and its kind, then rows as in CSV, or
// sparse ones.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/table_rows.h"
#include "data/table_text.h"
#include "math/error.h"

namespace hourglass {

/// "@relation" on the first line, or a long comment of lines that begin with "%".
bool looks_like_arff(std::span<const std::uint8_t> start);

/// The label is the column whose values the head lists ("class {0,1,2}"; the last of several such), else one that is
/// named as a label, else the first or last one, as the values say. Sparse rows ("{129 38, 784 7}") count from 0, and
/// what they leave out is 0, or the first value of a list. Errors name line and column.
class ArffReader : public TableReader {
 public:
  ArffReader(const std::string& name, Budget& budget, LabelColumn label = LabelColumn::automatic);
  std::expected<void, Error> feed(std::span<const std::uint8_t> text) override;
  std::expected<ImageSet, Error> finish() override;

 private:
  struct Attribute {
    std::string name;
    bool listed = false;      // its values stand in the head
    std::string first_value;  // of the list
  };

  std::expected<void, Error> line(std::string_view text);
  std::expected<void, Error> attribute(std::string_view text);
  std::expected<void, Error> begin_data();
  std::expected<void, Error> sparse_row(std::string_view text);

  std::string name_;
  TableText text_;
  TableRows rows_;
  std::vector<Attribute> attributes_;
  bool relation_ = false;
};

}  // namespace hourglass

// The labels of a table's rows: texts that become classes, and at which end of a row they stand where no name says so.
// Apart from the pixels, which are numbers without a meaning of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/image_set.h"
#include "data/options.h"
#include "text/sentence.h"

namespace hourglass {

/// The labels of a table's images: few texts, each said once, and one of them a row.
class RowLabels {
 public:
  /// The number of a text, or nothing when it would be one more than can be shown.
  std::optional<std::uint16_t> number_of(std::string_view text);
  void add(std::uint16_t number) { rows_.push_back(number); }
  std::size_t size() const { return rows_.size(); }
  std::size_t distinct() const { return texts_.size(); }
  /// Entropy of the rows over the texts, in bits.
  double spread() const;
  /// Whether every text is the number 0.
  bool all_zero() const;
  const std::string& text(std::uint16_t number) const { return texts_[number]; }

  /// Whole numbers of 0..63 are their own labels; words are numbered in their natural order and name the classes, as
  /// other numbers do, of which a note tells.
  void finish(ImageSet& set) const;

 private:
  std::vector<std::string> texts_;  // in the order of their coming
  std::vector<std::uint16_t> rows_;
};

/// Whether the label is the first or the last of each row's values, where no name says so. Where the values of both
/// could be labels, it is the end whose values are spread more evenly: all rows are kept both ways until it is certain.
/// Of two ends that never change it is the one that is not 0, as the corners of pictures are.
class LabelEnd {
 public:
  enum class Verdict { open, first, last };
  /// `said`: by a person; then the values are not asked.
  explicit LabelEnd(LabelColumn said = LabelColumn::automatic) : said_(said) {}

  /// Of the next row. While the verdict is `open` the row's ends are kept here; another verdict is final, and holds for
  /// this row, too, whose ends are not kept.
  Verdict see(std::string_view first, std::string_view last);
  /// When all rows have been seen: never `open`.
  Verdict at_end() const;
  /// Then also: whether the other end could be the label just as well.
  bool is_doubtful() const;

  const std::vector<float>& firsts() const { return first_values_; }
  RowLabels take(Verdict verdict) { return std::move(verdict == Verdict::last ? last_labels_ : first_labels_); }

 private:
  LabelColumn said_;
  RowLabels first_labels_, last_labels_;
  std::vector<float> first_values_;
  bool first_may_be_ = true;
};

/// For the set's notes, where LabelEnd found it so.
Sentence label_was_last();

}  // namespace hourglass

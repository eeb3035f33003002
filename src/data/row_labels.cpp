#include "data/row_labels.h"

#include <algorithm>

#include "data/classes.h"
#include "data/pixel_rows.h"
#include "data/table_text.h"
#include "data/text.h"

namespace hourglass {

std::optional<std::uint16_t> RowLabels::number_of(std::string_view text) {
  auto known = std::find(texts_.begin(), texts_.end(), text);
  if (known == texts_.end()) {
    if (texts_.size() == kMaxClasses) return std::nullopt;
    texts_.emplace_back(text);
    known = texts_.end() - 1;
  }
  return static_cast<std::uint16_t>(known - texts_.begin());
}

void RowLabels::finish(ImageSet& set) const {
  std::vector<bool> used(texts_.size());
  for (std::uint16_t number : rows_) used[number] = true;
  std::vector<std::uint8_t> label_of(texts_.size());
  std::vector<std::string> words;
  bool numeric = true, numbers = true;
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    if (!used[i]) continue;
    words.push_back(texts_[i]);
    const auto value = cell_number(texts_[i]);
    numeric = numeric && value && is_label_number(*value);
    numbers = numbers && value;
    if (numeric) label_of[i] = static_cast<std::uint8_t>(*value);
  }
  if (!numeric) {
    std::sort(words.begin(), words.end(), natural_less);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (!used[i]) continue;
      label_of[i] = static_cast<std::uint8_t>(std::find(words.begin(), words.end(), texts_[i]) - words.begin());
    }
    for (const std::string& word : words) set.class_names.push_back(printable(word));
    if (numbers) {
      set.notes.push_back(
          say("The labels are not whole numbers from 0 to {0}: each was taken as a class by itself.", kMaxClasses - 1));
    }
  }
  for (std::uint16_t number : rows_) set.labels.push_back(label_of[number]);
}

double RowLabels::spread() const {
  std::vector<double> counts(texts_.size());
  for (std::uint16_t number : rows_) counts[number] += 1;
  return entropy(counts);
}

bool RowLabels::all_zero() const {
  return std::all_of(texts_.begin(), texts_.end(), [](const std::string& text) { return cell_number(text) == 0.0; });
}

LabelEnd::Verdict LabelEnd::see(std::string_view first, std::string_view last) {
  if (said_ != LabelColumn::automatic) return said_ == LabelColumn::last ? Verdict::last : Verdict::first;
  first = trimmed_cell(first);
  last = trimmed_cell(last);
  const auto first_value = cell_number(first), last_value = cell_number(last);
  if (!first_value || !PixelRows::can_hold(*first_value)) return Verdict::first;
  if (!last_value) return first_values_.empty() && !is_missing(last) ? Verdict::last : Verdict::first;
  if (!is_label_number(*last_value)) return Verdict::first;
  const auto last_label = last_labels_.number_of(last);
  if (!last_label) return Verdict::first;
  const auto first_label = first_labels_.number_of(first);
  if (!first_label) return last_labels_.distinct() > 1 || *last_value != 0 ? Verdict::last : Verdict::first;
  first_may_be_ = first_may_be_ && is_label_number(*first_value);
  first_values_.push_back(static_cast<float>(*first_value));
  first_labels_.add(*first_label);
  last_labels_.add(*last_label);
  return Verdict::open;
}

LabelEnd::Verdict LabelEnd::at_end() const {
  if (last_labels_.distinct() < 2) {
    const bool first_is_a_corner = !first_may_be_ || first_labels_.all_zero();
    return first_is_a_corner && !last_labels_.all_zero() ? Verdict::last : Verdict::first;
  }
  const bool first = first_may_be_ && first_labels_.distinct() > 1 && first_labels_.spread() >= last_labels_.spread();
  return first ? Verdict::first : Verdict::last;
}

bool LabelEnd::is_doubtful() const {
  const bool both_change = first_labels_.distinct() > 1 && last_labels_.distinct() > 1;
  const bool neither_is_empty = !first_labels_.all_zero() && !last_labels_.all_zero();
  const bool neither_changes = first_labels_.distinct() == 1 && last_labels_.distinct() == 1 && neither_is_empty;
  return first_may_be_ && (both_change || neither_changes);
}

Sentence label_was_last() { return "The last column was taken as the label."; }

}  // namespace hourglass

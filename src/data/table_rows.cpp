#include "data/table_rows.h"

#include <algorithm>

#include "data/classes.h"
#include "data/table_text.h"
#include "data/text.h"

namespace hourglass {

std::size_t TableLayout::pixels() const {
  const std::size_t others = (label || label_at_an_end ? 1u : 0u) + (id ? 1u : 0u);
  return columns > others ? columns - others : 0;
}

std::expected<void, Error> TableRows::lay_out(const TableLayout& layout) {
  if (!is_picture(layout.pixels())) {
    return fail("{0} has {1}; a label and 784 pixels (785), or 784 pixels alone, are expected.", in_quotes(name_),
                plural(static_cast<std::int64_t>(layout.columns), "{0} column", "{0} columns"));
  }
  layout_ = layout;
  if (const auto side = side_of_square(layout.pixels())) {
    pixels_.set_side(*side);
  } else {
    pixels_.set_planes();
  }
  return {};
}

std::expected<void, Error> TableRows::row(std::string_view line, std::uint64_t line_number) {
  line_number_ = line_number;
  std::size_t columns = 0;
  if (layout_.divider == ' ') {
    each_cell(line, ' ', [&](std::size_t, std::string_view) { ++columns; });
  } else {
    columns = static_cast<std::size_t>(std::count(line.begin(), line.end(), layout_.divider)) + 1;
  }
  if (columns != layout_.columns) {
    return fail("{0}, line {1}, has {2} where the lines before have {3}: the file was cut off or is damaged.",
                in_quotes(name_), line_number_, plural(static_cast<std::int64_t>(columns), "{0} value", "{0} values"),
                layout_.columns);
  }
  if (layout_.label_at_an_end) {
    if (auto found = find_label(line); !found) return found;
  }
  if (auto room = pixels_.begin_row(); !room) return room;
  // While the label's place is open the first cell is kept by end_ alone, and the last is a pixel.
  const std::optional<std::size_t> label = layout_.label;
  const std::optional<std::size_t> kept = layout_.label_at_an_end ? std::optional(layout_.first()) : std::nullopt;
  std::expected<void, Error> result;
  each_cell(line, layout_.divider, [&](std::size_t column, std::string_view cell) {
    if (column + 1 == layout_.columns) line_ends_.see(cell);
    if (!result || column == layout_.id || column == kept) return;
    result = column == label ? take_label(column, cell) : take_value(column, cell);
  });
  return result;
}

std::expected<void, Error> TableRows::find_label(std::string_view line) {
  std::string_view first, last;
  if (layout_.divider != ' ' && !layout_.id) {
    first = line.substr(0, line.find(layout_.divider));
    last = line.substr(line.rfind(layout_.divider) + 1);
  } else {
    each_cell(line, layout_.divider, [&](std::size_t column, std::string_view cell) {
      if (column == layout_.first()) first = cell;
      if (column == layout_.last()) last = cell;
    });
  }
  const LabelEnd::Verdict verdict = end_.see(first, last);
  return verdict == LabelEnd::Verdict::open ? std::expected<void, Error>() : settle(verdict);
}

std::expected<void, Error> TableRows::settle(LabelEnd::Verdict verdict) {
  found_last_ = verdict == LabelEnd::Verdict::last;
  layout_.label_at_an_end = false;
  layout_.label = found_last_ ? layout_.last() : layout_.first();
  if (found_last_) {
    if (auto shifted = pixels_.shift(end_.firsts()); !shifted) return shifted;
  }
  labels_ = end_.take(verdict);
  return {};
}

std::unexpected<Error> TableRows::complain(std::size_t column, const Sentence& what) const {
  return fail("{0}, line {1}, column {2}: {3}", in_quotes(name_), line_number_, column + 1, what);
}

std::unexpected<Error> TableRows::complain_of_nothing(std::size_t column) const {
  return fail("{0}, line {1}, column {2} is empty.", in_quotes(name_), line_number_, column + 1);
}

std::expected<void, Error> TableRows::take_label(std::size_t column, std::string_view cell) {
  const std::string_view text = trimmed_cell(cell);
  if (text.empty()) return complain_of_nothing(column);
  const auto number = labels_.number_of(text);
  if (!number) {
    return complain(column,
                    say("{0} is one label too many; at most {1} classes can be shown.", shown_cell(cell), kMaxClasses));
  }
  labels_.add(*number);
  return {};
}

std::expected<void, Error> TableRows::take_value(std::size_t column, std::string_view cell) {
  // One to three digits, the common case by far.
  unsigned small = 0;
  std::size_t i = 0;
  for (; i < cell.size() && i < 3 && cell[i] >= '0' && cell[i] <= '9'; ++i) {
    small = small * 10 + static_cast<unsigned>(cell[i] - '0');
  }
  double value = small;
  if (i == 0 || i < cell.size()) {
    const auto parsed = cell_number(cell);
    if (!parsed && is_missing(cell)) return complain_of_nothing(column);
    if (!parsed) return complain(column, say("{0} is not a number.", shown_cell(cell)));
    if (!PixelRows::can_hold(*parsed)) return complain(column, say("{0} is not a finite number.", shown_cell(cell)));
    value = *parsed;
  }
  return pixels_.add(value);
}

std::expected<ImageSet, Error> TableRows::finish(bool within_line) {
  const LineEnds::Verdict ending = within_line ? line_ends_.of_last() : LineEnds::Verdict::whole;
  if (ending == LineEnds::Verdict::cut) {
    return fail("{0}, line {1}, ends within a number: the file was cut off or is damaged.", in_quotes(name_),
                line_number_);
  }
  if (size() == 0) {
    return laid_out() ? fail("{0} holds no images, only a header line.", in_quotes(name_))
                      : fail("{0} holds no images.", in_quotes(name_));
  }
  if (layout_.label_at_an_end) {
    doubtful_ = end_.is_doubtful();
    if (auto settled = settle(end_.at_end()); !settled) return std::unexpected(settled.error());
  }
  ImageSet set;
  set.name = stem(name_);
  if (auto taken = pixels_.finish(set); !taken) return std::unexpected(taken.error());
  if (layout_.label) labels_.finish(set);
  if (found_last_) set.notes.push_back(label_was_last());
  if (doubtful_) set.guessed({Question::label, found_last_});
  if (ending == LineEnds::Verdict::doubtful) set.notes.push_back(last_line_may_be_cut(name_));
  return set;
}

}  // namespace hourglass

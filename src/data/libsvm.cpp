#include "data/libsvm.h"

#include <algorithm>
#include <optional>

#include "data/classes.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::uint32_t kGreatestSide = 256;
constexpr std::uint32_t kGreatestIndex = kGreatestSide * kGreatestSide;

/// "208" of "208:97"; nothing where there is no such number before a colon.
std::optional<std::uint32_t> index_of_pair(std::string_view pair) {
  const std::size_t colon = pair.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon > 9) return std::nullopt;
  std::uint32_t index = 0;
  for (const char c : pair.substr(0, colon)) {
    if (c < '0' || c > '9') return std::nullopt;
    index = index * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return index;
}

std::optional<double> value_of_pair(std::string_view pair) { return cell_number(pair.substr(pair.find(':') + 1)); }

std::string_view without_comment(std::string_view line) { return line.substr(0, line.find('#')); }

}  // namespace

bool looks_like_libsvm(std::span<const std::uint8_t> start) {
  const std::string text = text_of_start(start);
  if (has_control_characters(text)) return false;
  std::string_view rest = text;
  std::size_t pairs = 0;
  while (pairs == 0) {
    const StartLine line = first_line_of(rest, '#');
    if (line.text.empty()) return false;
    bool right = true;
    each_cell(without_comment(line.text), ' ', [&](std::size_t column, std::string_view cell) {
      if (column == 0) {
        right = cell_number(cell).has_value();
      } else if (index_of_pair(cell) && value_of_pair(cell)) {
        ++pairs;
      } else {
        // The last one may be cut by the end of the start.
        right = right && !line.whole && cell.data() + cell.size() == line.text.data() + line.text.size();
      }
    });
    if (!right) return false;
    // An image without any ink has a label alone.
    rest = std::string_view(text).substr(static_cast<std::size_t>(line.text.data() - text.data()) + line.text.size());
  }
  return true;
}

LibsvmReader::LibsvmReader(const std::string& name, Budget& budget)
    : name_(name), budget_(&budget), text_(name, '#'), values_(budget), row_ends_(budget) {}

std::expected<void, Error> LibsvmReader::feed(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kStart = 400;
  if (start_.size() < kStart) {
    const auto more = bytes.first(std::min(bytes.size(), kStart - start_.size()));
    start_.append(reinterpret_cast<const char*>(more.data()), more.size());
  }
  return text_.feed(bytes, [this](std::string_view text) { return line(text); });
}

std::expected<void, Error> LibsvmReader::line(std::string_view text) {
  if (row_ends_.values.size() >= budget_->limits().images) {
    return budget_->exhaust(say("{0} holds more than {1} images.", in_quotes(name_), budget_->limits().images));
  }
  last_index_.reset();
  std::string_view last_cell;
  std::expected<void, Error> result;
  each_cell(without_comment(text), ' ', [&](std::size_t column, std::string_view cell) {
    if (!result) return;
    last_cell = cell.substr(cell.find(':') + 1);
    if (column > 0) {
      result = pair(cell);
      return;
    }
    const auto label = cell_number(cell) ? labels_.number_of(cell) : std::nullopt;
    if (label) {
      labels_.add(*label);
    } else if (cell_number(cell)) {
      result = fail("{0}, line {1}: {2} is one label too many; at most {3} classes can be shown.", in_quotes(name_),
                    text_.line_number(), shown_cell(cell), kMaxClasses);
    } else {
      result = fail("{0}, line {1}: {2} is no label; libsvm's labels are numbers.", in_quotes(name_),
                    text_.line_number(), shown_cell(cell));
    }
  });
  // A comment that stands alone behind spaces makes no row.
  if (!result || labels_.size() == row_ends_.values.size()) return result;
  if (auto room = row_ends_.room(1); !room) return room;
  row_ends_.values.push_back(values_.values.size());
  line_ends_.see(last_cell);
  return {};
}

/// Of a last line that has no end. How many pairs it had is known only where all lines before it have the same number.
LineEnds::Verdict LibsvmReader::ending() const {
  const auto& ends = row_ends_.values;
  const std::size_t rows = ends.size();
  if (!text_.ends_within_line() || rows < 2) return LineEnds::Verdict::whole;
  const std::uint64_t pairs = ends[0], last = ends[rows - 1] - ends[rows - 2];
  for (std::size_t row = 1; row + 1 < rows; ++row) {
    if (ends[row] - ends[row - 1] != pairs) return LineEnds::Verdict::doubtful;
  }
  if (rows < 3 && last != pairs) return LineEnds::Verdict::doubtful;
  return last < pairs ? LineEnds::Verdict::cut : line_ends_.of_last();
}

std::expected<void, Error> LibsvmReader::pair(std::string_view text) {
  const auto index = index_of_pair(text);
  const auto value = index ? value_of_pair(text) : std::nullopt;
  if (!value) {
    return fail("{0}, line {1}: {2} stands where an index, a colon and a number are expected.", in_quotes(name_),
                text_.line_number(), shown_cell(text));
  }
  if (!PixelRows::can_hold(*value)) {
    return fail("{0}, line {1}: {2} is not a finite number.", in_quotes(name_), text_.line_number(), shown_cell(text));
  }
  zero_seen_ = zero_seen_ || *index == 0;
  if (*index > kGreatestIndex) {
    return fail("{0}, line {1}, has an index {2}; images of at most {3} by {3} pixels are expected.", in_quotes(name_),
                text_.line_number(), *index, kGreatestSide);
  }
  if (last_index_ && *index <= *last_index_) {
    return fail("{0}, line {1}, has index {2} behind index {3}; indices go up within a line.", in_quotes(name_),
                text_.line_number(), *index, *last_index_);
  }
  if (auto room = values_.room(1); !room) return room;
  values_.values.push_back({*index, static_cast<float>(*value)});
  last_index_ = *index;
  greatest_index_ = std::max(greatest_index_, *index);
  return {};
}

/// `pixels`: so many that the last index has room.
void LibsvmReader::lay_out(PixelRows& rows, std::uint32_t pixels) const {
  const bool dense = values_.values.size() == row_ends_.values.size() * std::size_t{pixels};
  if (dense) {
    if (const auto side = side_of_square(pixels)) return rows.set_side(*side);
  }
  // Colours are hardly ever 0 in a whole row of all images; larger pictures that are never inked below it would be odd.
  if (pixels > kPlanesPixels - kPlaneSide && pixels <= kPlanesPixels) return rows.set_planes();
  for (const std::size_t side : {8, 16, 20, 28, 32, 48, 64, 96, 128}) {
    if (side * side >= pixels) return rows.set_side(side);
  }
  rows.set_side(kGreatestSide);
}

std::expected<ImageSet, Error> LibsvmReader::finish() {
  if (auto done = text_.finish([this](std::string_view text) { return line(text); }); !done) {
    return std::unexpected(done.error());
  }
  if (row_ends_.values.empty()) return fail("{0} holds no images.", in_quotes(name_));
  const LineEnds::Verdict at_end = ending();
  if (at_end == LineEnds::Verdict::cut) {
    return fail("{0}, line {1}, ends too early: the file was cut off or is damaged.", in_quotes(name_),
                text_.line_number());
  }
  PixelRows rows(name_, *budget_);
  const bool from_zero = zero_seen_ || start_.find("zero-based") != std::string::npos;
  lay_out(rows, greatest_index_ + from_zero);
  const std::uint32_t first = from_zero ? 0 : 1;
  std::size_t next = 0;
  for (const std::uint64_t end : row_ends_.values) {
    if (auto room = rows.begin_row(); !room) return std::unexpected(room.error());
    for (std::size_t pixel = first; pixel < first + rows.pixels(); ++pixel) {
      const bool given = next < end && values_.values[next].index == pixel;
      const double value = given ? values_.values[next++].value : 0.0;
      if (auto added = rows.add(value); !added) return std::unexpected(added.error());
    }
  }
  values_.take();
  row_ends_.take();
  ImageSet set;
  set.name = stem(name_);
  if (auto taken = rows.finish(set); !taken) return std::unexpected(taken.error());
  labels_.finish(set);
  set.notes.push_back(from_zero ? Sentence("The pixels are numbered from 0, as scikit-learn's are.")
                                : Sentence("The pixels were taken to be numbered from 1, as libsvm's are."));
  if (at_end == LineEnds::Verdict::doubtful) set.notes.push_back(last_line_may_be_cut(name_));
  return set;
}

}  // namespace hourglass

#include "data/csv.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "data/classes.h"
#include "data/picture.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::size_t kLongestLine = 4u << 20;
constexpr std::size_t kFewestColumns = 17;  // a label and 4x4 pixels

std::string_view trimmed(std::string_view field) {
  while (!field.empty() && (field.front() == ' ' || field.front() == '"' || field.front() == '\'')) {
    field.remove_prefix(1);
  }
  while (!field.empty() && (field.back() == ' ' || field.back() == '"' || field.back() == '\'')) field.remove_suffix(1);
  return field;
}

/// A field as an error shows it.
Argument shown(std::string_view field) { return in_quotes(field.substr(0, 40)); }

std::optional<double> number(std::string_view field) {
  field = trimmed(field);
  char text[64];
  if (field.empty() || field.size() >= sizeof text) return std::nullopt;
  std::memcpy(text, field.data(), field.size());
  text[field.size()] = 0;
  char* end = nullptr;
  const double value = std::strtod(text, &end);
  if (end != text + field.size()) return std::nullopt;
  return value;
}

template <typename Visit>
void each_field(std::string_view line, char divider, Visit visit) {
  std::size_t column = 0;
  while (true) {
    const std::size_t end = line.find(divider);
    visit(column++, line.substr(0, end));
    if (end == std::string_view::npos) return;
    line.remove_prefix(end + 1);
  }
}

char divider_of(std::string_view line) {
  char best = ',';
  std::ptrdiff_t most = 0;
  for (char candidate : {',', ';', '\t'}) {
    const auto count = std::count(line.begin(), line.end(), candidate);
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

std::optional<std::size_t> square_root(std::size_t count) {
  const auto root = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(count))));
  if (root < 4 || root * root != count) return std::nullopt;
  return root;
}

bool is_label_name(std::string_view name) {
  const std::string word = lower(trimmed(name));
  for (std::string_view known : {"label", "labels", "class", "target", "y", "digit", "letter", "category"}) {
    if (word == known) return true;
  }
  return false;
}

bool is_id_name(std::string_view name) {
  const std::string word = lower(trimmed(name));
  return word.empty() || word == "id" || word == "index" || word == "unnamed: 0" || word == "imageid";
}

}  // namespace

bool looks_like_csv(std::span<const std::uint8_t> start) {
  std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const std::size_t end = text.find('\n');
  const std::string_view first = text.substr(0, end);
  for (char c : first) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r') return false;
  }
  // The first line may be longer than what is here: half the fields in the first 512 bytes will do.
  const auto dividers = static_cast<std::size_t>(std::count(first.begin(), first.end(), divider_of(first)));
  return dividers + 1 >= kFewestColumns && dividers * 24 >= first.size();
}

CsvReader::CsvReader(std::string name, Budget& budget) : name_(std::move(name)), budget_(&budget) {}

std::expected<void, Error> CsvReader::feed(std::span<const std::uint8_t> bytes) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      if (carried_.size() + text.size() > kLongestLine) {
        return fail("{0}, line {1}, is longer than 4 MB: this is not a table of images.", in_quotes(name_),
                    line_number_ + 1);
      }
      carried_.append(text);
      return {};
    }
    std::expected<void, Error> done;
    if (carried_.empty()) {
      done = line(text.substr(0, end));
    } else {
      carried_.append(text.substr(0, end));
      done = line(carried_);
      carried_.clear();
    }
    if (!done) return done;
    text.remove_prefix(end + 1);
  }
  return {};
}

std::expected<void, Error> CsvReader::line(std::string_view text) {
  ++line_number_;
  if (line_number_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty() && (text.back() == '\r' || text.back() == ' ')) text.remove_suffix(1);
  if (text.empty()) return {};
  if (!laid_out_) return first_line(text);
  if (doubtful_first_) {
    bool fractions = false;
    each_field(text, divider_, [&](std::size_t, std::string_view field) {
      fractions = fractions || field.find('.') != std::string_view::npos;
    });
    const std::string first = std::move(*doubtful_first_);
    doubtful_first_.reset();
    if (fractions) {
      if (auto done = row(first); !done) return done;
    }
  }
  return row(text);
}

std::expected<void, Error> CsvReader::first_line(std::string_view text) {
  divider_ = divider_of(text);
  std::size_t columns = 0, words = 0, fractions = 0;
  std::optional<std::size_t> label, id;
  each_field(text, divider_, [&](std::size_t column, std::string_view field) {
    ++columns;
    if (!number(field)) ++words;
    if (field.find('.') != std::string_view::npos) ++fractions;
    if (!label && is_label_name(field)) label = column;
    if (!id && is_id_name(field)) id = column;
  });
  laid_out_ = true;
  columns_ = columns;
  const bool header = words * 2 > columns;
  if (header) {
    label_column_ = label;
    id_column_ = id;
  }
  std::size_t pixels = columns_ - label_column_.has_value() - id_column_.has_value();
  if (!label_column_ && !square_root(pixels) && pixels > 0) {
    label_column_ = id_column_ == std::size_t{0} ? 1 : 0;
    --pixels;
  }
  const auto side = square_root(pixels);
  if (!side) {
    return fail("{0} has {1}; a label and 784 pixels (785), or 784 pixels alone, are expected.", in_quotes(name_),
                plural(static_cast<std::int64_t>(columns_), "{0} column", "{0} columns"));
  }
  side_ = *side;
  if (header) return {};
  // Pandas heads columns of equal names with 0, 0.1, 0.2 ...: only the next line tells.
  if (fractions > 0) {
    doubtful_first_ = std::string(text);
    return {};
  }
  return row(text);
}

std::expected<void, Error> CsvReader::grow(std::size_t more_values) {
  const auto ensure = [&](auto& values) -> std::expected<void, Error> {
    const std::size_t needed = values.size() + more_values;
    if (needed <= values.capacity()) return {};
    const std::size_t wanted = std::max(needed, values.capacity() + values.capacity() / 2);
    const std::uint64_t bytes = wanted * sizeof(values[0]);
    if (auto kept = budget_->keep(bytes); !kept) return kept;
    values.reserve(wanted);
    budget_->release(kept_);
    kept_ = bytes;
    return {};
  };
  return wide_ ? ensure(floats_) : ensure(bytes_);
}

std::expected<void, Error> CsvReader::row(std::string_view text) {
  if (rows_ >= budget_->limits().images) {
    return budget_->exhaust(say("{0} holds more than {1} images.", in_quotes(name_), budget_->limits().images));
  }
  const std::size_t pixels = side_ * side_;
  const auto columns = static_cast<std::size_t>(std::count(text.begin(), text.end(), divider_)) + 1;
  if (columns != columns_) {
    return fail("{0}, line {1}, has {2} where the lines before have {3}: the file was cut off or is damaged.",
                in_quotes(name_), line_number_, plural(static_cast<std::int64_t>(columns), "{0} value", "{0} values"),
                columns_);
  }
  if (auto room = grow(pixels); !room) return room;
  std::expected<void, Error> result;
  each_field(text, divider_, [&](std::size_t column, std::string_view field) {
    if (!result || column == id_column_) return;
    result = column == label_column_ ? take_label(column, field) : take_value(column, field);
  });
  if (!result) return result;
  ++rows_;
  return {};
}

std::unexpected<Error> CsvReader::complain(std::size_t column, const Sentence& what) const {
  return fail("{0}, line {1}, column {2}: {3}", in_quotes(name_), line_number_, column + 1, what);
}

std::expected<void, Error> CsvReader::take_label(std::size_t column, std::string_view field) {
  const std::string_view label = trimmed(field);
  auto known = std::find(labels_.begin(), labels_.end(), label);
  if (known == labels_.end()) {
    if (labels_.size() == kMaxClasses) {
      return complain(column,
                      say("{0} is one label too many; at most {1} classes can be shown.", shown(field), kMaxClasses));
    }
    if (label.empty()) return complain(column, say("{0} is no label.", shown(field)));
    labels_.emplace_back(label);
    known = labels_.end() - 1;
  }
  row_labels_.push_back(static_cast<std::uint16_t>(known - labels_.begin()));
  return {};
}

std::expected<void, Error> CsvReader::take_value(std::size_t column, std::string_view field) {
  // One to three digits, the common case by far.
  unsigned small = 0;
  std::size_t i = 0;
  for (; i < field.size() && i < 3 && field[i] >= '0' && field[i] <= '9'; ++i) {
    small = small * 10 + static_cast<unsigned>(field[i] - '0');
  }
  double value = small;
  if (i == 0 || i < field.size()) {
    const auto parsed = number(field);
    if (!parsed) return complain(column, say("{0} is not a number.", shown(field)));
    if (!std::isfinite(*parsed)) return complain(column, say("{0} is not a finite number.", shown(field)));
    value = *parsed;
  }
  if (!wide_ && (value < 0 || value > 255 || value != std::floor(value))) {
    if (auto widened = widen(); !widened) return widened;
  }
  if (wide_) {
    floats_.push_back(static_cast<float>(value));
  } else {
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  return {};
}

/// From here on all values are kept as floats; what they mean is decided when all have been seen.
std::expected<void, Error> CsvReader::widen() {
  wide_ = true;
  const std::uint64_t before = std::exchange(kept_, 0);
  if (auto room = grow(bytes_.size() + side_ * side_); !room) return room;
  floats_.assign(bytes_.begin(), bytes_.end());
  bytes_ = {};
  budget_->release(before);
  return {};
}

std::expected<ImageSet, Error> CsvReader::finish() {
  if (!carried_.empty()) {
    const std::string last = std::exchange(carried_, {});
    if (auto done = line(last); !done) return std::unexpected(done.error());
  }
  if (doubtful_first_) {
    const std::string first = std::move(*doubtful_first_);
    doubtful_first_.reset();
    if (auto done = row(first); !done) return std::unexpected(done.error());
  }
  if (rows_ == 0)
    return laid_out_ ? fail("{0} holds no images, only a header line.", in_quotes(name_))
                     : fail("{0} holds no images.", in_quotes(name_));

  ImageSet set;
  set.name = stem(name_);
  if (auto taken = finish_pixels(set); !taken) return std::unexpected(taken.error());
  if (label_column_) finish_labels(set);
  return set;
}

std::expected<void, Error> CsvReader::finish_pixels(ImageSet& set) {
  double lowest = 0, highest = 0;
  if (wide_) {
    const auto [low, high] = std::minmax_element(floats_.begin(), floats_.end());
    lowest = *low;
    highest = *high;
  } else {
    highest = *std::max_element(bytes_.begin(), bytes_.end());
  }
  const ValueRange range = value_range(lowest, highest);
  if (!range.note.empty()) set.notes.push_back(range.note);
  if (!wide_ && side_ == kImageSide && range.note.empty()) {
    set.pixels = std::move(bytes_);
  } else {
    if (side_ != kImageSide) {
      set.notes.push_back(say("The images are {0} by {1} pixels and were fitted to 28 by 28.", side_, side_));
    }
    const std::uint64_t total = std::uint64_t{rows_} * kImagePixels;
    if (auto kept = budget_->keep(total); !kept) return std::unexpected(kept.error());
    set.pixels.resize(static_cast<std::size_t>(total));
    const std::size_t pixels = side_ * side_;
    Picture picture{static_cast<int>(side_), static_cast<int>(side_), std::vector<std::uint8_t>(pixels)};
    for (std::size_t n = 0; n < rows_; ++n) {
      for (std::size_t i = 0; i < pixels; ++i) {
        picture.pixels[i] = range.to_byte(wide_ ? floats_[n * pixels + i] : bytes_[n * pixels + i]);
      }
      fit_to_image(picture, {set.pixels.data() + n * kImagePixels, kImagePixels});
    }
    budget_->release(total);
  }
  budget_->release(std::exchange(kept_, 0));
  return {};
}

void CsvReader::finish_labels(ImageSet& set) const {
  // Whole numbers label themselves; words are numbered in their natural order.
  std::vector<std::uint8_t> label_of(labels_.size());
  bool numeric = true;
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    const auto value = number(labels_[i]);
    numeric = numeric && value && *value >= 0 && *value < kMaxClasses && *value == std::floor(*value);
    if (numeric) label_of[i] = static_cast<std::uint8_t>(*value);
  }
  if (!numeric) {
    std::vector<std::string> sorted = labels_;
    std::sort(sorted.begin(), sorted.end(), natural_less);
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      label_of[i] = static_cast<std::uint8_t>(std::find(sorted.begin(), sorted.end(), labels_[i]) - sorted.begin());
    }
    for (const std::string& name : sorted) set.class_names.push_back(printable(name));
  }
  for (std::uint16_t label : row_labels_) set.labels.push_back(label_of[label]);
}

}  // namespace hourglass

#include "data/table_text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "data/classes.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::size_t kLongestTableLine = 4u << 20;
constexpr std::size_t kOrderMarkBytes = 3;  // of the longest byte order mark, UTF-8's
constexpr char32_t kReplacement = 0xFFFD;

bool is_comment(std::string_view line, char comment) {
  if (!line.starts_with(comment)) return false;
  return line.size() == 1 || (line[1] != ',' && line[1] != ';' && line[1] != '\t');
}

std::string_view without_spaces_behind(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
  return line;
}

}  // namespace

void Utf8Stream::decide() {
  if (start_.starts_with("\xFF\xFE")) {
    encoding_ = Encoding::utf16_little;
    start_.erase(0, 2);
  } else if (start_.starts_with("\xFE\xFF")) {
    encoding_ = Encoding::utf16_big;
    start_.erase(0, 2);
  } else {
    encoding_ = Encoding::utf8;
    if (start_.starts_with("\xEF\xBB\xBF")) start_.erase(0, 3);
  }
}

void Utf8Stream::convert(std::string_view bytes) {
  if (encoding_ == Encoding::utf8) {
    out_.append(bytes);
    return;
  }
  for (const char byte : bytes) {
    const auto second = static_cast<std::uint8_t>(byte);
    if (!half_unit_) {
      half_unit_ = second;
      continue;
    }
    const std::uint8_t first = *std::exchange(half_unit_, std::nullopt);
    const char32_t unit =
        encoding_ == Encoding::utf16_big ? char32_t{first} << 8 | second : char32_t{second} << 8 | first;
    const bool low_surrogate = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0) {
      const char32_t high = std::exchange(high_, 0);
      if (low_surrogate) {
        put(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
        continue;
      }
      put(kReplacement);
    }
    if (unit >= 0xD800 && unit < 0xDC00) {
      high_ = unit;
    } else {
      put(low_surrogate ? kReplacement : unit);
    }
  }
}

std::string_view Utf8Stream::feed(std::span<const std::uint8_t> bytes) {
  std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  out_.clear();
  if (encoding_ == Encoding::unknown) {
    const std::size_t missing = std::min(kOrderMarkBytes - start_.size(), text.size());
    start_.append(text.substr(0, missing));
    text.remove_prefix(missing);
    if (start_.size() < kOrderMarkBytes) return {};
    decide();
    convert(std::exchange(start_, {}));
    convert(text);
    return out_;
  }
  if (encoding_ == Encoding::utf8) return text;
  convert(text);
  return out_;
}

std::string_view Utf8Stream::finish() {
  out_.clear();
  if (encoding_ == Encoding::unknown) {
    decide();
    convert(std::exchange(start_, {}));
  }
  if (half_unit_ || high_ != 0) put(kReplacement);
  half_unit_.reset();
  high_ = 0;
  return out_;
}

std::expected<void, Error> TableText::feed(std::span<const std::uint8_t> bytes, const TakeLine& take) {
  return feed_text(utf8_.feed(bytes), take);
}

std::expected<void, Error> TableText::feed_text(std::string_view text, const TakeLine& take) {
  // Found once a line at most, so that a file of one kind of end is not searched again and again for the other.
  std::size_t lf = text.find('\n'), cr = text.find('\r');
  std::size_t at = 0;
  while (at < text.size()) {
    if (lf < at) lf = text.find('\n', at);
    if (cr < at) cr = text.find('\r', at);
    if (std::exchange(after_cr_, false) && lf == at) {
      ++at;
      continue;
    }
    const std::size_t end = std::min(lf, cr);
    const std::string_view rest = text.substr(at, end == std::string_view::npos ? end : end - at);
    if (carried_.size() + rest.size() > kLongestTableLine) {
      return fail("{0}, line {1}, is longer than 4 MB: this is not a table of images.", in_quotes(name_),
                  line_number_ + 1);
    }
    if (end == std::string_view::npos) {
      carried_.append(rest);
      return {};
    }
    if (auto done = end_line(rest, take); !done) return done;
    after_cr_ = end == cr;
    at = end + 1;
  }
  return {};
}

std::expected<void, Error> TableText::end_line(std::string_view rest, const TakeLine& take) {
  ++line_number_;
  if (!carried_.empty()) {
    carried_.append(rest);
    rest = carried_;
  }
  const std::string_view line = without_spaces_behind(rest);
  const bool passed_over = line.empty() || is_comment(line, comment_);
  auto taken = passed_over ? std::expected<void, Error>() : take(line);
  carried_.clear();
  return taken;
}

std::expected<void, Error> TableText::finish(const TakeLine& take) {
  if (auto done = feed_text(utf8_.finish(), take); !done) return done;
  if (carried_.empty()) return {};
  const std::string_view line = without_spaces_behind(carried_);
  ends_within_line_ = !line.empty() && !is_comment(line, comment_);
  return end_line({}, take);
}

std::string text_of_start(std::span<const std::uint8_t> start) {
  Utf8Stream stream;
  std::string text(stream.feed(start));
  return text += stream.finish();
}

StartLine first_line_of(std::string_view text, char comment) {
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    const std::string_view line = without_spaces_behind(text.substr(0, end));
    const bool whole = end != std::string_view::npos;
    if (!line.empty() && !is_comment(line, comment)) return {line, whole};
    if (!whole) break;
    text.remove_prefix(end + 1);
  }
  return {};
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n';
  });
}

std::string_view trimmed_cell(std::string_view cell) {
  const auto around = [](char c) { return c == ' ' || c == '"' || c == '\''; };
  while (!cell.empty() && around(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && around(cell.back())) cell.remove_suffix(1);
  return cell;
}

std::optional<double> cell_number(std::string_view cell) {
  cell = trimmed_cell(cell);
  char text[64];
  if (cell.empty() || cell.size() >= sizeof text) return std::nullopt;
  std::memcpy(text, cell.data(), cell.size());
  text[cell.size()] = 0;
  // A comma within a cell divides no cells: it is the decimal comma of the tables of half of Europe.
  if (char* const comma = std::strchr(text, ',')) *comma = '.';
  char* end = nullptr;
  const double value = std::strtod(text, &end);
  if (end != text + cell.size()) return std::nullopt;
  return value;
}

CellForm form_of(std::string_view cell) {
  cell = trimmed_cell(cell);
  const auto digits_from = [&](std::size_t at) {
    std::size_t end = at;
    while (end < cell.size() && cell[end] >= '0' && cell[end] <= '9') ++end;
    return static_cast<int>(end - at);
  };
  CellForm form;
  form.length = cell.size();
  form.zero = cell == "0";
  if (const std::size_t point = cell.find_first_of(".,"); point != std::string_view::npos)
    form.decimals = digits_from(point + 1);
  if (const std::size_t e = cell.find_first_of("eE"); e != std::string_view::npos && cell_number(cell)) {
    const bool sign = e + 1 < cell.size() && (cell[e + 1] == '+' || cell[e + 1] == '-');
    form.exponent = digits_from(e + 1 + (sign ? 1 : 0));
  }
  return form;
}

void LineEnds::see(std::string_view last_cell) {
  if (last_) {
    if (!common_) common_ = last_;
    alike_ = alike_ && last_->decimals == common_->decimals && last_->exponent == common_->exponent;
    longest_ = std::max(longest_, last_->length);
    points_ = points_ || last_->decimals > 0;
  }
  last_ = form_of(last_cell);
}

LineEnds::Verdict LineEnds::of_last() const {
  if (!last_ || !common_) return Verdict::whole;
  if (alike_ && (last_->decimals < common_->decimals || last_->exponent < common_->exponent)) return Verdict::cut;
  // No program writes a number that goes on behind a first 0 without a point.
  const bool may_go_on = last_->length < longest_ && !(last_->zero && !points_);
  return may_go_on ? Verdict::doubtful : Verdict::whole;
}

Sentence last_line_may_be_cut(std::string_view file) {
  return say("The last line of {0} has no line end and may be cut off.", in_quotes(file));
}

bool is_missing(std::string_view cell) {
  cell = trimmed_cell(cell);
  return cell.empty() || cell == "?" || cell == "NA" || cell == "N/A" || cell == "NULL";
}

Argument shown_cell(std::string_view cell) { return in_quotes(cell.substr(0, 40)); }

bool is_picture(std::size_t values) { return values == kPlanesPixels || side_of_square(values).has_value(); }

bool is_label_name(std::string_view name) {
  const std::string word = lower(trimmed_cell(name));
  for (std::string_view known : {"label", "labels", "class", "target", "y", "digit", "letter", "category"}) {
    if (word == known) return true;
  }
  return false;
}

bool is_id_name(std::string_view name) {
  const std::string word = lower(trimmed_cell(name));
  return word.empty() || word == "id" || word == "index" || word == "unnamed: 0" || word == "imageid";
}

}  // namespace hourglass

// The text of a table as it comes: bytes made UTF-8 and cut into lines, whatever the system that wrote them thinks a
// line's end is. Apart from the readers of tables, which see lines alone; and what a cell of any of them says.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "math/error.h"
#include "text/characters.h"
#include "text/sentence.h"

namespace hourglass {

/// Bytes that come piece by piece, as UTF-8: UTF-16 of either order is told by its byte order mark, which is dropped.
class Utf8Stream {
 public:
  /// What the next bytes say, as far as it is whole. Valid until the next call, and as long as `bytes`.
  std::string_view feed(std::span<const std::uint8_t> bytes);
  /// What was held back: of a text of one or two bytes, and half a character.
  std::string_view finish();

 private:
  enum class Encoding { unknown, utf8, utf16_little, utf16_big };
  void decide();
  void convert(std::string_view bytes);
  void put(char32_t character) { append_utf8(out_, character); }

  Encoding encoding_ = Encoding::unknown;
  std::string start_;  // fewer bytes than a mark has
  std::string out_;
  std::optional<std::uint8_t> half_unit_;  // the first byte of two
  char32_t high_ = 0;                      // the first of two surrogates
};

/// Lines that end in LF, CR or both. Empty lines and those that begin with `comment` are passed over; a comment mark
/// with a divider behind it is a label.
class TableText {
 public:
  using TakeLine = std::function<std::expected<void, Error>(std::string_view)>;

  TableText(std::string name, char comment) : name_(std::move(name)), comment_(comment) {}
  /// `take` is given each line without its end and without spaces behind it.
  std::expected<void, Error> feed(std::span<const std::uint8_t> bytes, const TakeLine& take);
  /// After the last byte: the line that has no end.
  std::expected<void, Error> finish(const TakeLine& take);
  /// Of the line that was taken last, counted from 1 as editors count: empty lines and comments too.
  std::uint64_t line_number() const { return line_number_; }
  /// After finish(): whether the file ends within a line that was taken, so that what stands there may be cut off.
  bool ends_within_line() const { return ends_within_line_; }

 private:
  std::expected<void, Error> feed_text(std::string_view text, const TakeLine& take);
  std::expected<void, Error> end_line(std::string_view rest, const TakeLine& take);

  std::string name_;
  char comment_;
  Utf8Stream utf8_;
  std::string carried_;  // a line that has not ended yet
  bool after_cr_ = false;
  bool ends_within_line_ = false;
  std::uint64_t line_number_ = 0;
};

/// The beginning of a file as UTF-8, for finding out what it is.
std::string text_of_start(std::span<const std::uint8_t> start);

/// The first line of `text` that is neither empty nor a comment. `whole`: its end is there, too.
struct StartLine {
  std::string_view text;
  bool whole = false;
};
StartLine first_line_of(std::string_view text, char comment);
bool has_control_characters(std::string_view text);

/// Without spaces and quotation marks around it.
std::string_view trimmed_cell(std::string_view cell);
/// The cell's number, which may be infinite or none; a decimal comma is a point. Nothing where it is no number.
std::optional<double> cell_number(std::string_view cell);
/// How a cell is written, as far as a cut would show: a number's digits behind its point and those of its exponent, and
/// its length. Programs that write the same of these for every number cannot have written less for the last one.
struct CellForm {
  int decimals = 0, exponent = 0;
  std::size_t length = 0;
  bool zero = false;  ///< "0"
};
CellForm form_of(std::string_view cell);

/// What is known of the cells at the ends of lines, for the question whether the last line of a file that has no line
/// end is whole.
class LineEnds {
 public:
  enum class Verdict { whole, doubtful, cut };

  void see(std::string_view last_cell);
  /// Of the cell that was seen last: `cut` where it is shorter than what all before it have in common, `doubtful` where
  /// some of them are longer.
  Verdict of_last() const;

 private:
  std::optional<CellForm> last_, common_;
  bool alike_ = true;        // all before the last have the same decimals and exponent
  std::size_t longest_ = 0;  // of those before the last
  bool points_ = false;      // some of those before the last have decimals
};
/// For the set's notes, where a line is doubtful.
Sentence last_line_may_be_cut(std::string_view file);

/// "", "?", "NA", "N/A", "NULL": what programs write where they have no value.
bool is_missing(std::string_view cell);
/// A cell as an error shows it.
Argument shown_cell(std::string_view cell);

/// A square of pixels, or CIFAR's three planes.
bool is_picture(std::size_t values);

/// Names of columns and of members, as people who publish sets of images call them.
bool is_label_name(std::string_view name);
bool is_id_name(std::string_view name);

}  // namespace hourglass

// JSON that comes piece by piece, as its brackets, names and values: a file of a hundred megabytes of numbers never
// stands in memory as text or as a tree. Apart from JsonReader, which makes images of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "math/error.h"

namespace hourglass {

struct JsonToken {
  enum class Kind { begin_list, end_list, begin_object, end_object, name, text, number, word };
  Kind kind;
  /// Of name and text without quotation marks, escapes resolved, at most 200 bytes; of number and word (true, null,
  /// Python's NaN) as they stand.
  std::string_view text = {};
};

/// Several values may follow each other, as in JSON lines.
class JsonTokens {
 public:
  using Take = std::function<std::expected<void, Error>(const JsonToken&)>;

  explicit JsonTokens(std::string name) : name_(std::move(name)) {}
  /// `text`: UTF-8.
  std::expected<void, Error> feed(std::string_view text, const Take& take);
  /// An error when a bracket is open or a text has no end.
  std::expected<void, Error> finish(const Take& take);
  std::uint64_t line_number() const { return line_number_; }

 private:
  enum class Within { nothing, text, escape, code, plain };  // plain: a number or word
  enum class Next { value, value_or_end, name, name_or_end, colon, comma_or_end };

  std::expected<void, Error> take_character(char c, const Take& take);
  std::expected<void, Error> take_mark(char c, const Take& take);
  std::expected<void, Error> begin(char bracket, const Take& take);
  std::expected<void, Error> end(char bracket, const Take& take);
  std::expected<void, Error> end_text(const Take& take);
  std::expected<void, Error> end_plain(const Take& take);
  std::expected<void, Error> take_escape(char c);
  void take_code(char c);
  void keep(char c);
  void keep(char32_t c);
  void value_ended() { next_ = open_.empty() ? Next::value : Next::comma_or_end; }
  bool value_may_come() const { return next_ == Next::value || next_ == Next::value_or_end; }
  std::unexpected<Error> unexpected(std::string_view what) const;

  std::string name_;
  std::string open_;  // brackets
  std::string token_;
  Within within_ = Within::nothing;
  Next next_ = Next::value;
  char32_t code_ = 0;  // of \u0041
  char32_t high_ = 0;  // the first of two surrogates
  int code_digits_ = 0;
  std::uint64_t line_number_ = 1;
};

}  // namespace hourglass

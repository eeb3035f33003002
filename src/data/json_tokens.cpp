#include "data/json_tokens.h"

#include <utility>

#include "data/table_text.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::size_t kDeepestJson = 64;
constexpr std::size_t kLongestKept = 200;

bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_mark(char c) { return c == '[' || c == ']' || c == '{' || c == '}' || c == ',' || c == ':' || c == '"'; }

}  // namespace

std::unexpected<Error> JsonTokens::unexpected(std::string_view what) const {
  return fail("{0}, line {1}: {2} stands where JSON expects something else.", in_quotes(name_), line_number_,
              in_quotes(what.substr(0, 40)));
}

std::expected<void, Error> JsonTokens::feed(std::string_view text, const Take& take) {
  for (const char c : text) {
    if (auto taken = take_character(c, take); !taken) return taken;
    if (c == '\n') ++line_number_;
  }
  return {};
}

std::expected<void, Error> JsonTokens::finish(const Take& take) {
  if (within_ == Within::plain) {
    if (auto ended = end_plain(take); !ended) return ended;
  }
  if (within_ != Within::nothing || !open_.empty()) {
    return fail("{0} ends too early: the JSON was cut off. Fetch the file again.", in_quotes(name_));
  }
  return {};
}

std::expected<void, Error> JsonTokens::take_character(char c, const Take& take) {
  switch (within_) {
    case Within::text:
      if (c == '"') return end_text(take);
      if (c == '\\') {
        within_ = Within::escape;
      } else {
        keep(c);
      }
      return {};
    case Within::escape: return take_escape(c);
    case Within::code: take_code(c); return {};
    case Within::plain:
      if (!is_mark(c) && !is_json_space(c)) {
        keep(c);
        return {};
      }
      if (auto ended = end_plain(take); !ended) return ended;
      return take_mark(c, take);
    case Within::nothing: return take_mark(c, take);
  }
  return {};
}

std::expected<void, Error> JsonTokens::take_mark(char c, const Take& take) {
  if (is_json_space(c)) return {};
  switch (c) {
    case '[':
    case '{': return begin(c, take);
    case ']':
    case '}': return end(c, take);
    case ',':
      if (next_ != Next::comma_or_end) return unexpected(",");
      next_ = open_.back() == '[' ? Next::value : Next::name;
      return {};
    case ':':
      if (next_ != Next::colon) return unexpected(":");
      next_ = Next::value;
      return {};
    case '"':
      if (!value_may_come() && next_ != Next::name && next_ != Next::name_or_end) return unexpected("\"");
      within_ = Within::text;
      token_.clear();
      return {};
    default:
      if (!value_may_come()) return unexpected(std::string_view(&c, 1));
      within_ = Within::plain;
      token_.assign(1, c);
      return {};
  }
}

std::expected<void, Error> JsonTokens::begin(char bracket, const Take& take) {
  const char text[] = {bracket};
  if (!value_may_come()) return unexpected(std::string_view(text, 1));
  if (open_.size() == kDeepestJson) {
    return fail("{0} holds lists within lists, too many to follow.", in_quotes(name_));
  }
  open_ += bracket;
  next_ = bracket == '[' ? Next::value_or_end : Next::name_or_end;
  return take({bracket == '[' ? JsonToken::Kind::begin_list : JsonToken::Kind::begin_object});
}

std::expected<void, Error> JsonTokens::end(char bracket, const Take& take) {
  const bool list = bracket == ']';
  const bool may_end = next_ == Next::comma_or_end || next_ == (list ? Next::value_or_end : Next::name_or_end);
  if (open_.empty() || open_.back() != (list ? '[' : '{') || !may_end) {
    const char text[] = {bracket};
    return unexpected(std::string_view(text, 1));
  }
  open_.pop_back();
  value_ended();
  return take({list ? JsonToken::Kind::end_list : JsonToken::Kind::end_object});
}

std::expected<void, Error> JsonTokens::end_text(const Take& take) {
  within_ = Within::nothing;
  if (next_ == Next::name || next_ == Next::name_or_end) {
    next_ = Next::colon;
    return take({JsonToken::Kind::name, token_});
  }
  value_ended();
  return take({JsonToken::Kind::text, token_});
}

std::expected<void, Error> JsonTokens::end_plain(const Take& take) {
  within_ = Within::nothing;
  value_ended();
  const bool number = token_.find_first_not_of("+-.0123456789eE") == std::string::npos;
  if (number) return take({JsonToken::Kind::number, token_});
  for (std::string_view word : {"true", "false", "null", "NaN", "Infinity", "-Infinity"}) {
    if (token_ == word) return take({JsonToken::Kind::word, token_});
  }
  return unexpected(token_);
}

std::expected<void, Error> JsonTokens::take_escape(char c) {
  constexpr std::string_view kEscapes = "\"\\/bfnrt", kCharacters = "\"\\/\b\f\n\r\t";
  within_ = Within::text;
  if (c == 'u') {
    within_ = Within::code;
    code_ = 0;
    code_digits_ = 0;
    return {};
  }
  const std::size_t at = kEscapes.find(c);
  if (at == std::string_view::npos) return unexpected("\\");
  keep(kCharacters[at]);
  return {};
}

/// Four hexadecimal digits; two codes that are surrogates make one character.
void JsonTokens::take_code(char c) {
  const std::size_t digit = std::string_view("0123456789abcdef").find(lower(std::string_view(&c, 1)));
  code_ = code_ * 16 + static_cast<char32_t>(digit == std::string_view::npos ? 0 : digit);
  if (++code_digits_ < 4) return;
  within_ = Within::text;
  const char32_t high = std::exchange(high_, 0);
  if (code_ >= 0xD800 && code_ < 0xDC00) {
    high_ = code_;
  } else if (code_ >= 0xDC00 && code_ < 0xE000) {
    const char32_t whole = 0x10000 + ((high - 0xD800) << 10) + (code_ - 0xDC00);
    keep(high != 0 ? whole : char32_t{0xFFFD});
  } else {
    keep(code_);
  }
}

void JsonTokens::keep(char32_t c) {
  if (token_.size() < kLongestKept) append_utf8(token_, c);
}

void JsonTokens::keep(char c) {
  if (token_.size() < kLongestKept) token_ += c;
}

}  // namespace hourglass

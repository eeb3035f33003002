#include "data/pickle_letters.h"

#include <charconv>

#include "text/characters.h"

namespace hourglass {
bool PickleLetters::read(std::string_view bytes, std::string& out) {
  if (form_ == Form::raw || (form_ == Form::utf8 && !as_bytes_)) {
    out += bytes;
    return true;
  }
  for (const char c : bytes) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (form_ == Form::utf8) {
      if (!read_utf8(byte, out)) return false;
      continue;
    }
    // A line's quotes are no part of it.
    if (form_ == Form::quoted && escape_.empty() && (c == '\'' || c == '"')) {
      if (quote_ == 0) quote_ = c;
      if (quote_ == c) continue;
    }
    if (!read_escaped(byte, out)) return false;
  }
  return true;
}

bool PickleLetters::read_utf8(std::uint8_t byte, std::string& out) {
  if (!escape_.empty()) {
    out += static_cast<char>((static_cast<std::uint8_t>(escape_[0]) << 6 & 0xc0) | (byte & 0x3f));
    escape_.clear();
  } else if (byte < 0x80) {
    out += static_cast<char>(byte);
  } else if (byte == 0xc2 || byte == 0xc3) {
    escape_ = static_cast<char>(byte);
  } else {
    return false;
  }
  return true;
}

bool PickleLetters::read_escaped(std::uint8_t byte, std::string& out) {
  const bool unicode = form_ == Form::unicode;
  if (escape_.empty()) {
    if (byte == '\\')
      escape_ = '\\';
    else if (unicode && !as_bytes_)
      append_utf8(out, byte);
    else
      out += static_cast<char>(byte);
    return true;
  }
  escape_ += static_cast<char>(byte);
  const char kind = escape_[1];
  if (unicode) return kind == 'u' ? read_code(4, out) : kind == 'U' && read_code(8, out);
  if (kind == 'x') return read_code(2, out);
  constexpr std::string_view kEscapes = "\\'\"nrt", kMeant = "\\'\"\n\r\t";
  const std::size_t which = kEscapes.find(kind);
  if (which == std::string_view::npos) return false;
  out += kMeant[which];
  escape_.clear();
  return true;
}

/// The number of a letter, in so many hexadecimal digits behind the backslash and its kind.
bool PickleLetters::read_code(std::size_t digits, std::string& out) {
  if (escape_.size() < 2 + digits) return true;
  std::uint32_t code = 0;
  const char *first = escape_.data() + 2, *last = escape_.data() + escape_.size();
  const auto [end, error] = std::from_chars(first, last, code, 16);
  if (error != std::errc{} || end != last || code > 0x10ffff) return false;
  escape_.clear();
  if (form_ == Form::unicode && !as_bytes_)
    append_utf8(out, code);
  else if (code > 0xff)
    return false;
  else
    out += static_cast<char>(code);
  return true;
}

}  // namespace hourglass

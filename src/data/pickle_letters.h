// PickleLetters: the bytes of a string in a pickle, which protocol 0 writes as a line with escapes, and Python 3 as
// letters of which the first 256 are the bytes (Latin-1 in UTF-8).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hourglass {

class PickleLetters {
 public:
  enum class Form : std::uint8_t {
    raw,      ///< as they are
    utf8,     ///< letters in UTF-8
    unicode,  ///< a line of Latin-1 with \uXXXX for other letters
    quoted    ///< a line in quotes, as Python's repr() writes bytes
  };
  /// `as_bytes`: of letters, the bytes that they stand for are wanted, not the text.
  PickleLetters(Form form, bool as_bytes) : form_(form), as_bytes_(as_bytes) {}

  /// It ends at a line's end, not after so many bytes.
  bool is_line() const { return form_ == Form::unicode || form_ == Form::quoted; }
  /// What the next bytes mean goes to `out`, text in UTF-8; false where they mean nothing.
  bool read(std::string_view bytes, std::string& out);
  /// Not within a letter.
  bool complete() const { return escape_.empty(); }

 private:
  bool read_utf8(std::uint8_t byte, std::string& out);
  bool read_escaped(std::uint8_t byte, std::string& out);
  bool read_code(std::size_t digits, std::string& out);

  Form form_;
  bool as_bytes_;
  std::string escape_;  ///< of a letter that is not whole yet
  char quote_ = 0;      ///< that the line began with
};

}  // namespace hourglass

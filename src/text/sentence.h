// Sentence: what is said to a person, as its English text and the arguments that belong into it, so that a language can
// be chosen where it is shown. The English text is the key of the translation. It must be a literal: a text that was
// put together at run time has no translation, and does not compile. docs/words.md shows how to write one.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace hourglass {

struct Argument;

namespace text_detail {

void not_in_a_constant(const char* why);  // defined nowhere: calling it ends the compilation with this name

/// Checks a key while it is compiled: "{" and "}" stand around the number of an argument and nowhere else; arguments
/// are those below `count`; with `all` each of them is used.
consteval std::string_view checked(const char* text, std::size_t size, std::size_t count, bool all) {
  bool used[10] = {};
  for (std::size_t i = 0; i < size; ++i) {
    if (text[i] == '}') not_in_a_constant("a } without its {");
    if (text[i] != '{') continue;
    if (i + 2 >= size || text[i + 1] < '0' || text[i + 1] > '9' || text[i + 2] != '}')
      not_in_a_constant("{ must be followed by a digit and }");
    const auto n = static_cast<std::size_t>(text[i + 1] - '0');
    if (n >= count) not_in_a_constant("this argument is not given");
    used[n] = true;
    i += 2;
  }
  for (std::size_t n = 0; all && n < count; ++n)
    if (!used[n]) not_in_a_constant("an argument is not used");
  return {text, size};
}

}  // namespace text_detail

/// A literal English text without arguments: for constexpr tables. Becomes a Sentence by itself.
class Key {
 public:
  constexpr Key() = default;
  template <std::size_t N>
  consteval Key(const char (&literal)[N]) : text_(text_detail::checked(literal, N - 1, 0, true)) {}
  constexpr std::string_view text() const { return text_; }
  constexpr bool empty() const { return text_.empty(); }
  bool operator==(const Key&) const = default;

 private:
  std::string_view text_;
};

/// A literal English text with places for so many arguments, each used (or not, where `All` is false).
template <std::size_t Arguments, bool All = true>
class Pattern {
 public:
  template <std::size_t N>
  consteval Pattern(const char (&literal)[N]) : text_(text_detail::checked(literal, N - 1, Arguments, All)) {}
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// A value; copying one is cheap (a literal is a pointer, arguments are shared).
class Sentence {
 public:
  enum class Kind : std::uint8_t {
    ours,     ///< has a translation: key and arguments
    counted,  ///< the same, in a singular (key) and a plural (plural_key) by argument 0
    verbatim  ///< not ours: a file's name, a class; the key is the text itself
  };

  constexpr Sentence() = default;
  template <std::size_t N>
  consteval Sentence(const char (&literal)[N]) : literal_(literal) {}
  template <std::size_t N>
  Sentence(char (&)[N]) = delete;
  constexpr Sentence(Key key) : literal_(key) {}
  constexpr Sentence(const Sentence& other) noexcept : literal_(other.literal_), rest_(other.rest_) {
    if (rest_ != nullptr) share(rest_);
  }
  constexpr Sentence(Sentence&& other) noexcept
      : literal_(std::exchange(other.literal_, {})), rest_(std::exchange(other.rest_, nullptr)) {}
  constexpr Sentence& operator=(Sentence other) noexcept {
    std::swap(literal_, other.literal_);
    std::swap(rest_, other.rest_);
    return *this;
  }
  constexpr ~Sentence() {
    if (rest_ != nullptr) release(rest_);
  }

  constexpr bool empty() const { return literal_.empty() && rest_ == nullptr; }
  bool operator==(const Sentence& other) const;

  Kind kind() const;
  std::string_view key() const;
  std::string_view plural_key() const;
  const std::vector<Argument>& arguments() const;

  /// As it reads in English: for the command line, logs and tests.
  std::string english() const;

  /// Of parts that were checked elsewhere: a message of the protocol, a text of assets/. Empty when the key is.
  static Sentence of_parts(Kind kind, std::string_view key, std::string_view plural_key,
                           std::vector<Argument> arguments);

 private:
  struct Rest;
  static void share(Rest* rest) noexcept;
  static void release(Rest* rest) noexcept;

  Key literal_;
  Rest* rest_ = nullptr;
};

/// What stands in a sentence at {0}, {1}...
struct Argument {
  enum class Kind : std::uint8_t {
    count,    ///< a whole number: 55,000
    number,   ///< with `decimals` digits after the sign, grouped; kShortest: as settings write it, not grouped
    bytes,    ///< 9.9 MB
    percent,  ///< `value` 0.66: 66%
    name,     ///< text that is not ours, as it is
    quoted,   ///< the same in quotation marks
    sentence
  };
  static constexpr int kShortest = -1;

  Kind kind = Kind::count;
  std::int64_t count = 0;  ///< of count, and of bytes
  double value = 0;        ///< of number and percent
  int decimals = 0;        ///< of number and percent
  std::string name;        ///< of name and quoted
  Sentence sentence;

  Argument() = default;
  template <std::integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) Argument(T number)
      : count(std::in_range<std::int64_t>(number) ? static_cast<std::int64_t>(number) : INT64_MAX) {}
  Argument(std::string text) : kind(Kind::name), name(std::move(text)) {}
  Argument(std::string_view text) : kind(Kind::name), name(text) {}
  Argument(Sentence words) : kind(Kind::sentence), sentence(std::move(words)) {}
  Argument(Key words) : kind(Kind::sentence), sentence(words) {}
  Argument(const char*) = delete;  // ours: say("..."); not ours: a std::string_view
  bool operator==(const Argument&) const = default;
};

/// Arguments whose kind their type does not say.
Argument quote(std::string_view name);
Argument in_decimals(double value, int decimals);
/// The shortest text that reads back as the same number.
Argument in_number(double value);
Argument in_bytes(std::uint64_t bytes);
Argument in_percent(double share, int decimals = 0);

/// say("{0} has {1} rows.", name, rows)
template <class... Arguments>
Sentence say(Pattern<sizeof...(Arguments)> key, Arguments&&... arguments) {
  std::vector<Argument> list;
  list.reserve(sizeof...(Arguments));
  (list.emplace_back(std::forward<Arguments>(arguments)), ...);
  return Sentence::of_parts(Sentence::Kind::ours, key.text(), {}, std::move(list));
}
constexpr Sentence say(Key key) { return key; }

/// plural(n, "{0} image", "{0} images"): {0} is the number, further arguments follow. A language has as many forms as
/// its grammar wants; they stand under the second text.
template <class... Arguments>
Sentence plural(std::int64_t number, Pattern<1 + sizeof...(Arguments), false> one,
                Pattern<1 + sizeof...(Arguments), false> many, Arguments&&... arguments) {
  std::vector<Argument> list;
  list.reserve(1 + sizeof...(Arguments));
  list.emplace_back(number);
  (list.emplace_back(std::forward<Arguments>(arguments)), ...);
  return Sentence::of_parts(Sentence::Kind::counted, one.text(), many.text(), std::move(list));
}

/// Text that is not ours and has no translation: the name of a file, of a class.
Sentence verbatim(std::string_view text);
/// A text of ours that stands in assets/ (presets, catalogue), where the tool for translators reads it too.
Sentence from_assets(std::string_view key);

/// `b` after `a`, both whole sentences.
Sentence followed_by(Sentence a, Sentence b);
/// "a, b or c", "a, b and c", "a, b, c".
Sentence list_or(const std::vector<Sentence>& items);
Sentence list_and(const std::vector<Sentence>& items);
Sentence list_of(const std::vector<Sentence>& items);

}  // namespace hourglass

// Words: what a widget is asked to say, and Said: what came of it in the person's language. A literal is a sentence of
// ours, and so is a Sentence; a text that was put together at run time is neither, and does not compile.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "text/language.h"
#include "text/sentence.h"

namespace hourglass {

/// Text as a person reads or hears it. It is made by Words::in, or as_is(); nothing else becomes one.
class Said {
 public:
  Said() = default;
  /// Not ours, or said before: a name, what was typed, a number that was written already.
  static Said as_is(std::string text) { return Said(std::move(text)); }

  const std::string& text() const { return text_; }
  operator const std::string&() const { return text_; }
  operator std::string_view() const { return text_; }
  bool empty() const { return text_.empty(); }
  bool operator==(const Said&) const = default;

 private:
  friend class Words;
  explicit Said(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// Lives as long as the call that it is given to.
class Words {
 public:
  constexpr Words() = default;
  template <std::size_t N>
  consteval Words(const char (&literal)[N]) : sentence_(literal) {}
  constexpr Words(Key key) : sentence_(key) {}
  Words(Sentence sentence) : sentence_(std::move(sentence)) {}
  Words(const Said& said) : text_(said.text()) {}
  /// Text that is shown as it is: rendered before, or not ours.
  static Words as_is(std::string_view text) {
    Words words;
    words.text_ = text;
    return words;
  }

  bool empty() const { return text_.empty() && sentence_.empty(); }
  Said in(const Language& language) const {
    return Said(sentence_.empty() ? std::string(text_) : language.render(sentence_));
  }
  /// To stand within another.
  Sentence sentence() const { return sentence_.empty() ? verbatim(text_) : sentence_; }

 private:
  Sentence sentence_;
  std::string_view text_;
};

}  // namespace hourglass

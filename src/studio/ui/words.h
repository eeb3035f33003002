// Words: what a widget is asked to say. A literal is a sentence of ours and is said in the person's language; so is a
// Sentence. It lives as long as the call.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include "text/language.h"
#include "text/sentence.h"

namespace hourglass {

class Words {
 public:
  constexpr Words() = default;
  template <std::size_t N>
  consteval Words(const char (&literal)[N]) : sentence_(literal) {}
  constexpr Words(Key key) : sentence_(key) {}
  Words(Sentence sentence) : sentence_(std::move(sentence)) {}
  /// Text that is shown as it is: rendered before, or not ours.
  static Words as_is(std::string_view text) {
    Words words;
    words.text_ = text;
    return words;
  }

#ifndef HOURGLASS_STRICT_WORDS
  // Texts that the panels still put together themselves, and which have no translation. -DHOURGLASS_STRICT_WORDS takes
  // these away, so that the compiler lists what is left; when nothing is, they go.
  Words(std::string_view glued) : text_(glued) {}
  Words(const std::string& glued) : text_(glued) {}
  template <class T>
  requires std::same_as<T, const char*> Words(const T& glued) : text_(glued) {}
#endif

  bool empty() const { return text_.empty() && sentence_.empty(); }
  std::string in(const Language& language) const {
    return sentence_.empty() ? std::string(text_) : language.render(sentence_);
  }

 private:
  Sentence sentence_;
  std::string_view text_;
};

}  // namespace hourglass

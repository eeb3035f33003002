// What a file does not say of itself, so that its reader takes one of two ways: which end of a row is the label,
// whether the images lie on their side, whether they are dark on light. A person who looks at the images can say.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "data/options.h"

namespace hourglass {

enum class Question : std::uint8_t { label, orientation, ground };

struct QuestionKeys {
  std::string_view key;                  ///< for scripts, `data --json` and ids
  std::array<std::string_view, 2> ways;  ///< the answers
};
/// By the value of Question.
inline constexpr std::array<QuestionKeys, 3> kQuestions = {{
    {"label", {"first", "last"}},
    {"orientation", {"as_stored", "transposed"}},
    {"ground", {"light_on_dark", "dark_on_light"}},
}};
inline constexpr const QuestionKeys& keys_of(Question question) {
  return kQuestions[static_cast<std::size_t>(question)];
}

struct Guess {
  Question question = Question::label;
  bool second = false;  ///< which of the two ways was taken
  bool operator==(const Guess&) const = default;
};

/// The options with which files are read so, whatever they look like.
DecodeOptions answered(DecodeOptions options, const Guess& guess);

}  // namespace hourglass

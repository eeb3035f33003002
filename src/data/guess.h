// What a file does not say of itself, so that its reader takes one of several ways: which end of a row is the label,
// whether the images lie on their side, whether they are dark on light, which dimension of an array is the number of
// images, which of a file's arrays holds them. A person who looks at the images can say.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/options.h"

namespace hourglass {

enum class Question : std::uint8_t { label, orientation, ground, axis, array };

struct QuestionKeys {
  std::string_view key;                  ///< for scripts, `data --json` and ids
  std::array<std::string_view, 2> ways;  ///< the answers; empty where they are the file's own (Guess::names)
};
/// By the value of Question.
inline constexpr std::array<QuestionKeys, 5> kQuestions = {{
    {"label", {"first", "last"}},
    {"orientation", {"as_stored", "transposed"}},
    {"ground", {"light_on_dark", "dark_on_light"}},
    {"axis", {"first", "last"}},
    {"array", {}},
}};
inline constexpr const QuestionKeys& keys_of(Question question) {
  return kQuestions[static_cast<std::size_t>(question)];
}

struct Guess {
  Question question = Question::label;
  std::uint32_t taken = 0;              ///< which of the ways
  std::vector<std::string> names = {};  ///< of Question::array the ways: arrays by their names, perhaps kAllArrays
  bool operator==(const Guess&) const = default;
};

/// The ways in which it can be answered, as scripts know them.
std::vector<std::string> ways_of(const Guess& guess);
/// The one that was taken; empty where there is none of that number.
std::string way_taken(const Guess& guess);

/// Where the list has no answer to the question yet.
void add_once(std::vector<Guess>& list, const Guess& guess);

/// The options with which files are read so, whatever they look like.
DecodeOptions answered(DecodeOptions options, const Guess& guess);

}  // namespace hourglass

#include "data/guess.h"

#include <algorithm>

namespace hourglass {

std::vector<std::string> ways_of(const Guess& guess) {
  if (guess.question == Question::array) return guess.names;
  const auto& ways = keys_of(guess.question).ways;
  return {ways.begin(), ways.end()};
}

std::string way_taken(const Guess& guess) {
  const std::vector<std::string> ways = ways_of(guess);
  return guess.taken < ways.size() ? ways[guess.taken] : std::string();
}

void add_once(std::vector<Guess>& list, const Guess& guess) {
  if (std::ranges::find(list, guess.question, &Guess::question) == list.end()) list.push_back(guess);
}

DecodeOptions answered(DecodeOptions options, const Guess& guess) {
  const bool second = guess.taken == 1;
  switch (guess.question) {
    case Question::label: options.label = second ? LabelColumn::last : LabelColumn::first; break;
    case Question::orientation: options.orientation = second ? Orientation::transposed : Orientation::as_stored; break;
    case Question::ground: options.invert = second; break;
    case Question::axis: options.axis = second ? ImageAxis::last : ImageAxis::first; break;
    case Question::array: options.array = way_taken(guess); break;
  }
  return options;
}

}  // namespace hourglass

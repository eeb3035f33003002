#include "data/word_labels.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "data/classes.h"
#include "data/text.h"

namespace hourglass {
namespace {

std::optional<std::uint8_t> number_of(std::string_view word) {
  int value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size() || value < 0 || value >= kMaxClasses)
    return std::nullopt;
  return static_cast<std::uint8_t>(value);
}

}  // namespace

std::expected<WordLabels, Error> labels_from_words(std::span<const std::string> words, std::string_view name) {
  std::map<std::string, std::uint8_t, std::less<>> label_of;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty()) return fail("{0}: label {1} is empty.", in_quotes(name), i + 1);
    label_of.emplace(words[i], std::uint8_t{0});
    if (label_of.size() > kMaxClasses)
      return fail("{0} names more than {1} classes, which is the most that can be shown.", in_quotes(name),
                  kMaxClasses);
  }
  WordLabels result;
  const bool numbers =
      std::all_of(label_of.begin(), label_of.end(), [](const auto& one) { return number_of(one.first); });
  std::vector<std::string> sorted;
  for (const auto& [word, label] : label_of) sorted.push_back(word);
  std::sort(sorted.begin(), sorted.end(), natural_less);
  for (std::size_t i = 0; i < sorted.size(); ++i)
    label_of[sorted[i]] = numbers ? *number_of(sorted[i]) : static_cast<std::uint8_t>(i);
  for (const std::string& word : words) result.labels.push_back(label_of.find(word)->second);
  if (!numbers)
    for (const std::string& word : sorted) result.class_names.push_back(printable(word));
  return result;
}

}  // namespace hourglass

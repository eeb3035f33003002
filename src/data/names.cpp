#include "data/names.h"

#include <algorithm>
#include <set>

#include "data/split_roles.h"
#include "data/text.h"

namespace hourglass {
namespace {

enum class Letter { none, small, capital, digit };

Letter letter_of(char c) {
  if (c >= '0' && c <= '9') return Letter::digit;
  if (c >= 'A' && c <= 'Z') return Letter::capital;
  // Letters beyond ASCII are never taken apart.
  if ((c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80) return Letter::small;
  return Letter::none;
}

bool word_begins(std::string_view name, std::size_t word, std::size_t at, bool digits_apart) {
  const Letter before = letter_of(name[at - 1]), here = letter_of(name[at]);
  const bool capital = here == Letter::capital && before == Letter::small;
  const bool after_one_capital = at + 1 < name.size() && at - word == 1 && before == Letter::capital &&
                                 here == Letter::capital && letter_of(name[at + 1]) == Letter::small;
  const bool digits = digits_apart && (before == Letter::digit) != (here == Letter::digit);
  return capital || after_one_capital || digits;
}

std::size_t word_end(std::string_view name, std::size_t word, bool digits_apart) {
  constexpr std::string_view kTest = "t10k";
  if (lower(name.substr(word, kTest.size())) == kTest) {
    const std::size_t end = word + kTest.size();
    const Letter next = end < name.size() ? letter_of(name[end]) : Letter::none;
    if (next == Letter::none || next == Letter::capital) return end;
  }
  std::size_t end = word + 1;
  while (end < name.size() && letter_of(name[end]) != Letter::none && !word_begins(name, word, end, digits_apart))
    ++end;
  return end;
}

bool says_nothing_of_the_set(const std::string& word) {
  static constexpr std::string_view kIgnored[] = {
      "images", "image", "imgs",   "img",  "labels", "label",   "x",     "y",       "idx", "idx1",
      "idx2",   "idx3",  "ubyte",  "gz",   "xz",     "npy",     "npz",   "csv",     "mat", "pkl",
      "zip",    "tar",   "pickle", "data", "set",    "dataset", "files", "parquet", "bin"};
  return role_of_word(word) != SplitRole::none ||
         std::find(std::begin(kIgnored), std::end(kIgnored), word) != std::end(kIgnored);
}

bool is_number_word(const NameWord& word) {
  return std::all_of(word.text.begin(), word.text.end(), [](char c) { return letter_of(c) == Letter::digit; });
}

/// The first word of "00000-of-00002", which says which piece of how many a file is; else the number of all words.
std::size_t piece_among(const std::vector<NameWord>& words) {
  for (std::size_t i = 0; i + 2 < words.size(); ++i) {
    if (lower(words[i + 1].text) == "of" && is_number_word(words[i]) && is_number_word(words[i + 2])) return i;
  }
  return words.size();
}

std::vector<NameWord> telling_words(std::string_view path) {
  std::vector<NameWord> words = words_of(last_part(path), false);
  const auto piece = words.begin() + static_cast<std::ptrdiff_t>(piece_among(words));
  if (piece != words.end()) words.erase(piece, piece + 3);
  std::erase_if(words, [](const NameWord& word) { return says_nothing_of_the_set(lower(word.text)); });
  return words;
}

std::string put_together_again(const std::vector<NameWord>& words, std::size_t begin, std::size_t end) {
  std::string name;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) name += words[i].before;
    name += words[i].text;
  }
  return name;
}

}  // namespace

std::vector<NameWord> words_of(std::string_view name, bool digits_apart) {
  std::vector<NameWord> words;
  std::size_t between = 0, at = 0;
  while (at < name.size()) {
    if (letter_of(name[at]) == Letter::none) {
      ++at;
      continue;
    }
    const std::size_t end = word_end(name, at, digits_apart);
    words.push_back({name.substr(at, end - at), name.substr(between, at - between)});
    between = at = end;
  }
  return words;
}

std::string set_key(std::string_view path) {
  std::string key;
  for (const NameWord& word : telling_words(path)) key += (key.empty() ? "" : "-") + lower(word.text);
  return key;
}

std::string set_title(std::string_view path) {
  const std::vector<NameWord> words = telling_words(path);
  return put_together_again(words, 0, words.size());
}

std::string without_piece(const std::string& name) {
  const std::vector<NameWord> words = words_of(name, false);
  const std::size_t piece = piece_among(words);
  if (piece == words.size()) return name;
  const char* const begin = words[piece].text.data() - words[piece].before.size();
  const char* const end = words[piece + 2].text.data() + words[piece + 2].text.size();
  const std::string rest = std::string(name.data(), begin) + std::string(end, name.data() + name.size());
  return rest.empty() ? name : rest;
}

std::vector<std::string> set_words(std::string_view path) {
  std::vector<std::string> words;
  for (const NameWord& word : telling_words(path)) {
    std::string letters = lower(word.text);
    std::erase_if(letters, [](char c) { return letter_of(c) == Letter::digit; });
    if (!letters.empty() && letters != "x") words.push_back(std::move(letters));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::vector<std::string> what_differs(const std::vector<std::vector<NameWord>>& names) {
  std::vector<std::string> whole, shortened;
  if (names.empty()) return whole;
  std::size_t spare = names.front().size();
  for (const auto& words : names) {
    whole.push_back(put_together_again(words, 0, words.size()));
    spare = std::min(spare, words.size());
  }
  if (spare == 0) return whole;
  --spare;
  const auto all_have = [&](auto word_at) {
    return std::all_of(names.begin(), names.end(), [&](const std::vector<NameWord>& words) {
      return lower(word_at(words).text) == lower(word_at(names.front()).text);
    });
  };
  std::size_t last = 0, first = 0;
  while (last < spare && all_have([&](const auto& words) { return words[words.size() - 1 - last]; })) ++last;
  while (first + last < spare && all_have([&](const auto& words) { return words[first]; })) ++first;
  for (const auto& words : names) shortened.push_back(put_together_again(words, first, words.size() - last));
  const auto different = [](const std::vector<std::string>& texts) {
    return std::set<std::string>(texts.begin(), texts.end()).size();
  };
  return different(shortened) == different(whole) ? shortened : whole;
}

std::vector<NameWord> folders_as_words(std::string_view folder) {
  std::vector<NameWord> words;
  std::size_t at = 0;
  while (at < folder.size()) {
    const std::size_t end = std::min(folder.find_first_of("/\\", at), folder.size());
    if (end > at) words.push_back({folder.substr(at, end - at), "/"});
    at = end + 1;
  }
  return words;
}

}  // namespace hourglass

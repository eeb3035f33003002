#include "apps/cli_nearest.h"

#include <algorithm>
#include <vector>

namespace hourglass::cli {
namespace {

/// Optimal string alignment: letters that were changed, left out, put in or exchanged with their neighbour.
std::size_t letters_apart(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
      const bool exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (exchanged) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = above;
    above = row;
  }
  return above[b.size()];
}

std::string initials(std::string_view word) {
  std::string letters;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (i == 0 || word[i - 1] == '-') letters += word[i];
  return letters;
}

}  // namespace

std::string nearest(std::string_view word, std::span<const std::string> known) {
  std::string best;
  std::size_t fewest = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& one : known) {
    const std::size_t apart = letters_apart(word, one);
    if (apart < fewest) fewest = apart, best = one;
  }
  if (!best.empty()) return best;
  for (const std::string& one : known)
    if (word.size() > 1 && initials(one) == word) return one;
  return {};
}

}  // namespace hourglass::cli

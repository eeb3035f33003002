#include "text/plural_rules.h"

namespace hourglass {
namespace {

using Category = PluralCategory;
using Rule = Category (*)(std::uint64_t n);

bool within(std::uint64_t n, std::uint64_t low, std::uint64_t high) { return n >= low && n <= high; }

// For whole numbers CLDR's operands are n = i, and v = w = f = t = 0.
Category only_other(std::uint64_t) { return Category::other; }
Category one_at_1(std::uint64_t n) { return n == 1 ? Category::one : Category::other; }
/// French and Portuguese: 0 is singular, and whole millions take "de".
Category one_to_1_and_millions(std::uint64_t n) {
  if (n <= 1) return Category::one;
  return n % 1000000 == 0 ? Category::many : Category::other;
}
/// Spanish and Italian.
Category one_and_millions(std::uint64_t n) {
  if (n == 1) return Category::one;
  return n != 0 && n % 1000000 == 0 ? Category::many : Category::other;
}
Category polish(std::uint64_t n) {
  if (n == 1) return Category::one;
  return within(n % 10, 2, 4) && !within(n % 100, 12, 14) ? Category::few : Category::many;
}
/// Russian and Ukrainian.
Category russian(std::uint64_t n) {
  if (n % 10 == 1 && n % 100 != 11) return Category::one;
  return within(n % 10, 2, 4) && !within(n % 100, 12, 14) ? Category::few : Category::many;
}
Category czech(std::uint64_t n) { return n == 1 ? Category::one : within(n, 2, 4) ? Category::few : Category::other; }
Category arabic(std::uint64_t n) {
  if (n == 0) return Category::zero;
  if (n == 1) return Category::one;
  if (n == 2) return Category::two;
  if (within(n % 100, 3, 10)) return Category::few;
  return within(n % 100, 11, 99) ? Category::many : Category::other;
}

struct Row {
  std::string_view tag;
  Rule rule;
};

constexpr Row kRules[] = {
    {"ar", arabic},
    {"cs", czech},
    {"de", one_at_1},
    {"en", one_at_1},
    {"es", one_and_millions},
    {"fi", one_at_1},
    {"fr", one_to_1_and_millions},
    {"hi", [](std::uint64_t n) { return n <= 1 ? Category::one : Category::other; }},
    {"hu", one_at_1},
    {"id", only_other},
    {"it", one_and_millions},
    {"ja", only_other},
    {"ko", only_other},
    {"nl", one_at_1},
    {"pl", polish},
    {"pt", one_to_1_and_millions},
    {"ru", russian},
    {"sk", czech},
    {"sv", one_at_1},
    {"th", only_other},
    {"tr", one_at_1},
    {"uk", russian},
    {"vi", only_other},
    {"zh", only_other},
};

}  // namespace

std::string_view plural_name(PluralCategory category) {
  constexpr std::string_view kNames[] = {"zero", "one", "two", "few", "many", "other"};
  return kNames[static_cast<int>(category)];
}

PluralCategory plural_category(std::string_view tag, std::int64_t n) {
  const auto size = n < 0 ? 0 - static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
  const std::string_view language = tag.substr(0, tag.find_first_of("-_"));
  for (const Row& row : kRules)
    if (row.tag == language) return row.rule(size);
  return one_at_1(size);
}

}  // namespace hourglass

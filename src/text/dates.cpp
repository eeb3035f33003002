#include "text/dates.h"

#include <charconv>
#include <system_error>

namespace hourglass {
namespace {

/// The number that these digits are; 0 where something else stands among them.
int digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && text.front() != '-' ? value : 0;
}

Sentence of_month(int month, int day, std::string_view year) {
  switch (month) {
    case 1: return say("{0} January {1}", day, year);
    case 2: return say("{0} February {1}", day, year);
    case 3: return say("{0} March {1}", day, year);
    case 4: return say("{0} April {1}", day, year);
    case 5: return say("{0} May {1}", day, year);
    case 6: return say("{0} June {1}", day, year);
    case 7: return say("{0} July {1}", day, year);
    case 8: return say("{0} August {1}", day, year);
    case 9: return say("{0} September {1}", day, year);
    case 10: return say("{0} October {1}", day, year);
    case 11: return say("{0} November {1}", day, year);
    default: return say("{0} December {1}", day, year);
  }
}

}  // namespace

Sentence date_in_words(std::string_view date) {
  if (date.size() != 10 || date[4] != '-' || date[7] != '-') return verbatim(date);
  const std::string_view year = date.substr(0, 4);
  const int month = digits(date.substr(5, 2)), day = digits(date.substr(8, 2));
  if (digits(year) == 0 || month < 1 || month > 12 || day < 1 || day > 31) return verbatim(date);
  return of_month(month, day, year);
}

}  // namespace hourglass

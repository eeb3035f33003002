// Plural categories as Unicode's CLDR defines them (unicode.org/cldr, "Language Plural Rules", cardinal): which form of
// a noun a language wants beside a number.
#pragma once

#include <cstdint>
#include <string_view>

namespace hourglass {

enum class PluralCategory : std::uint8_t { zero, one, two, few, many, other };

std::string_view plural_name(PluralCategory category);  ///< "few"

/// Of the whole number `n` in the language `tag` ("fr", "pt-BR"); a language that is not known here has one and other.
PluralCategory plural_category(std::string_view tag, std::int64_t n);

}  // namespace hourglass

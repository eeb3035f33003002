// Labels that stand in a file as words: numbers written out label themselves, other words become classes in their
// natural order.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "math/error.h"

namespace hourglass {

struct WordLabels {
  std::vector<std::uint8_t> labels;      ///< one for each word
  std::vector<std::string> class_names;  ///< empty where all words are whole numbers below kMaxClasses
};

/// Errors: an empty word, more different words than classes can be shown. `name`: of the file, for these.
std::expected<WordLabels, Error> labels_from_words(std::span<const std::string> words, std::string_view name);

}  // namespace hourglass

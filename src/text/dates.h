// Dates as a language writes them, where something that is handed in has one.
#pragma once

#include <string_view>

#include "text/sentence.h"

namespace hourglass {

/// "2026-03-31": "31 March 2026". What is no date of that form is said as it is.
Sentence date_in_words(std::string_view date);

}  // namespace hourglass

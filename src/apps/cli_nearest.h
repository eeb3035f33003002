// "Did you mean": of known words the one that was probably meant by an unknown one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hourglass::cli {

/// The word among `known` with the fewest letters wrong, missing, superfluous or exchanged (Damerau 1964), where these
/// are at most a third of it; or the one whose parts begin with `word`'s letters ("lr": "learning-rate"). Else empty.
std::string nearest(std::string_view word, std::span<const std::string> known);

}  // namespace hourglass::cli

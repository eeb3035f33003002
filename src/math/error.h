// Error: what a function that can fail returns instead of a value (std::expected<T, Error>).
// It stands in the lowest room so that every room speaks the same way.
#pragma once

#include <expected>
#include <utility>

#include "text/sentence.h"

namespace hourglass {

/// `message` is one sentence fit for the person on whose behalf the work was done: what was wrong, what was expected.
struct Error {
  Sentence message;
};

/// Shortens `return std::unexpected(Error{...})`.
inline std::unexpected<Error> fail(Sentence message) { return std::unexpected(Error{std::move(message)}); }
/// fail("{0} is empty.", in_quotes(name))
template <class... Arguments>
requires(sizeof...(Arguments) > 0) std::unexpected<Error> fail(Pattern<sizeof...(Arguments)> key,
                                                               Arguments&&... arguments) {
  return fail(say(key, std::forward<Arguments>(arguments)...));
}

}  // namespace hourglass

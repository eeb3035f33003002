// Error: what a function that can fail returns instead of a value (std::expected<T, Error>).
// It stands in the lowest room so that every room speaks the same way.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace hourglass {

/// `message` is one sentence fit for the person on whose behalf the work was done: what was wrong, what was expected.
struct Error {
  std::string message;
};

/// Shortens `return std::unexpected(Error{...})`.
inline std::unexpected<Error> fail(std::string message) { return std::unexpected(Error{std::move(message)}); }

}  // namespace hourglass

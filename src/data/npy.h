// NumPy's .npy: one array with a header in Python's notation (numpy.lib.format, versions 1 to 3). An .npz is a zip of
// these.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/tensor.h"
#include "math/error.h"

namespace hourglass {

bool looks_like_npy(std::span<const std::uint8_t> bytes);

/// The first array in the file; it points into `bytes`, and others may stand behind it. Errors: truncated, a header
/// that cannot be read, objects or records instead of numbers, a shape that overflows or disagrees with the length.
std::expected<TensorView, Error> decode_npy(std::span<const std::uint8_t> bytes, std::string_view name);

/// Of that array all but its numbers, which need not be there yet: what kind they are and their shape. The same errors.
std::expected<TensorView, Error> describe_npy(std::span<const std::uint8_t> start, std::string_view name);

/// A list of words, (n) or (n, 1), as labels are stored that are no numbers; none where the file holds something else.
/// NumPy's types U (UTF-32, returned as UTF-8) and S (bytes).
std::optional<std::vector<std::string>> words_in_npy(std::span<const std::uint8_t> bytes);

/// What stands in a .npy file (version 1) before the elements. `type` as NumPy writes it ("|u1"), `shape` as Python
/// does
/// ("(60000, 28, 28)", "(10,)").
std::vector<std::uint8_t> npy_head(std::string_view type, std::string_view shape);

}  // namespace hourglass

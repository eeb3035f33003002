// NumPy's .npy: one array with a header in Python's notation (numpy.lib.format, versions 1 to 3). An .npz is a zip of
// these.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "data/tensor.h"
#include "math/error.h"

namespace hourglass {

bool looks_like_npy(std::span<const std::uint8_t> bytes);

/// The tensor points into `bytes`. Errors: truncated, a header that cannot be read, objects or text or records instead
/// of numbers, a shape that overflows or disagrees with the length.
std::expected<TensorView, Error> decode_npy(std::span<const std::uint8_t> bytes, std::string_view name);

}  // namespace hourglass

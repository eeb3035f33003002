// ONNX read back: a model of dense layers, as Hourglass (model/onnx.h), PyTorch or Keras export it, becomes a network
// again. Apart from the writer, which knows what it writes: here nothing of the file is trusted.
#pragma once

#include <cstdint>
#include <expected>
#include <span>

#include "math/error.h"
#include "model/foreign.h"

namespace hourglass {

/// Whether a file begins as an ONNX model does: its version first, then a field that a model has.
bool looks_like_onnx(std::span<const std::uint8_t> start);

/// A chain of Gemm or MatMul and Add with activations between them, a variational code's second head, pixels scaled on
/// their way in and out. Errors: cut off, weights in another file, an operation that no network here has (by its name),
/// different activations of hidden layers, and all that make_foreign() refuses.
std::expected<ForeignNetwork, Error> from_onnx(std::span<const std::uint8_t> bytes);

}  // namespace hourglass

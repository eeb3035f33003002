// A network as named arrays and a description, for the safetensors container. What stands where: docs/model-file.md.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "math/error.h"
#include "model/network.h"
#include "model/safetensors.h"

namespace hourglass {

/// One array of a parameter block: "encoder.0.weight" (in, out), "decoder.2.bias" (out).
struct NamedSlice {
  std::string name;
  std::vector<std::int64_t> shape;
  std::size_t offset = 0, count = 0;
};

/// All arrays of the layout, each stretch of the block once: tied weights and shared biases stand under the encoder's
/// name alone.
std::vector<NamedSlice> named_slices(const ParameterLayout& layout);

/// Appends a block (parameters, or an optimizer's memory of the same layout) as arrays whose names begin with `prefix`.
void add_block(TensorFile& file, const ParameterLayout& layout, std::span<const float> block, std::string_view prefix);

/// Reads such a block back. Errors name the array that is missing or has another shape.
std::expected<std::vector<float>, Error> read_block(const TensorFile& file, const ParameterLayout& layout,
                                                    std::string_view prefix);

/// One object, its keys the names of the spec's members; docs/model-file.md has them.
std::string spec_to_json(const NetworkSpec& spec);
/// Refuses what is not JSON, unknown words and widths out of range.
std::expected<NetworkSpec, Error> spec_from_json(std::string_view json);

}  // namespace hourglass

// The safetensors container: a JSON header that names float arrays, then their bytes. Apart from model/file.h, which
// says what a network's arrays are called. Format: https://github.com/huggingface/safetensors, "Format"; checked here
// to the byte, because the file may come from anywhere.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "math/error.h"

namespace hourglass {

struct Tensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::vector<float> values;  ///< product(shape), row by row
};

struct TensorFile {
  std::map<std::string, std::string, std::less<>> metadata;
  std::vector<Tensor> tensors;           ///< in the order in which their numbers stand in the file
  std::vector<std::string> others = {};  ///< names of arrays that hold no floats (counters, masks), which are not read

  const Tensor* find(std::string_view name) const;
};

/// How a file holds its floats: as they are, or in half of the bytes, each to a 2,048th of itself (IEEE 754's half,
/// rounded to the nearest; what is larger becomes 65,504, what is smaller than 2^-14 is kept to 2^-25).
enum class FloatFormat { f32, f16 };

/// Names must differ and values fill their shapes (asserted).
std::vector<std::uint8_t> write_safetensors(const TensorFile& file, FloatFormat floats = FloatFormat::f32);

/// Whether a file begins as one does: eight bytes of length, a JSON object, perhaps spaces before it.
bool looks_like_safetensors(std::span<const std::uint8_t> start);

/// The first two bytes of the float with the same sign, exponent and first 7 bits (bfloat16); IEEE 754's half.
float from_bfloat16(std::uint16_t bits);
float from_float16(std::uint16_t bits);
std::uint16_t to_float16(float value);

/// Floats of 16 and 64 bits (F16, BF16, F64) become those of 32. Refuses, with a sentence that says what was wrong:
/// fewer or more bytes than the header tells, a header that is not JSON or above 32 MB, arrays that overlap or leave
/// gaps, element types that the format does not have, values that are not finite.
std::expected<TensorFile, Error> read_safetensors(std::span<const std::uint8_t> bytes);

}  // namespace hourglass

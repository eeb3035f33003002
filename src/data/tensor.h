// TensorView: an array of numbers as IDX, NumPy, pickles and MATLAB hold them. What it means stands elsewhere:
// array_images.h and array_labels.h.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "math/error.h"

namespace hourglass {

enum class Element { u8, i8, u16, i16, u32, i32, u64, i64, f16, f32, f64 };
/// Of one number.
std::size_t element_bytes(Element element);

struct TensorView {
  Element element = Element::u8;
  bool big_endian = false;
  bool column_major = false;  ///< NumPy's fortran_order
  std::vector<std::uint64_t> shape;
  std::span<const std::uint8_t> bytes;  ///< exactly product(shape) * element_bytes
  /// What `bytes` lie in, for a reader that may keep them instead of a copy; none where others need them, too.
  std::vector<std::uint8_t>* holder = nullptr;

  std::uint64_t count() const;
  /// The same numbers with the order of the dimensions turned round.
  TensorView transposed() const;
  /// Without the dimensions of one that (n, 784, 1) and (n, 1, 784) have; the first dimension stays.
  TensorView squeezed() const;
  /// Element i in storage order, as a double.
  double at(std::size_t i) const;
};

/// product(shape) * element_bytes, or an error when that is more than any file holds.
std::expected<std::uint64_t, Error> tensor_bytes(std::span<const std::uint64_t> shape, Element element,
                                                 std::string_view name);

/// "(60000, 28, 28)"
std::string shape_text(const std::vector<std::uint64_t>& shape);

}  // namespace hourglass

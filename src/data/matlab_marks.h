// What stands before the numbers of MATLAB's files: data types of version 5, and the heads of version 4, in which a
// file is one variable after the other, each with a head of five numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "data/tensor.h"

namespace hourglass {

/// MATLAB's data types (miINT8...), of tags.
namespace MatlabType {
enum : unsigned {
  kInt8 = 1,
  kUint8,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kSingle,
  kDouble = 9,
  kInt64 = 12,
  kUint64,
  kMatrix,
  kPacked,
  kUtf8,
  kUtf16
};
}  // namespace MatlabType
/// Of a data type of version 5; nothing where it is none of numbers.
std::optional<Element> matlab_element(unsigned type);

inline constexpr std::size_t kMatlab4Head = 20;  ///< bytes

/// The head of a variable of version 4: what MATLAB calls MOPT (machine, nothing, precision, type), rows, columns,
/// whether imaginary parts follow, and the length of its name.
struct Matlab4Head {
  bool big_endian = false;
  Element element = Element::f64;
  std::uint32_t type = 0, rows = 0, columns = 0, imaginary = 0, name_bytes = 0;
};

/// Of the first bytes of a variable; nothing where they are no such head.
std::optional<Matlab4Head> matlab4_head(std::span<const std::uint8_t> bytes);

/// A number of four bytes, as all heads and tags of MATLAB's have them.
std::uint32_t matlab_word(std::span<const std::uint8_t> bytes, std::size_t at, bool big_endian);

}  // namespace hourglass

// TensorView: an array of numbers as IDX and NumPy files hold them, and the two things such an array can mean here:
// images or labels. Both codecs share the rules for shapes, ranges and sizes.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/image_set.h"
#include "data/options.h"
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

  std::uint64_t count() const;
  /// The same numbers with the order of the dimensions turned round.
  TensorView transposed() const;
  /// Element i in storage order, as a double.
  double at(std::size_t i) const;
};

/// product(shape) * element_bytes, or an error when that is more than any file holds.
std::expected<std::uint64_t, Error> tensor_bytes(std::span<const std::uint64_t> shape, Element element,
                                                 std::string_view name);

/// Images have two or more dimensions: (n, h, w), (n, h, w, channels), (n, channels, h, w), (n, side * side) or (h, w);
/// with the number last as MATLAB has them, (h, w, n), (h, w, channels, n) or (784, n); with a label before or behind
/// the pixels of each, (n, 785). Labels have one, (n), (n, 1) or (1, n); or (n, classes) or (classes, n) with a single
/// 1 for each image; or (n, 8) as QMNIST's, whose first column is the class. `axis`: which dimension is the number of
/// images, as a person said: "last" makes images of (400, 50).
bool looks_like_labels(const TensorView& tensor, ImageAxis axis = ImageAxis::automatic);

/// Whether images_from_tensor would find images in an array of this shape, whatever its numbers are.
bool has_shape_of_images(const TensorView& tensor, ImageAxis axis);

/// Floats are taken as 0..1, -0.5..0.5, -1..1 or 0..255 by their range. Sizes other than 28x28 are fitted, colours made
/// grey, labels among the pixels taken out, each with a note. Errors: no images, not a number, a shape that is no stack
/// of images, a limit passed. `options`: at which end a label among the pixels stands and which dimension is the number
/// of images, where a person said it, and the limits. What was guessed of these is told: (28, 28, 28) reads both ways.
std::expected<ImageSet, Error> images_from_tensor(const TensorView& tensor, std::string_view name,
                                                  const DecodeOptions& options);

/// (count) labels. Errors: one that is not a whole number from 0 to 63 (kMaxClasses), with its place.
std::expected<std::vector<std::uint8_t>, Error> labels_from_tensor(const TensorView& tensor, std::string_view name);

}  // namespace hourglass

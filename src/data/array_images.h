// Images in an array of numbers.
#pragma once

#include <expected>
#include <string_view>

#include "data/image_set.h"
#include "data/options.h"
#include "data/tensor.h"
#include "math/error.h"

namespace hourglass {

/// Whether images_from_tensor would find images in an array of this shape (image_layout.h), whatever its numbers are.
bool has_shape_of_images(const TensorView& tensor, ImageAxis axis);

/// Floats are taken as 0..1, -0.5..0.5, -1..1 or 0..255 by their range. Sizes other than 28x28 are fitted, colours made
/// grey, labels among the pixels taken out, each with a note. Errors: no images, not a number, a shape that is no stack
/// of images, a limit passed. `options`: at which end a label among the pixels stands and which dimension is the number
/// of images, where a person said it, and the limits. What was guessed of these is told: (28, 28, 28) reads both ways.
std::expected<ImageSet, Error> images_from_tensor(const TensorView& tensor, std::string_view name,
                                                  const DecodeOptions& options);

}  // namespace hourglass

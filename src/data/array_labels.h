// Labels in an array of numbers.
#pragma once

#include <cstdint>
#include <expected>
#include <string_view>
#include <vector>

#include "data/options.h"
#include "data/tensor.h"
#include "math/error.h"

namespace hourglass {

/// Labels have one dimension, (n), (n, 1) or (1, n); or (n, classes) or (classes, n) with a single 1 for each image; or
/// (n, 8) as QMNIST's, whose first column is the class. `axis`: which dimension is the number of images, as a person
/// said: "last" makes images of (400, 50).
bool looks_like_labels(const TensorView& tensor, ImageAxis axis = ImageAxis::automatic);

/// (count) labels. Errors: one that is not a whole number from 0 to 63 (kMaxClasses), with its place.
std::expected<std::vector<std::uint8_t>, Error> labels_from_tensor(const TensorView& tensor, std::string_view name);

/// That the label of `image` (from 0) in `name` is none.
std::unexpected<Error> no_label(std::string_view name, std::uint64_t image, double label);

}  // namespace hourglass

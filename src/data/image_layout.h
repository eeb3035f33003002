// How images lie in an array: which dimension is their number, which are rows, columns and colours, and where a label
// stands among the pixels. What the shape leaves open is guessed, and said to be doubtful.
#pragma once

#include <cstdint>
#include <optional>

#include "data/options.h"
#include "data/tensor.h"

namespace hourglass {

/// Sizes, how far apart in the storage neighbours are, and where the first pixel stands; all in elements.
struct ImageStack {
  std::uint64_t count, height, width, channels;
  std::uint64_t step_image, step_row, step_column, step_channel;
  std::uint64_t first = 0;
  bool label_doubtful = false;  ///< the other end of each row could be the label just as well
};

struct ImageLayout {
  TensorView tensor;  ///< the array as it is read: without dimensions of one; of two dimensions with an image in a row
  ImageStack stack;
  bool number_last = false;    ///< the last dimension is the number of images
  bool axis_doubtful = false;  ///< the other end could be it just as well
};

/// Shapes: (n, h, w), (n, h, w, channels), (n, channels, h, w), (n, side * side) or (h, w); with the number last as
/// MATLAB has them, (h, w, n), (h, w, channels, n) or (784, n); with a label before or behind the pixels of each,
/// (n, 785). Nothing where the shape is no stack of images. `said`, `label`: what a person said of the number's
/// dimension, and at which end the label stands (LabelColumn::first and last do not look at the numbers).
std::optional<ImageLayout> image_layout(const TensorView& array, ImageAxis said, LabelColumn label);

/// (n, 1 + side * side) with a side of 8 or more: a label and pixels.
bool has_label_column(const TensorView& tensor);

}  // namespace hourglass

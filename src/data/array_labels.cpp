#include "data/array_labels.h"

#include <cstdio>

#include "data/classes.h"
#include "data/image_layout.h"
#include "data/text.h"

namespace hourglass {
namespace {

/// One row an image: (n, k) with a single 1 in each row, else 0.
bool is_one_hot(const TensorView& tensor) {
  const std::uint64_t rows = tensor.shape[0], columns = tensor.shape[1];
  if (columns < 2 || columns > kMaxClasses) return false;
  for (std::uint64_t i = 0; i < rows; ++i) {
    int ones = 0;
    for (std::uint64_t c = 0; c < columns; ++c) {
      const double value = tensor.at(static_cast<std::size_t>(tensor.column_major ? c * rows + i : i * columns + c));
      if (value != 0 && value != 1) return false;
      ones += value == 1;
    }
    if (ones != 1) return false;
  }
  return true;
}

/// Labels with one row an image.
TensorView upright_labels(const TensorView& whole) {
  const TensorView tensor = whole.squeezed();
  if (tensor.shape.size() != 2 || is_one_hot(tensor)) return tensor;
  const bool row = tensor.shape[0] == 1 && !side_of_square(tensor.shape[1]);
  const TensorView turned = tensor.transposed();
  return row || is_one_hot(turned) ? turned : tensor;
}

}  // namespace

std::unexpected<Error> no_label(std::string_view name, std::uint64_t image, double label) {
  char text[40];
  std::snprintf(text, sizeof text, "%g", label);
  return fail("{0}: label {1} is {2}; labels are whole numbers from 0 to {3}.", in_quotes(name), image + 1,
              std::string_view(text), kMaxClasses - 1);
}

bool looks_like_labels(const TensorView& whole, ImageAxis axis) {
  const TensorView tensor = upright_labels(whole);
  const auto& shape = tensor.shape;
  const bool floats =
      tensor.element == Element::f16 || tensor.element == Element::f32 || tensor.element == Element::f64;
  if (shape.size() == 1) return !(floats && shape[0] == kImagePixels);
  if (shape.size() != 2) return false;
  if (shape[1] == 1 || is_one_hot(tensor)) return true;
  if (shape[0] == kImagePixels) return false;
  if (axis == ImageAxis::last && shape[0] >= 64 && side_of_square(shape[0])) return false;
  if (shape[1] >= 64 && image_layout(tensor, axis, LabelColumn::first)) return false;
  return shape[1] <= kMaxClasses && !(shape[0] == kImageSide && shape[1] == kImageSide);
}

std::expected<std::vector<std::uint8_t>, Error> labels_from_tensor(const TensorView& whole, std::string_view name) {
  const TensorView tensor = upright_labels(whole);
  const std::uint64_t count = tensor.shape.empty() ? 0 : tensor.shape[0];
  if (count == 0 || tensor.count() == 0) return fail("{0} holds no labels.", in_quotes(name));
  std::vector<std::uint8_t> labels(static_cast<std::size_t>(count));
  const std::uint64_t columns = tensor.count() / count;
  // QMNIST's rows: the class, then who wrote it, when and where (Yadav & Bottou 2019).
  const bool class_first = columns == 8 && tensor.element != Element::f16 && tensor.element != Element::f32 &&
                           tensor.element != Element::f64 && !is_one_hot(tensor);
  for (std::uint64_t i = 0; i < count; ++i) {
    double label = 0;
    if (columns == 1 || class_first) {
      label = tensor.at(static_cast<std::size_t>(tensor.column_major ? i : i * columns));
    } else {
      std::uint64_t ones = 0;
      for (std::uint64_t c = 0; c < columns; ++c) {
        const double value = tensor.at(static_cast<std::size_t>(tensor.column_major ? c * count + i : i * columns + c));
        if (value == 1) {
          label = static_cast<double>(c);
          ++ones;
        } else if (value != 0) {
          ones = columns + 1;
        }
      }
      if (ones != 1) {
        return fail(
            "{0} holds an array of shape {1}, which is neither images nor labels (row {2} is not one 1 among 0s).",
            in_quotes(name), shape_text(tensor.shape), i + 1);
      }
    }
    if (!is_label_number(label)) return no_label(name, i, label);
    labels[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(label);
  }
  return labels;
}

}  // namespace hourglass

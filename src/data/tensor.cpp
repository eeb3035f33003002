#include "data/tensor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <optional>

#include "data/budget.h"
#include "data/classes.h"
#include "data/picture.h"
#include "data/text.h"

namespace hourglass {
namespace {

template <typename T>
T load(const std::uint8_t* at, bool big_endian) {
  std::array<std::uint8_t, sizeof(T)> raw;
  std::memcpy(raw.data(), at, sizeof(T));
  if (big_endian) std::reverse(raw.begin(), raw.end());
  return std::bit_cast<T>(raw);
}

double from_half(std::uint16_t half) {
  const int exponent = half >> 10 & 0x1F;
  const int mantissa = half & 0x3FF;
  const double sign = half & 0x8000 ? -1.0 : 1.0;
  if (exponent == 0x1F) return mantissa ? std::nan("") : sign * HUGE_VAL;
  if (exponent == 0) return sign * std::ldexp(mantissa, -24);
  return sign * std::ldexp(mantissa + 1024, exponent - 25);
}

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + ")";
}

std::optional<std::uint64_t> root_of_square(std::uint64_t number) {
  const auto root = static_cast<std::uint64_t>(std::llround(std::sqrt(static_cast<double>(number))));
  if (root * root != number) return std::nullopt;
  return root;
}

// A stack of images: sizes, how far apart in the storage neighbours are, and where the first pixel stands.
struct Stack {
  std::uint64_t count, height, width, channels;
  std::uint64_t step_image, step_row, step_column, step_channel;
  std::uint64_t first = 0;
  bool label_doubtful = false;  ///< the other end of each row could be the label just as well
};

/// Without the dimensions of one that (n, 784, 1) and (n, 1, 784) have; the first dimension stays.
TensorView squeezed(const TensorView& tensor) {
  TensorView view = tensor;
  if (view.shape.size() > 4) return view;
  for (std::size_t d = 1; d < view.shape.size() && view.shape.size() > 2;) {
    if (view.shape[d] == 1) {
      view.shape.erase(view.shape.begin() + static_cast<std::ptrdiff_t>(d));
    } else {
      ++d;
    }
  }
  return view;
}

/// (n, 1 + side * side) with a side of 8 or more: a label and pixels.
bool has_label_column(const std::vector<std::uint64_t>& shape) {
  return shape.size() == 2 && shape[1] > 64 && root_of_square(shape[1] - 1).has_value();
}

/// Of an array of labels and pixels the column of the labels, the first or the last: whole numbers below kMaxClasses;
/// where both are, the one whose values are spread more evenly (their entropy), as classes are and a corner's pixels
/// not; where neither changes, the one that is not 0.
struct FoundLabel {
  std::uint64_t column = 0;
  bool doubtful = false;
};
FoundLabel label_column(const TensorView& tensor, std::uint64_t step_row, std::uint64_t step_column) {
  const auto value_at = [&](std::uint64_t row, std::uint64_t column) {
    return tensor.at(static_cast<std::size_t>(row * step_row + column * step_column));
  };
  const auto spread = [&](std::uint64_t column) {
    std::array<double, kMaxClasses> counts{};
    for (std::uint64_t row = 0; row < tensor.shape[0]; ++row) {
      const double value = value_at(row, column);
      if (!is_label_number(value)) return -1.0;
      counts[static_cast<std::size_t>(value)] += 1;
    }
    return entropy(counts);
  };
  const std::uint64_t last = tensor.shape[1] - 1;
  const double of_first = spread(0), of_last = spread(last);
  const bool neither_changes = of_first == 0 && of_last == 0 && tensor.shape[0] > 0;
  if (neither_changes) {
    const bool first_is_empty = value_at(0, 0) == 0, last_is_empty = value_at(0, last) == 0;
    return {first_is_empty && !last_is_empty ? last : 0, !first_is_empty && !last_is_empty};
  }
  return {of_last > of_first ? last : 0, of_first > 0 && of_last > 0};
}

/// Which end of a shape is the number of images.
struct FoundAxis {
  bool last = false;
  bool doubtful = false;  ///< the other end could be it just as well
};

/// How many times longer the one side is than the other.
double stretch(std::uint64_t height, std::uint64_t width) {
  const std::uint64_t shorter = std::min(height, width);
  return shorter == 0 ? HUGE_VAL : static_cast<double>(std::max(height, width)) / static_cast<double>(shorter);
}

/// Images are square, or nearly so. Where both ways make such, it is as programs that store so usually have it: NumPy's
/// put the number first, MATLAB's last.
FoundAxis axis_of_three(const TensorView& tensor) {
  const auto& shape = tensor.shape;
  const double of_first = stretch(shape[1], shape[2]), of_last = stretch(shape[0], shape[1]);
  const bool usually_last = tensor.column_major;
  if (of_first == 1 && of_last == 1) return {usually_last, true};
  if (of_first == 1 || of_last == 1) return {of_last == 1, false};
  constexpr double kLikely = 2, kStripes = 4;
  const double usual = usually_last ? of_last : of_first, other = usually_last ? of_first : of_last;
  if (usual > kLikely && other <= kLikely) return {!usually_last, usual <= kStripes};
  return {usually_last, usual > kStripes || (other <= kLikely && other < usual)};
}

/// Of an array of two dimensions, whether each column is an image and not each row.
FoundAxis axis_of_two(const std::vector<std::uint64_t>& shape) {
  const bool columns_fit = shape[0] == kImagePixels, rows_fit = shape[1] == kImagePixels;
  // (784, 1024): images of 28 by 28 in columns, or of 32 by 32 in rows. Other squares are round numbers of images.
  const bool rows_may_fit = shape[1] == 16 * 16 || shape[1] == 32 * 32 || shape[1] == 64 * 64;
  return {columns_fit && !rows_fit, columns_fit && (rows_fit || rows_may_fit)};
}

/// The array as it is taken: without dimensions of one, and of two dimensions with an image's pixels in a row.
struct LaidOut {
  TensorView tensor;
  FoundAxis axis;
};
LaidOut lay_out_array(const TensorView& whole, ImageAxis said) {
  LaidOut laid{squeezed(whole), {}};
  const auto& shape = laid.tensor.shape;
  const bool one_image = shape.size() == 2 && shape[0] == kImageSide && shape[1] == kImageSide;
  if (shape.size() == 3) laid.axis = axis_of_three(laid.tensor);
  if (shape.size() == 2 && !one_image) laid.axis = axis_of_two(shape);
  if (said != ImageAxis::automatic && !one_image) laid.axis = {said == ImageAxis::last, false};
  if (shape.size() == 2 && laid.axis.last) laid.tensor = laid.tensor.transposed();
  return laid;
}

/// `said`: the label's column. `lay_out_array` decided the axis.
std::optional<Stack> stack_of(const LaidOut& laid, ImageAxis said_axis, LabelColumn said) {
  const TensorView& tensor = laid.tensor;
  const auto& shape = tensor.shape;
  std::vector<std::uint64_t> steps(shape.size());
  std::uint64_t step = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const std::size_t dimension = tensor.column_major ? i : shape.size() - 1 - i;
    steps[dimension] = step;
    step *= shape[dimension];
  }
  const auto is_channels = [](std::uint64_t n) { return n == 1 || n == 3 || n == 4; };
  if (shape.size() == 4) {
    const bool behind = is_channels(shape[3]), second = is_channels(shape[1]), third = is_channels(shape[2]);
    const bool square = behind ? shape[1] == shape[2] : second && shape[2] == shape[3];
    const bool last =
        said_axis == ImageAxis::automatic ? third && shape[0] == shape[1] && !square : said_axis == ImageAxis::last;
    if (last && third) return Stack{shape[3], shape[0], shape[1], shape[2], steps[3], steps[0], steps[1], steps[2]};
    if (!last && behind) return Stack{shape[0], shape[1], shape[2], shape[3], steps[0], steps[1], steps[2], steps[3]};
    if (!last && second) return Stack{shape[0], shape[2], shape[3], shape[1], steps[0], steps[2], steps[3], steps[1]};
    return std::nullopt;
  }
  if (shape.size() == 3 && laid.axis.last)
    return Stack{shape[2], shape[0], shape[1], 1, steps[2], steps[0], steps[1], 0};
  if (shape.size() == 3) return Stack{shape[0], shape[1], shape[2], 1, steps[0], steps[1], steps[2], 0};
  if (shape.size() == 2) {
    // One image of 28x28, or rows of pixels. 28 rows of 784 cannot be mistaken for the former.
    if (shape[0] == kImageSide && shape[1] == kImageSide) {
      return Stack{1, shape[0], shape[1], 1, 0, steps[0], steps[1], 0};
    }
    // Red, green and blue one after the other, as CIFAR's rows have them.
    if (shape[1] == kPlanesPixels) {
      constexpr std::uint64_t kSide = kPlaneSide;
      return Stack{shape[0], kSide, kSide, 3, steps[0], kSide * steps[1], steps[1], kSide * kSide * steps[1]};
    }
    if (has_label_column(shape)) {
      const std::uint64_t side = *root_of_square(shape[1] - 1);
      const FoundLabel found = said == LabelColumn::automatic
                                   ? label_column(tensor, steps[0], steps[1])
                                   : FoundLabel{said == LabelColumn::last ? shape[1] - 1 : 0};
      const std::uint64_t first = found.column == 0 ? steps[1] : 0;
      return Stack{shape[0], side, side, 1, steps[0], side * steps[1], steps[1], 0, first, found.doubtful};
    }
    const auto side = root_of_square(shape[1]);
    if (side && *side >= 4) return Stack{shape[0], *side, *side, 1, steps[0], *side * steps[1], steps[1], 0};
  }
  if (shape.size() == 1 && shape[0] == kImagePixels) return Stack{1, kImageSide, kImageSide, 1, 0, kImageSide, 1, 0};
  return std::nullopt;
}

}  // namespace

std::size_t element_bytes(Element element) {
  switch (element) {
    case Element::u8:
    case Element::i8: return 1;
    case Element::u16:
    case Element::i16:
    case Element::f16: return 2;
    case Element::u32:
    case Element::i32:
    case Element::f32: return 4;
    case Element::u64:
    case Element::i64:
    case Element::f64: return 8;
  }
  return 1;
}

std::uint64_t TensorView::count() const {
  std::uint64_t product = 1;
  for (std::uint64_t size : shape) product *= size;
  return product;
}

TensorView TensorView::transposed() const {
  TensorView view = *this;
  std::reverse(view.shape.begin(), view.shape.end());
  view.column_major = !column_major;
  return view;
}

double TensorView::at(std::size_t i) const {
  const std::uint8_t* p = bytes.data() + i * element_bytes(element);
  switch (element) {
    case Element::u8: return *p;
    case Element::i8: return static_cast<std::int8_t>(*p);
    case Element::u16: return load<std::uint16_t>(p, big_endian);
    case Element::i16: return load<std::int16_t>(p, big_endian);
    case Element::u32: return load<std::uint32_t>(p, big_endian);
    case Element::i32: return load<std::int32_t>(p, big_endian);
    case Element::u64: return static_cast<double>(load<std::uint64_t>(p, big_endian));
    case Element::i64: return static_cast<double>(load<std::int64_t>(p, big_endian));
    case Element::f16: return from_half(load<std::uint16_t>(p, big_endian));
    case Element::f32: return load<float>(p, big_endian);
    case Element::f64: return load<double>(p, big_endian);
  }
  return 0;
}

std::expected<std::uint64_t, Error> tensor_bytes(std::span<const std::uint64_t> shape, Element element,
                                                 std::string_view name) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max() / 4;
  std::uint64_t product = element_bytes(element);
  for (std::uint64_t size : shape) {
    if (size == 0) return std::uint64_t{0};
  }
  for (std::uint64_t size : shape) {
    if (size > kMost || product > kMost / size) {
      return fail("{0} says that it holds an array of {1}, more numbers than any file holds: its header is damaged.",
                  in_quotes(name), shape_text({shape.begin(), shape.end()}));
    }
    product *= size;
  }
  return product;
}

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

std::unexpected<Error> no_label(std::string_view name, std::uint64_t image, double label) {
  char text[40];
  std::snprintf(text, sizeof text, "%g", label);
  return fail("{0}: label {1} is {2}; labels are whole numbers from 0 to {3}.", in_quotes(name), image + 1,
              std::string_view(text), kMaxClasses - 1);
}

/// Labels with one row an image.
TensorView upright_labels(const TensorView& whole) {
  const TensorView tensor = squeezed(whole);
  if (tensor.shape.size() != 2 || is_one_hot(tensor)) return tensor;
  const bool row = tensor.shape[0] == 1 && !root_of_square(tensor.shape[1]);
  const TensorView turned = tensor.transposed();
  return row || is_one_hot(turned) ? turned : tensor;
}

}  // namespace

bool looks_like_labels(const TensorView& whole, ImageAxis axis) {
  const TensorView tensor = upright_labels(whole);
  const auto& shape = tensor.shape;
  const bool floats =
      tensor.element == Element::f16 || tensor.element == Element::f32 || tensor.element == Element::f64;
  if (shape.size() == 1) return !(floats && shape[0] == kImagePixels);
  if (shape.size() != 2) return false;
  if (shape[1] == 1 || is_one_hot(tensor)) return true;
  if (shape[0] == kImagePixels) return false;
  if (axis == ImageAxis::last && shape[0] >= 64 && root_of_square(shape[0])) return false;
  if (shape[1] >= 64 && stack_of(lay_out_array(tensor, axis), axis, LabelColumn::automatic)) return false;
  return shape[1] <= kMaxClasses && !(shape[0] == kImageSide && shape[1] == kImageSide);
}

bool has_shape_of_images(const TensorView& tensor, ImageAxis axis) {
  return stack_of(lay_out_array(tensor, axis), axis, LabelColumn::first).has_value();
}

std::expected<ImageSet, Error> images_from_tensor(const TensorView& whole, std::string_view name,
                                                  const DecodeOptions& options) {
  const Limits& limits = options.limits;
  const LaidOut laid = lay_out_array(whole, options.axis);
  const TensorView& tensor = laid.tensor;
  const auto stack = stack_of(laid, options.axis, options.label);
  if (!stack) {
    return fail("{0} holds an array of shape {1}; images are expected as (count, 28, 28) or (count, 784).",
                in_quotes(name), shape_text(whole.shape));
  }
  if (stack->count == 0 || stack->width == 0 || stack->height == 0 || stack->channels == 0) {
    return fail("{0} holds no images.", in_quotes(name));
  }
  if (stack->count > limits.images) {
    return fail("{0} holds {1} images; at most {2} can be loaded.", in_quotes(name), stack->count, limits.images);
  }
  if (stack->width > limits.picture_side || stack->height > limits.picture_side) {
    return fail("{0} holds images of {1} by {2} pixels; at most {3} a side can be read.", in_quotes(name), stack->width,
                stack->height, limits.picture_side);
  }
  const std::uint64_t total = stack->count * kImagePixels;
  if (total > limits.kept_bytes || !memory_for(total)) {
    return fail("There is not enough memory for the {0} images in {1}: {2} are needed.", stack->count, in_quotes(name),
                in_bytes(total));
  }

  // The range decides what a number means; it must be known before the first image is converted.
  const bool bytes = tensor.element == Element::u8;
  double lowest = HUGE_VAL, highest = -HUGE_VAL;
  const std::uint64_t values = tensor.count();
  const bool with_labels = has_label_column(tensor.shape);
  const std::uint64_t columns = with_labels ? tensor.shape[1] : 0;
  const std::uint64_t label_at = with_labels && stack->first == 0 ? columns - 1 : 0;
  if (bytes && !with_labels) {
    const auto [low, high] = std::minmax_element(tensor.bytes.begin(), tensor.bytes.end());
    lowest = *low;
    highest = *high;
  } else {
    for (std::uint64_t i = 0; i < values; ++i) {
      if (with_labels && (tensor.column_major ? i / stack->count : i % columns) == label_at) continue;
      const double value = tensor.at(static_cast<std::size_t>(i));
      if (!std::isfinite(value)) {
        return fail("{0} holds values that are not numbers (NaN or infinite), the first in image {1}.", in_quotes(name),
                    i / (values / stack->count) + 1);
      }
      lowest = std::min(lowest, value);
      highest = std::max(highest, value);
    }
  }
  const ValueRange range = value_range(lowest, highest);

  ImageSet set;
  set.name = stem(name);
  set.pixels.resize(static_cast<std::size_t>(total));
  if (!range.note.empty()) set.notes.push_back(range.note);
  const bool right_size = stack->width == kImageSide && stack->height == kImageSide;
  if (!right_size) {
    set.notes.push_back(
        say("The images are {0} by {1} pixels and were fitted to 28 by 28.", stack->width, stack->height));
  }
  if (stack->channels > 1) set.notes.push_back(kMadeGrey);
  const Guess axis{Question::axis, laid.axis.last ? 1u : 0u};
  if (options.axis != ImageAxis::automatic && whole.shape.size() > 1) set.was_said(axis);
  if (laid.axis.doubtful && stack->count > 1) {
    set.guessed(axis);
    set.notes.push_back(laid.axis.last ? Sentence("The last dimension was taken as the number of images.")
                                       : Sentence("The first dimension was taken as the number of images."));
  }
  if (with_labels) {
    for (std::uint64_t n = 0; n < stack->count; ++n) {
      const std::uint64_t at = tensor.column_major ? label_at * stack->count + n : n * columns + label_at;
      const double label = tensor.at(static_cast<std::size_t>(at));
      if (!is_label_number(label)) return no_label(name, n, label);
      set.labels.push_back(static_cast<std::uint8_t>(label));
    }
    set.notes.push_back(label_at == 0 ? Sentence("The first column was taken as the label.")
                                      : Sentence("The last column was taken as the label."));
    if (stack->label_doubtful) set.guessed({Question::label, label_at != 0 ? 1u : 0u});
  }

  const bool as_stored = stack->channels == 1 && stack->first == 0 && stack->step_image == kImagePixels &&
                         stack->step_row == kImageSide && stack->step_column == 1;
  if (bytes && right_size && as_stored && range.scale == 1 && range.offset == 0) {
    std::memcpy(set.pixels.data(), tensor.bytes.data(), set.pixels.size());
    return set;
  }
  Picture picture{static_cast<int>(stack->width), static_cast<int>(stack->height), {}};
  picture.pixels.resize(static_cast<std::size_t>(stack->width * stack->height));
  for (std::uint64_t n = 0; n < stack->count; ++n) {
    for (std::uint64_t y = 0; y < stack->height; ++y) {
      for (std::uint64_t x = 0; x < stack->width; ++x) {
        const std::uint64_t at = stack->first + n * stack->step_image + y * stack->step_row + x * stack->step_column;
        const auto value = [&](std::uint64_t channel) {
          return tensor.at(static_cast<std::size_t>(at + channel * stack->step_channel));
        };
        const double grey = stack->channels >= 3 ? grey_of_colour(value(0), value(1), value(2)) : value(0);
        picture.pixels[static_cast<std::size_t>(y * stack->width + x)] = range.to_byte(grey);
      }
    }
    fit_to_image(picture, {set.pixels.data() + n * kImagePixels, kImagePixels});
  }
  return set;
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

#include "data/array_images.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "data/array_labels.h"
#include "data/budget.h"
#include "data/classes.h"
#include "data/image_layout.h"
#include "data/picture.h"
#include "data/text.h"

namespace hourglass {
namespace {

std::expected<void, Error> check_sizes(const ImageStack& stack, std::string_view name, const Limits& limits) {
  if (stack.count == 0 || stack.width == 0 || stack.height == 0 || stack.channels == 0)
    return fail("{0} holds no images.", in_quotes(name));
  if (stack.count > limits.images)
    return fail("{0} holds {1} images; at most {2} can be loaded.", in_quotes(name), stack.count, limits.images);
  if (stack.width > limits.picture_side || stack.height > limits.picture_side) {
    return fail("{0} holds images of {1} by {2} pixels; at most {3} a side can be read.", in_quotes(name), stack.width,
                stack.height, limits.picture_side);
  }
  const std::uint64_t total = stack.count * kImagePixels;
  if (total > limits.kept_bytes || !memory_for(total)) {
    return fail("There is not enough memory for the {0} images in {1}: {2} are needed.", stack.count, in_quotes(name),
                in_bytes(total));
  }
  return {};
}

/// Which column of the rows is the label; none where the rows are pixels alone.
std::optional<std::uint64_t> column_of_labels(const ImageLayout& layout) {
  if (!has_label_column(layout.tensor)) return std::nullopt;
  return layout.stack.first == 0 ? layout.tensor.shape[1] - 1 : 0;
}

/// The range decides what a number means; it must be known before the first image is converted.
std::expected<ValueRange, Error> range_of_pixels(const ImageLayout& layout, std::string_view name) {
  const TensorView& tensor = layout.tensor;
  const auto label = column_of_labels(layout);
  if (tensor.element == Element::u8 && !label) {
    const auto [low, high] = std::minmax_element(tensor.bytes.begin(), tensor.bytes.end());
    return value_range(*low, *high);
  }
  const std::uint64_t images = layout.stack.count, values = tensor.count();
  double lowest = HUGE_VAL, highest = -HUGE_VAL;
  for (std::uint64_t i = 0; i < values; ++i) {
    if (label && (tensor.column_major ? i / images : i % tensor.shape[1]) == *label) continue;
    const double value = tensor.at(static_cast<std::size_t>(i));
    if (!std::isfinite(value)) {
      return fail("{0} holds values that are not numbers (NaN or infinite), the first in image {1}.", in_quotes(name),
                  i / (values / images) + 1);
    }
    lowest = std::min(lowest, value);
    highest = std::max(highest, value);
  }
  return value_range(lowest, highest);
}

/// What is told of the pixels and of the axis.
void tell_how_read(const ImageLayout& layout, const ValueRange& range, ImageAxis said, ImageSet& set) {
  const ImageStack& stack = layout.stack;
  if (!range.note.empty()) set.notes.push_back(range.note);
  if (stack.width != kImageSide || stack.height != kImageSide) {
    set.notes.push_back(
        say("The images are {0} by {1} pixels and were fitted to 28 by 28.", stack.width, stack.height));
  }
  if (stack.channels > 1) set.notes.push_back(kMadeGrey);
  const Guess axis{Question::axis, layout.number_last ? 1u : 0u};
  if (said != ImageAxis::automatic) set.was_said(axis);
  if (!layout.axis_doubtful || stack.count <= 1) return;
  set.guessed(axis);
  set.notes.push_back(layout.number_last ? Sentence("The last dimension was taken as the number of images.")
                                         : Sentence("The first dimension was taken as the number of images."));
}

std::expected<void, Error> take_labels(const ImageLayout& layout, std::string_view name, ImageSet& set) {
  const auto column = column_of_labels(layout);
  if (!column) return {};
  const TensorView& tensor = layout.tensor;
  const std::uint64_t images = layout.stack.count;
  for (std::uint64_t n = 0; n < images; ++n) {
    const std::uint64_t at = tensor.column_major ? *column * images + n : n * tensor.shape[1] + *column;
    const double label = tensor.at(static_cast<std::size_t>(at));
    if (!is_label_number(label)) return no_label(name, n, label);
    set.labels.push_back(static_cast<std::uint8_t>(label));
  }
  set.notes.push_back(*column == 0 ? Sentence("The first column was taken as the label.")
                                   : Sentence("The last column was taken as the label."));
  if (layout.stack.label_doubtful) set.guessed({Question::label, *column != 0 ? 1u : 0u});
  return {};
}

/// The array's bytes are the images as they are kept.
bool is_as_kept(const ImageLayout& layout, const ValueRange& range) {
  const ImageStack& stack = layout.stack;
  return layout.tensor.element == Element::u8 && stack.width == kImageSide && stack.height == kImageSide &&
         stack.channels == 1 && stack.first == 0 && stack.step_image == kImagePixels && stack.step_row == kImageSide &&
         stack.step_column == 1 && range.scale == 1 && range.offset == 0;
}

/// The bytes of the array, which are the images as they are kept: those themselves where nobody else needs them and
/// they lie in little more room than they take.
std::vector<std::uint8_t> kept_bytes(const TensorView& tensor, std::size_t size) {
  const auto images = tensor.bytes.first(size);
  if (!tensor.holder || tensor.holder->capacity() / 5 * 4 > size) return {images.begin(), images.end()};
  std::vector<std::uint8_t> all = std::exchange(*tensor.holder, {});
  const std::ptrdiff_t before = images.data() - all.data();
  all.resize(static_cast<std::size_t>(before) + size);
  all.erase(all.begin(), all.begin() + before);
  return all;
}

void convert_pixels(const ImageLayout& layout, const ValueRange& range, std::span<std::uint8_t> images) {
  const TensorView& tensor = layout.tensor;
  const ImageStack& stack = layout.stack;
  Picture picture{static_cast<int>(stack.width), static_cast<int>(stack.height), {}};
  picture.pixels.resize(static_cast<std::size_t>(stack.width * stack.height));
  for (std::uint64_t n = 0; n < stack.count; ++n) {
    for (std::uint64_t y = 0; y < stack.height; ++y) {
      for (std::uint64_t x = 0; x < stack.width; ++x) {
        const std::uint64_t at = stack.first + n * stack.step_image + y * stack.step_row + x * stack.step_column;
        const auto value = [&](std::uint64_t channel) {
          return tensor.at(static_cast<std::size_t>(at + channel * stack.step_channel));
        };
        const double grey = stack.channels >= 3 ? grey_of_colour(value(0), value(1), value(2)) : value(0);
        picture.pixels[static_cast<std::size_t>(y * stack.width + x)] = range.to_byte(grey);
      }
    }
    fit_to_image(picture, images.subspan(static_cast<std::size_t>(n) * kImagePixels, kImagePixels));
  }
}

}  // namespace

bool has_shape_of_images(const TensorView& tensor, ImageAxis axis) {
  return image_layout(tensor, axis, LabelColumn::first).has_value();
}

std::expected<ImageSet, Error> images_from_tensor(const TensorView& tensor, std::string_view name,
                                                  const DecodeOptions& options) {
  const auto layout = image_layout(tensor, options.axis, options.label);
  if (!layout) {
    return fail("{0} holds an array of shape {1}; images are expected as (count, 28, 28) or (count, 784).",
                in_quotes(name), shape_text(tensor.shape));
  }
  if (auto fits = check_sizes(layout->stack, name, options.limits); !fits) return std::unexpected(fits.error());
  const auto range = range_of_pixels(*layout, name);
  if (!range) return std::unexpected(range.error());

  ImageSet set;
  set.name = stem(name);
  tell_how_read(*layout, *range, tensor.shape.size() > 1 ? options.axis : ImageAxis::automatic, set);
  if (auto labels = take_labels(*layout, name, set); !labels) return std::unexpected(labels.error());
  const std::size_t size = static_cast<std::size_t>(layout->stack.count) * kImagePixels;
  if (is_as_kept(*layout, *range)) {
    set.pixels = kept_bytes(layout->tensor, size);
  } else {
    set.pixels.resize(size);
    convert_pixels(*layout, *range, set.pixels);
  }
  return set;
}

}  // namespace hourglass

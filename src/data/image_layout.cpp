#include "data/image_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "data/classes.h"

namespace hourglass {
namespace {

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

std::optional<ImageStack> stack_of(const TensorView& tensor, bool number_last, ImageAxis said_axis, LabelColumn said) {
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
    if (last && third)
      return ImageStack{shape[3], shape[0], shape[1], shape[2], steps[3], steps[0], steps[1], steps[2]};
    if (!last && behind)
      return ImageStack{shape[0], shape[1], shape[2], shape[3], steps[0], steps[1], steps[2], steps[3]};
    if (!last && second)
      return ImageStack{shape[0], shape[2], shape[3], shape[1], steps[0], steps[2], steps[3], steps[1]};
    return std::nullopt;
  }
  if (shape.size() == 3 && number_last)
    return ImageStack{shape[2], shape[0], shape[1], 1, steps[2], steps[0], steps[1], 0};
  if (shape.size() == 3) return ImageStack{shape[0], shape[1], shape[2], 1, steps[0], steps[1], steps[2], 0};
  if (shape.size() == 2) {
    // One image of 28x28, or rows of pixels. 28 rows of 784 cannot be mistaken for the former.
    if (shape[0] == kImageSide && shape[1] == kImageSide) {
      return ImageStack{1, shape[0], shape[1], 1, 0, steps[0], steps[1], 0};
    }
    // Red, green and blue one after the other, as CIFAR's rows have them.
    if (shape[1] == kPlanesPixels) {
      constexpr std::uint64_t kSide = kPlaneSide;
      return ImageStack{shape[0], kSide, kSide, 3, steps[0], kSide * steps[1], steps[1], kSide * kSide * steps[1]};
    }
    if (has_label_column(tensor)) {
      const std::uint64_t side = *side_of_square(shape[1] - 1);
      const FoundLabel found = said == LabelColumn::automatic
                                   ? label_column(tensor, steps[0], steps[1])
                                   : FoundLabel{said == LabelColumn::last ? shape[1] - 1 : 0};
      const std::uint64_t first = found.column == 0 ? steps[1] : 0;
      return ImageStack{shape[0], side, side, 1, steps[0], side * steps[1], steps[1], 0, first, found.doubtful};
    }
    const auto side = side_of_square(shape[1]);
    if (side) return ImageStack{shape[0], *side, *side, 1, steps[0], *side * steps[1], steps[1], 0};
  }
  if (shape.size() == 1 && shape[0] == kImagePixels)
    return ImageStack{1, kImageSide, kImageSide, 1, 0, kImageSide, 1, 0};
  return std::nullopt;
}

}  // namespace

bool has_label_column(const TensorView& tensor) {
  return tensor.shape.size() == 2 && tensor.shape[1] > 64 && side_of_square(tensor.shape[1] - 1).has_value();
}

std::optional<ImageLayout> image_layout(const TensorView& array, ImageAxis said, LabelColumn label) {
  TensorView tensor = array.squeezed();
  const auto& shape = tensor.shape;
  const bool one_image = shape.size() == 2 && shape[0] == kImageSide && shape[1] == kImageSide;
  FoundAxis axis;
  if (shape.size() == 3) axis = axis_of_three(tensor);
  if (shape.size() == 2 && !one_image) axis = axis_of_two(shape);
  if (said != ImageAxis::automatic && !one_image) axis = {said == ImageAxis::last, false};
  if (shape.size() == 2 && axis.last) tensor = tensor.transposed();
  const auto stack = stack_of(tensor, axis.last, said, label);
  if (!stack) return std::nullopt;
  return ImageLayout{std::move(tensor), *stack, axis.last, axis.doubtful};
}

}  // namespace hourglass

#include "data/pixel_rows.h"

#include <algorithm>
#include <cstring>

#include "data/classes.h"
#include "data/picture.h"
#include "data/text.h"

namespace hourglass {
namespace {

/// Each row of `width` values moves on by one, its last falls out.
template <typename T>
void shift_rows(std::vector<T>& values, std::size_t width, std::span<const float> firsts) {
  for (std::size_t row = 0; row < firsts.size(); ++row) {
    T* const at = values.data() + row * width;
    std::memmove(at + 1, at, (width - 1) * sizeof(T));
    *at = static_cast<T>(firsts[row]);
  }
}

}  // namespace

void PixelRows::set_planes() {
  side_ = kPlaneSide;
  channels_ = 3;
}

std::expected<void, Error> PixelRows::begin_row() {
  if (rows_ >= budget_->limits().images) {
    return budget_->exhaust(say("{0} holds more than {1} images.", in_quotes(name_), budget_->limits().images));
  }
  ++rows_;
  return wide_ ? floats_.room(pixels()) : bytes_.room(pixels());
}

/// From here on all values are kept as floats; what they mean is decided when all have been seen.
std::expected<void, Error> PixelRows::widen() {
  wide_ = true;
  if (auto room = floats_.room(bytes_.values.size() + pixels()); !room) return room;
  floats_.values.assign(bytes_.values.begin(), bytes_.values.end());
  bytes_.take();
  return {};
}

std::expected<void, Error> PixelRows::shift(std::span<const float> firsts) {
  const bool bytes = std::all_of(firsts.begin(), firsts.end(),
                                 [](float value) { return value >= 0 && value <= 255 && value == std::floor(value); });
  if (!bytes && !wide_) {
    if (auto widened = widen(); !widened) return widened;
  }
  if (wide_) {
    shift_rows(floats_.values, pixels(), firsts);
  } else {
    shift_rows(bytes_.values, pixels(), firsts);
  }
  return {};
}

std::expected<void, Error> PixelRows::finish(ImageSet& set) {
  double lowest = 0, highest = 0;
  if (wide_) {
    const auto [low, high] = std::minmax_element(floats_.values.begin(), floats_.values.end());
    lowest = *low;
    highest = *high;
  } else {
    highest = *std::max_element(bytes_.values.begin(), bytes_.values.end());
  }
  const ValueRange range = value_range(lowest, highest);
  if (!range.note.empty()) set.notes.push_back(range.note);
  if (!wide_ && side_ == kImageSide && range.note.empty()) {
    set.pixels = bytes_.take();
    return {};
  }
  if (side_ != kImageSide) {
    set.notes.push_back(say("The images are {0} by {1} pixels and were fitted to 28 by 28.", side_, side_));
  }
  const std::uint64_t total = std::uint64_t{rows_} * kImagePixels;
  if (auto kept = budget_->keep(total); !kept) return std::unexpected(kept.error());
  set.pixels.resize(static_cast<std::size_t>(total));
  if (channels_ > 1) set.notes.push_back(kMadeGrey);
  const std::size_t plane = side_ * side_;
  Picture picture{static_cast<int>(side_), static_cast<int>(side_), std::vector<std::uint8_t>(plane)};
  for (std::size_t n = 0; n < rows_; ++n) {
    const auto value = [&](std::size_t i) -> double {
      const std::size_t at = n * pixels() + i;
      return wide_ ? floats_.values[at] : bytes_.values[at];
    };
    for (std::size_t i = 0; i < plane; ++i) {
      const double grey = channels_ > 1 ? grey_of_colour(value(i), value(plane + i), value(2 * plane + i)) : value(i);
      picture.pixels[i] = range.to_byte(grey);
    }
    fit_to_image(picture, {set.pixels.data() + n * kImagePixels, kImagePixels});
  }
  budget_->release(total);
  bytes_.take();
  floats_.take();
  return {};
}

}  // namespace hourglass

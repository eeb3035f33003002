// The pixels of a table's images as they come, a row an image: bytes until a value is not a whole number of 0..255,
// floats from there on. Apart from the readers of tables, so that storing, ranges and fitting stand once.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/budget.h"
#include "data/image_set.h"
#include "math/error.h"

namespace hourglass {

class PixelRows {
 public:
  PixelRows(std::string name, Budget& budget)
      : name_(std::move(name)), budget_(&budget), bytes_(budget), floats_(budget) {}

  /// Before the first row: images of side x side pixels.
  void set_side(std::size_t side) { side_ = side; }
  /// Before the first row: images of 32 x 32 pixels as CIFAR's rows have them, in three planes (kPlanesPixels).
  void set_planes();
  std::size_t side() const { return side_; }
  /// Values of a row.
  std::size_t pixels() const { return side_ * side_ * channels_; }
  std::size_t size() const { return rows_; }

  /// Makes room for one image more, whose pixels are then added one by one.
  std::expected<void, Error> begin_row();
  /// Whether a number can be a pixel: it is finite, as a float too.
  static bool can_hold(double value) { return std::abs(value) <= std::numeric_limits<float>::max(); }
  /// A value that can be held.
  std::expected<void, Error> add(double value) {
    if (!wide_ && (value < 0 || value > 255 || value != std::floor(value))) {
      if (auto widened = widen(); !widened) return widened;
    }
    if (wide_) {
      floats_.values.push_back(static_cast<float>(value));
    } else {
      bytes_.values.push_back(static_cast<std::uint8_t>(value));
    }
    return {};
  }

  /// Each row loses its last value and gets the one of `firsts` before its first. Rows must be whole.
  std::expected<void, Error> shift(std::span<const float> firsts);

  /// At least one row: the images, with notes about their range and size.
  std::expected<void, Error> finish(ImageSet& set);

 private:
  std::expected<void, Error> widen();

  std::string name_;
  Budget* budget_;
  std::size_t side_ = 0, channels_ = 1;
  std::size_t rows_ = 0;
  bool wide_ = false;
  CountedVector<std::uint8_t> bytes_;
  CountedVector<float> floats_;
};

}  // namespace hourglass

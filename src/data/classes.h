// Conventions that no file format states: what range pixels have, how classes are called. Guesses
// from names and values stand here alone, and each that changes something says so in a note.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/image_set.h"
#include "data/options.h"

namespace hourglass {

inline constexpr int kMaxClasses = 64;
/// A whole number from 0 to kMaxClasses - 1.
bool is_label_number(double value);
/// How evenly so many of each are spread: the entropy in bits (Shannon 1948). Of classes much, of a corner's pixels
/// little, which tells a column of labels from one of pixels.
double entropy(std::span<const double> counts);

/// byte = (value + offset) * scale.
struct ValueRange {
  double scale = 1;
  double offset = 0;
  Sentence note = {};  ///< empty when values are 0..255 already
  std::uint8_t to_byte(double value) const;
};
/// From the smallest and largest value of a whole set: 0..1, -0.5..0.5, -1..1, 0..16 (8x8 digits), 0..255, 0..65535,
/// and otherwise stretched.
ValueRange value_range(double lowest, double highest);

/// EMNIST's files hold transposed images.
bool stored_transposed(std::string_view name, Orientation orientation);
void transpose_images(ImageSet& set);

/// Names the labels of a set that came without names: Fashion-MNIST, KMNIST, EMNIST by file name, notMNIST by file name
/// or by its mean images; else by number. Labels that begin with 1 are moved to begin with 0, under names that begin
/// with "1"; of SVHN, by file name, 10 is the digit 0.
void name_classes(ImageSet& set, std::string_view file_name);

}  // namespace hourglass

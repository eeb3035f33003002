// Conventions that no file format states: what range pixels have, how classes are called. Guesses
// from names and values stand here alone, and each that changes something says so in a note.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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

/// The side of a square picture of so many pixels, at least 4; nothing where they are no square.
std::optional<std::uint64_t> side_of_square(std::uint64_t pixels);
/// Pictures of 32 by 32 pixels as CIFAR's rows have them: all red values, then all green, then all blue.
inline constexpr std::size_t kPlaneSide = 32, kPlanesPixels = 3 * kPlaneSide * kPlaneSide;
/// The grey of a colour, in its own unit (ITU-R BT.601).
constexpr double grey_of_colour(double red, double green, double blue) {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/// The note where that was done.
inline constexpr Key kMadeGrey = "The images have colours and were made grey.";

/// byte = (value + offset) * scale.
struct ValueRange {
  double scale = 1;
  double offset = 0;
  Sentence note = {};  ///< empty when values are 0..255 already
  std::uint8_t to_byte(double value) const;
};
/// From the smallest and largest value of a whole set: 0..1, -0.5..0.5, -1..1, 0..16 (8x8 digits), 0..255, 0..1023,
/// 0..4095, 0..65535, and otherwise stretched.
/// Both finite.
ValueRange value_range(double lowest, double highest);

/// Whether rows and columns are exchanged in a file of this name: EMNIST's files hold their images so, unless a person
/// says otherwise.
bool stored_transposed(std::string_view name, Orientation orientation);
/// Exchanges rows and columns of each image, in place.
void transpose_images(ImageSet& set);

/// Names the labels of a set that came without names: Fashion-MNIST, KMNIST, EMNIST by file name, notMNIST by file name
/// or by its mean images; else by number. Labels that begin with 1 are moved to begin with 0, under names that begin
/// with "1". Where they are exactly 1 to 10 they are digits: 10 is 0, as in SVHN, but where the second class has by far
/// the least ink, as ones have, each is one more than its digit, as MATLAB's programs count.
void name_classes(ImageSet& set, std::string_view file_name);

}  // namespace hourglass

// A look at the data: how many of each class, what the average image is, and what a careful person would want to be
// told before training on it. Slow enough (a hash of every image) to be asked for, not kept up to date.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "data/image_set.h"

namespace hourglass {

struct DataStatistics {
  std::size_t images = 0;
  std::vector<std::size_t> counts;  ///< by class, as long as class_names; empty without labels
  std::vector<std::uint8_t> means;  ///< (1 + classes, 784): of all, then of each class; black where a class is empty
  std::size_t duplicates = 0;       ///< images equal to an earlier one
  std::size_t contradictions = 0;   ///< those of them that carry another label than the earlier one
  std::size_t blank = 0;            ///< all pixels equal
  std::vector<Sentence> warnings;   ///< sentences, the gravest first
};

/// Whether the images are ink on paper, as far as their mean tells; and what is then said when they are loaded.
bool seems_dark_on_light(const ImageSet& set);
inline constexpr Key kDarkOnLight =
    "The images seem to be dark on light; MNIST and its like are light on dark. Load them inverted.";

/// Of the images at `indices`. What the set's notes say already is no warning.
DataStatistics look_at(const ImageSet& set, std::span<const std::uint32_t> indices);

/// How many images of `held_out` are also in `train`, pixel by pixel: such an image tells nothing about generalisation.
std::size_t shared_images(const ImageSet& set, std::span<const std::uint32_t> train,
                          std::span<const std::uint32_t> held_out);

/// `each` images of every class, drawn with the seed: (classes * each, 784), classes one after the other, black where a
/// class has too few. A set without labels counts as one class.
std::vector<std::uint8_t> sample_sheet(const ImageSet& set, std::span<const std::uint32_t> indices, int each,
                                       std::uint64_t seed);

}  // namespace hourglass

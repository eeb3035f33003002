// Dataset: the set at hand and the part of it that the present experiment uses. The set itself is shared and never
// changed, so a new subset is a new list of places, not a new copy of the images.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "data/image_set.h"
#include "data/split.h"
#include "engine/protocol.h"
#include "math/error.h"

namespace hourglass {

struct Dataset {
  std::string name;  ///< as in Experiment::data.dataset
  std::shared_ptr<const ImageSet> images;
  Split split;

  /// How many images a part has, and which one of the set stands at a place of it.
  std::size_t size(command::Subset subset) const {
    return (subset == command::Subset::held_out ? 0 : split.train.size()) +
           (subset == command::Subset::training ? 0 : split.held_out.size());
  }
  std::uint32_t at(command::Subset subset, std::size_t place) const {
    const std::size_t trained = subset == command::Subset::held_out ? 0 : split.train.size();
    return place < trained ? split.train[place] : split.held_out[place - trained];
  }
};

/// How the data settings and the seed of an experiment are asked of data/split.h.
SubsetOptions subset_options(const Experiment& experiment);

/// The images at every `every`-th place of a part (1: all).
std::vector<std::uint32_t> thinned(const Dataset& dataset, command::Subset subset, int every);

/// The pixels (n, 784) and labels (n, or none) of the images at `indices` of the set.
Bytes gather_pixels(const ImageSet& set, std::span<const std::uint32_t> indices);
Bytes gather_labels(const ImageSet& set, std::span<const std::uint32_t> indices);

event::DatasetReady describe(const Dataset& dataset);

/// Counts, mean images, samples of each class drawn with the seed, and warnings, of all images in use.
event::DataSheet data_sheet(const Dataset& dataset, std::uint32_t seed);

}  // namespace hourglass

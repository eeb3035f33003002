// Which images are trained on and which are held out. Apart from ImageSet because the choice belongs to the experiment,
// not to the data: the same set is divided anew whenever the person changes count, classes or seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <vector>

#include "data/image_set.h"
#include "math/error.h"

namespace hourglass {

/// Indices into an ImageSet; the three never share one.
struct Split {
  std::vector<std::uint32_t> train;
  std::vector<std::uint32_t> validation;
  std::vector<std::uint32_t> held_out;
};

struct SubsetOptions {
  std::size_t images = 0;         ///< at most so many training images; 0: all. Held-out images are not reduced
  bool balanced = false;          ///< with `images`: as many of each class as there are
  std::uint64_t classes = ~0ull;  ///< bit c: class c takes part; classes from 64 on always do
  float held_out_share = 0.0f;    ///< of a set without a published split; 0: one sixth (10,000 of 60,000)
  std::uint64_t seed = 1;
};

/// A published split stays as it is, in the file's order; a set without one gives up `held_out_share` of every class,
/// drawn with the seed, and its training images come shuffled (files often stand class by class). Fewer training images
/// than there are: a random choice with the seed, shuffled. An error when nothing is left to train on or to hold out.
std::expected<Split, Error> make_split(const ImageSet& set, const SubsetOptions& options);

/// The chosen images as a set of their own, notes and names kept, `published` cleared.
ImageSet select(const ImageSet& set, const std::vector<std::uint32_t>& indices);

}  // namespace hourglass

// Signs of a run gone wrong: overfitting, collapse, dead units. Told only when they are certain, and gone when they are
// over. What they are found of is a run's history, its weights and some held-out images; where they show is the panels'
// matter. Divergence, which ends a run, is the trainer's to say (event::Diverged).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/network.h"
#include "text/sentence.h"
#include "training/history.h"

namespace hourglass {

struct Overfitting {
  double since = 0;          ///< epoch of the lowest held-out error
  double best = 0, now = 0;  ///< held-out squared error per image: then, and at the last point
};
/// The held-out error has been above its lowest for five whole epochs and more, by over 1% in each of the last five and
/// not falling back, while the training error fell by over 1%.
std::optional<Overfitting> overfitting(const History& history);

/// How much the reconstructions differ among each other: the variance over images of `rebuilt`, summed over pixels, as
/// a share of that of `images`; both (n, 784) in [0,1] and 0..255. 1 where they differ as the images do, 0 where all
/// are alike; none of fewer than 8 images, or of images that are alike themselves.
std::optional<double> variety(std::span<const float> rebuilt, std::span<const std::uint8_t> images);
/// All reconstructions are alike (`variety` below 1%) after three epochs and more, and the training error has not moved
/// by more than 2% in the last three: the network does not just begin.
bool collapsed(double variety, const History& history);

struct DeadUnits {
  int layer = 0;            ///< 1 is the first hidden one
  int dead = 0, units = 0;  ///< of that layer
};
/// The hidden layer with the largest share of units that are 0 for each of `images` (n, 784); none where that is below
/// a quarter, of fewer than 100 images, of a network without ReLU layers, or where the search would take more than
/// about 300 million multiplications.
std::optional<DeadUnits> dead_units(const Network& network, std::span<const std::uint8_t> images);

/// One or two sentences for the person, with what to try.
Sentence said_of(const Overfitting& sign);
Sentence said_of_collapse();
Sentence said_of(const DeadUnits& sign);

}  // namespace hourglass

// Corruption: the noise that a denoising autoencoder must undo (Vincent et al. 2010).
#pragma once

#include <cstdint>
#include <span>

#include "math/random.h"
#include "model/network_spec.h"
#include "training/experiment.h"

namespace hourglass {

/// Corrupts pixels of the given range in place. masking: each pixel is set to 0 of the network's own scale with
/// probability `amount`; masking_scaled: and those that stay are divided by 1 - amount (inverted dropout, as the first
/// post intended). gaussian: adds noise of sigma `amount` in [0,1] pixels, not clamped. salt_pepper: with probability
/// `amount` a pixel becomes black or white, evenly.
void corrupt(const Corruption& corruption, PixelRange range, Random& random, std::span<float> pixels);

}  // namespace hourglass

// From painted strokes to the 28x28 image that a network trained on MNIST expects. MNIST's own way (LeCun, Cortes,
// Burges): the digit's box is scaled into 20x20 with its aspect kept and anti-aliased, then moved by whole pixels until
// its centre of mass is the centre of the 28x28 field.
#pragma once

#include <array>
#include <cstdint>

#include "data/image_set.h"
#include "data/picture.h"

namespace hourglass {

struct FramingOptions {
  bool as_mnist = true;  ///< false: the whole pad, shrunk to 28x28 by area
  int box = 20;
};

using Image = std::array<std::uint8_t, kImagePixels>;

/// Painted ink, 0 (none) to 1 (full), any size. An empty pad gives a black image. An MNIST digit handed in at 28x28
/// comes back unchanged.
Image frame_ink(InkView pad, const FramingOptions& options = {});

/// The same for a small picture of an even ground: dark on light is inverted, and paper's grain is taken away first.
/// Photographs: data/photograph.h.
Image frame_picture(const Picture& picture, const FramingOptions& options = {});

}  // namespace hourglass

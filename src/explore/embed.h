// The codes of many images, and reconstructions of many: a network run over a set in batches.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "data/image_set.h"
#include "model/network.h"

namespace hourglass {

/// Codes (indices.size(), k) of the images at `indices`, row by row. Batches of 256 keep what lies between small.
std::vector<float> embed(const Network& network, const ImageSet& set, std::span<const std::uint32_t> indices,
                         ThreadPool* pool = nullptr);

/// Codes (n, k) as pictures (n, 784) of bytes: brought to [0,1], clamped, rounded.
std::vector<std::uint8_t> decode_to_bytes(const Network& network, std::span<const float> codes,
                                          ThreadPool* pool = nullptr);

}  // namespace hourglass

// Which of a seed's independent random streams serves what. Step and epoch stand in the stream's number, so a run can
// be taken up anywhere without carrying generators along.
#pragma once

#include <cstdint>

#include "math/random.h"

namespace hourglass {

enum class RandomStream : std::uint64_t { weights = 1, order = 2, corruption = 3, codes = 4 };

inline Random make_random(std::uint32_t seed, RandomStream stream, std::int64_t index = 0) {
  return Random(seed, (static_cast<std::uint64_t>(stream) << 56) + static_cast<std::uint64_t>(index));
}

/// What corrupts an image of a step's batch. Each image has a stream of its own, so that it does not matter which
/// thread draws from it, nor in which order.
inline Random make_noise(std::uint32_t seed, std::int64_t step, std::int64_t image) {
  return Random(make_random(seed, RandomStream::corruption, step).next(), static_cast<std::uint64_t>(image));
}

}  // namespace hourglass

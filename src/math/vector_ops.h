// Sums over whole buffers that need more than a compiler makes of a plain loop. Apart from vector_math, whose functions
// are for the inside of such loops.
#pragma once

#include <span>

namespace hourglass {

/// Sum of -t log y - (1-t) log(1-y) over spans of equal length, with y kept within [1e-7, 1 - 1e-7], where a float
/// still tells the logarithm's argument. Relative error below 1e-5.
double cross_entropy(std::span<const float> y, std::span<const float> t);

}  // namespace hourglass

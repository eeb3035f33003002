// What is measured. Each function adds its cases; what they work on lives as long as the functions they hold.
#pragma once

#include <vector>

#include "harness.h"
#include "math/matrix.h"
#include "math/random.h"

namespace hourglass::bench {

/// Strokes on nothing, in 0..1: like a digit about a fifth of 28 x 28 pixels, lying together, in each of `count` rows.
Matrix painted_images(Index count, Random& random);

/// Matrix products of the networks' layers, dense and sparse, and element-wise kernels. `pool` may be null.
void add_kernel_cases(std::vector<Case>& cases, ThreadPool* pool);

/// Whole training steps of presets, and encoding and decoding.
void add_step_cases(std::vector<Case>& cases, ThreadPool* pool);

}  // namespace hourglass::bench

// The ground under ink: what the paper of a photograph would show if nothing were drawn on it, with its light and its
// shadows.
#pragma once

#include <span>
#include <vector>

namespace hourglass {

/// `grey` (height, width) row by row. All that is darker than its surroundings and narrower than `window` pixels is
/// filled with what surrounds it; slopes of light and broad dark parts (a shadow, a table) stay as they are. This is
/// the closing of grey morphology by a square of `window` x `window` (Serra 1982); taking the picture from it is the
/// top-hat transform of Meyer 1979. What lies outside the picture counts as dark, so that what is dark along its
/// border, a table or a frame, is ground however narrow it is. The time hardly depends on `window` (van Herk 1992; Gil
/// and Werman 1993).
std::vector<float> ground_of(std::span<const float> grey, int width, int height, int window);

/// The mean of each pixel and its neighbours within `radius`, by running sums; at the border of those that there are.
std::vector<float> box_mean(std::span<const float> grey, int width, int height, int radius);

}  // namespace hourglass

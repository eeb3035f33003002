// The way from A to B in code space as the map shows it: the rhythm of the looping morph, and where a class has its
// middle. Without a screen; codes along the line are explore/interpolate's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hourglass {

/// The point t of the way (0: a, 1: b). a and b must have one length.
std::vector<float> path_at(std::span<const float> a, std::span<const float> b, double t);

/// Where a morph is after `seconds`: from 0 to 1 and back, slow at the ends, with a rest there; period 5.6 s.
double morph_at(double seconds);

/// The code of that class which is nearest to the class's mean: a place where there is an image, which the mean of a
/// bent class need not be. codes (n, width), labels (n). Empty when the class has no code.
std::vector<float> class_middle(std::span<const float> codes, int width, std::span<const std::uint8_t> labels,
                                unsigned which);

}  // namespace hourglass

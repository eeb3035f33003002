// Numbers as people read them: epochs, durations, figures of a chart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/sentence.h"

namespace hourglass {

Sentence duration(double seconds);                 ///< 80 -> "1 min 20 s"
Argument in_epochs(double epoch);                  ///< 0.25 -> "0.25", 12.0 -> "12", 12.34 -> "12.3"
std::string figure(double value, int digits = 4);  ///< significant digits, no exponent between 1e-4 and 1e6
/// Distances of grid lines worth drawing: 1, 2 or 5 times a power of ten, at least `least` units.
float grid_step(float least);
/// Where grid lines lie: the multiples of `step` from `from` to `to`. None where the numbers are so large that a float
/// cannot tell them apart, or so many that nobody could.
std::vector<double> grid_values(double from, double to, double step);
/// The number at a grid line, with as many decimals as the step has.
std::string grid_number(float value, float step);
/// U+2212 for the hyphen of negative numbers.
std::string true_minus(std::string_view number);

}  // namespace hourglass

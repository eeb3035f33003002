// What a person saves of the sweep: with its ranges as axes in the theme's colours, or the images alone.
#pragma once

#include <array>
#include <string>

#include "studio/slide/slide.h"
#include "studio/state/context.h"

namespace hourglass {

inline constexpr std::array<int, 3> kSweepScales = {1, 2, 4};  ///< pixels of the PNG for each of an image's

/// A number of a range, as fields and axes write it.
std::string sweep_number(double value);

/// At twice the images' size.
Slide sweep_slide(const Context& ui);

void save_sweep(Context& ui, bool svg);

}  // namespace hourglass

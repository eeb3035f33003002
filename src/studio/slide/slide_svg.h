// A Slide as SVG: text stays text, lines stay lines, images are embedded as PNG.
#pragma once

#include <string>

#include "studio/slide/slide.h"

namespace hourglass {

/// Well-formed XML in UTF-8, whatever the texts hold.
std::string to_svg(const Slide& slide);

}  // namespace hourglass

// A code in words and as bars: two numbers are read, thirty are looked at. Shared by pad and map.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "studio/ui/ui.h"

namespace hourglass {

/// "(−0.52, 1.37)"; of more than `most` numbers the first ones and an ellipsis.
std::string code_text(std::span<const float> code, std::size_t most = 4);

/// Up to three numbers as text, more as bars about zero. `largest`: the absolute value that fills a bar, 0: the code's
/// own. Recorded in the mirror with all numbers.
void draw_code(Ui& ui, std::string_view id, const Rect& area, std::span<const float> code, float largest = 0);

}  // namespace hourglass

// Keys for the exploring panels' own surfaces, when their mirror element has the keyboard.
#pragma once

#include <string_view>

#include "studio/state/context.h"

namespace hourglass {

/// True if pad, map, sweep or loss chart took the key; asked before the shortcuts, so that Space on the pad is the pen.
bool explore_key(Context& ui, std::string_view key, bool shift);

}  // namespace hourglass

// Draws the notices (studio/state/notice.h) at the lower edge, above all panels.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_notices(Context& ui);

}  // namespace hourglass

// The loss chart as a picture for a slide: title, legend, axes with their units, no buttons.
#pragma once

#include "studio/slide/slide.h"
#include "studio/state/state.h"
#include "studio/ui/ui.h"

namespace hourglass {

/// 1600 x 1000, in the theme's colours and the person's language.
Slide loss_slide(const State& state, const Ui& ui);

}  // namespace hourglass

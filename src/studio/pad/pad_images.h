// What the network sees of the painting and what it makes of it, as images: two of them, with noise three.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// Height of the small words over an image, or over what they name.
inline constexpr float kPadCaption = 18;

int images_shown(const PadMemory& pad);

void images_in_column(Context& ui, const Rect& area);
void images_in_row(Context& ui, const Rect& area);
/// Height of a row of `n` images with their captions; `most`: the side of the largest.
float images_in_row_height(const Context& ui, float width, int n, float most);
/// The side of the largest image in a column of `n` with their captions.
float image_in_column_side(float height, int n);
/// The largest image of which two stand beside a pad that takes the rest of the width. Three, with noise, share the
/// same height: the pad keeps its size when noise comes and goes.
float tile_beside(const Context& ui, float width, float most);

/// The images side by side, as they are shown.
void save_reading(Context& ui);

}  // namespace hourglass

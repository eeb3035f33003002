// Keeps the two runs that are compared up to date: asks for what is missing, hears what came, lays both maps out and
// makes their pictures a little in each frame.
#pragma once

#include <string_view>

#include "studio/state/compare.h"
#include "studio/state/context.h"

namespace hourglass {

/// Once a frame while the sheet is open.
void update_compare(Context& ui);

/// Shows both maps whole.
void fit_compared(Context& ui);
void zoom_compared(Context& ui, float factor);
/// Why the second map cannot be turned towards the first; empty: it can.
Sentence can_align(const State& state);
/// Points at an image by its place among those that the maps show; -1: at none.
void point_at(Context& ui, int place);

/// Keys while one of the maps has the keyboard: arrows go from image to image (with shift ten), plus and minus zoom, f
/// shows all, Escape lets go of the image.
bool compare_key(Context& ui, std::string_view key, bool shift);

}  // namespace hourglass

// The bar above everything: data set, preset, Train and its neighbours, how far the run has come.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void draw_bar(Context& ui, const Rect& area);
/// In its place while the page is projected: Train, how far the run is, and the way back.
void draw_projector_bar(Context& ui, const Rect& area);
/// Under panels that stand alone in an article: the way to all of the page, and whose scripts may speak with it.
void draw_embed_foot(Context& ui, const Rect& area);
float embed_foot_height(const Context& ui);
/// CSS pixels that the bar takes in this window: two rows where one is too narrow; none where panels stand alone.
float bar_height(const Context& ui);

}  // namespace hourglass

// What the samples panel does: which held-out images it shows, asking for the worst ones, rebuilding them a little in
// each frame. Nothing is drawn here.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

/// At most so many of the worst images are asked for and shown.
inline constexpr int kMostWorst = 60;

void show_samples_view(Context& ui, int view);
/// The next `count` held-out images.
void leaf_on(State& state, int count);
void look_for_worst(State& state);
void leaf_filters(State& state, int page);
void scale_filters_alike(State& state, bool alike);

/// Once a frame while the view shows images: those of the present data, `count` of them, by the present weights.
/// Nothing is left of data that was there before.
void update_samples(Context& ui, int count);

/// The label of shown image `i`, 255 without labels.
unsigned sample_label(const SamplesMemory& panel, int i);

}  // namespace hourglass

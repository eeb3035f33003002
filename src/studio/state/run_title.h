// What a run is called: after its preset, or by its network and optimizer; and, among runs of other images, by these.
#pragma once

#include "studio/state/state.h"

namespace hourglass {

/// "784,128,32,2 · Adam 0.001", or the title of its preset where nothing was changed.
Sentence run_title(const Run& run);

/// As the images in use are called on the screen.
Sentence dataset_title(const State& state);

/// Of a pinned run, with its seed; and with the name of its images where the present run has others, so that nobody
/// compares the two.
Sentence pinned_title(const State& state, const Run& pinned);

}  // namespace hourglass

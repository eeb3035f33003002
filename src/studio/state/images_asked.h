// ImagesAsked: images that are read and wait until the person has seen what was guessed about them.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/protocol.h"
#include "studio/state/context.h"

namespace hourglass {

/// Reads the same files again, with one question answered so.
void answer_question(Context& ui, const Guess& guess);
/// The images are as they should be.
void accept_images(Context& ui);
/// Called in each frame: a sheet that was put away gives the images up, and images that came or failed need no sheet.
void tend_images_asked(Context& ui);
/// Whether the images that are shown are being read once more.
bool reads_again(const State& state);

}  // namespace hourglass

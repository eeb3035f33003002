// The images that the map's points stand for: the held-out ones are at hand, those that train are the engine's and are
// asked for.
#pragma once

#include <cstdint>
#include <span>

#include "studio/state/context.h"

namespace hourglass {

/// Pixels (784) of the image at `place` of those that the map shows; none of an image that trains.
std::span<const std::uint8_t> held_out_image(const State& state, int place);
/// Its class; 255 without labels.
unsigned map_label(const State& state, int place);

/// Asks for the image whose point is at the probe; the next one is asked for when that has come.
void ask_for_near(Context& ui);
/// Its pixels; none while the engine has not sent them.
std::span<const std::uint8_t> near_image(const State& state);

/// Likewise the images that look most like it; none while they have not come.
void ask_for_alike(Context& ui);
const event::Images* alike_images(const State& state);

}  // namespace hourglass

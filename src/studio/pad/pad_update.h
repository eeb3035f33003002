// What the pad does whether it is seen or not: reads the painting when pen, weights or settings have changed, asks for
// its nearest training images, opens with a painting.
#pragma once

#include <cstdint>
#include <span>

#include "studio/state/context.h"

namespace hourglass {

/// Once a frame; more often does nothing.
void update_pad(Context& ui);

/// Puts a 28x28 image on the pad, to be drawn over; one undoable step.
void put_on_pad(State& state, std::span<const std::uint8_t> image);
void send_to_pad(Context& ui, std::span<const std::uint8_t> image);
/// Another image of the class from the held-out ones; false when there is none.
bool sample_to_pad(Context& ui, unsigned label);

/// Keys for the pad when its mirror element has the keyboard: arrows move a pen (with shift: further), Space lets it
/// down and lifts it, Backspace and z undo, Delete clears. True if the key was one of these.
bool pad_key(State& state, std::string_view key, bool shift);

/// "undo" or "redo", whatever has the keyboard; false when there is nothing to do.
bool pad_history_key(State& state, std::string_view key);

/// The code of what is on the pad, empty when it is blank or nothing is trained.
std::span<const float> pad_code(const State& state);

}  // namespace hourglass

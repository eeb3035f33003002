#include "studio/pad/pad_actions.h"

#include "studio/state/pad_memory.h"

namespace hourglass {

void choose_eraser(PadMemory& pad, bool erase) { pad.erase = erase; }
void choose_brush(PadMemory& pad, double width) { pad.brush = width; }
void frame_painting(PadMemory& pad, bool as_images_are) { pad.framing.as_mnist = as_images_are; }

void choose_noise(Context& ui, CorruptionKind kind) {
  ui.state.explore.pad.noise.kind = kind;
  ui.animate();
}

void choose_noise_amount(Context& ui, double amount) {
  ui.state.explore.pad.noise.amount = static_cast<float>(amount);
  ui.animate();
}

void renew_noise(Context& ui) {
  ++ui.state.explore.pad.noise_seed;
  ui.animate();
}

}  // namespace hourglass

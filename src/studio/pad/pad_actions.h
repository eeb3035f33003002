// What the tools of the pad do: pen and eraser, noise, framing. Keys, samples and reading: pad_update.h.
#pragma once

#include "studio/state/context.h"

namespace hourglass {

void choose_eraser(PadMemory& pad, bool erase);
void choose_brush(PadMemory& pad, double width);
void frame_painting(PadMemory& pad, bool as_images_are);
void choose_noise(Context& ui, CorruptionKind kind);
void choose_noise_amount(Context& ui, double amount);
/// The same noise, drawn anew.
void renew_noise(Context& ui);

}  // namespace hourglass

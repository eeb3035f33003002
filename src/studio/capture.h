// Saving a part of the canvas as a PNG, as it is seen: read back from the card in the frame in which it was asked for.
#pragma once

#include <string>

#include "studio/context.h"

namespace hourglass {

/// At the end of this frame what stands in `area` is read; the file is handed to the host with the next update.
void save_picture(Context& ui, const Rect& area, std::string file_name);

/// Called once at the frame's end, after all panels: adds the reading to what is drawn.
void schedule_capture(Context& ui);
/// Called between frames: hands over what was read.
void finish_capture(Context& ui);

}  // namespace hourglass

// Saving a part of the canvas as a PNG, as it is seen: read back from the card in the frame in which it was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "studio/ui/ui.h"

namespace hourglass {

struct SavedPicture {
  std::string file_name;
  std::vector<std::uint8_t> png;
};

/// At the end of this frame what stands in `area` is read; the next update takes it.
void save_picture(Ui& ui, const Rect& area, std::string file_name);

/// Called once at the frame's end, after all panels: adds the reading to what is drawn.
void schedule_capture(Ui& ui);
/// Called between frames: the picture that was read, as a PNG; empty bytes where the graphics card gave none.
std::optional<SavedPicture> take_capture(Ui& ui);

}  // namespace hourglass

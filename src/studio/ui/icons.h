// The icons: drawn as lines and shapes on a 20 x 20 grid, so that they are sharp at any scale and need no font.
#pragma once

#include <imgui.h>

#include "studio/ui/rect.h"

namespace hourglass {

enum class Icon {
  none,
  play,
  pause,
  step,
  step_epoch,
  reset,
  dice,
  download,
  upload,
  plus,
  minus,
  pin,
  sun,
  moon,
  help,
  chevron_down,
  chevron_right,
  chevron_left,
  close,
  check,
  warning,
  link,
  fit,
  undo,
  redo,
  clear,
  pen,
  eye,
  sliders,
  chart,
  map,
  grid,
  data,
  info,
  image,
  path,
  shapes,
  compare,
  swap,
  book
};

/// In the middle of `area`, `size` CSS pixels wide.
void draw_icon(ImDrawList& list, Icon icon, const Rect& area, ImU32 color, float size = 18);

}  // namespace hourglass

// What fingers, pens and mice did since the last frame, at the device's own rate: a mouse reports a thousand places a
// second, a screen shows sixty. Dear ImGui hears only the last; the paint pad and the code map hear all.
#pragma once

#include <cstdint>

namespace hourglass {

enum class PointerKind : std::uint8_t { mouse, touch, pen };

/// One place of the main pointer, oldest first within a frame. It goes on outside the window while it is pressed.
struct PointerSample {
  float x = 0, y = 0;    ///< CSS pixels from the window's upper left corner
  bool pressed = false;  ///< button, finger or tip is down
  bool erase = false;    ///< the pen's other end, or the right button
  PointerKind kind = PointerKind::mouse;
  double seconds = 0;  ///< when, on Host::seconds's clock
};

/// Two fingers' gesture since the last frame: scale by `scale` about (x, y), then move by (dx, dy). Of trackpads too.
struct Pinch {
  float x = 0, y = 0;  ///< the middle of the two fingers, CSS pixels
  float scale = 1;     ///< above 1: fingers part
  float dx = 0, dy = 0;
};

}  // namespace hourglass

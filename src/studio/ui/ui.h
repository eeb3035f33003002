// Ui: what a widget is given: where it draws, what it remembers, the mirror it records itself in, the time. It knows
// nothing of images, runs or engines, so that a widget cannot either; a panel's Context adds those
// (studio/state/context.h).
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "platform/graphics.h"
#include "platform/pointer.h"
#include "studio/ui/fonts.h"
#include "studio/ui/mirror.h"
#include "studio/ui/rect.h"
#include "studio/ui/theme.h"
#include "studio/ui/widget_memory.h"
#include "studio/ui/words.h"

namespace hourglass {

/// A part of the canvas that is about to be saved as a picture (studio/ui/capture.h).
struct Capture {
  std::string file_name;
  int x = 0, y = 0, width = 0, height = 0;  ///< framebuffer pixels, y down
  int frames = 0;                           ///< until it is read
  bool read = false;
  std::vector<std::uint32_t> pixels;
  Graphics* graphics = nullptr;
};

struct Ui {
  Mirror& mirror;
  Graphics& graphics;
  Theme theme{};
  Fonts fonts{};
  WidgetMemory memory{};
  Capture capture{};
  /// In which the person is spoken to. Never null; lives as long as the studio.
  const Language* language = &Language::english();

  double time = 0;      ///< seconds, the host's clock at the frame's start
  float elapsed = 0;    ///< seconds since the last frame, at most 0.1 (idle time is not animated)
  float scale = 1;      ///< device pixels a CSS pixel
  Rect window{};        ///< the whole canvas
  bool narrow = false;  ///< the parts are tabs
  bool low = false;     ///< ... at the side, and the bar has one row: a phone on its side, a page at 200%
  bool tiny = false;    ///< ... and all of it scrolls: a page at 400%
  bool touch = false;   ///< pressed with a finger as far as is known: targets of 44 px

  bool still = false;  ///< the person wants as little motion as can be

  bool finger = false;  ///< the pointer at hand is a finger: it hovers nowhere and covers what it points at

  std::vector<PointerSample>
      pointer{};                 ///< every place of the pointer since the last frame (ImGui hears the last only)
  std::optional<Pinch> pinch{};  ///< of this frame

  double wake = -1;  ///< when the next frame is wanted at the latest; negative: not at all

  Said say(const Words& words) const { return words.in(*language); }
  /// Asks for another frame at once: something is moving.
  void animate() { wake = 0; }
  /// Asks for a frame at `when` (the clock of `time`).
  void wake_at(double when) { wake = wake < 0 ? when : std::min(wake, when); }
};

}  // namespace hourglass

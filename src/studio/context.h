// Context: what a panel is given. `void draw_<panel>(Context& ui, Rect area)` is the shape of every panel: it reads
// state, draws through the widgets, asks the engine, and says when it needs another frame.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/client.h"
#include "platform/graphics.h"
#include "platform/host.h"
#include "platform/pointer.h"
#include "studio/fonts.h"
#include "studio/mirror.h"
#include "studio/rect.h"
#include "studio/state.h"
#include "studio/theme.h"
#include "studio/widget_memory.h"

namespace hourglass {

/// A part of the canvas that is about to be saved as a picture (studio/capture.h).
struct Capture {
  std::string file_name;
  int x = 0, y = 0, width = 0, height = 0;  ///< framebuffer pixels, y down
  int frames = 0;                           ///< until it is read
  bool read = false;
  std::vector<std::uint32_t> pixels;
  Graphics* graphics = nullptr;
};

struct Context {
  State& state;
  Mirror& mirror;
  Graphics& graphics;
  EngineClient& engine;
  const Host& host;
  Theme theme{};
  Fonts fonts{};
  WidgetMemory memory{};
  Capture capture{};

  double time = 0;      ///< seconds, the host's clock at the frame's start
  float elapsed = 0;    ///< seconds since the last frame, at most 0.1 (idle time is not animated)
  float scale = 1;      ///< device pixels a CSS pixel
  Rect window{};        ///< the whole canvas
  bool narrow = false;  ///< the parts are tabs
  bool low = false;     ///< ... at the side, and the bar has one row: a phone on its side, a page at 200%
  bool touch = false;   ///< pressed with a finger as far as is known: targets of 40 px

  bool finger = false;  ///< the pointer at hand is a finger: it hovers nowhere and covers what it points at

  std::vector<PointerSample>
      pointer{};                 ///< every place of the pointer since the last frame (ImGui hears the last only)
  std::optional<Pinch> pinch{};  ///< of this frame

  double wake = -1;  ///< when the next frame is wanted at the latest; negative: not at all

  /// Asks for another frame at once: something is moving.
  void animate() { wake = 0; }
  /// Asks for a frame at `when` (the clock of `time`).
  void wake_at(double when) { wake = wake < 0 ? when : std::min(wake, when); }

  /// Sends a request with a fresh ticket; its answer waits in state.answers until take() fetches it.
  template <class C>
  Ticket ask(C request) {
    const Ticket ticket = ++state.last_ticket;
    request.ticket = ticket;
    engine.send(Command(std::move(request)));
    return ticket;
  }
  /// The answer to a request, once: event::Images, event::Codes, event::Done, event::Failed... of that ticket.
  template <class E>
  std::optional<E> take(Ticket ticket) {
    const auto found = state.answers.find(ticket);
    if (ticket == 0 || found == state.answers.end() || !std::holds_alternative<E>(found->second)) return std::nullopt;
    std::optional<E> answer = std::get<E>(std::move(found->second));
    state.answers.erase(found);
    return answer;
  }
};

}  // namespace hourglass

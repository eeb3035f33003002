// StudioApp: window, graphics, engine and studio put together, and the rule by which frames are drawn: only when
// something changed. The page and the desktop window both drive this; they differ in who waits for input.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "engine/client.h"
#include "platform/graphics_gl.h"
#include "platform/host.h"
#include "platform/pointer.h"
#include "platform/window.h"
#include "studio/studio.h"

namespace hourglass {

class StudioApp {
 public:
  StudioApp(std::unique_ptr<Window> window, std::unique_ptr<EngineClient> engine, Host host, std::string_view saved,
            std::string_view query, std::string_view texts = {}, std::span<const std::uint8_t> letters = {});

  Window& window() { return *window_; }
  Studio& studio() { return studio_; }

  void add_sample(const PointerSample& sample) { samples_.push_back(sample); }
  void add_pinch(const Pinch& pinch);
  /// Something came in that a picture may depend on. Dear ImGui settles in two or three passes: all of them are run in
  /// the next frame and only the last is drawn, so that a press is answered by one picture.
  void disturb();
  /// The pointer moves, or a file goes on coming: more comes with the next frame, so each runs one pass, and a few
  /// follow the last.
  void follow();
  /// Passes are due that no frame ran yet.
  bool settling() const { return settling_ > 0 || studio_.settling(); }

  /// Hears the engine without drawing (a hidden page). True when a frame is wanted.
  bool receive();
  /// Hears the engine and draws if there is anything new. Returns in how many seconds it wants to be called again, or
  /// a negative number when nothing but input or the engine can change the picture.
  double frame();

  void context_lost();
  void context_restored();
  long frames_drawn() const { return frames_drawn_; }
  /// Seconds of the last frame in which it was handed to the graphics card: not the studio's own work.
  double last_submit() const { return last_submit_; }

 private:
  static constexpr int kSettlingPasses = 3;
  static constexpr int kMostPasses = 8;  // in one frame, whatever the passes themselves set off

  void pass();

  std::unique_ptr<Window> window_;
  std::unique_ptr<GraphicsGl> graphics_;
  std::unique_ptr<EngineClient> engine_;
  std::function<double()> seconds_;
  Studio studio_;
  std::vector<PointerSample> samples_;
  Pinch pinch_;
  bool pinched_ = false;
  bool lost_ = false;
  bool wanted_ = true;
  int settling_ = kSettlingPasses;
  bool at_once_ = true;  // what settles does so within one frame
  long frames_drawn_ = 0;
  double last_submit_ = 0;
};

}  // namespace hourglass

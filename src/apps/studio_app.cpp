#include "apps/studio_app.h"

#include <imgui.h>

#include <utility>

namespace hourglass {

StudioApp::StudioApp(std::unique_ptr<Window> window, std::unique_ptr<EngineClient> engine, Host host,
                     std::string_view saved, std::string_view query, std::string_view texts,
                     std::span<const std::uint8_t> letters)
    : window_(std::move(window)),
      graphics_(std::make_unique<GraphicsGl>()),
      engine_(std::move(engine)),
      seconds_(host.seconds),
      studio_(*engine_, *graphics_, std::move(host), saved, query, texts, letters) {}

void StudioApp::add_pinch(const Pinch& pinch) {
  // Several moves of the fingers within one frame are one gesture: scales multiply, ways add, the last middle counts.
  pinch_ = {.x = pinch.x,
            .y = pinch.y,
            .scale = pinch_.scale * pinch.scale,
            .dx = pinch_.dx + pinch.dx,
            .dy = pinch_.dy + pinch.dy};
  pinched_ = true;
}

void StudioApp::follow() { settling_ = kSettlingPasses; }

void StudioApp::disturb() {
  follow();
  at_once_ = true;
}

bool StudioApp::receive() {
  wanted_ = studio_.update() || wanted_;
  return wanted_;
}

void StudioApp::pass() {
  wanted_ = false;
  if (settling_ > 0) --settling_;
  studio_.pointer(samples_);
  if (pinched_) studio_.pinch(pinch_);
  window_->begin_frame();
  studio_.draw(window_->width(), window_->height(), window_->scale());
  window_->finish_frame();
  samples_.clear();
  pinch_ = {};
  pinched_ = false;
}

double StudioApp::frame() {
  receive();
  if (lost_) return -1;
  if (wanted_ || settling_ > 0) {
    pass();
    for (int passes = 1; at_once_ && settling() && passes < kMostPasses; ++passes) {
      receive();
      pass();
    }
    at_once_ = false;
    const double ready = seconds_();
    window_->submit_frame();
    last_submit_ = seconds_() - ready;
    ++frames_drawn_;
  }
  if (settling_ > 0) return 0;
  // What drawing set off (a press taken, an animation begun, a tip that is due later) is known now.
  return studio_.next_frame();
}

void StudioApp::context_lost() {
  lost_ = true;
  window_->context_lost();
}

void StudioApp::context_restored() {
  lost_ = false;
  window_->context_restored();
  graphics_->context_restored();
  wanted_ = true;
  disturb();
}

}  // namespace hourglass

#include "studio/ui/capture.h"

#include <imgui.h>

#include <cmath>

#include "data/png.h"

namespace hourglass {
namespace {

void read_back(const ImDrawList*, const ImDrawCmd* command) {
  auto& capture = *static_cast<Capture*>(command->UserCallbackData);
  capture.pixels = capture.graphics->read_pixels(capture.x, capture.y, capture.width, capture.height);
  capture.read = true;
}

}  // namespace

void save_picture(Ui& ui, const Rect& area, std::string file_name) {
  Capture& capture = ui.capture;
  capture = {};
  capture.file_name = std::move(file_name);
  capture.x = static_cast<int>(std::lround(area.x * ui.scale)),
  capture.y = static_cast<int>(std::lround(area.y * ui.scale));
  capture.width = static_cast<int>(std::lround(area.w * ui.scale));
  capture.height = static_cast<int>(std::lround(area.h * ui.scale));
  capture.graphics = &ui.graphics;
  // Two frames on, when the button that asked is no longer drawn as pressed and its tip is gone.
  capture.frames = 2;
  ui.animate();
}

void schedule_capture(Ui& ui) {
  Capture& capture = ui.capture;
  if (capture.frames == 0) return;
  ui.animate();
  ui.memory.tip_text.clear();
  if (--capture.frames > 0) return;
  ImGui::GetForegroundDrawList()->AddCallback(read_back, &capture);
}

std::optional<SavedPicture> take_capture(Ui& ui) {
  Capture& capture = ui.capture;
  if (!capture.read) return std::nullopt;
  capture.read = false;
  SavedPicture saved{capture.file_name, {}};
  const auto pixels = static_cast<std::size_t>(capture.width) * static_cast<std::size_t>(capture.height);
  if (capture.pixels.size() == pixels && pixels > 0) {
    std::vector<std::uint8_t> rgb(pixels * 3);
    for (std::size_t i = 0; i < pixels; ++i)
      for (std::size_t c = 0; c < 3; ++c) rgb[i * 3 + c] = static_cast<std::uint8_t>(capture.pixels[i] >> (8 * c));
    saved.png = encode_png_rgb(rgb, capture.width, capture.height);
  }
  capture.pixels = {};
  return saved;
}

}  // namespace hourglass

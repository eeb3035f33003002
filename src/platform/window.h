// Window: the SDL2 window (on the page: the canvas), its OpenGL context, and Dear ImGui on both. On the desktop SDL
// brings the input; on the page the page's own input module does (web/src/screen/input.ts), because it sees what SDL
// does not: every coalesced place of a pen, who captured the pointer, and which keys belong to the browser.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "math/error.h"
#include "platform/pointer.h"

struct SDL_Window;

namespace hourglass {

class Window {
 public:
  /// `width` and `height` are CSS pixels (points on the desktop). Makes the ImGui context.
  static std::expected<std::unique_ptr<Window>, Error> open(const char* title, int width, int height);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  float width() const { return width_; }    ///< CSS pixels
  float height() const { return height_; }  ///< CSS pixels
  float scale() const { return scale_; }    ///< framebuffer pixels a CSS pixel

  /// The page says what size the canvas has now; its backing store is framebuffer_width x framebuffer_height.
  void resize(float width, float height, int framebuffer_width, int framebuffer_height);

  /// Desktop: framebuffer pixels a CSS pixel, whatever the screen says; everything becomes so much larger.
  void set_scale(float scale) { forced_scale_ = scale; }

  struct Key {
    const char* name;  ///< as the DOM names it
    bool shift;
  };
  struct Input {
    bool any = false;
    std::vector<PointerSample> samples;
    std::vector<Key> keys;  ///< pressed outside of text fields
    std::vector<std::string> file_names;
    std::vector<std::vector<std::uint8_t>> files;  ///< dropped on the window
  };
  /// Desktop: waits up to `seconds` for events and hands all there are to Dear ImGui and to `input`. False when the
  /// person closed the window.
  bool wait(double seconds, Input& input);

  /// Everything between these two is drawn by submit_frame(), which hands it to the graphics card.
  void begin_frame();
  void finish_frame();
  void submit_frame();

  /// The context is gone: lets go of Dear ImGui's objects while that is still quietly possible.
  void context_lost();
  /// A new context stands in its place: makes them anew.
  void context_restored();

 private:
  Window() = default;
  void measure();

  SDL_Window* window_ = nullptr;
  void* context_ = nullptr;
  float width_ = 0, height_ = 0, scale_ = 1;
  float forced_scale_ = 0;  ///< 0: as the screen says
  int framebuffer_width_ = 0, framebuffer_height_ = 0;
  std::uint32_t buttons_ = 0;  ///< desktop: those that are down, as SDL's mask
  float pointer_x_ = 0, pointer_y_ = 0;
};

}  // namespace hourglass

// The desktop window's input, which SDL brings.
#include <SDL.h>
#include <imgui.h>
#include <imgui_impl_sdl2.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/window.h"

namespace hourglass {
namespace {

const char* dom_name(SDL_Keycode key) {
  switch (key) {
    case SDLK_SPACE: return " ";
    case SDLK_ESCAPE: return "Escape";
    case SDLK_RETURN: return "Enter";
    case SDLK_LEFT: return "ArrowLeft";
    case SDLK_RIGHT: return "ArrowRight";
    case SDLK_UP: return "ArrowUp";
    case SDLK_DOWN: return "ArrowDown";
    default: break;
  }
  static constexpr char kLetters[] = "a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0n\0o\0p\0q\0r\0s\0t\0u\0v\0w\0x\0y\0z";
  if (key >= SDLK_a && key <= SDLK_z) return kLetters + 2 * (key - SDLK_a);
  return nullptr;
}

}  // namespace

bool Window::wait(double seconds, Input& input) {
  SDL_Event event;
  if (!SDL_WaitEventTimeout(&event, std::max(0, static_cast<int>(std::lround(seconds * 1000))))) return true;
  do {
    input.any = input.any || event.type != SDL_USEREVENT;
    ImGui_ImplSDL2_ProcessEvent(&event);
    switch (event.type) {
      case SDL_QUIT: return false;
      case SDL_MOUSEBUTTONDOWN:
      case SDL_MOUSEBUTTONUP: {
        const std::uint32_t button = SDL_BUTTON(event.button.button);
        buttons_ = event.type == SDL_MOUSEBUTTONDOWN ? buttons_ | button : buttons_ & ~button;
        SDL_CaptureMouse(buttons_ != 0 ? SDL_TRUE : SDL_FALSE);
        pointer_x_ = static_cast<float>(event.button.x), pointer_y_ = static_cast<float>(event.button.y);
        break;
      }
      case SDL_MOUSEMOTION:
        pointer_x_ = static_cast<float>(event.motion.x), pointer_y_ = static_cast<float>(event.motion.y);
        break;
      case SDL_WINDOWEVENT:
        // What is let go in another window is not told here.
        if (event.window.event == SDL_WINDOWEVENT_FOCUS_LOST) {
          buttons_ = 0;
          SDL_CaptureMouse(SDL_FALSE);
        }
        break;
      case SDL_KEYDOWN: {
        const bool command = (event.key.keysym.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) != 0;
        const char* name = dom_name(event.key.keysym.sym);
        if (name && !command && !event.key.repeat && !ImGui::GetIO().WantTextInput)
          input.keys.push_back({name, (event.key.keysym.mod & KMOD_SHIFT) != 0});
        break;
      }
      case SDL_DROPFILE: {
        std::ifstream file(event.drop.file, std::ios::binary);
        input.file_names.push_back(std::filesystem::path(event.drop.file).filename().string());
        input.files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        SDL_free(event.drop.file);
        break;
      }
      default: break;
    }
    if (event.type == SDL_MOUSEMOTION || event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP)
      input.samples.push_back({.x = pointer_x_,
                               .y = pointer_y_,
                               .pressed = (buttons_ & (SDL_BUTTON_LMASK | SDL_BUTTON_RMASK)) != 0,
                               .erase = (buttons_ & SDL_BUTTON_RMASK) != 0,
                               .kind = PointerKind::mouse,
                               .seconds = static_cast<double>(SDL_GetTicks64()) / 1000.0});
  } while (SDL_PollEvent(&event));
  return true;
}

}  // namespace hourglass

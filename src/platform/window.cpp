#include "platform/window.h"

#include <SDL.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_sdl2.h>

#include <algorithm>
#include <string>

#include "platform/gl.h"

#ifdef __EMSCRIPTEN__
#include <emscripten/html5.h>
#endif

namespace hourglass {
namespace {

#ifdef __EMSCRIPTEN__
constexpr const char* kShaderVersion = "#version 300 es";
#else
constexpr const char* kShaderVersion = "#version 330 core";
#endif

Error sdl_error(Key what) { return {say("{0}: {1}", what, std::string_view(SDL_GetError()))}; }

void ask_for_context() {
#ifdef __EMSCRIPTEN__
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
#else
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_CORE);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
  SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 3);
#endif
  SDL_GL_SetAttribute(SDL_GL_DOUBLEBUFFER, 1);
  SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
  SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 0);
}

}  // namespace

std::expected<std::unique_ptr<Window>, Error> Window::open(const char* title, int width, int height) {
  if (SDL_Init(SDL_INIT_VIDEO) != 0) return std::unexpected(sdl_error("No screen could be opened"));
  ask_for_context();
  std::unique_ptr<Window> self(new Window);
  Uint32 flags = SDL_WINDOW_OPENGL | SDL_WINDOW_ALLOW_HIGHDPI;
#ifndef __EMSCRIPTEN__
  flags |= SDL_WINDOW_RESIZABLE;
#endif
  self->window_ = SDL_CreateWindow(title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width, height, flags);
  if (!self->window_) return std::unexpected(sdl_error("No window could be opened"));
  self->context_ = SDL_GL_CreateContext(self->window_);
  if (!self->context_) return std::unexpected(sdl_error("No OpenGL context could be made"));
  SDL_GL_MakeCurrent(self->window_, self->context_);
#ifdef __EMSCRIPTEN__
  // From here on the page's input module listens; SDL's listeners would take every key and touch a second time.
  emscripten_html5_remove_all_event_listeners();
#else
  SDL_GL_SetSwapInterval(1);
#endif
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigInputTrickleEventQueue = true;
  ImGui_ImplSDL2_InitForOpenGL(self->window_, self->context_);
  ImGui_ImplOpenGL3_Init(kShaderVersion);
  self->measure();
  return self;
}

Window::~Window() {
  if (context_) {
    if (ImGui::GetCurrentContext()) {
      ImGui_ImplOpenGL3_Shutdown();
      ImGui_ImplSDL2_Shutdown();
      ImGui::DestroyContext();
    }
    SDL_GL_DeleteContext(context_);
  }
  if (window_) SDL_DestroyWindow(window_);
  SDL_Quit();
}

void Window::measure() {
#ifndef __EMSCRIPTEN__
  int w = 0, h = 0;
  SDL_GetWindowSize(window_, &w, &h);
  SDL_GL_GetDrawableSize(window_, &framebuffer_width_, &framebuffer_height_);
  width_ = static_cast<float>(w);
  height_ = static_cast<float>(h);
  scale_ = w > 0 ? static_cast<float>(framebuffer_width_) / width_ : 1.0f;
  if (forced_scale_ > 0) {
    width_ *= scale_ / forced_scale_, height_ *= scale_ / forced_scale_;
    scale_ = forced_scale_;
  }
#endif
}

void Window::resize(float width, float height, int framebuffer_width, int framebuffer_height) {
  width_ = std::max(width, 1.0f);
  height_ = std::max(height, 1.0f);
  framebuffer_width_ = std::max(framebuffer_width, 1);
  framebuffer_height_ = std::max(framebuffer_height, 1);
  scale_ = static_cast<float>(framebuffer_width_) / width_;
}

void Window::begin_frame() {
  measure();
  ImGuiIO& io = ImGui::GetIO();
  // An atlas that was built anew (another scale) has not been turned into colours yet: the graphics card's copy is old.
  if (io.Fonts->TexPixelsAlpha8 && !io.Fonts->TexPixelsRGBA32) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  }
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplSDL2_NewFrame();
  io.DisplaySize = {width_, height_};
  io.DisplayFramebufferScale = {static_cast<float>(framebuffer_width_) / width_,
                                static_cast<float>(framebuffer_height_) / height_};
  ImGui::NewFrame();
}

void Window::finish_frame() { ImGui::Render(); }

void Window::submit_frame() {
  glViewport(0, 0, framebuffer_width_, framebuffer_height_);
  glDisable(GL_SCISSOR_TEST);
  const ImVec4 back = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glClearColor(back.x, back.y, back.z, 1.0f);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
#ifndef __EMSCRIPTEN__
  SDL_GL_SwapWindow(window_);
#endif
}

void Window::context_lost() { ImGui_ImplOpenGL3_DestroyDeviceObjects(); }

void Window::context_restored() { ImGui_ImplOpenGL3_CreateDeviceObjects(); }

}  // namespace hourglass

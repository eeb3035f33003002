// What the page's TypeScript (web/src/bridge/studio.ts) calls: the STUDIO_FUNCTIONs of platform/bridge.def, where each
// is described. Strings have an end mark.
#include <emscripten.h>

#include <imgui.h>
#include <malloc.h>

#include <cfloat>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "apps/studio_app.h"
#include "data/photograph.h"
#include "platform/host_web.h"
#include "platform/worker_client_web.h"

using namespace hourglass;

namespace {

/// Text that the page gives back to free().
char* copy_of(const std::string& text) {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  std::copy(text.c_str(), text.c_str() + text.size() + 1, copy);
  return copy;
}

}  // namespace

extern "C" {

#define STUDIO_FUNCTION(returns, name, parameters) EMSCRIPTEN_KEEPALIVE returns name parameters;
#include "platform/bridge.def"

StudioApp* page_open(const char* saved, const char* query, const char* texts, const std::uint8_t* letters,
                     int letters_size, float width, float height) {
  auto window = Window::open("Hourglass", static_cast<int>(width), static_cast<int>(height));
  if (!window) return nullptr;
  return new StudioApp(std::move(*window), make_worker_client(), make_web_host(), saved, query, texts,
                       std::span(letters, static_cast<std::size_t>(letters_size)));
}

double page_frame(StudioApp* app) { return app->frame(); }
bool page_receive(StudioApp* app) { return app->receive(); }
bool page_busy(StudioApp* app) { return app->studio().busy(); }
bool page_can_train(StudioApp* app) { return app->studio().can_train(); }
bool page_settling(StudioApp* app) { return app->settling(); }
double page_frames_drawn(StudioApp* app) { return static_cast<double>(app->frames_drawn()); }
double page_memory_used(StudioApp*) { return static_cast<unsigned>(mallinfo().uordblks); }
double page_last_submit(StudioApp* app) { return app->last_submit(); }

void page_resize(StudioApp* app, float width, float height, int framebuffer_width, int framebuffer_height) {
  app->window().resize(width, height, framebuffer_width, framebuffer_height);
  app->disturb();
}
void page_context_lost(StudioApp* app) { app->context_lost(); }
void page_context_restored(StudioApp* app) { app->context_restored(); }
void page_address(StudioApp* app, const char* address) { app->studio().set_address(address); }
void page_languages(StudioApp* app, const char* json) {
  app->studio().set_languages(json);
  app->disturb();
}
void page_dark(StudioApp* app, bool dark) {
  app->studio().set_dark(dark);
  app->disturb();
}
void page_contrast(StudioApp* app, const char* colors) {
  app->studio().set_contrast(colors);
  app->disturb();
}
void page_lessons(StudioApp* app, const char* json) {
  app->studio().set_lessons(json);
  app->disturb();
}
void page_code(StudioApp* app, const char* text, int side, const std::uint8_t* modules, int size) {
  app->studio().set_code(text, side, {modules, static_cast<std::size_t>(size)});
  app->disturb();
}
void page_letters(StudioApp* app, const char* json, const std::uint8_t* alpha, int size) {
  app->studio().set_drawn_letters(json, {alpha, static_cast<std::size_t>(size)});
  app->disturb();
}
void page_leave(StudioApp* app) { app->studio().leave(); }
void page_still(StudioApp* app, bool still) { app->studio().set_still(still); }
void page_touch(StudioApp* app, bool touch) {
  app->studio().set_touch(touch);
  app->disturb();
}

// -- Input --

void page_sample(StudioApp* app, float x, float y, bool pressed, bool erase, int kind, double seconds) {
  app->add_sample({x, y, pressed, erase, static_cast<PointerKind>(kind), seconds});
}
void page_pointer_at(StudioApp* app, float x, float y, int kind) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMouseSourceEvent(kind == 0   ? ImGuiMouseSource_Mouse
                         : kind == 1 ? ImGuiMouseSource_TouchScreen
                                     : ImGuiMouseSource_Pen);
  io.AddMousePosEvent(x, y);
  app->follow();
}
void page_pointer_away(StudioApp* app) {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  app->follow();
}
void page_pointer_button(StudioApp* app, int button, bool down) {
  ImGui::GetIO().AddMouseButtonEvent(button, down);
  app->disturb();
}
int page_buttons_down(StudioApp*) {
  int down = 0;
  for (int button = 0; button < 3; ++button) down |= ImGui::GetIO().MouseDown[button] ? 1 << button : 0;
  return down;
}
void page_wheel(StudioApp* app, float dx, float dy) {
  ImGui::GetIO().AddMouseWheelEvent(dx, dy);
  app->follow();
}
void page_modifiers(StudioApp*, bool shift, bool control, bool alt) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Shift, shift);
  io.AddKeyEvent(ImGuiMod_Ctrl, control);
  io.AddKeyEvent(ImGuiMod_Alt, alt);
}
void page_pinch(StudioApp* app, float x, float y, float scale, float dx, float dy) {
  app->add_pinch({x, y, scale, dx, dy});
  app->follow();
}
void page_focus(StudioApp* app, bool focused) {
  ImGui::GetIO().AddFocusEvent(focused);
  app->disturb();
}
bool page_key(StudioApp* app, const char* key, bool shift) {
  app->disturb();
  return app->studio().key(key, shift);
}

// -- The DOM mirror --

char* page_field_at(StudioApp* app, float x, float y) { return copy_of(app->studio().field_at(x, y)); }
bool page_scrolls(StudioApp* app, float x, float y, float dx, float dy) { return app->studio().scrolls(x, y, dx, dy); }
bool page_takes_drag(StudioApp* app, float x, float y) { return app->studio().takes_drag(x, y); }
void page_mirror_press(StudioApp* app, const char* id) {
  app->studio().mirror_press(id);
  app->disturb();
}
void page_mirror_set(StudioApp* app, const char* id, const char* value) {
  app->studio().mirror_set(id, value);
  app->disturb();
}
void page_mirror_focus(StudioApp* app, const char* id) {
  app->studio().mirror_focus(id);
  app->disturb();
}

// -- Files and data --

void page_open_files(StudioApp* app, const char* name, const char* entry, const char* files) {
  const auto list = nlohmann::json::parse(files, nullptr, false);
  if (!list.is_array()) return;
  std::vector<std::string> names;
  std::vector<FileHandle> handles;
  for (const auto& file : list) {
    names.push_back(file.value("name", ""));
    handles.push_back({file.value("id", 0u), file.value("size", std::uint64_t{0})});
  }
  app->studio().open_handles(name, entry, std::move(names), std::move(handles));
  app->disturb();
}
void page_open_picture(StudioApp* app, const std::uint8_t* grey, const std::uint8_t* alpha, int width, int height) {
  const auto size = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  app->studio().open_picture(on_opaque_ground({width, height, {grey, grey + size}}, {alpha, size}));
  app->disturb();
}
void page_open_model(StudioApp* app, const std::uint8_t* bytes, int size) {
  app->studio().open_files("", {"model"}, {std::vector<std::uint8_t>(bytes, bytes + size)});
  app->disturb();
}
void page_fetch_progress(StudioApp* app, const char* id, double done, double total) {
  app->studio().fetch_progress(id, done, total);
  app->follow();
}
void page_fetch_failed(StudioApp* app, const char* id, const char* message) {
  app->studio().fetch_failed(id, message);
  app->disturb();
}
void page_fetch_stalled(StudioApp* app, const char* id) {
  app->studio().fetch_stalled(id);
  app->disturb();
}
void page_notice(StudioApp* app, const char* topic, const char* text, const char* button) {
  app->studio().page_notice(topic, text, button);
  app->disturb();
}
void page_catalogue(StudioApp* app, const char* json) {
  app->studio().set_catalogue(json);
  app->disturb();
}
void page_start_model(StudioApp* app, const std::uint8_t* bytes, int size) {
  app->studio().open_start_model({bytes, static_cast<std::size_t>(size)});
  app->disturb();
}

// -- The shelf --

void page_kept_runs(StudioApp* app, const std::uint8_t* json, int size) {
  app->studio().kept_runs({reinterpret_cast<const char*>(json), static_cast<std::size_t>(size)});
}
void page_kept_sets(StudioApp* app, const char* json) {
  app->studio().kept_sets(json);
  app->disturb();
}
void page_open_kept(StudioApp* app, const char* id, const std::uint8_t* bytes, int size, bool copy) {
  app->studio().open_kept(id, {bytes, static_cast<std::size_t>(size)}, copy);
  app->disturb();
}
void page_go_on(StudioApp* app, const char* id, const std::uint8_t* bytes, int size, bool copy, bool trains) {
  app->studio().go_on(id, {bytes, static_cast<std::size_t>(size)}, copy, trains);
  app->disturb();
}
void page_kept_seen(StudioApp* app, const char* id, const std::uint8_t* bytes, int size) {
  app->studio().kept_seen(id, {bytes, static_cast<std::size_t>(size)});
  app->disturb();
}
void page_kept_trail(StudioApp* app, const char* id, const std::uint8_t* bytes, int size) {
  app->studio().kept_trail(id, {bytes, static_cast<std::size_t>(size)});
}
void page_not_kept(StudioApp* app, const char* message) {
  app->studio().not_kept(message);
  app->disturb();
}

char* page_call(StudioApp* app, const char* method, const char* json) {
  return copy_of(app->studio().call(method, json));
}

/// Never called: it holds each of them fast, so that one that the bridge names and nobody wrote does not link.
#define STUDIO_FUNCTION(returns, name, parameters) reinterpret_cast<void (*)()>(&name),
[[gnu::used]] void (*const page_functions[])() = {
#include "platform/bridge.def"
};

}  // extern "C"

// The studio in a desktop window: hourglass-window [LINK], where LINK is what stands behind the ? of a page's address;
// or hourglass-window --picture OUT.png ... (studio_picture.h).
#include <SDL.h>

#include <cstdio>
#include <string_view>

#include "apps/studio_app.h"
#include "apps/studio_picture.h"
#include "engine/in_process_client.h"
#include "platform/host_desktop.h"

int main(int argc, char** argv) {
  using namespace hourglass;
  if (argc > 1 && std::string_view(argv[1]) == "--picture") return save_studio_picture(argc, argv);
  auto window = Window::open("Hourglass", 1440, 900);
  if (!window) {
    std::fprintf(stderr, "%s\n", window.error().message.english().c_str());
    return 1;
  }
  // An event of the engine ends the wait for input.
  const auto wake = [] {
    SDL_Event event{};
    event.type = SDL_USEREVENT;
    SDL_PushEvent(&event);
  };
  StudioApp app(std::move(*window), std::make_unique<InProcessClient>(EngineOptions{}, Drive::by_thread, wake),
                make_desktop_host(), kept_state(), argc > 1 ? argv[1] : "");
  Window::Input input;
  double rest = 0;
  while (app.window().wait(rest < 0 ? 60.0 : rest, input)) {
    for (const PointerSample& sample : input.samples) app.add_sample(sample);
    for (const Window::Key& key : input.keys) app.studio().key(key.name, key.shift);
    if (!input.files.empty()) app.studio().open_files("", input.file_names, std::move(input.files));
    if (input.any) app.disturb();
    input = {};
    rest = app.frame();
  }
  return 0;
}

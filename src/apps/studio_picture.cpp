#include "apps/studio_picture.h"

#include <imgui.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "apps/studio_app.h"
#include "engine/in_process_client.h"
#include "platform/host_desktop.h"

namespace hourglass {
namespace {

struct Wanted {
  std::string out, link;
  int width = 1440, height = 900;
  float scale = 1;
  bool dark = false, touch = false;
  std::vector<std::pair<std::string, std::vector<std::string>>> steps;
};

Wanted read_arguments(int argc, char** argv) {
  Wanted w;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    std::vector<std::string> values;
    while (i + 1 < argc && std::string_view(argv[i + 1]).substr(0, 2) != "--") values.emplace_back(argv[++i]);
    const std::string first = values.empty() ? "" : values[0];
    if (option == "--picture")
      w.out = first;
    else if (option == "--size")
      std::sscanf(first.c_str(), "%dx%d", &w.width, &w.height);
    else if (option == "--scale")
      w.scale = std::strtof(first.c_str(), nullptr);
    else if (option == "--dark")
      w.dark = true;
    else if (option == "--touch")
      w.touch = true;
    else if (option == "--link")
      w.link = first;
    else
      w.steps.emplace_back(option, values);
  }
  return w;
}

void run_for(StudioApp& app, const Host& host, double seconds) {
  const double until = host.seconds() + seconds;
  Window::Input input;
  do {
    app.window().wait(0.005, input);
    if (app.frame() != 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  } while (host.seconds() < until);
}

void open_files(StudioApp& app, const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  std::vector<std::vector<std::uint8_t>> files;
  for (const std::string& path : paths) {
    std::ifstream in(path, std::ios::binary);
    names.push_back(std::filesystem::path(path).filename());
    files.push_back({std::istreambuf_iterator<char>(in), {}});
  }
  app.studio().open_files("mnist", std::move(names), std::move(files));
}

void carry_out(StudioApp& app, const Host& host, const std::string& option, const std::vector<std::string>& values) {
  const std::string first = values.empty() ? "" : values[0];
  if (option == "--open") open_files(app, values);
  if (option == "--press") app.studio().mirror_press(first);
  if (option == "--key") app.studio().key(first, false);
  if (option == "--set") {
    const std::size_t equals = first.find('=');
    if (equals != std::string::npos) app.studio().mirror_set(first.substr(0, equals), first.substr(equals + 1));
  }
  if (option == "--point") {
    float x = 0, y = 0;
    if (std::sscanf(first.c_str(), "%f,%f", &x, &y) == 2) ImGui::GetIO().AddMousePosEvent(x, y);
  }
  app.disturb();
  run_for(app, host, option == "--wait" ? std::strtod(first.c_str(), nullptr) : 0.15);
}

}  // namespace

int save_studio_picture(int argc, char** argv) {
  const Wanted w = read_arguments(argc, argv);
  const int pixels_wide = static_cast<int>(static_cast<float>(w.width) * w.scale);
  const int pixels_high = static_cast<int>(static_cast<float>(w.height) * w.scale);
  auto window = Window::open("Hourglass", pixels_wide, pixels_high);
  if (!window) {
    std::fprintf(stderr, "%s\n", window.error().message.english().c_str());
    return 1;
  }
  (*window)->set_scale(w.scale);
  Host host = make_desktop_host();
  bool saved = false;
  host.keep = [](std::string_view) {};
  host.save_file = [&](std::string_view, std::string_view, std::span<const std::uint8_t> bytes) {
    std::ofstream out(w.out, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    saved = out.good();
  };
  StudioApp app(std::move(*window), std::make_unique<InProcessClient>(EngineOptions{}, Drive::by_thread), host, {},
                w.link);
  app.studio().set_dark(w.dark);
  if (w.touch) ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  run_for(app, host, 0.3);
  for (const auto& [option, values] : w.steps) carry_out(app, host, option, values);
  app.studio().call("picture", "{}");
  for (int tries = 0; tries < 100 && !saved; ++tries) run_for(app, host, 0.1);
  if (!saved) std::fprintf(stderr, "The picture could not be saved to %s.\n", w.out.c_str());
  return saved ? 0 : 1;
}

}  // namespace hourglass

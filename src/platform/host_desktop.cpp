#include "platform/host_desktop.h"

#include <SDL.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/today.h"

namespace hourglass {
namespace {

namespace fs = std::filesystem;

fs::path state_file() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  const fs::path folder = config && *config ? fs::path(config) : fs::path(home && *home ? home : ".") / ".config";
  return folder / "hourglass" / "studio.json";
}

void write_file(const fs::path& path, const char* data, std::size_t size) {
  std::ofstream out(path, std::ios::binary);
  out.write(data, static_cast<std::streamsize>(size));
  if (!out) SDL_Log("%s could not be written", path.c_str());
}

}  // namespace

std::string kept_state() {
  std::ifstream in(state_file(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Host make_desktop_host() {
  Host host;
  host.seconds = [] {
    using namespace std::chrono;
    return duration<double>(steady_clock::now().time_since_epoch()).count();
  };
  host.today = today;
  host.save_file = [](std::string_view name, std::string_view, std::span<const std::uint8_t> bytes) {
    write_file(fs::path(name).filename(), reinterpret_cast<const char*>(bytes.data()), bytes.size());
  };
  // What hourglass-window takes as its argument.
  host.copy_link = [](std::string_view query) { SDL_SetClipboardText(std::string(query).c_str()); };
  host.copy_text = [](std::string_view text) { SDL_SetClipboardText(std::string(text).c_str()); };
  host.keep = [](std::string_view json) {
    std::error_code ignored;
    fs::create_directories(state_file().parent_path(), ignored);
    write_file(state_file(), json.data(), json.size());
  };
  // A window has no address, no DOM, no scripts and no site that pages or data could be fetched from; files come by
  // dropping them on it.
  return host;
}

}  // namespace hourglass

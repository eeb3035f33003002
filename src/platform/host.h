// What the studio asks of the place it runs in (a browser page, a desktop window, a test): plain callbacks, so that the
// studio knows neither. platform/host_web.cpp and platform/host_desktop.cpp fill them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hourglass {

struct Host {
  std::function<double()> seconds;  ///< monotonic clock
  std::function<void(std::string_view name, std::string_view mime, std::span<const std::uint8_t>)> save_file;
  std::function<void()> choose_files;                                ///< answered by Studio::files_chosen
  std::function<void(std::string_view catalogue_id)> fetch_dataset;  ///< answered by progress and LoadFiles
  std::function<void(std::string_view catalogue_id)> cancel_fetch;
  std::function<void(std::string_view theme)>
      theme;  ///< "light", "dark", or "" to follow the system: for what is not canvas
  std::function<void(std::string_view query)> set_link;  ///< the page's address, "preset=...&seed=2"
  std::function<void(std::string_view text)>
      copy_text;  ///< beginning with '?': a link, the page's own address goes before it
  std::function<void(std::string_view json)> keep;           ///< saved state, survives a refresh
  std::function<void(std::string_view mirror_json)> mirror;  ///< the DOM mirror's changes of this frame
  std::function<void(std::string_view url)> open_page;
  std::function<void(std::uint32_t call, std::string_view json)> answer;  ///< a script's pending call is done
};

}  // namespace hourglass

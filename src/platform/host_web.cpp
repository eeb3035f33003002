#include "platform/host_web.h"

#include <emscripten.h>

// clang-format off
EM_JS(double, hg_seconds, (), { return performance.now() / 1000; })
EM_JS(void, hg_save_file,
      (const char* name, int name_size, const char* mime, int mime_size, const std::uint8_t* bytes, int size), {
        Module["page"].saveFile(UTF8ToString(name, name_size), UTF8ToString(mime, mime_size),
                                HEAPU8.slice(bytes, bytes + size));
      })
EM_JS(void, hg_choose_files, (), { Module["page"].chooseFiles(); })
EM_JS(void, hg_tell, (int what, const char* text, int size), {
  const page = Module["page"];
  const value = UTF8ToString(text, size);
  switch (what) {
    case 0: return page.fetchDataset(value);
    case 1: return page.cancelFetch(value);
    case 2: return page.setLink(value);
    case 3: return page.copyText(value);
    case 4: return page.keep(value);
    case 5: return page.mirror(value);
    case 6: return page.openPage(value);
    case 7: return page.theme(value);
  }
})
EM_JS(void, hg_answer, (unsigned call, const char* json, int size),
      { Module["page"].answer(call, UTF8ToString(json, size)); })
// clang-format on

namespace hourglass {
namespace {

enum class Told { fetch_dataset, cancel_fetch, set_link, copy_text, keep, mirror, open_page, theme };

std::function<void(std::string_view)> telling(Told what) {
  return [what](std::string_view text) { hg_tell(static_cast<int>(what), text.data(), static_cast<int>(text.size())); };
}

}  // namespace

Host make_web_host() {
  Host host;
  host.seconds = [] { return hg_seconds(); };
  host.save_file = [](std::string_view name, std::string_view mime, std::span<const std::uint8_t> bytes) {
    hg_save_file(name.data(), static_cast<int>(name.size()), mime.data(), static_cast<int>(mime.size()), bytes.data(),
                 static_cast<int>(bytes.size()));
  };
  host.choose_files = [] { hg_choose_files(); };
  host.fetch_dataset = telling(Told::fetch_dataset);
  host.cancel_fetch = telling(Told::cancel_fetch);
  host.set_link = telling(Told::set_link);
  host.copy_text = telling(Told::copy_text);
  host.keep = telling(Told::keep);
  host.mirror = telling(Told::mirror);
  host.open_page = telling(Told::open_page);
  host.theme = telling(Told::theme);
  host.answer = [](std::uint32_t call, std::string_view json) {
    hg_answer(call, json.data(), static_cast<int>(json.size()));
  };
  return host;
}

}  // namespace hourglass

#include "platform/host_web.h"

#include <emscripten.h>

#include <array>
#include <cstddef>

#include "platform/today.h"

// clang-format off
EM_JS(double, hg_seconds, (), { return performance.now() / 1000; })
/// Reads the arguments as Crossing (below) lays them out, and calls the page.
EM_JS(void, hg_call_page, (int which, const void* given, int count), {
  const list = [];
  for (let i = 0; i < count; ++i) {
    const at = (given >>> 2) + 4 * i;
    const place = HEAPU32[at + 1], size = HEAPU32[at + 2];
    if (HEAPU32[at] === 0) list.push(UTF8ToString(place, size));
    else if (HEAPU32[at] === 1) list.push(HEAPU8.slice(place, place + size));
    else list.push(HEAPU32[at + 3]);
  }
  Module["page"].called(which, list);
})
// clang-format on

namespace hourglass {
namespace {

enum class HostCall : int {
#define HOST_CALL(name, parameters) name,
#include "platform/bridge.def"
};

/// An argument on its way to JavaScript: four words.
struct Crossing {
  enum class Kind : std::uint32_t { text, bytes, number };
  Kind kind;
  const void* at = nullptr;
  std::uint32_t size = 0;
  std::uint32_t number = 0;

  Crossing(std::string_view text) : kind(Kind::text), at(text.data()), size(static_cast<std::uint32_t>(text.size())) {}
  Crossing(std::span<const std::uint8_t> bytes)
      : kind(Kind::bytes), at(bytes.data()), size(static_cast<std::uint32_t>(bytes.size())) {}
  Crossing(std::uint32_t value) : kind(Kind::number), number(value) {}
};
static_assert(sizeof(Crossing) == 16 && offsetof(Crossing, at) == 4 && offsetof(Crossing, number) == 12);

template <HostCall which>
constexpr auto kCall = [](const auto&... arguments) {
  const std::array<Crossing, sizeof...(arguments)> list{Crossing(arguments)...};
  hg_call_page(static_cast<int>(which), list.data(), static_cast<int>(list.size()));
};

}  // namespace

Host make_web_host() {
  Host host;
  host.seconds = [] { return hg_seconds(); };
  host.today = today;
#define HOST_CALL(name, parameters) host.name = kCall<HostCall::name>;
#include "platform/bridge.def"
  return host;
}

}  // namespace hourglass

// How messages cross between a module's memory and the page's JavaScript, at either end: as lists of ArrayBuffers, by
// Module.channel = { incoming: ArrayBuffer[], post(parts), release(buffer) }. Included by one source file of a module.
// Only the code here touches the heap, because a heap that another thread made grow leaves older views of it too short.
#pragma once

#include <emscripten.h>

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/codec.h"

// A span is two words: where and how many.
static_assert(sizeof(std::span<const std::uint8_t>) == 8);

// clang-format off
/// slice() copies out of the heap, be that shared or not; the copy can be transferred.
EM_JS(void, hg_post_parts, (const std::span<const std::uint8_t>* parts, int count), {
  const list = [];
  for (let i = 0; i < count; ++i) {
    const at = HEAPU32[(parts >>> 2) + 2 * i];
    list.push(HEAPU8.slice(at, at + HEAPU32[(parts >>> 2) + 2 * i + 1]).buffer);
  }
  Module["channel"].post(list);
})
EM_JS(int, hg_parts_waiting, (), { return Module["channel"].incoming.length; })
EM_JS(std::uint32_t, hg_part_size, (int part), { return Module["channel"].incoming[part].byteLength; })
/// The copy is all that is wanted: the buffer's memory goes back at once.
EM_JS(void, hg_take_part, (int part, std::uint8_t* into), {
  const buffer = Module["channel"].incoming[part];
  HEAPU8.set(new Uint8Array(buffer), into >>> 0);
  Module["channel"].release(buffer);
})
EM_JS(void, hg_parts_taken, (), { Module["channel"].incoming = []; })
// clang-format on

namespace hourglass {

inline void post_message(const Message& message) {
  const auto parts = parts_of(message);
  hg_post_parts(parts.data(), static_cast<int>(parts.size()));
}

/// What `incoming` holds, moved into this memory by one copy.
inline std::vector<Bytes> take_incoming() {
  std::vector<Bytes> parts(static_cast<std::size_t>(hg_parts_waiting()));
  for (int i = 0; i < static_cast<int>(parts.size()); ++i) {
    Bytes& part = parts[static_cast<std::size_t>(i)];
    part.resize(hg_part_size(i));
    hg_take_part(i, part.data());
  }
  hg_parts_taken();
  return parts;
}

}  // namespace hourglass

#include "platform/engine_bridge_web.h"

#include <cstdint>
#include <expected>
#include <span>
#include <utility>

#include "engine/kept_set.h"
#include "engine/shelf.h"
#include "platform/message_parts_web.h"

// clang-format off
/// Reads into memory at `into`; returns the bytes read, or -1 when the file cannot be read (any more).
EM_JS(int, hg_read_file, (std::uint32_t id, double offset, std::uint8_t* into, std::uint32_t size), {
  const bytes = Module["channel"].read(id, offset, size);
  if (!bytes) return -1;
  HEAPU8.set(bytes, into >>> 0);
  const { length, buffer } = bytes;
  Module["channel"].release(buffer);
  return length;
})
/// What is kept of a run (name, card, model; and the step it is at) or of a set (name, entry, then the parts of its
/// files), as a list of ArrayBuffers; copied out, so that writing it waits for nobody.
EM_JS(void, hg_keep, (bool set, const std::span<const std::uint8_t>* parts, int count, double step), {
  const list = [];
  for (let i = 0; i < count; ++i) {
    const at = HEAPU32[(parts >>> 2) + 2 * i];
    list.push(HEAPU8.slice(at, at + HEAPU32[(parts >>> 2) + 2 * i + 1]).buffer);
  }
  Module["channel"].keep(set ? "set" : "run", list, step);
})
// clang-format on

namespace hourglass {
namespace {

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void keep(KeptRun&& run) {
  const std::span<const std::uint8_t> parts[] = {bytes_of(run.id), bytes_of(run.card), run.model};
  hg_keep(false, parts, 3, static_cast<double>(run.step));
}

void keep_set(const KeptSet& kept) {
  const std::span<const std::uint8_t> parts[] = {bytes_of(kept.name), bytes_of(kept.entry), kept.images_head,
                                                 kept.set->pixels,    kept.labels_head,     kept.set->labels};
  hg_keep(true, parts, 6, 0);
}

std::expected<Source, Error> open_file(const std::string& name, FileHandle handle) {
  Source source;
  source.name = name;
  source.size = handle.size;
  source.read = [name, handle](std::uint64_t offset,
                               std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
    const int read =
        hg_read_file(handle.id, static_cast<double>(offset), into.data(), static_cast<std::uint32_t>(into.size()));
    if (read < 0) {
      return fail("{0} cannot be read any more: it was moved, changed or taken away.", name);
    }
    return static_cast<std::size_t>(read);
  };
  return source;
}

EngineOptions options_for(ThreadPool& pool, double snapshot_bytes_per_second) {
  EngineOptions options;
  const Message told = from_parts(take_incoming());
  options.variant.assign(told.head.begin(), told.head.end());
  if (!told.attachments.empty()) {
    const auto prefix = told.attachments.front().bytes();
    options.keep_prefix.assign(prefix.begin(), prefix.end());
    options.keep = keep;
    options.keep_set = keep_set;
  }
  options.pool = pool.threads() > 1 ? &pool : nullptr;
  options.snapshot_bytes_per_second = snapshot_bytes_per_second;
  options.open_file = open_file;
  return options;
}

}  // namespace

EngineBridge::EngineBridge(int threads, double snapshot_bytes_per_second)
    : pool_(threads), engine_(options_for(pool_, snapshot_bytes_per_second)) {
  post_events();
}

void EngineBridge::receive() {
  auto command = decode_command(from_parts(take_incoming()));
  if (command) {
    engine_.receive(std::move(*command));
  } else {
    engine_.refuse(command.error().message);
  }
  post_events();
}

bool EngineBridge::work() {
  const bool more = engine_.work();
  post_events();
  return more;
}

void EngineBridge::post_events() {
  for (Event& event : engine_.take_events()) post_message(encode_event(std::move(event)));
}

}  // namespace hourglass

#include "check.h"
#include "engine/codec.h"
#include "engine/engine.h"

using namespace hourglass;

namespace {

/// The parts of a message, each with its length in two bytes before it; the last takes what is left.
std::vector<Bytes> parts_from(std::span<const std::uint8_t> data) {
  std::vector<Bytes> parts;
  while (data.size() >= 2) {
    const std::size_t length = std::min<std::size_t>(std::size_t{data[0]} << 8 | data[1], data.size() - 2);
    parts.emplace_back(data.begin() + 2, data.begin() + 2 + static_cast<std::ptrdiff_t>(length));
    data = data.subspan(2 + length);
  }
  return parts;
}

std::vector<Bytes> bytes_of(const Message& message) {
  std::vector<Bytes> parts;
  for (const auto part : parts_of(message)) parts.emplace_back(part.begin(), part.end());
  return parts;
}

/// What was read is written as a message that reads as the same.
template <class Read, class Write>
void round_trip(const std::vector<Bytes>& parts, Read read, Write write) {
  auto first = read(from_parts(parts));
  if (!first) return fuzz::check(first.error());
  const std::vector<Bytes> again = bytes_of(write(std::move(*first)));
  auto second = read(from_parts(again));
  fuzz::require(second.has_value());
  fuzz::require(bytes_of(write(std::move(*second))) == again);
}

}  // namespace

// No bytes make the codec crash, in either direction, and no command that it lets through makes an engine crash.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::vector<Bytes> parts = parts_from({data, size});
  round_trip(parts, decode_command, encode_command);
  round_trip(parts, decode_event, encode_event);
  auto command = decode_command(from_parts(parts));
  if (!command) return 0;
  EngineOptions options;
  options.clock = [now = 0.0]() mutable { return now += 0.01; };
  options.memory_for = [](std::uint64_t bytes) { return bytes < (64u << 20); };
  Engine engine(std::move(options));
  engine.receive(std::move(*command));
  for (int i = 0; i < 20 && engine.work(); ++i) {
  }
  for (const Event& event : engine.take_events()) {
    if (const auto* failed = std::get_if<event::Failed>(&event)) fuzz::require(!failed->message.empty());
  }
  return 0;
}

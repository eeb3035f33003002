// Commands and events as bytes: a small CBOR head, and the large arrays beside it as attachments that can be moved
// between memories. Apart from the protocol because only a boundary between two memories needs it.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <variant>
#include <vector>

#include "engine/protocol.h"
#include "math/error.h"

namespace hourglass {

/// An array in whatever form its message had it, so that encoding moves it; bytes when it comes from outside.
class Attachment {
 public:
  Attachment() = default;
  explicit Attachment(Bytes bytes) : data_(std::move(bytes)) {}
  explicit Attachment(std::vector<float> floats) : data_(std::move(floats)) {}
  explicit Attachment(std::vector<std::uint32_t> integers) : data_(std::move(integers)) {}

  std::span<const std::uint8_t> bytes() const;
  /// Moves the array out, or copies it from bytes. Nothing when the byte count is no multiple of the element's size.
  template <class T>
  std::expected<std::vector<T>, Error> take();

 private:
  std::variant<Bytes, std::vector<float>, std::vector<std::uint32_t>> data_;
};

struct Message {
  Bytes head;  ///< CBOR: {"is": "train", field: value or attachment's place...}
  std::vector<Attachment> attachments;
};

/// A message as its parts, head first, and back: how it crosses between two memories. The spans live as long as the
/// message.
std::vector<std::span<const std::uint8_t>> parts_of(const Message& message);
Message from_parts(std::vector<Bytes> parts);

Message encode_command(Command command);
Message encode_event(Event event);

/// Any other message than encode_... writes is an Error that names what is wrong; no bytes make these crash.
std::expected<Command, Error> decode_command(Message message);
std::expected<Event, Error> decode_event(Message message);

}  // namespace hourglass

// Compressed data as a stream, whatever it was packed with: bytes are pushed in as they arrive, what they unpack to is
// handed on at once.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <span>

#include "math/error.h"

namespace hourglass {

/// Takes unpacked bytes; its error ends the unpacking and is returned to who fed.
using ByteSink = std::function<std::expected<void, Error>(std::span<const std::uint8_t>)>;

class Unpacking {
 public:
  virtual ~Unpacking() = default;
  /// Several packed streams in a row are one; bytes after the last one are let be, as gzip(1) does. Errors: damaged,
  /// short memory, what `sink` gives back.
  virtual std::expected<void, Error> feed(std::span<const std::uint8_t> packed, const ByteSink& sink) = 0;
  /// True when the stream has come to its proper end (and its checksum agreed).
  virtual bool complete() const = 0;
};

std::unexpected<Error> fail_damaged_packing();
std::unexpected<Error> fail_no_room_to_unpack();

}  // namespace hourglass

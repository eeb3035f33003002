// gzip as a stream: bytes are pushed in as they arrive, what they unpack to is handed on at once. Over zlib.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "math/error.h"

namespace hourglass {

bool looks_like_gzip(std::span<const std::uint8_t> bytes);

/// Takes unpacked bytes; its error ends the unpacking and is returned to who fed.
using ByteSink = std::function<std::expected<void, Error>(std::span<const std::uint8_t>)>;

class Gunzip {
 public:
  enum class Wrapping { gzip, zlib, raw_deflate };
  explicit Gunzip(Wrapping wrapping = Wrapping::gzip);
  ~Gunzip();
  Gunzip(Gunzip&&) noexcept;
  Gunzip& operator=(Gunzip&&) noexcept;

  /// Several gzip members in a row are one stream; bytes after the last one are let be, as gzip(1) does. Errors:
  /// damaged, short memory, what `sink` gives back.
  std::expected<void, Error> feed(std::span<const std::uint8_t> packed, const ByteSink& sink);
  /// True when the stream has come to its proper end (and its checksum agreed).
  bool complete() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// All at once, for small files. Errors: damaged, cut off, more than `limit` bytes come out.
std::expected<std::vector<std::uint8_t>, Error> gunzip(std::span<const std::uint8_t> packed, std::uint64_t limit);
/// Level 9, no time stamp or name: the same bytes give the same file.
std::vector<std::uint8_t> gzip(std::span<const std::uint8_t> bytes);

}  // namespace hourglass

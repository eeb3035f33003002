// tar as a stream (POSIX 1003.1 ustar and pax, GNU long names and base-256 sizes): bytes are pushed in as they arrive,
// so that a 600 MB archive inside a 240 MB gzip file passes through in pieces. Nothing is ever written to a disk: names
// are names.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <string>

#include "math/error.h"

namespace hourglass {

/// A first block of 512 bytes whose checksum is a tar header's.
bool looks_like_tar(std::span<const std::uint8_t> bytes);

/// What is done with each file; an error ends the reading and is returned to who fed.
struct TarHandler {
  /// A regular file follows; links, folders and devices are passed over. False: its bytes are not wanted.
  std::function<bool(const std::string& path, std::uint64_t size)> begin;
  std::function<std::expected<void, Error>(std::span<const std::uint8_t>)> data;
  std::function<std::expected<void, Error>()> end;
};

class TarReader {
 public:
  /// The next bytes, cut anywhere. Errors: no header where one was expected, a name of more than 1 MB, the handler's.
  std::expected<void, Error> feed(std::span<const std::uint8_t> bytes, const TarHandler& handler);
  /// True once the mark of the archive's end (a block of zeros) has passed.
  bool complete() const { return state_ == State::done; }
  /// How many links have passed: they have no bytes of their own.
  std::size_t links() const { return links_; }

 private:
  enum class State { header, wanted, unwanted, extension, padding, done };
  std::expected<void, Error> header_complete(const TarHandler& handler);
  std::expected<void, Error> body_complete(const TarHandler& handler);
  void read_pax();

  State state_ = State::header;
  char extension_kind_ = 0;  // 'x' pax, 'L' GNU long name
  std::array<std::uint8_t, 512> block_{};
  std::size_t filled_ = 0;     // of block_
  std::uint64_t left_ = 0;     // of the present body
  std::uint64_t padding_ = 0;  // after it
  std::string extension_;      // the body of an extension header
  std::string next_path_;      // said by an extension, for the next file
  std::uint64_t next_size_ = 0;
  bool has_next_size_ = false;
  std::size_t links_ = 0;
};

}  // namespace hourglass

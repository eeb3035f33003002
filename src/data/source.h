// Source: bytes that are read piece by piece, so that one loader serves memory, a disk file and a browser's File
// (read with FileReaderSync in the engine worker).
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "math/error.h"

namespace hourglass {

struct Source {
  std::string name;        ///< with its folder path when a folder was dropped
  std::uint64_t size = 0;  ///< bytes
  /// Fills `into` from `offset` on; returns how many bytes it wrote: fewer than asked only at the end. An error when
  /// the file has gone or changed.
  std::function<std::expected<std::size_t, Error>(std::uint64_t offset, std::span<std::uint8_t> into)> read;
  /// All of it when it stands in memory anyway (spares a copy); else empty.
  std::span<const std::uint8_t> view;
  /// Why it is not even opened, as a pipe in a folder is not; empty for all that can be read.
  Sentence not_read = {};
};

/// Bytes that outlive the source.
Source view_source(std::string name, std::span<const std::uint8_t> bytes);
/// Bytes that the source keeps.
Source memory_source(std::string name, std::vector<std::uint8_t> bytes);
/// Reads a megabyte at a time and answers small reads from it: a browser's File is slow to ask.
Source read_ahead(Source source);
/// All that comes out of a pipe, read before this returns. Errors: more than `most` bytes.
std::expected<Source, Error> piped_source(std::istream& pipe, std::string name, std::uint64_t most);
/// A file on disk; `name` is its path's last part unless given. Errors: it cannot be opened, or is no file.
std::expected<Source, Error> file_source(const std::string& path, std::string name = {});

}  // namespace hourglass

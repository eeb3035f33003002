// zip, read by its central directory (PKWARE APPNOTE 6.3, with zip64): stored and deflated entries, from any Source,
// piece by piece. An .npz is a zip of .npy files.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "data/budget.h"
#include "data/gzip.h"
#include "data/source.h"
#include "math/error.h"

namespace hourglass {

bool looks_like_zip(std::span<const std::uint8_t> bytes);

struct ZipEntry {
  std::string path;
  std::uint64_t packed = 0;
  std::uint64_t unpacked = 0;
  std::uint64_t header = 0;  ///< offset of the local header
  std::uint32_t crc = 0;
  std::uint16_t method = 0;  ///< 0 stored, 8 deflated
  bool encrypted = false;
  bool folder() const { return path.empty() || path.back() == '/' || path.back() == '\\'; }
};

/// All entries in the order of their place in the file. Errors: cut off, damaged, several parts.
std::expected<std::vector<ZipEntry>, Error> read_zip_directory(const Source& source, Budget& budget);

/// One entry's bytes, piece by piece.
class ZipEntryReader {
 public:
  /// An error when the entry is encrypted, packed by another method, or its local header is not where it should be.
  static std::expected<ZipEntryReader, Error> open(const Source& source, const ZipEntry& entry);

  /// Hands the next piece to `sink` (perhaps in several calls). False after the last, when length and checksum agreed.
  std::expected<bool, Error> next(const ByteSink& sink);
  /// Bytes of the file that have been read so far, for progress.
  std::uint64_t consumed() const { return at_; }

 private:
  ZipEntryReader(const Source& source, const ZipEntry& entry, std::uint64_t at);
  const Source* source_;
  ZipEntry entry_;
  std::uint64_t at_;
  std::uint64_t left_;
  std::uint64_t made_ = 0;
  std::uint32_t crc_ = 0;
  Gunzip inflate_;
};

}  // namespace hourglass

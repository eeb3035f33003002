// FileReader: one file on its way in, pushed piece by piece: what it is is found out from its first bytes, then it goes
// through the right codec; archives hand each of their entries to a reader of its own. All readers of a load share one
// LoadContext.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/budget.h"
#include "data/detect.h"
#include "data/load_context.h"
#include "data/matlab.h"
#include "data/pickle.h"
#include "data/picture_table.h"
#include "data/table_rows.h"
#include "data/tar.h"
#include "data/unpacking.h"
#include "math/error.h"

namespace hourglass {

/// An error of feed() or finish() is a sentence about the file, and ends it; where it stands in an archive, tolerate()
/// counts it and the archive goes on.
class FileReader {
 public:
  /// `path`: with the archive's name before it, which ends at `prefix`. `depth`: archives within archives.
  FileReader(std::string path, LoadContext& context, std::size_t prefix = 0, int depth = 0);
  ~FileReader();
  FileReader(FileReader&&) noexcept;
  FileReader& operator=(FileReader&&) noexcept;

  /// So many bytes will come, all to be kept: spares growing, and says at once when they are too many.
  std::expected<void, Error> expect(std::uint64_t bytes) { return buffer_.reserve(bytes); }
  /// The next bytes, cut anywhere.
  std::expected<void, Error> feed(std::span<const std::uint8_t> bytes);
  /// After the last byte: what the file holds is in the context's parts, pictures and notes.
  std::expected<void, Error> finish();
  /// `feed` and `finish` at once for bytes that stand in memory: spares a copy.
  std::expected<void, Error> whole(std::span<const std::uint8_t> bytes);

 private:
  std::expected<void, Error> begin();
  std::expected<void, Error> pass_on(std::span<const std::uint8_t> bytes);
  std::expected<void, Error> keep_arrays(std::expected<std::vector<NamedArray>, Error> arrays);
  std::expected<void, Error> finish_whole(std::span<const std::uint8_t> bytes,
                                          std::vector<std::uint8_t>* holder = nullptr);
  TarHandler tar_handler();

  std::string path_;
  LoadContext* context_;
  std::size_t prefix_;
  int depth_;
  std::optional<Format> format_;
  std::size_t deciding_ = kDetectBytes;  // so many bytes at the start of it tell the format
  Buffer buffer_;  // the start until format_ is known; then all of it for formats that are read whole
  std::unique_ptr<Unpacking> unpacking_;
  std::unique_ptr<TarReader> tar_;
  std::unique_ptr<TableReader> table_;
  std::unique_ptr<PickleReader> pickle_;
  std::unique_ptr<MatlabReader> matlab_;
  std::unique_ptr<PictureTable> names_;  // of pictures, with their classes
  std::unique_ptr<FileReader> inner_;    // what was compressed, or the present entry of the tar
};

}  // namespace hourglass

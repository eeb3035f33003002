// ZipWalker: the entries of a zip, each by a FileReader of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <vector>

#include "data/load_context.h"
#include "data/reader.h"
#include "data/source.h"
#include "data/zip.h"
#include "math/error.h"

namespace hourglass {

/// Walks through a zip, a piece at a time.
class ZipWalker {
 public:
  /// Errors: cut off, damaged, a model, several sets of EMNIST's, `depth` archives within archives (kDeepestArchive).
  static std::expected<ZipWalker, Error> open(Source source, LoadContext& context, int depth);
  /// False when all entries have been read. One that cannot be used is counted (tolerate); an error ends the load.
  std::expected<bool, Error> step();
  /// Of the zip, as it is stored, for progress.
  std::uint64_t bytes_done() const { return done_; }

 private:
  ZipWalker(Source source, std::vector<ZipEntry> entries, LoadContext& context, int depth);
  std::unique_ptr<Source> source_;  // on the heap: entry readers point to it
  std::vector<ZipEntry> entries_;
  LoadContext* context_;
  int depth_;
  std::size_t next_ = 0;
  std::uint64_t done_ = 0;
  std::optional<ZipEntryReader> entry_;
  std::optional<FileReader> reader_;
};

}  // namespace hourglass

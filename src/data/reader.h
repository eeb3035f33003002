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
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/collector.h"
#include "data/detect.h"
#include "data/gzip.h"
#include "data/matlab.h"
#include "data/odd_arrays.h"
#include "data/parts.h"
#include "data/pickle.h"
#include "data/picture_table.h"
#include "data/source.h"
#include "data/table_rows.h"
#include "data/tar.h"
#include "data/zip.h"
#include "math/error.h"

namespace hourglass {

/// Files among others that did not become images, for one note.
struct Tally {
  std::size_t count = 0;
  Sentence first;  ///< sentence about the first of them
};

struct LoadContext {
  explicit LoadContext(const DecodeOptions& chosen)
      : options(chosen), budget(options.limits), pictures(options, budget) {}
  LoadContext(const LoadContext&) = delete;
  LoadContext& operator=(const LoadContext&) = delete;

  DecodeOptions options;
  Budget budget;
  PictureCollector pictures;
  std::vector<Part> parts;
  std::vector<Sentence> notes;  ///< what within a file was passed over
  Tally unreadable;             ///< files in archives and folders that were skipped
  std::vector<OddArray> odd_arrays;
  std::size_t rows = 0;         ///< images seen outside the collector, for progress
  bool of_no_kind = false;      ///< a file of the load itself was nothing that can be read here
  bool names_pictures = false;  ///< a file of the load itself was a table of pictures' names
  bool is_model = false;        ///< or it was a model
};

class FileReader {
 public:
  /// `path`: with the archive's name before it, which ends at `prefix`. `depth`: archives within archives.
  FileReader(std::string path, LoadContext& context, std::size_t prefix = 0, int depth = 0);
  ~FileReader();
  FileReader(FileReader&&) noexcept;
  FileReader& operator=(FileReader&&) noexcept;

  /// So many bytes will come, all to be kept: spares growing, and says at once when they are too many.
  std::expected<void, Error> expect(std::uint64_t bytes) { return buffer_.reserve(bytes); }
  std::expected<void, Error> feed(std::span<const std::uint8_t> bytes);
  /// After the last byte.
  std::expected<void, Error> finish();
  /// `feed` and `finish` at once for bytes that stand in memory: spares a copy.
  std::expected<void, Error> whole(std::span<const std::uint8_t> bytes);

 private:
  std::expected<void, Error> begin();
  std::expected<void, Error> pass_on(std::span<const std::uint8_t> bytes);
  std::expected<void, Error> keep_npy(std::span<const std::uint8_t> bytes);
  std::expected<void, Error> keep_arrays(std::expected<std::vector<NamedArray>, Error> arrays);
  std::expected<void, Error> finish_whole(std::span<const std::uint8_t> bytes);
  TarHandler tar_handler();

  std::string path_;
  LoadContext* context_;
  std::size_t prefix_;
  int depth_;
  std::optional<Format> format_;
  std::size_t deciding_ = kDetectBytes;  // so many bytes at the start of it tell the format
  Buffer buffer_;  // the start until format_ is known; then all of it for formats that are read whole
  std::unique_ptr<Gunzip> gunzip_;
  std::unique_ptr<TarReader> tar_;
  std::unique_ptr<TableReader> table_;
  std::unique_ptr<PickleReader> pickle_;
  std::unique_ptr<MatlabReader> matlab_;
  std::unique_ptr<PictureTable> names_;  // of pictures, with their classes
  std::unique_ptr<FileReader> inner_;    // what the gzip holds, or the present entry of the tar
};

/// Walks through a zip, a piece at a time.
class ZipWalker {
 public:
  static std::expected<ZipWalker, Error> open(Source source, LoadContext& context, int depth);
  /// False when all entries have been read.
  std::expected<bool, Error> step();
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

/// Makes the set of a table a part of the load, or each of the `arrays` in which its images stand.
std::expected<void, Error> keep_set(LoadContext& context, std::expected<ImageSet, Error> set, const std::string& path,
                                    Part::Kind kind, const TableArrays& arrays = {});
/// Counts a file among others that could not be used; gives the error back when the whole load must end.
std::expected<void, Error> tolerate(LoadContext& context, const Error& error);
/// Files that systems and programs leave behind, and all that is hidden (.DS_Store, .ipynb_checkpoints/, __MACOSX/,
/// Thumbs.db): not worth a word.
bool is_system_litter(std::string_view path);

}  // namespace hourglass

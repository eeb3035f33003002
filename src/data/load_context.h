// LoadContext: what all readers of one load share, and which files count in it.
#pragma once

#include <cstddef>
#include <expected>
#include <string_view>
#include <vector>

#include "data/budget.h"
#include "data/collector.h"
#include "data/odd_arrays.h"
#include "data/options.h"
#include "data/parts.h"
#include "math/error.h"

namespace hourglass {

/// So many archives within archives are followed.
inline constexpr int kDeepestArchive = 4;

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

/// Counts a file among others that could not be used; gives the error back when the whole load must end.
std::expected<void, Error> tolerate(LoadContext& context, const Error& error);
/// Files that systems and programs leave behind, and all that is hidden (.DS_Store, .ipynb_checkpoints/, __MACOSX/,
/// Thumbs.db): not worth a word.
bool is_system_litter(std::string_view path);

}  // namespace hourglass

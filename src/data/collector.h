// PictureCollector: pictures come in one by one with their paths, an ImageSet goes out: folders become classes (else
// what a table beside them or their names say), sizes are fitted, unreadable files are counted, and with a limit a
// sample is kept. Archives and dropped folders share it.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "data/budget.h"
#include "data/image_set.h"
#include "data/options.h"
#include "data/picture_folders.h"
#include "data/picture_labels.h"
#include "data/picture_table.h"
#include "data/reservoir.h"
#include "math/error.h"

namespace hourglass {

/// Equal for equal images. 64 bits: among a million images an accidental meeting has a chance of 1 in 40 million.
std::uint64_t image_hash(std::span<const std::uint8_t> image);
/// Whether all pixels are equal, whatever they are.
bool is_blank(std::span<const std::uint8_t> image);

class PictureCollector {
 public:
  PictureCollector(const DecodeOptions& options, Budget& budget);

  /// A picture's file. `archive`: the archive that holds it, by its own path; empty for none. An error says why it
  /// cannot be read; the collector goes on unless the budget is exhausted (too many images or folders).
  std::expected<void, Error> add(std::string_view path, std::span<const std::uint8_t> file,
                                 std::string_view archive = {});
  /// A table that names pictures, which may come before it or after it.
  void add_table(std::unique_ptr<PictureTable> table) { labels_.add_table(std::move(table)); }

  /// From here on a picture of the same name, folder and bytes as one of another archive (or of none) is passed over:
  /// an archive stands beside what was unpacked from it.
  void watch_for_copies() { watches_ = true; }

  std::size_t seen() const { return seen_; }
  /// The set; the collector is empty afterwards. An error when memory is short.
  std::expected<ImageSet, Error> finish(std::string name);
  /// After finish(): why tables that came were of no use, a sentence each.
  std::vector<Sentence> useless_tables() const { return labels_.useless_tables(seen_ > 0); }

 private:
  /// Of a folder: how pictures are sampled before it is known what the folders mean. A folder named as a role may be a
  /// class, and is one here.
  std::size_t group_of(std::string_view path);
  bool is_copy(std::string_view path, std::span<const std::uint8_t> file, std::string_view archive);
  /// Which items the set has, in its order, and how they are divided.
  struct Order;
  Order order_of(const std::vector<FolderMeaning>& meanings, const PictureClasses& classes, bool labelled) const;
  /// By the folders, else by tables, else by the files' names.
  std::expected<PictureClasses, Error> classes_of(const std::vector<FolderMeaning>& meanings);
  /// What a person should know of the finished set.
  void add_notes(std::vector<Sentence>& notes, const Order& order, const std::vector<FolderMeaning>& meanings,
                 const PictureClasses& classes) const;

  DecodeOptions options_;
  Budget* budget_;
  Reservoir reservoir_;
  PictureFolders folders_;
  std::vector<std::size_t> groups_;                 // of the folders
  std::map<std::string, std::size_t> named_;        // groups by the folders' names
  std::set<std::string, std::less<>> class_names_;  // as far as can be told; "" for pictures in no folder
  bool watches_ = false;
  std::unordered_map<std::uint64_t, std::uint64_t> first_in_;  // name and bytes of a picture, to its archive
  std::vector<std::uint8_t> pixels_;
  PictureLabels labels_;
  std::vector<PictureItem> items_;
  std::unordered_set<std::uint64_t> hashes_;
  std::size_t seen_ = 0, fitted_ = 0, duplicates_ = 0, blank_ = 0, copies_ = 0;
};

}  // namespace hourglass

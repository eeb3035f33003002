// PictureCollector: pictures come in one by one with their paths, an ImageSet goes out: folders become classes, sizes
// are fitted, unreadable files are counted, and with a limit a sample is kept. Archives and dropped folders share it.
#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "data/budget.h"
#include "data/classes.h"
#include "data/image_set.h"
#include "data/options.h"
#include "data/reservoir.h"
#include "math/error.h"

namespace hourglass {

/// Equal for equal images. 64 bits: among a million images an accidental meeting has a chance of 1 in 40 million.
std::uint64_t image_hash(std::span<const std::uint8_t> image);
bool is_blank(std::span<const std::uint8_t> image);

class PictureCollector {
 public:
  PictureCollector(const DecodeOptions& options, Budget& budget);

  /// One PNG. An error says why it cannot be read; the collector goes on unless the budget is exhausted (too many
  /// images or folders).
  std::expected<void, Error> add(std::string_view path, std::span<const std::uint8_t> png);

  std::size_t seen() const { return seen_; }
  /// The set; the collector is empty afterwards. An error when memory is short.
  std::expected<ImageSet, Error> finish(std::string name);

 private:
  struct Item {
    std::uint16_t group = 0;
    SplitRole role = SplitRole::none;
    std::uint32_t arrival = 0;
  };
  std::size_t group_of(std::string_view path, SplitRole& role);
  /// What a person should know of the finished set. `outside`: pictures beside the class folders; `one_folder`: all
  /// stand in one, which makes no class.
  void add_notes(std::vector<Sentence>& notes, std::size_t outside, bool labelled, bool one_folder) const;

  DecodeOptions options_;
  Budget* budget_;
  Reservoir reservoir_;
  std::map<std::string, std::size_t, std::less<>> groups_;  // by class name; "" for pictures in no folder
  std::vector<std::string> group_names_;
  std::vector<std::uint8_t> pixels_;
  std::vector<Item> items_;
  std::unordered_set<std::uint64_t> hashes_;
  std::size_t seen_ = 0, fitted_ = 0, duplicates_ = 0, blank_ = 0;
};

}  // namespace hourglass

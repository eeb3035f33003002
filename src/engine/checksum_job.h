// ChecksumJob: whether the files of a catalogue entry are those that the catalogue names, in slices. Checked here and
// not only where they were fetched, because a page without https has no checksums of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <vector>

#include "data/catalogue.h"
#include "data/sha256.h"
#include "data/source.h"
#include "math/error.h"

namespace hourglass {

class ChecksumJob {
 public:
  /// As many sources as files, in the same order.
  ChecksumJob(std::vector<CatalogueFile> files, std::vector<Source> sources);

  /// Works until `pause` returns true, asked between pieces, or all is done. True when done.
  bool step(const std::function<bool()>& pause);
  /// After step returned true, once: the sources again, or what is wrong with one of them.
  std::expected<std::vector<Source>, Error> take();

 private:
  void read_piece();

  std::vector<CatalogueFile> files_;
  std::vector<Source> sources_;
  std::size_t file_ = 0;
  std::uint64_t offset_ = 0;
  Sha256 hash_;
  std::vector<std::uint8_t> piece_;
  Error error_;
};

}  // namespace hourglass

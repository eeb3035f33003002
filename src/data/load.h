// LoadJob: the same loading in slices, for an engine that must hear its next command, and from sources that are read
// piece by piece (a File of 240 MB never stands whole in memory). Cancelling is letting go of the job.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <vector>

#include "data/options.h"
#include "data/pair.h"
#include "data/source.h"
#include "math/error.h"

namespace hourglass {

struct LoadProgress {
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;  ///< as stored (packed), so that done / total is true
  std::size_t images = 0;         ///< seen so far
};

class LoadJob {
 public:
  LoadJob(std::vector<Source> files, DecodeOptions options);
  ~LoadJob();
  LoadJob(LoadJob&&) noexcept;
  LoadJob& operator=(LoadJob&&) noexcept;

  /// Works until `pause` returns true (asked between pieces of well under a millisecond to a few) or all is done.
  /// True when done, by success or failure.
  bool step(const std::function<bool()>& pause);
  LoadProgress progress() const;
  /// After step returned true, once: images, or labels alone, or why there are none, a sentence for the person.
  std::expected<Loaded, Error> take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hourglass

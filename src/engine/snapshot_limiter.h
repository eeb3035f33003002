// SnapshotLimiter: when the next snapshot of the weights may be posted, so that copying them out never costs more than
// a stated number of bytes a second, however large the network.
#pragma once

#include <algorithm>
#include <cstddef>

namespace hourglass {

class SnapshotLimiter {
 public:
  /// More often than this nobody sees.
  static constexpr double kShortestInterval = 1.0 / 15.0;

  explicit SnapshotLimiter(double bytes_per_second) : bytes_per_second_(bytes_per_second) {}

  /// True when a snapshot may be posted at time `now` (seconds).
  bool due(double now) const { return now >= next_; }
  /// One of `bytes` was posted: the next waits until its bytes have had their time.
  void posted(double now, std::size_t bytes) {
    next_ = now + std::max(kShortestInterval, static_cast<double>(bytes) / bytes_per_second_);
  }

 private:
  double bytes_per_second_;
  double next_ = -1e300;
};

}  // namespace hourglass

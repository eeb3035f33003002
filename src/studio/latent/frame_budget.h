// How slow inference stays within a frame: a budget that all panels of one frame share, and batches whose size is felt
// out, so that a larger network means coarser or later pictures and never a late frame.
#pragma once

#include <algorithm>
#include <functional>

namespace hourglass {

/// Seconds between textures while pictures stream in.
inline constexpr double kTextureEvery = 0.08;

/// Seconds of a frame that slow inference may take, shared by all panels so that together they are never late.
class FrameBudget {
 public:
  /// What a panel may take. A new frame, known by its time in seconds, starts anew: with 6 ms; while training with 1 ms
  /// for each sixtieth of a second since the last, 6 ms at most, so that where frames rest no panel waits many of them
  /// for its turn. A panel gets half of what is left, and a sixth of the whole where others have taken it all.
  double share(double frame_time, bool training);
  void spent(double seconds) { left_ -= seconds; }

 private:
  double frame_ = -1, whole_ = 0, left_ = 0;
};

class BatchPacer {
 public:
  /// Calls `batch(most)`, which works on at most so many images and returns how many, 0 when none are left. Always
  /// once; again while another such batch still fits into `budget` seconds.
  template <class Batch>
  void run(const std::function<double()>& clock, double budget, Batch&& batch) {
    const double start = clock();
    double now = start, last = 0;
    while (now == start || now - start + last <= budget) {
      const int done = batch(most_);
      if (done == 0) return;
      const double after = clock();
      last = after - now;
      now = after;
      // A batch costs something whatever its size (the weights are read once), so sizes are felt out, not computed.
      if (last > 1.1 * budget) {
        most_ = std::max(1, static_cast<int>(done * budget / last));
      } else if (last < 0.4 * budget && done == most_) {
        most_ = std::min(kLargest, 2 * most_);
      }
    }
  }

 private:
  static constexpr int kLargest = 64;
  int most_ = 4;
};

}  // namespace hourglass

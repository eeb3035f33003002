// Throughput: images a second and time left, from the recent past. Apart because both need a memory of their own.
#pragma once

#include <algorithm>
#include <cmath>

namespace hourglass {

class Throughput {
 public:
  /// Forgets the past: training begins or goes on at `now`, having done `epoch` epochs.
  void start(double now, double epoch) {
    *this = {};
    started_ = window_start_ = now, window_epoch_ = epoch;
  }
  /// One training step on `images` took `seconds`.
  void trained(double images, double seconds) { window_images_ += images, window_busy_ += seconds; }
  /// Brings the figures up to date; they change at most every half second.
  void update(double now, double epoch) {
    const double elapsed = now - window_start_, epochs = epoch - window_epoch_;
    if (elapsed < kWindow && recent_seconds_ > 0) return;
    if (window_busy_ > 0) images_per_second_ = window_images_ / window_busy_;
    if (elapsed < kWindow) return;
    // How fast single windows are swings with what else the machine does and with the measuring of held-out images: the
    // older ones count too, less and less.
    const double kept = std::exp(-elapsed / kMemory);
    recent_epochs_ = recent_epochs_ * kept + std::max(0.0, epochs);
    recent_seconds_ = recent_seconds_ * kept + elapsed;
    window_start_ = now, window_epoch_ = epoch, window_images_ = 0, window_busy_ = 0;
  }
  /// Of training steps alone: measuring held-out images is not counted.
  double images_per_second() const { return images_per_second_; }
  /// The time that is announced for the `epochs` that are left: by the clock on the wall, everything counted; 0 when
  /// unknown. It runs down with the clock and is corrected by a little each second, so that it can be read.
  double seconds_left(double now, double epochs) {
    if (!(recent_epochs_ > 0) || !(epochs > 0)) return 0;
    const double estimate = epochs * recent_seconds_ / recent_epochs_;
    const double since = now - announced_at_, expected = announced_ - since;
    const bool settled = announced_ > 0 && now - started_ > kSettling;
    const double most = kMostCorrection * std::max(0.0, since) * announced_;
    announced_ = settled ? std::max(0.0, expected + std::clamp(estimate - expected, -most, most)) : estimate;
    announced_at_ = now;
    return announced_;
  }
  /// The goal was moved: what was announced for the old one is no measure for the new.
  void goal_moved() { announced_ = 0; }

 private:
  static constexpr double kWindow = 0.5;           // seconds
  static constexpr double kMemory = 8;             // seconds after which a window counts a third
  static constexpr double kSettling = 2;           // seconds in which the first estimates replace each other
  static constexpr double kMostCorrection = 0.12;  // of the time announced, in a second
  double started_ = 0;
  double window_start_ = 0, window_epoch_ = 0, window_images_ = 0, window_busy_ = 0;
  double images_per_second_ = 0;
  double recent_epochs_ = 0, recent_seconds_ = 0;  ///< each window times its weight
  double announced_ = 0, announced_at_ = 0;        ///< seconds left, and when that was said
};

}  // namespace hourglass

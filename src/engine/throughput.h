// Throughput: images a second and time left, from the recent past. Apart because both need a memory of their own.
#pragma once

namespace hourglass {

class Throughput {
 public:
  /// Forgets the past: training begins or goes on at `now`, having done `epoch` epochs.
  void start(double now, double epoch) {
    window_start_ = now, window_epoch_ = epoch, window_images_ = 0, window_busy_ = 0;
    epochs_per_second_ = 0;
  }
  /// One training step on `images` took `seconds`.
  void trained(double images, double seconds) { window_images_ += images, window_busy_ += seconds; }
  /// Brings the figures up to date; they change at most every half second.
  void update(double now, double epoch) {
    if (now - window_start_ < kWindow && epochs_per_second_ > 0) return;
    if (window_busy_ > 0) images_per_second_ = window_images_ / window_busy_;
    if (now > window_start_ && epoch > window_epoch_) {
      epochs_per_second_ = (epoch - window_epoch_) / (now - window_start_);
    }
    if (now - window_start_ < kWindow) return;
    window_start_ = now, window_epoch_ = epoch, window_images_ = 0, window_busy_ = 0;
  }
  /// Of training steps alone: measuring held-out images is not counted.
  double images_per_second() const { return images_per_second_; }
  /// By the clock on the wall, everything counted; 0 when unknown.
  double seconds_for(double epochs) const { return epochs_per_second_ > 0 ? epochs / epochs_per_second_ : 0; }

 private:
  static constexpr double kWindow = 0.5;
  double window_start_ = 0, window_epoch_ = 0, window_images_ = 0, window_busy_ = 0;
  double images_per_second_ = 0, epochs_per_second_ = 0;
};

}  // namespace hourglass

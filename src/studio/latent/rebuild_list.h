// RebuildList: a list of images and their reconstructions by the current weights, made a little in each frame. Apart
// from the panel so that it can be tested without a screen.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "data/image_set.h"
#include "model/network.h"
#include "studio/latent/frame_budget.h"

namespace hourglass {

class RebuildList {
 public:
  /// images (n, 784). The same images keep their reconstructions.
  void set_images(std::vector<std::uint8_t> images);
  /// Says which weights are current, and of which epoch they are; older reconstructions stay until theirs are made
  /// anew, in turn.
  void set_weights(std::uint64_t version, double epoch = 0);

  int size() const { return static_cast<int>(made_with_.size()); }
  bool busy() const { return left_ > 0; }
  /// Rebuilds for about `budget` seconds of `clock` (at least one image); true if something changed.
  bool work(const Network& network, const std::function<double()>& clock, double budget);

  std::span<const std::uint8_t> image(int i) const;
  /// Empty before the first.
  std::span<const std::uint8_t> rebuilt(int i) const;
  /// Sum of squared differences in [0,1] pixels; negative before the first.
  double error(int i) const { return errors_[static_cast<std::size_t>(i)]; }
  /// The epoch of the oldest weights by which one of the first `count` was made; none while one is still to come.
  std::optional<double> oldest_epoch(int count) const;
  /// Grows with everything that is changed, and with every other set of images.
  std::uint64_t version() const { return version_; }
  std::uint64_t images_version() const { return images_version_; }

 private:
  std::vector<std::uint8_t> images_, rebuilt_;  // (n, 784)
  std::vector<double> errors_;
  std::vector<std::uint64_t> made_with_;
  std::vector<double> epochs_;  // of the weights that they were made with
  std::size_t next_ = 0;        // goes round, so that quick changes of the weights starve none
  int left_ = 0;                // not of the current weights
  BatchPacer pacer_;
  std::uint64_t weights_ = 1, version_ = 1, images_version_ = 1;
  double epoch_ = 0;
  InferenceScratch scratch_;
  std::vector<float> inputs_, codes_, outputs_;
};

}  // namespace hourglass

// ImagePass: many images through one network, a few at a time, so that a pass over 55,000 images never holds up the
// next command. The network is a copy: training may go on meanwhile.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "data/image_set.h"
#include "model/network.h"

namespace hourglass {

class ThreadPool;

class ImagePass {
 public:
  /// `with_errors`: also rebuild each image and measure it.
  ImagePass(Network network, double epoch, std::shared_ptr<const ImageSet> images, std::vector<std::uint32_t> indices,
            bool with_errors);

  /// A few milliseconds of work; true when all images are through.
  bool advance(ThreadPool* pool);

  const Network& network() const { return network_; }
  double epoch() const { return epoch_; }
  int width() const { return network_.spec.code_width(); }
  std::size_t size() const { return indices_.size(); }
  std::vector<float>& codes() { return codes_; }    ///< (n, width), complete when done
  std::vector<float>& errors() { return errors_; }  ///< (n) squared error in [0,1] pixels; with_errors only
  std::span<const std::uint32_t> indices() const { return indices_; }

 private:
  Network network_;
  double epoch_;
  std::shared_ptr<const ImageSet> images_;
  std::vector<std::uint32_t> indices_;
  bool with_errors_;
  std::size_t next_ = 0;
  std::vector<float> codes_, errors_;
  std::vector<float> pixels_, rebuilt_;
  InferenceScratch scratch_;
};

}  // namespace hourglass

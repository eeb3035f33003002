// Held-out figures in [0,1] pixels, whatever the network was trained with. In slices, so that an engine that must hear
// its next command can measure 10,000 images on a large network.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "data/image_set.h"
#include "model/network.h"

namespace hourglass {

struct EvaluationResult {
  double sse = 0;   ///< sum of squared error per image
  double rmse = 0;  ///< sqrt(sse / 784)
  double kl = 0;    ///< divergence of a variational code per image, in nats
  std::size_t images = 0;
};

/// Measures reconstructions of uncorrupted images; a variational code's are those of its means. The network must stay
/// the same from first to last slice.
class Evaluation {
 public:
  /// Images that a call of advance() takes: there and back they cost what a training step of 64 does, for which a
  /// command waits, too. Fewer would be dearer: what a product does once for all its rows it would do for a few.
  static constexpr std::size_t kSlice = 192;

  void start(std::size_t images);
  bool running() const { return next_ < total_; }
  /// Takes up to kSlice more of `indices`, the same list each time; true when all are measured.
  bool advance(const Network& network, const ImageSet& set, std::span<const std::uint32_t> indices,
               ThreadPool* pool = nullptr);
  EvaluationResult figures() const;

 private:
  std::size_t next_ = 0, total_ = 0;
  double sum_ = 0, divergence_ = 0;
  std::vector<float> pixels_, rebuilt_, codes_, log_variances_, errors_;
  InferenceScratch scratch_;
};

/// All at once.
EvaluationResult evaluate(const Network& network, const ImageSet& set, std::span<const std::uint32_t> indices,
                          ThreadPool* pool = nullptr);

}  // namespace hourglass

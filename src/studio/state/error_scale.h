// What an error is worth: the held-out error of the run on a scale from nothing to what the mean image loses, with
// marks for PCA with as many numbers and for what was published. Without such a scale 31.4 says nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "studio/state/state.h"
#include "text/sentence.h"

namespace hourglass {

/// Squared error per image, in [0,1] pixels, of the mean of `images` (n, 784) as the answer to each of them; 0 of none.
double mean_image_error(std::span<const std::uint8_t> images);

struct ErrorMark {
  enum class Of { pca, published, mean_image };
  Of of;
  double value;
};

struct ErrorScale {
  LossFigure figure = LossFigure::per_image;  ///< per_image or rmse
  double now = 0, end = 0;                    ///< the scale begins at 0
  std::vector<ErrorMark> marks;               ///< from the smallest on; all within the scale
};

/// In `figure` where that is an error of the reconstruction, else per image. None without a measured point, or while
/// the mean image's error is not known.
std::optional<ErrorScale> error_scale(const State& state, LossFigure figure);

Sentence name_of(const ErrorMark& mark);
/// Without its figure.
Sentence short_name_of(const ErrorMark& mark);
/// The whole scale in a sentence, for those who do not see it.
Sentence said_of(const ErrorScale& scale);

}  // namespace hourglass

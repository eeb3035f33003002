#include "training/evaluate.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "model/gaussian_code.h"
#include "model/loss.h"
#include "model/pixels.h"

namespace hourglass {

void Evaluation::start(std::size_t images) {
  next_ = 0;
  total_ = images;
  sum_ = divergence_ = 0;
}

bool Evaluation::advance(const Network& network, const ImageSet& set, std::span<const std::uint32_t> indices,
                         ThreadPool* pool) {
  const std::size_t count = std::min(kSlice, total_ - next_);
  if (count == 0) return true;
  const auto width = static_cast<std::size_t>(network.spec.code_width());
  pixels_.resize(kSlice * kImagePixels);
  rebuilt_.resize(kSlice * kImagePixels);
  codes_.resize(kSlice * width);
  errors_.resize(kSlice);
  const auto rows = static_cast<Index>(count);
  const MatrixView codes = view(codes_.data(), rows, static_cast<Index>(width));
  const MatrixView rebuilt = view(rebuilt_.data(), rows, kImagePixels);
  to_pixels(set.pixels, indices.subspan(next_, count), network.spec.pixels, view(pixels_.data(), rows, kImagePixels),
            pool);
  const ConstMatrixView pixels = view(std::as_const(pixels_).data(), rows, kImagePixels);
  if (network.spec.variational) {
    log_variances_.resize(codes_.size());
    encode_spread(network, pixels, codes, view(log_variances_.data(), rows, static_cast<Index>(width)), scratch_, pool);
    divergence_ += divergence_from_unit_normal(std::span(codes_).first(count * width),
                                               std::span(log_variances_).first(count * width));
  } else {
    encode(network, pixels, codes, scratch_, pool);
  }
  decode(network, view(static_cast<const float*>(codes_.data()), rows, static_cast<Index>(width)), rebuilt, scratch_,
         pool);
  squared_errors(view(std::as_const(rebuilt_).data(), rows, kImagePixels), pixels, std::span(errors_).first(count),
                 pool);
  const double scale = squared_error_scale(network.spec.pixels);
  for (const float error : std::span(errors_).first(count)) sum_ += static_cast<double>(error) / scale;
  next_ += count;
  return next_ == total_;
}

EvaluationResult Evaluation::figures() const {
  if (next_ == 0) return {};
  const double sse = sum_ / static_cast<double>(next_);
  return {.sse = sse,
          .rmse = std::sqrt(sse / kImagePixels),
          .kl = divergence_ / static_cast<double>(next_),
          .images = next_};
}

EvaluationResult evaluate(const Network& network, const ImageSet& set, std::span<const std::uint32_t> indices,
                          ThreadPool* pool) {
  Evaluation evaluation;
  evaluation.start(indices.size());
  while (evaluation.running()) evaluation.advance(network, set, indices, pool);
  return evaluation.figures();
}

}  // namespace hourglass

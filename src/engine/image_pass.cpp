#include "engine/image_pass.h"

#include <algorithm>
#include <utility>

#include "model/loss.h"
#include "model/pixels.h"
#include "training/evaluate.h"

namespace hourglass {

ImagePass::ImagePass(Network network, double epoch, std::shared_ptr<const ImageSet> images,
                     std::vector<std::uint32_t> indices, bool with_errors)
    : network_(std::move(network)),
      epoch_(epoch),
      images_(std::move(images)),
      indices_(std::move(indices)),
      with_errors_(with_errors),
      codes_(indices_.size() * static_cast<std::size_t>(network_.spec.code_width())),
      errors_(with_errors ? indices_.size() : 0),
      pixels_(Evaluation::kSlice * kImagePixels),
      rebuilt_(with_errors ? Evaluation::kSlice * kImagePixels : 0) {}

bool ImagePass::advance(ThreadPool* pool) {
  const std::size_t count = std::min(Evaluation::kSlice, indices_.size() - next_);
  if (count == 0) return true;
  const auto rows = static_cast<Index>(count);
  const auto k = static_cast<std::size_t>(width());
  const MatrixView codes = view(codes_.data() + next_ * k, rows, width());
  to_pixels(images_->pixels, std::span(indices_).subspan(next_, count), network_.spec.pixels,
            view(pixels_.data(), rows, kImagePixels), pool);
  const ConstMatrixView pixels = view(std::as_const(pixels_).data(), rows, kImagePixels);
  encode(network_, pixels, codes, scratch_, pool);
  if (with_errors_) {
    const MatrixView rebuilt = view(rebuilt_.data(), rows, kImagePixels);
    decode(network_, view(std::as_const(codes_).data() + next_ * k, rows, width()), rebuilt, scratch_, pool);
    const std::span errors = std::span(errors_).subspan(next_, count);
    squared_errors(view(std::as_const(rebuilt_).data(), rows, kImagePixels), pixels, errors, pool);
    const auto scale = static_cast<float>(squared_error_scale(network_.spec.pixels));
    for (float& error : errors) error /= scale;
  }
  next_ += count;
  return next_ == indices_.size();
}

}  // namespace hourglass

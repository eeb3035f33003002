#include "studio/latent/rebuild_list.h"

#include <algorithm>
#include <utility>

#include "model/pixels.h"
#include "studio/latent/decode_grid.h"

namespace hourglass {
void RebuildList::set_images(std::vector<std::uint8_t> images) {
  if (images == images_) return;
  images_ = std::move(images);
  const std::size_t n = images_.size() / kImagePixels;
  rebuilt_.assign(n * kImagePixels, 0);
  errors_.assign(n, -1);
  made_with_.assign(n, 0);
  epochs_.assign(n, 0);
  next_ = 0;
  left_ = static_cast<int>(n);
  ++version_;
  ++images_version_;
}

void RebuildList::set_weights(std::uint64_t version, double epoch) {
  ++version;  // 0 means "none yet"
  if (version == weights_) return;
  weights_ = version;
  epoch_ = epoch;
  left_ = size();
}

bool RebuildList::work(const Network& network, const std::function<double()>& clock, double budget) {
  if (!busy()) return false;
  pacer_.run(clock, budget, [&](int most) {
    if (!busy()) return 0;
    // A run of places up to the list's end; the next batch goes on from its beginning.
    const int batch = std::min({most, left_, size() - static_cast<int>(next_)});
    const auto n = static_cast<std::size_t>(batch);
    const int width = network.spec.code_width();
    inputs_.resize(n * kImagePixels);
    outputs_.resize(n * kImagePixels);
    codes_.resize(n * static_cast<std::size_t>(width));
    to_pixels({&images_[next_ * kImagePixels], n * kImagePixels}, network.spec.pixels, inputs_);
    encode(network, view(std::as_const(inputs_).data(), batch, kImagePixels), view(codes_.data(), batch, width),
           scratch_);
    decode(network, view(std::as_const(codes_).data(), batch, width), view(outputs_.data(), batch, kImagePixels),
           scratch_);
    to_grey(network.spec.pixels, outputs_, {&rebuilt_[next_ * kImagePixels], n * kImagePixels});
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0;
      for (std::size_t j = i * kImagePixels; j < (i + 1) * kImagePixels; ++j) {
        const double e = static_cast<double>(outputs_[j]) - inputs_[j];
        sum += e * e;
      }
      errors_[next_ + i] = sum / squared_error_scale(network.spec.pixels);
      made_with_[next_ + i] = weights_;
      epochs_[next_ + i] = epoch_;
    }
    next_ = (next_ + n) % made_with_.size();
    left_ -= batch;
    return batch;
  });
  ++version_;
  return true;
}

std::span<const std::uint8_t> RebuildList::image(int i) const {
  return {&images_[static_cast<std::size_t>(i) * kImagePixels], kImagePixels};
}

std::span<const std::uint8_t> RebuildList::rebuilt(int i) const {
  if (made_with_[static_cast<std::size_t>(i)] == 0) return {};
  return {&rebuilt_[static_cast<std::size_t>(i) * kImagePixels], kImagePixels};
}

std::optional<double> RebuildList::oldest_epoch(int count) const {
  const auto shown = std::span(made_with_).first(static_cast<std::size_t>(std::min(count, size())));
  const auto oldest = std::ranges::min_element(shown);
  if (oldest == shown.end() || *oldest == 0) return {};
  return epochs_[static_cast<std::size_t>(oldest - shown.begin())];
}

}  // namespace hourglass

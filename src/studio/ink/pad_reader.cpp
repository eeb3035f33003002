#include "studio/ink/pad_reader.h"

#include <algorithm>
#include <utility>

#include "math/random.h"
#include "model/pixels.h"
#include "studio/ink/pad_canvas.h"
#include "studio/latent/decode_grid.h"
#include "training/corruption.h"

namespace hourglass {

const PadReading& PadReader::read(std::span<const std::uint8_t> raster, const FramingOptions& framing,
                                  const Corruption& corruption, std::uint64_t noise_seed, const Network& network) {
  reading_.blank = std::all_of(raster.begin(), raster.end(), [](std::uint8_t v) { return v == 0; });
  ink_.resize(raster.size());
  std::transform(raster.begin(), raster.end(), ink_.begin(),
                 [](std::uint8_t v) { return static_cast<float>(v) * (1 / 255.0f); });
  reading_.clean = frame_ink({ink_, PadCanvas::kSide, PadCanvas::kSide}, framing);
  infer(corruption, noise_seed, network);
  return reading_;
}

const PadReading& PadReader::read_image(std::span<const std::uint8_t> image, const Corruption& corruption,
                                        std::uint64_t noise_seed, const Network& network) {
  std::copy_n(image.begin(), std::min<std::size_t>(image.size(), kImagePixels), reading_.clean.begin());
  reading_.blank = std::all_of(reading_.clean.begin(), reading_.clean.end(), [](std::uint8_t v) { return v == 0; });
  infer(corruption, noise_seed, network);
  return reading_;
}

void PadReader::infer(const Corruption& corruption, std::uint64_t noise_seed, const Network& network) {
  const PixelRange range = network.spec.pixels;
  target_.resize(kImagePixels);
  input_.resize(kImagePixels);
  output_.resize(kImagePixels);
  to_pixels(reading_.clean, range, target_);
  input_ = target_;
  if (corruption.kind != CorruptionKind::none) {
    Random random(noise_seed);
    corrupt(corruption, range, random, input_);
  }
  to_grey(range, input_, reading_.seen);

  const int width = network.spec.code_width();
  reading_.code.resize(static_cast<std::size_t>(width));
  encode(network, view(std::as_const(input_).data(), 1, kImagePixels), view(reading_.code.data(), 1, width), scratch_);
  decode(network, view(std::as_const(reading_.code).data(), 1, width), view(output_.data(), 1, kImagePixels), scratch_);
  to_grey(range, output_, reading_.rebuilt);

  double error = 0, noise = 0;
  for (std::size_t i = 0; i < kImagePixels; ++i) {
    const double e = static_cast<double>(output_[i]) - target_[i], n = static_cast<double>(input_[i]) - target_[i];
    error += e * e;
    noise += n * n;
  }
  reading_.error = error / squared_error_scale(range);
  reading_.noise_error = noise / squared_error_scale(range);
}

}  // namespace hourglass

// PadReading: what the network makes of a painting: the 28x28 image it sees, with noise if wanted, its code, the
// reconstruction and the error. All in one call, fast enough to follow the pen.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "data/framing.h"
#include "model/network.h"
#include "training/experiment.h"

namespace hourglass {

struct PadReading {
  Image clean{};            ///< as framed
  Image seen{};             ///< with the noise: what goes in
  Image rebuilt{};          ///< what comes out, as shown (clamped)
  std::vector<float> code;  ///< (code width)
  double error = 0;         ///< sum of squared differences of `rebuilt` (not clamped) and `clean`, [0,1] pixels
  double noise_error = 0;   ///< the same of `seen` and `clean`: what the network was asked to undo
  bool blank = true;        ///< no ink: nothing was read
};

class PadReader {
 public:
  /// `raster` (280, 280), 0 paper to 255 ink. `noise_seed` holds the noise still while the pen moves. A blank raster
  /// gives a blank reading.
  const PadReading& read(std::span<const std::uint8_t> raster, const FramingOptions& framing,
                         const Corruption& corruption, std::uint64_t noise_seed, const Network& network);
  /// The same for a 28x28 image.
  const PadReading& read_image(std::span<const std::uint8_t> image, const Corruption& corruption,
                               std::uint64_t noise_seed, const Network& network);
  const PadReading& reading() const { return reading_; }

 private:
  void infer(const Corruption& corruption, std::uint64_t noise_seed, const Network& network);

  PadReading reading_;
  InferenceScratch scratch_;
  std::vector<float> ink_, input_, output_, target_;
};

}  // namespace hourglass

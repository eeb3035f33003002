#include "explore/embed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "explore/interpolate.h"
#include "math/thread_pool.h"
#include "model/pixels.h"

namespace hourglass {
namespace {

struct Scene {
  Network network;
  ImageSet set;
  std::vector<std::uint32_t> all;
};

Scene make_scene(std::uint32_t images) {
  Random random(4);
  Scene scene{make_network({.encoder = {784, 20, 3}, .pixels = {-0.5f, 0.5f}}, random), {}, {}};
  scene.set.pixels.resize(images * std::size_t{kImagePixels});
  for (auto& pixel : scene.set.pixels) pixel = static_cast<std::uint8_t>(random.below(256));
  scene.all.resize(images);
  std::iota(scene.all.begin(), scene.all.end(), 0u);
  return scene;
}

TEST(Embed, GivesEachImageTheCodeItHasAlone) {
  for (const std::uint32_t images : {0u, 1u, 255u, 256u, 257u, 600u}) {
    const Scene scene = make_scene(images);
    ThreadPool two(2);
    const auto codes = embed(scene.network, scene.set, scene.all);
    ASSERT_EQ(codes.size(), images * 3u);
    EXPECT_EQ(codes, embed(scene.network, scene.set, scene.all, &two));
    for (std::uint32_t i = 0; i < images; i += 97) {
      const auto alone = embed(scene.network, scene.set, std::vector{i});
      for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(codes[3 * i + c], alone[c], 1e-5);
    }
  }
}

TEST(Embed, DecodesToBytesInTheRangeThatTheNetworkUses) {
  const Scene scene = make_scene(1);
  std::vector<float> codes(300 * 3);
  for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = static_cast<float>(i) * 0.01f - 4;
  const auto bytes = decode_to_bytes(scene.network, codes);
  ASSERT_EQ(bytes.size(), 300u * 784);
  std::vector<float> pixels(784);
  InferenceScratch scratch;
  decode(scene.network, view(std::as_const(codes).data() + 3 * 299, 1, 3), view(pixels.data(), 1, 784), scratch);
  for (std::size_t i = 0; i < 784; ++i) {
    EXPECT_NEAR(bytes[299 * 784 + i], std::clamp(pixels[i] + 0.5f, 0.0f, 1.0f) * 255.0f, 0.51f);
  }
}

TEST(Interpolate, GoesFromEndToEndInEvenSteps) {
  const std::vector<float> a = {0, 10}, b = {4, 2};
  EXPECT_EQ(interpolate(a, b, 5), (std::vector<float>{0, 10, 1, 8, 2, 6, 3, 4, 4, 2}));
  EXPECT_EQ(interpolate(a, b, 1), a);
  EXPECT_TRUE(interpolate(a, b, 0).empty());
}

}  // namespace
}  // namespace hourglass

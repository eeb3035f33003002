#include "studio/latent/decode_grid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace hourglass {
namespace {

Network network_of_two(std::uint64_t seed = 1) {
  NetworkSpec spec;
  spec.encoder = {784, 16, 2};
  Random random(seed);
  return make_network(spec, random);
}

std::vector<float> grid_codes(int columns, int rows, float x0 = 0) {
  std::vector<float> codes;
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      codes.push_back(x0 + static_cast<float>(c));
      codes.push_back(static_cast<float>(r));
    }
  }
  return codes;
}

/// A clock on which every look costs a millisecond.
struct SlowClock {
  double now = 0;
  std::function<double()> function() {
    return [this] { return now += 0.001; };
  }
};

void finish(DecodeGrid& grid, const Network& network) {
  SlowClock clock;
  while (grid.busy()) grid.work(network, clock.function(), 0.01);
}

std::vector<std::uint8_t> alone(const Network& network, std::vector<float> code) {
  std::vector<float> pixels(kImagePixels);
  std::vector<std::uint8_t> grey(kImagePixels);
  InferenceScratch scratch;
  decode(network, view(std::as_const(code).data(), 1, 2), view(pixels.data(), 1, kImagePixels), scratch);
  to_grey(network.spec.pixels, pixels, grey);
  return grey;
}

TEST(DecodeGrid, EndsWithEveryPlaceDecodedAsIfAlone) {
  const Network network = network_of_two();
  DecodeGrid grid;
  grid.set_codes(11, 9, 2, grid_codes(11, 9));
  finish(grid, network);
  EXPECT_EQ(grid.decoded(), 99u);
  for (auto [c, r] : {std::pair{0, 0}, {10, 8}, {7, 3}}) {
    const auto seen = grid.tile(c, r);
    const auto wanted = alone(network, {static_cast<float>(c), static_cast<float>(r)});
    ASSERT_EQ(seen.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(seen[i], wanted[i], 1);
  }
}

TEST(DecodeGrid, ACoarsePictureOfTheWholeComesFirst) {
  const Network network = network_of_two();
  DecodeGrid grid;
  grid.set_codes(32, 32, 2, grid_codes(32, 32));
  EXPECT_TRUE(grid.tile(5, 5).empty());
  SlowClock clock;
  while (grid.decoded() < 16) grid.work(network, clock.function(), 0.001);
  for (int r = 0; r < 32; ++r) {
    for (int c = 0; c < 32; ++c) ASSERT_FALSE(grid.tile(c, r).empty()) << c << ' ' << r;
  }
  EXPECT_EQ(grid.tile(13, 22).data(), grid.tile(8, 16).data());
}

TEST(DecodeGrid, KeepsToItsBudget) {
  const Network network = network_of_two();
  DecodeGrid grid;
  grid.set_codes(40, 40, 2, grid_codes(40, 40));
  // Each picture takes 0.1 ms of this clock: it looks at what has been decoded.
  double extra = 0;
  auto clock = [&] { return extra + 0.0001 * static_cast<double>(grid.decoded()); };
  for (int i = 0; i < 3; ++i) grid.work(network, clock, 0.004);  // it feels out how much it can do
  while (grid.busy()) {
    const double before = clock();
    grid.work(network, clock, 0.004);
    EXPECT_LE(clock() - before, 0.0064);
  }
  EXPECT_EQ(grid.decoded(), 1600u);
}

TEST(DecodeGrid, PannedGridsKeepThePicturesTheyShare) {
  const Network network = network_of_two();
  DecodeGrid grid;
  grid.set_codes(10, 4, 2, grid_codes(10, 4));
  finish(grid, network);
  grid.set_codes(10, 4, 2, grid_codes(10, 4, 3));
  const auto kept = grid.tile(2, 1);  // code (5, 1), which was at column 5
  const auto wanted = alone(network, {5, 1});
  for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(kept[i], wanted[i], 1);
  finish(grid, network);
  EXPECT_EQ(grid.decoded(), 40u + 12u);
}

TEST(DecodeGrid, NewWeightsLeaveTheOldPicturesUntilTheirsAreMade) {
  const Network first = network_of_two(1), second = network_of_two(2);
  DecodeGrid grid;
  grid.set_codes(8, 8, 2, grid_codes(8, 8));
  grid.set_weights(1);
  finish(grid, first);
  EXPECT_FALSE(grid.busy());
  const std::vector<std::uint8_t> before(grid.tile(3, 3).begin(), grid.tile(3, 3).end());
  grid.set_weights(2);
  EXPECT_TRUE(grid.busy());
  EXPECT_TRUE(std::equal(before.begin(), before.end(), grid.tile(3, 3).begin()));
  finish(grid, second);
  const auto wanted = alone(second, {3, 3});
  for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(grid.tile(3, 3)[i], wanted[i], 1);
}

TEST(DecodeGrid, EveryPlaceHasItsTurnWhenWeightsChangeAllTheTime) {
  const Network network = network_of_two();
  DecodeGrid grid;
  grid.set_codes(20, 20, 2, grid_codes(20, 20));
  SlowClock clock;
  for (std::uint64_t version = 1; version <= 200; ++version) {
    grid.set_weights(version);
    grid.work(network, clock.function(), 0.001);  // a batch of a few
  }
  for (int r = 0; r < 20; ++r) {
    for (int c = 0; c < 20; ++c) {
      const auto wanted = alone(network, {static_cast<float>(c), static_cast<float>(r)});
      ASSERT_NEAR(grid.tile(c, r)[400], wanted[400], 1) << c << ' ' << r;
    }
  }
}

TEST(DecodeGrid, WrongSizesAndForeignNetworksDoNothing) {
  const Network network = network_of_two();
  DecodeGrid grid;
  SlowClock clock;
  grid.set_codes(3, 3, 2, {1, 2, 3});
  EXPECT_FALSE(grid.busy());
  EXPECT_TRUE(grid.tile(0, 0).empty());
  grid.set_codes(1, 1, 3, {1, 2, 3});
  EXPECT_FALSE(grid.work(network, clock.function(), 1));
  EXPECT_TRUE(grid.code(1, 0).empty());
  EXPECT_EQ(grid.code(0, 0).size(), 3u);
}

TEST(ToGrey, ClampsAndSurvivesWhatIsNotANumber) {
  const std::vector<float> pixels = {-0.5f, 0, 0.5f, 3, -3, std::numeric_limits<float>::quiet_NaN()};
  std::vector<std::uint8_t> grey(pixels.size());
  to_grey({-0.5f, 0.5f}, pixels, grey);
  EXPECT_EQ(grey, (std::vector<std::uint8_t>{0, 128, 255, 255, 0, 0}));
}

}  // namespace
}  // namespace hourglass

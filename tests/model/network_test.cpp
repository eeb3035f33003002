#include "model/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "math/thread_pool.h"
#include "model/loss.h"
#include "model/pixels.h"
#include "model/reference.h"
#include "small_network.h"

namespace hourglass {
namespace {

TEST(Network, ThePostsNetworkHas105458Parameters) {
  EXPECT_EQ(make_layout({.encoder = {784, 128, 32, 2}, .tied = true, .shared_biases = true}).size, 105458u);
}

TEST(Network, TyingAndSharingLeaveOutExactlyTheirParameters) {
  const std::size_t weights = 784 * 128 + 128 * 10;
  EXPECT_EQ(make_layout({.encoder = {784, 128, 10}, .tied = true, .shared_biases = true}).size,
            weights + 128 + 10 + 784);
  EXPECT_EQ(make_layout({.encoder = {784, 128, 10}, .tied = true, .shared_biases = false}).size,
            weights + 128 + 10 + 128 + 784);
  EXPECT_EQ(make_layout({.encoder = {784, 128, 10}, .tied = false, .shared_biases = false}).size,
            2 * weights + 128 + 10 + 128 + 784);
  EXPECT_EQ(make_layout({.encoder = {784, 128, 10}, .tied = false}).weights, 2 * weights);
  EXPECT_EQ(make_layout({.encoder = {784, 128, 10}, .tied = true, .variational = true}).weights, weights + 128 * 10);
}

TEST(Network, EncodeAndDecodeAgreeWithThePlainForwardPassForEveryCombination) {
  InferenceScratch scratch;
  std::uint64_t seed = 100;
  for (const auto& c : testing::every_combination()) {
    SCOPED_TRACE(c.name);
    Random random(seed++);
    const Network network = make_network(c.spec, random);
    std::vector<float> pixels(4 * 5);
    for (float& x : pixels) x = random.uniform();
    const auto pass = reference::forward(network.layout, {network.parameters.begin(), network.parameters.end()},
                                         std::vector<double>(pixels.begin(), pixels.end()), 4);
    std::vector<float> codes(4 * 2), rebuilt(4 * 5);
    encode(network, view(std::as_const(pixels).data(), 4, 5), view(codes.data(), 4, 2), scratch);
    decode(network, view(std::as_const(codes).data(), 4, 2), view(rebuilt.data(), 4, 5), scratch);
    const std::vector<double>& code = pass.outputs[3];
    for (std::size_t i = 0; i < codes.size(); ++i) EXPECT_NEAR(codes[i], code[i], 1e-5);
    for (std::size_t i = 0; i < rebuilt.size(); ++i) EXPECT_NEAR(rebuilt[i], pass.outputs.back()[i], 1e-5);
    if (!c.spec.variational) continue;
    std::vector<float> means(4 * 2), log_variances(4 * 2);
    encode_spread(network, view(std::as_const(pixels).data(), 4, 5), view(means.data(), 4, 2),
                  view(log_variances.data(), 4, 2), scratch);
    EXPECT_EQ(means, codes);
    for (std::size_t i = 0; i < means.size(); ++i) EXPECT_NEAR(log_variances[i], pass.log_variances[i], 1e-5);
  }
}

TEST(Network, ManyImagesAreEncodedByTheirBrightPixelsAlone) {
  constexpr Index kMany = 40;
  ThreadPool pool(2);
  InferenceScratch many, one;
  std::uint64_t seed = 200;
  for (const auto& c : testing::every_combination()) {
    SCOPED_TRACE(c.name);
    Random random(seed++);
    const Network network = make_network(c.spec, random);
    Matrix pixels = Matrix::Constant(kMany, 5, c.spec.pixels.low);
    for (float& x : pixels.reshaped())
      if (random.uniform() < 0.3f) x = random.uniform(c.spec.pixels.low, c.spec.pixels.high);
    const auto expect_codes = [&](const Matrix& codes, const Matrix& alone) {
      EXPECT_LT((codes - alone).cwiseAbs().maxCoeff(), 1e-5f);
    };
    const auto image = [&](Index i) { return ConstMatrixView(pixels.row(i).data(), 1, 5, Eigen::OuterStride<>(5)); };
    const auto row = [](Matrix& m, Index i) { return view(m.row(i).data(), 1, 2); };
    Matrix codes(kMany, 2), alone(kMany, 2);
    encode(network, view(std::as_const(pixels)), view(codes), many, &pool);
    EXPECT_TRUE(many.sparse.pays());
    for (Index i = 0; i < kMany; ++i) encode(network, image(i), row(alone, i), one);
    expect_codes(codes, alone);
    if (!c.spec.variational) continue;
    Matrix means(kMany, 2), variances(kMany, 2), variances_alone(kMany, 2);
    encode_spread(network, view(std::as_const(pixels)), view(means), view(variances), many, &pool);
    for (Index i = 0; i < kMany; ++i) encode_spread(network, image(i), row(alone, i), row(variances_alone, i), one);
    expect_codes(means, alone);
    expect_codes(variances, variances_alone);
  }
}

TEST(Network, ReadsRowsThatLieApart) {
  Random random(3);
  const Network network = make_network({.encoder = {6, 4, 2}}, random);
  std::vector<float> wide(2 * 10), codes(2 * 2), apart(2 * 2);
  for (float& x : wide) x = random.uniform();
  std::vector<float> tight(wide.begin(), wide.begin() + 6);
  tight.insert(tight.end(), wide.begin() + 10, wide.begin() + 16);
  InferenceScratch scratch;
  encode(network, view(std::as_const(tight).data(), 2, 6), view(codes.data(), 2, 2), scratch);
  encode(network, ConstMatrixView(wide.data(), 2, 6, Eigen::OuterStride<>(10)), view(apart.data(), 2, 2), scratch);
  EXPECT_EQ(codes, apart);
}

TEST(Network, RefusesWidthsOutOfRangeByName) {
  const auto why = [](std::vector<int> widths) {
    const auto valid = validate(NetworkSpec{.encoder = std::move(widths)});
    return valid ? std::string() : valid.error().message.english();
  };
  EXPECT_EQ(why({784, 2}), "");
  EXPECT_EQ(why({784, 2048, 256}), "");
  EXPECT_EQ(why({784, 1, 1, 1, 1, 1, 1, 1, 1}), "");
  EXPECT_NE(why({784}).find("at least two"), std::string::npos);
  EXPECT_NE(why({783, 2}).find("783"), std::string::npos);
  EXPECT_NE(why({784, 2049, 2}).find("2049"), std::string::npos);
  EXPECT_NE(why({784, 0, 2}).find("layer 1"), std::string::npos);
  EXPECT_NE(why({784, 10, 257}).find("257"), std::string::npos);
  EXPECT_NE(why({784, 1, 1, 1, 1, 1, 1, 1, 1, 1}).find("9 layers"), std::string::npos);
  EXPECT_FALSE(validate(NetworkSpec{.code = Activation::relu}));
  EXPECT_FALSE(validate(NetworkSpec{.output = Activation::elu}));
  EXPECT_FALSE(validate(NetworkSpec{.hidden = Activation::linear}));
  EXPECT_FALSE(validate(NetworkSpec{.pixels = {1.0f, 0.0f}}));
  EXPECT_FALSE(validate(NetworkSpec{.pixels = {0.0f, std::nanf("")}}));
}

struct Moments {
  double mean = 0, sigma = 0, most = 0;
};

Moments moments(std::span<const float> values) {
  Moments m;
  for (const float x : values) {
    m.mean += x;
    m.most = std::max<double>(m.most, std::abs(x));
  }
  m.mean /= static_cast<double>(values.size());
  for (const float x : values) m.sigma += (x - m.mean) * (x - m.mean);
  m.sigma = std::sqrt(m.sigma / static_cast<double>(values.size()));
  return m;
}

TEST(Initialisation, GlorotUniformFillsItsIntervalAndLeavesBiasesAtZero) {
  Random random(1);
  const Network network =
      make_network({.encoder = {784, 128, 32, 2}, .initialisation = Initialisation::glorot_uniform}, random);
  const std::span all(network.parameters);
  const Moments m = moments(all.first(784 * 128));
  const double limit = std::sqrt(6.0 / (784 + 128));
  EXPECT_LE(m.most, limit);
  EXPECT_GT(m.most, 0.999 * limit);
  EXPECT_NEAR(m.sigma, limit / std::sqrt(3.0), 0.01 * limit);
  EXPECT_NEAR(m.mean, 0.0, 0.01 * limit);
  EXPECT_EQ(moments(all.subspan(network.layout.weights)).most, 0.0);
}

TEST(Initialisation, OfTheFirstPostDrawsBiasesUniformlyToo) {
  Random random(1);
  const Network network = make_network(
      {.encoder = {784, 128, 10}, .shared_biases = false, .initialisation = Initialisation::glorot_biases}, random);
  const LayerLayout& last = network.layout.decoder.back();
  const Moments m = moments(std::span(network.parameters).subspan(last.bias, 784));
  const double limit = std::sqrt(3.0 / 784);
  EXPECT_LE(m.most, limit);
  EXPECT_GT(m.most, 0.98 * limit);
  EXPECT_NEAR(m.sigma, limit / std::sqrt(3.0), 0.05 * limit);
}

TEST(Initialisation, OfTheSecondPostIsNormalCutAtTwoSigma) {
  Random random(1);
  const Network network = make_network({.encoder = {784, 128, 32, 2}}, random);
  const Moments m = moments(std::span(network.parameters).first(784 * 128));
  EXPECT_LE(m.most, 0.2f);
  EXPECT_GT(m.most, 0.199);
  EXPECT_NEAR(m.sigma, 0.1 * 0.87962566, 0.001) << "a normal cut at two sigma has 0.8796 of its deviation";
  EXPECT_EQ(moments(std::span(network.parameters).subspan(network.layout.weights)).most, 0.0);
}

TEST(Initialisation, HeNormalHasTheDeviationOfItsInputs) {
  Random random(1);
  const Network network = make_network({.encoder = {784, 128, 2}, .initialisation = Initialisation::he_normal}, random);
  EXPECT_NEAR(moments(std::span(network.parameters).first(784 * 128)).sigma, std::sqrt(2.0 / 784), 0.001);
}

TEST(Pixels, BothEndsAreExactAndTheWayBackIsToo) {
  std::vector<std::uint8_t> bytes(256);
  for (int i = 0; i < 256; ++i) bytes[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(i);
  for (const PixelRange range : {PixelRange{0, 1}, PixelRange{-0.5f, 0.5f}, PixelRange{-1, 1}}) {
    std::vector<float> pixels(256);
    to_pixels(bytes, range, pixels);
    EXPECT_EQ(pixels.front(), range.low);
    EXPECT_EQ(pixels.back(), range.high);
    to_unit(range, pixels);
    for (int i = 0; i < 256; ++i) EXPECT_NEAR(pixels[static_cast<std::size_t>(i)], i / 255.0, 1e-7);
    from_unit(range, pixels);
    EXPECT_NEAR(pixels[51], range.low + 0.2f * (range.high - range.low), 1e-6);
  }
}

TEST(Pixels, ThoseOfManyImagesAreGatheredByTheirPlaces) {
  const std::vector<std::uint8_t> images{0, 255, 51, 102, 255, 0};
  const std::vector<std::uint32_t> indices{2, 0};
  std::vector<float> pixels(4);
  to_pixels(images, indices, {-1, 1}, view(pixels.data(), 2, 2));
  EXPECT_EQ(pixels, (std::vector<float>{1, -1, -1, 1}));
}

TEST(Loss, SquaredErrorsAreEachRowsOwn) {
  // 17 numbers a row: one more than are summed side by side.
  Matrix outputs = Matrix::Constant(2, 17, 0.5f), targets = outputs;
  targets(0, 3) = 2.5f;
  targets(0, 16) = 1.5f;
  targets(1, 0) = 0.0f;
  std::vector<float> errors(2);
  squared_errors(view(std::as_const(outputs)), view(std::as_const(targets)), errors);
  EXPECT_EQ(errors, (std::vector<float>{5.0f, 0.25f}));
}

}  // namespace
}  // namespace hourglass

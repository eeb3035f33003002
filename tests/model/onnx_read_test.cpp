#include "model/onnx_read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/made_arrays.h"
#include "model/onnx.h"

namespace hourglass {
namespace {

using made::random_network;
using ::testing::HasSubstr;

std::string reason(const std::expected<ForeignNetwork, Error>& network) {
  return network ? "taken in" : network.error().message.english();
}

/// The file with every `from` replaced by a text of the same length.
std::vector<std::uint8_t> with_text(std::vector<std::uint8_t> file, std::string_view from, std::string_view to) {
  for (auto at = file.begin(); (at = std::search(at, file.end(), from.begin(), from.end())) != file.end();)
    at = std::copy(to.begin(), to.end(), at);
  return file;
}

TEST(OnnxRead, AnAutoencoderComesBackAsItWas) {
  using enum Activation;
  for (const std::vector<int>& widths : {std::vector{784, 8, 5, 3}, std::vector{784, 2}})
    for (const Activation hidden : {sigmoid, tanh, relu, elu})
      for (const Activation code : {linear, sigmoid, tanh})
        for (const Activation output : {linear, sigmoid, tanh})
          for (const bool tied : {true, false})
            for (const bool variational : {true, false}) {
              if (hidden != relu && widths.size() == 2) continue;
              const NetworkSpec spec{.encoder = widths,
                                     .hidden = hidden,
                                     .code = code,
                                     .output = output,
                                     .tied = tied,
                                     .shared_biases = tied && widths.size() > 2,
                                     .variational = variational,
                                     .pixels = tied ? PixelRange{-0.5f, 0.5f} : PixelRange{}};
              const Network network = random_network(spec);
              const auto read = from_onnx(to_onnx(network, OnnxPart::autoencoder, "net", {{"data", "mnist"}}));
              ASSERT_TRUE(read) << reason(read);
              EXPECT_EQ(read->network.spec, spec) << widths.size() << static_cast<int>(hidden) << tied << variational;
              EXPECT_EQ(read->network.parameters, network.parameters);
              EXPECT_TRUE(read->said.code && read->said.output && read->said.pixels);
            }
}

TEST(OnnxRead, AnEncoderAndADecoderAloneDoWhatTheyDid) {
  for (const bool tied : {true, false})
    for (const bool variational : {true, false}) {
      const Network network = random_network({.encoder = {784, 8, 3},
                                              .hidden = Activation::elu,
                                              .code = Activation::tanh,
                                              .output = Activation::sigmoid,
                                              .tied = tied,
                                              .shared_biases = false,
                                              .variational = variational});
      const auto encoder = from_onnx(to_onnx(network, OnnxPart::encoder, "net", {}));
      const auto decoder = from_onnx(to_onnx(network, OnnxPart::decoder, "net", {}));
      ASSERT_TRUE(encoder) << reason(encoder);
      ASSERT_TRUE(decoder) << reason(decoder);
      EXPECT_EQ(encoder->network.spec.variational, variational);
      EXPECT_EQ(encoder->said.hidden, Activation::elu);
      EXPECT_FALSE(encoder->said.output);
      EXPECT_FALSE(decoder->said.code);
      Matrix pixels(2, 784), codes(2, 3), their_codes(2, 3), rebuilt(2, 784), their_rebuilt(2, 784);
      Random random(5);
      for (Index i = 0; i < pixels.size(); ++i) pixels.data()[i] = random.uniform(0, 1);
      InferenceScratch scratch;
      encode(network, view(std::as_const(pixels)), view(codes), scratch);
      encode(encoder->network, view(std::as_const(pixels)), view(their_codes), scratch);
      EXPECT_LE((codes - their_codes).cwiseAbs().maxCoeff(), 1e-6f);
      decode(network, view(std::as_const(codes)), view(rebuilt), scratch);
      decode(decoder->network, view(std::as_const(codes)), view(their_rebuilt), scratch);
      EXPECT_LE((rebuilt - their_rebuilt).cwiseAbs().maxCoeff(), 1e-6f);
    }
}

TEST(OnnxRead, RefusesAnOperationThatNoNetworkHereHasByItsName) {
  const auto file = to_onnx(random_network({.encoder = {784, 8, 3}}), OnnxPart::autoencoder, "net", {});
  EXPECT_THAT(reason(from_onnx(with_text(file, "Relu", "Selu"))), HasSubstr("\"Selu\""));
  EXPECT_THAT(reason(from_onnx(with_text(file, "Gemm", "Conv"))), HasSubstr("\"Conv\""));
}

TEST(OnnxRead, RefusesEveryTruncation) {
  const auto whole = to_onnx(random_network({.encoder = {784, 3}}), OnnxPart::autoencoder, "net", {});
  ASSERT_TRUE(from_onnx(whole));
  for (std::size_t size = 0; size < whole.size(); size += size < 2000 ? 1 : 997) {
    const auto cut = from_onnx(std::span(whole).first(size));
    // The opset and the facts stand behind the graph, and nothing is lost without them.
    if (cut) {
      EXPECT_GT(size + 64, whole.size());
    } else {
      ASSERT_FALSE(cut.error().message.english().empty()) << size;
    }
  }
}

TEST(OnnxRead, KnowsAModelByItsBeginning) {
  EXPECT_TRUE(looks_like_onnx(to_onnx(random_network({.encoder = {784, 3}}), OnnxPart::encoder, "net", {})));
  const std::vector<std::uint8_t> idx = {0, 0, 8, 3, 0, 0, 0, 1}, saved_model = {8, 1, 0x12, 4, 0, 0};
  EXPECT_FALSE(looks_like_onnx(idx));
  EXPECT_FALSE(looks_like_onnx(saved_model));
  EXPECT_FALSE(looks_like_onnx({}));
}

}  // namespace
}  // namespace hourglass

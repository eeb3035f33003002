#include "model/foreign.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "model/array_names.h"
#include "model/file.h"
#include "model/made_arrays.h"

namespace hourglass {
namespace {

using made::arrays_of;
using made::Naming;
using made::random_network;
using ::testing::HasSubstr;

std::string said(const std::expected<ForeignNetwork, Error>& network) {
  return network ? "taken in" : network.error().message.english();
}

/// What both make of the same random pixels, once the second has the activations of the first, which arrays do not say.
void expect_same_outputs(const Network& ours, Network theirs) {
  ASSERT_EQ(theirs.spec.encoder, ours.spec.encoder);
  ASSERT_EQ(theirs.spec.variational, ours.spec.variational);
  theirs.spec.hidden = ours.spec.hidden, theirs.spec.code = ours.spec.code, theirs.spec.output = ours.spec.output;
  theirs.layout = make_layout(theirs.spec);
  constexpr Index kRows = 3;
  const Index width = ours.spec.code_width();
  Random random(11);
  Matrix pixels(kRows, 784), codes(kRows, width), their_codes(kRows, width), rebuilt(kRows, 784),
      their_rebuilt(kRows, 784);
  for (Index i = 0; i < pixels.size(); ++i) pixels.data()[i] = random.uniform(0, 1);
  InferenceScratch scratch;
  if (ours.spec.variational) {
    Matrix spread(kRows, width), their_spread(kRows, width);
    encode_spread(ours, view(std::as_const(pixels)), view(codes), view(spread), scratch);
    encode_spread(theirs, view(std::as_const(pixels)), view(their_codes), view(their_spread), scratch);
    EXPECT_LE((spread - their_spread).cwiseAbs().maxCoeff(), 1e-6f);
  } else {
    encode(ours, view(std::as_const(pixels)), view(codes), scratch);
    encode(theirs, view(std::as_const(pixels)), view(their_codes), scratch);
  }
  EXPECT_LE((codes - their_codes).cwiseAbs().maxCoeff(), 1e-6f);
  decode(ours, view(std::as_const(codes)), view(rebuilt), scratch);
  decode(theirs, view(std::as_const(codes)), view(their_rebuilt), scratch);
  EXPECT_LE((rebuilt - their_rebuilt).cwiseAbs().maxCoeff(), 1e-6f);
}

TEST(ArrayNames, AreCutIntoWordsAndNumbersAndStandInNaturalOrder) {
  const auto parts = parts_of_array_name("decoder.10.outWeight_2:0");
  const std::vector<ArrayNamePart> expected = {{"decoder", 10}, {"out", -1}, {"weight", 2}, {"", 0}};
  EXPECT_EQ(parts, expected);
  EXPECT_LT(parts_of_array_name("layers.2.weight"), parts_of_array_name("layers.10.weight"));
  EXPECT_LT(parts_of_array_name("dense/kernel:0"), parts_of_array_name("dense_1/kernel:0"));
  EXPECT_TRUE(parts_of_array_name("").empty());
}

TEST(ArrayNames, TellWhichBiasBelongsToWhichWeightsAndWhichSideALayerIsOf) {
  EXPECT_EQ(ArrayName("W1").layer, ArrayName("b1").layer);
  EXPECT_EQ(ArrayName("fc1.weight").layer, ArrayName("fc1.bias").layer);
  EXPECT_EQ(ArrayName("dense_1/kernel:0").layer, ArrayName("dense_1/bias:0").layer);
  EXPECT_NE(ArrayName("encoder.0.weight").layer, ArrayName("encoder.2.bias").layer);
  EXPECT_EQ(ArrayName("autoencoder.decoder.0.weight").role, NamedRole::decoder);
  EXPECT_EQ(ArrayName("enc1.weight").role, NamedRole::encoder);
  EXPECT_EQ(ArrayName("fc1.weight").role, NamedRole::none);
  EXPECT_TRUE(ArrayName("z_log_var/kernel:0").log_variance);
  EXPECT_FALSE(ArrayName("layers.0.weight").log_variance);
}

TEST(Foreign, ArraysOfPyTorchKerasAndNumPyBecomeTheNetworkThatTheyWere) {
  for (const Naming naming : {Naming::pytorch, Naming::keras, Naming::numpy})
    for (const std::vector<int>& widths : {std::vector{784, 9, 5, 3}, std::vector{784, 2}, std::vector{784, 12, 12, 1}})
      for (const bool tied : {true, false})
        for (const bool variational : {true, false}) {
          SCOPED_TRACE(::testing::Message() << "naming " << static_cast<int>(naming) << ", " << widths.size()
                                            << " widths, tied " << tied << ", variational " << variational);
          const Network network = random_network({.encoder = widths,
                                                  .hidden = Activation::tanh,
                                                  .tied = tied,
                                                  .shared_biases = false,
                                                  .variational = variational,
                                                  .initialisation = Initialisation::glorot_biases});
          const auto taken = recognise_network(arrays_of(network, naming));
          ASSERT_TRUE(taken) << said(taken);
          EXPECT_EQ(taken->network.spec.tied, tied);
          EXPECT_EQ(taken->network.spec.hidden, Activation::relu);
          EXPECT_EQ(taken->network.spec.output, Activation::sigmoid);
          expect_same_outputs(network, taken->network);
        }
}

TEST(Foreign, OurOwnArraysWithoutTheirDescriptionAreTakenIn) {
  for (const bool tied : {true, false})
    for (const bool shared : {true, false}) {
      SCOPED_TRACE(::testing::Message() << "tied " << tied << ", shared " << shared);
      const Network network = random_network({.encoder = {784, 8, 6, 2},
                                              .tied = tied,
                                              .shared_biases = shared,
                                              .initialisation = Initialisation::glorot_biases});
      TensorFile file;
      add_block(file, network.layout, network.parameters, "");
      add_block(file, network.layout, network.parameters, "optimizer.first.");
      const auto taken = recognise_network(file.tensors);
      ASSERT_TRUE(taken) << said(taken);
      EXPECT_EQ(taken->network.spec.tied, tied);
      EXPECT_EQ(taken->network.spec.shared_biases, shared);
      expect_same_outputs(network, taken->network);
    }
}

TEST(Foreign, TheOrderOfArraysInTheFileDoesNotMatterWhereNamesTellIt) {
  const Network network = random_network({.encoder = {784, 9, 5, 3}, .tied = false, .shared_biases = false});
  for (const Naming naming : {Naming::pytorch, Naming::keras}) {
    std::vector<Tensor> arrays = arrays_of(network, naming);
    std::ranges::reverse(arrays);
    const auto taken = recognise_network(arrays);
    ASSERT_TRUE(taken) << said(taken);
    expect_same_outputs(network, taken->network);
  }
}

TEST(Foreign, WhereNamesTellNoOrderSizesDo) {
  const Network network = random_network({.encoder = {784, 9, 3}, .tied = false, .shared_biases = false});
  std::vector<Tensor> arrays = arrays_of(network, Naming::keras);
  const char* kNames[] = {"zebra", "apple", "mango", "beech"};
  for (std::size_t i = 0; i < arrays.size(); ++i)
    arrays[i].name = std::string(kNames[i / 2]) + (i % 2 == 0 ? "/kernel" : "/bias");
  std::ranges::sort(arrays, {}, &Tensor::name);
  const auto taken = recognise_network(arrays);
  ASSERT_TRUE(taken) << said(taken);
  expect_same_outputs(network, taken->network);
}

TEST(Foreign, PyTorchsOwnVariationalExampleIsTakenInWithAGuessThatIsSaid) {
  const Network network =
      random_network({.encoder = {784, 40, 4}, .tied = false, .shared_biases = false, .variational = true});
  std::vector<Tensor> arrays = arrays_of(network, Naming::pytorch);
  const char* kNames[] = {"fc1", "fc21", "fc22", "fc3", "fc4"};
  for (std::size_t i = 0; i < arrays.size(); ++i)
    arrays[i].name = std::string(kNames[i / 2]) + (i % 2 == 0 ? ".weight" : ".bias");
  const auto taken = recognise_network(arrays);
  ASSERT_TRUE(taken) << said(taken);
  expect_same_outputs(network, taken->network);
  EXPECT_THAT(taken->taken_as.back().english(), HasSubstr("fc22.weight"));
}

TEST(Foreign, SaysWhichArrayWasTakenForWhat) {
  const Network network = random_network({.encoder = {784, 9, 3}, .tied = false, .shared_biases = false});
  std::vector<Tensor> arrays = arrays_of(network, Naming::pytorch);
  std::erase_if(arrays, [](const Tensor& array) { return array.name == "decoder.0.bias"; });
  const auto taken = recognise_network(arrays);
  ASSERT_TRUE(taken) << said(taken);
  ASSERT_EQ(taken->taken_as.size(), 5u);
  EXPECT_EQ(taken->taken_as[0].english(), "A network 784-9-3-9-784.");
  EXPECT_THAT(taken->taken_as[1].english(), HasSubstr("weights \"encoder.0.weight\" as (out, in)"));
  EXPECT_THAT(taken->taken_as[1].english(), HasSubstr("biases \"encoder.0.bias\""));
  EXPECT_THAT(taken->taken_as[3].english(), HasSubstr("no biases"));
  const LayerLayout& without = taken->network.layout.decoder[0];
  for (int o = 0; o < without.out; ++o)
    EXPECT_EQ(taken->network.parameters[without.bias + static_cast<std::size_t>(o)], 0.0f);
}

TEST(Foreign, AnEncoderAloneIsDecodedByItsTransposes) {
  const Network network = random_network({.encoder = {784, 9, 3}, .tied = true, .shared_biases = false});
  std::vector<Tensor> arrays = arrays_of(network, Naming::pytorch);
  std::erase_if(arrays, [](const Tensor& a) { return a.name.starts_with("decoder") && a.shape.size() == 2; });
  const auto with_biases = recognise_network(arrays);
  ASSERT_TRUE(with_biases) << said(with_biases);
  expect_same_outputs(network, with_biases->network);
  std::erase_if(arrays, [](const Tensor& a) { return a.name.starts_with("decoder"); });
  const auto bare = recognise_network(arrays);
  ASSERT_TRUE(bare) << said(bare);
  EXPECT_TRUE(bare->network.spec.tied);
  EXPECT_THAT(bare->taken_as.back().english(), HasSubstr("no decoder"));
}

TEST(Foreign, ADecoderAloneIsTakenInWhereItIsNamedOne) {
  const Network network = random_network({.encoder = {784, 9, 3}, .tied = true, .shared_biases = false});
  std::vector<Tensor> arrays = arrays_of(network, Naming::pytorch);
  std::erase_if(arrays, [](const Tensor& a) { return a.name.starts_with("encoder"); });
  const auto taken = recognise_network(arrays);
  ASSERT_TRUE(taken) << said(taken);
  EXPECT_EQ(taken->network.spec.encoder, network.spec.encoder);
  EXPECT_THAT(taken->taken_as.back().english(), HasSubstr("no encoder"));
}

TEST(Foreign, ImagesAsTwoDimensionsAre784) {
  const Network network = random_network({.encoder = {784, 6}, .tied = false, .shared_biases = false});
  std::vector<Tensor> arrays = arrays_of(network, Naming::keras);
  arrays[0].shape = {28, 28, 6};
  arrays[2].shape = {6, 28, 28};
  arrays[3].shape = {28, 28};
  const auto taken = recognise_network(arrays);
  ASSERT_TRUE(taken) << said(taken);
  expect_same_outputs(network, taken->network);
}

TEST(Foreign, RefusesWhatIsNoChainOfDenseLayersByTheNameOfTheArray) {
  const Network network = random_network({.encoder = {784, 9, 3}, .tied = false, .shared_biases = false});
  const std::vector<Tensor> good = arrays_of(network, Naming::pytorch);
  const auto with = [&](std::string name, std::vector<std::int64_t> shape) {
    std::vector<Tensor> arrays = good;
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    arrays.push_back({std::move(name), std::move(shape), std::vector<float>(count, 0.5f)});
    return said(recognise_network(arrays));
  };
  EXPECT_THAT(with("conv1.weight", {4, 1, 3, 3}), HasSubstr("\"conv1.weight\" is the kernel of a convolution"));
  EXPECT_THAT(with("bn1.running_mean", {9}), HasSubstr("\"bn1.running_mean\" is part of a batch normalisation"));
  EXPECT_THAT(with("bn/gamma:0", {9}), HasSubstr("batch normalisation"));
  EXPECT_THAT(with("bn1.num_batches_tracked", {}), HasSubstr("batch normalisation"));
  EXPECT_THAT(with("rnn.weight_hh_l0", {36, 9}), HasSubstr("recurrent"));
  EXPECT_THAT(with("norm.weight", {9}), HasSubstr("\"norm.weight\" fits no layer"));
  EXPECT_THAT(with("attention", {3, 5, 7}), HasSubstr("3 dimensions"));
  EXPECT_THAT(with("head.weight", {10, 3}), HasSubstr("make no way from 784 pixels"));
  EXPECT_EQ(with("step", {}), "taken in");
}

TEST(Foreign, RefusesLayersThatDoNotFitEachOther) {
  const auto dense = [](std::string name, std::int64_t rows, std::int64_t cols) {
    return Tensor{std::move(name), {rows, cols}, std::vector<float>(static_cast<std::size_t>(rows * cols), 0.1f)};
  };
  EXPECT_THAT(said(recognise_network({})), HasSubstr("no weights"));
  EXPECT_THAT(said(recognise_network(std::vector{dense("fc1.weight", 64, 1024), dense("fc2.weight", 1024, 64)})),
              HasSubstr("64 x 1024, 1024 x 64"));
  EXPECT_THAT(said(recognise_network(std::vector{dense("fc1.weight", 128, 784), dense("fc2.weight", 2, 128),
                                                 dense("fc3.weight", 64, 2), dense("fc4.weight", 784, 64)})),
              HasSubstr("make no way"));
  EXPECT_THAT(said(recognise_network(std::vector{dense("fc1.weight", 3000, 784), dense("fc2.weight", 2, 3000),
                                                 dense("fc3.weight", 3000, 2), dense("fc4.weight", 784, 3000)})),
              HasSubstr("3000"));
  std::vector<Tensor> many;
  for (int i = 0; i < 30; ++i) many.push_back(dense("fc" + std::to_string(i), 5, 5));
  EXPECT_THAT(said(recognise_network(many)), HasSubstr("30 layers"));
  std::vector<Tensor> odd = {dense("fc1.weight", 9, 784), dense("fc2.weight", 784, 9)};
  odd.push_back({"fc1.bias", {7}, std::vector<float>(7)});
  EXPECT_THAT(said(recognise_network(odd)), HasSubstr("\"fc1.bias\" has 7 numbers"));
  // The worst for a search of the way: many layers of one size and no end.
  std::vector<Tensor> same;
  for (const char* name : {"q", "w", "e", "r", "t", "y", "u", "i", "o"})
    same.push_back(dense(std::string(name) + "/kernel", 784, 784));
  same.push_back(dense("p/kernel", 784, 5));
  EXPECT_NE(said(recognise_network(same)), "");
}

}  // namespace
}  // namespace hourglass

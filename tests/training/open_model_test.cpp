#include "training/open_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "data/gzip.h"
#include "data/model_kind.h"
#include "model/file.h"
#include "model/onnx.h"
#include "training/made_npz.h"

namespace hourglass {
namespace {

using made::arrays_of;
using made::Naming;
using made::npz_of;
using made::random_network;
using made::stored_zip;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using FileBytes = std::vector<std::uint8_t>;

NetworkSpec free_spec() {
  return {.encoder = {784, 9, 3},
          .hidden = Activation::relu,
          .code = Activation::linear,
          .output = Activation::sigmoid,
          .tied = false,
          .shared_biases = false};
}

std::string refusal(std::span<const std::uint8_t> file, const Settings& as = {}) {
  const auto model = open_model_file(file, as);
  return model ? "opened" : model.error().message.english();
}

FileBytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

Checkpoint our_checkpoint() {
  Checkpoint ours;
  ours.experiment.network = free_spec();
  ours.state.network = random_network(free_spec());
  return ours;
}

TEST(OpenModel, ForeignWeightsBecomeACheckpointWhateverHoldsThem) {
  const Network network = random_network(free_spec());
  const FileBytes pytorch =
      write_safetensors({.metadata = {{"format", "pt"}}, .tensors = arrays_of(network, Naming::pytorch)});
  const FileBytes keras = npz_of(arrays_of(network, Naming::numpy));
  const FileBytes onnx = to_onnx(network, OnnxPart::autoencoder, "net", {});
  for (const FileBytes& file : {pytorch, keras, onnx}) {
    const auto model = open_model_file(file);
    ASSERT_TRUE(model) << model.error().message.english();
    EXPECT_TRUE(model->foreign());
    EXPECT_EQ(model->checkpoint.experiment.network, network.spec);
    EXPECT_EQ(model->checkpoint.state.network.parameters, network.parameters);
    EXPECT_EQ(model->checkpoint.state.step, 0);
    // And what was taken in can be saved and opened as our own.
    const auto again = open_model_file(save_checkpoint(model->checkpoint));
    ASSERT_TRUE(again) << again.error().message.english();
    EXPECT_FALSE(again->foreign());
    EXPECT_EQ(again->checkpoint.state.network.parameters, network.parameters);
  }
  EXPECT_THAT(open_model_file(pytorch)->guessed, ElementsAre("hidden", "code", "output", "pixels"));
  EXPECT_THAT(open_model_file(onnx)->guessed, IsEmpty());
}

TEST(OpenModel, WhatTheFileDoesNotSayCanBeChosenAndWhatItSaysCannot) {
  const Network network = random_network(free_spec());
  const FileBytes keras = npz_of(arrays_of(network, Naming::numpy));
  const Settings as = {{"hidden", "tanh"}, {"code", "sigmoid"}, {"pixels", "-0.5:0.5"}, {"output", "linear"}};
  const auto model = open_model_file(keras, as);
  ASSERT_TRUE(model) << model.error().message.english();
  const NetworkSpec& spec = model->checkpoint.state.network.spec;
  EXPECT_EQ(spec.hidden, Activation::tanh);
  EXPECT_EQ(spec.code, Activation::sigmoid);
  EXPECT_EQ(spec.output, Activation::linear);
  EXPECT_EQ(spec.pixels, (PixelRange{-0.5f, 0.5f}));
  EXPECT_EQ(model->checkpoint.experiment.network, spec);
  EXPECT_EQ(model->checkpoint.state.network.layout.encoder.front().activation, Activation::tanh);
  EXPECT_THAT(guessed_as(*model).front().english(), HasSubstr("tanh"));
  EXPECT_THAT(refusal(keras, {{"encoder", "784,2"}}), HasSubstr("\"encoder\""));
  EXPECT_NE(refusal(keras, {{"hidden", "softplus"}}), "opened");
  EXPECT_THAT(refusal(to_onnx(network, OnnxPart::autoencoder, "net", {}), {{"hidden", "tanh"}}),
              HasSubstr("\"hidden\""));
  EXPECT_THAT(refusal(save_checkpoint(our_checkpoint()), {{"hidden", "tanh"}}), HasSubstr("\"hidden\""));
}

TEST(OpenModel, AnArchiveMayHoldDoublesStoredByColumns) {
  const Network network = random_network(free_spec());
  made::NamedContents entries;
  for (const Tensor& tensor : arrays_of(network, Naming::pytorch))
    entries.emplace_back(tensor.name + ".npy", made::npy_of<double>(tensor, "<f8", true));
  entries.emplace_back("step.npy", made::npy_of<std::int64_t>({"step", {}, {7.0f}}, "<i8"));
  const auto model = open_model_file(stored_zip(entries));
  ASSERT_TRUE(model) << model.error().message.english();
  EXPECT_EQ(model->checkpoint.state.network.parameters, network.parameters);
}

TEST(OpenModel, OurOwnFilesOpenAsTheyAreAndANewerFormatSaysSo) {
  const Checkpoint ours = our_checkpoint();
  const auto model = open_model_file(save_checkpoint(ours));
  ASSERT_TRUE(model) << model.error().message.english();
  EXPECT_FALSE(model->foreign());
  auto file = read_safetensors(save_checkpoint(ours)).value();
  file.metadata["format"] = "hourglass 9";
  const std::string newer = refusal(write_safetensors(file));
  EXPECT_THAT(newer, HasSubstr("hourglass 9"));
  EXPECT_THAT(newer, HasSubstr("newer Hourglass"));
  // Python's writers may pad a header's front with spaces.
  FileBytes padded = save_checkpoint(ours);
  padded.insert(padded.begin() + 8, {' ', ' '});
  std::uint64_t length = 0;
  std::memcpy(&length, padded.data(), 8);
  length += 2;
  std::memcpy(padded.data(), &length, 8);
  EXPECT_EQ(refusal(padded), "opened");
}

TEST(OpenModel, HalfWeightsAreRoundedToEqualStepsOfTheirArraysSize) {
  const Checkpoint ours = our_checkpoint();
  const auto half = open_model_file(save_checkpoint(ours, SavedAs::half_weights));
  ASSERT_TRUE(half) << half.error().message.english();
  for (const LayerLayout& layer : ours.state.network.layout.encoder) {
    const auto weights = [&](const Checkpoint& checkpoint) {
      return std::span(checkpoint.state.network.parameters)
          .subspan(layer.weights, static_cast<std::size_t>(layer.in) * static_cast<std::size_t>(layer.out));
    };
    const auto exact = weights(ours), rounded = weights(half->checkpoint);
    const double squares = std::inner_product(exact.begin(), exact.end(), exact.begin(), 0.0);
    const double size = std::sqrt(squares / static_cast<double>(exact.size()));
    const double step = std::exp2(std::floor(std::log2(size / 128)));
    for (std::size_t i = 0; i < exact.size(); ++i) {
      EXPECT_LE(std::abs(rounded[i] - exact[i]), step / 2) << i;
      EXPECT_EQ(std::remainder(rounded[i], step), 0) << rounded[i];
    }
  }
}

TEST(OpenModel, WhatGzipPackedOpensAsWhatItPacked) {
  const Checkpoint ours = our_checkpoint();
  const auto model = open_model_file(gzip(save_checkpoint(ours)));
  ASSERT_TRUE(model) << model.error().message.english();
  EXPECT_FALSE(model->foreign());
  EXPECT_EQ(model->checkpoint.state.network.parameters, ours.state.network.parameters);
  const auto onnx = open_model_file(gzip(to_onnx(ours.state.network, OnnxPart::autoencoder, "net", {})));
  ASSERT_TRUE(onnx) << onnx.error().message.english();
  EXPECT_TRUE(onnx->foreign());
}

TEST(OpenModel, WhatGzipPackedIsRefusedWhereItIsCutOffOrPackedAgainOrTooLarge) {
  const FileBytes packed = gzip(save_checkpoint(our_checkpoint()));
  EXPECT_THAT(refusal(std::span(packed).first(packed.size() / 2)), HasSubstr("cut off"));
  EXPECT_THAT(refusal(gzip(packed)), HasSubstr("model file"));
  EXPECT_THAT(refusal(gzip(FileBytes(65u << 20))), HasSubstr("unpacks to more than"));
}

TEST(OpenModel, OtherKindsOfModelAreAnsweredWithTheirWayOut) {
  const auto zip_with = [](const std::vector<std::string>& names) {
    made::NamedContents entries;
    for (const std::string& name : names) entries.emplace_back(name, bytes_of("x"));
    return stored_zip(entries);
  };
  EXPECT_THAT(refusal(zip_with({"archive/data.pkl", "archive/version", "archive/data/0"})),
              HasSubstr("save_file(model.state_dict(), \"model.safetensors\")"));
  EXPECT_THAT(refusal(zip_with({"net/data.pkl", "net/version", "net/constants.pkl", "net/code/x.py"})),
              HasSubstr("TorchScript"));
  EXPECT_THAT(refusal(zip_with({"metadata.json", "config.json", "model.weights.h5"})),
              HasSubstr("numpy.savez(\"model.npz\", *model.get_weights())"));
  const std::string_view old_torch("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", 15);
  EXPECT_THAT(refusal(bytes_of(old_torch)), HasSubstr("PyTorch"));
  EXPECT_THAT(refusal(bytes_of("\x89HDF\r\n\x1a\n and more")), HasSubstr("HDF5"));
  EXPECT_THAT(refusal(bytes_of(std::string_view("\x1c\0\0\0TFL3 and more", 17))), HasSubstr("TensorFlow Lite"));
  EXPECT_THAT(refusal(bytes_of(std::string_view("GGUF\3\0\0\0", 8))), HasSubstr("GGUF"));
  EXPECT_THAT(refusal(bytes_of("\x08\x01\x12\x40 serve")), HasSubstr("SavedModel"));
  EXPECT_THAT(refusal(bytes_of("{\"format\": \"layers-model\", \"modelTopology\": {}}")), HasSubstr("TensorFlow.js"));
  EXPECT_NE(refusal(bytes_of("7,2,1,0,4")), "opened");
  EXPECT_NE(refusal({}), "opened");
}

TEST(OpenModel, AnArchiveOfAnythingElseIsRefused) {
  EXPECT_NE(refusal(stored_zip({})), "opened");
  EXPECT_NE(refusal(stored_zip({{"a.txt", bytes_of("hello")}})), "opened");
  const FileBytes whole = npz_of(arrays_of(random_network({.encoder = {784, 2}, .tied = false}), Naming::numpy));
  for (std::size_t size = 0; size < whole.size(); size += 501)
    EXPECT_NE(refusal(std::span(whole).first(size)), "opened") << size;
}

TEST(OpenModel, WeightsThatCameAsDataAreKnownByTheirShapes) {
  const auto holds = [](const FileBytes& file) { return holds_network(view_source("file.npz", file)); };
  EXPECT_TRUE(holds(npz_of(arrays_of(random_network(free_spec()), Naming::numpy))));
  const auto floats = [](std::string name, std::vector<std::int64_t> shape) {
    std::size_t count = 1;
    for (const std::int64_t size : shape) count *= static_cast<std::size_t>(size);
    return Tensor{std::move(name), std::move(shape), std::vector<float>(count, 0.25f)};
  };
  EXPECT_FALSE(holds(npz_of({floats("x", {100, 784}), floats("y", {100})})));
  EXPECT_FALSE(holds(npz_of({floats("x_train", {60, 784}), floats("x_test", {10, 784})})));
  EXPECT_FALSE(holds(npz_of({floats("x_train", {40, 784}), floats("x_test", {40, 784})})));
  EXPECT_FALSE(holds(npz_of({floats("x", {784, 12}), floats("y", {12})}))) << "images in columns, and their labels";
  EXPECT_FALSE(holds(npz_of({floats("x", {20, 28, 28}), floats("y", {20})})));
  EXPECT_FALSE(holds(bytes_of("no zip at all")));
  EXPECT_TRUE(holds(gzip(save_checkpoint(our_checkpoint()))));
  EXPECT_FALSE(holds(gzip(bytes_of("7,2,1,0,4"))));
}

}  // namespace
}  // namespace hourglass

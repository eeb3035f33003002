// Models that came among data are answered as models, and do not keep images from being loaded.
#include "data/model_kind.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/decode.h"
#include "data/load.h"
#include "data/made_files.h"

namespace hourglass {
namespace {

using made::bytes_of;
using ::testing::HasSubstr;
using ::testing::Not;

/// A header of two letters, then nothing.
made::Bytes tiny_safetensors() { return bytes_of(std::string_view("\x02\0\0\0\0\0\0\0{}", 10)); }

std::string answer_to(const made::Bytes& bytes, const std::string& name) {
  const auto set = decode(bytes, name);
  return set ? "images" : set.error().message.english();
}

made::Bytes torch_zip() {
  return made::zip({{"archive/data.pkl", bytes_of("\x80\x02}.")},
                    {"archive/version", bytes_of("3\n")},
                    {"archive/data/0", made::Bytes(400)}});
}

TEST(ModelKind, AModelAloneIsAnsweredAsOneAndNotWithAListOfImages) {
  EXPECT_THAT(answer_to(torch_zip(), "autoencoder.pt"), HasSubstr("\"autoencoder.pt\" is a PyTorch model"));
  EXPECT_THAT(answer_to(torch_zip(), "autoencoder.pt"), HasSubstr("save_file(model.state_dict()"));
  EXPECT_THAT(answer_to(torch_zip(), "autoencoder.pt"), Not(HasSubstr("What can be read here")));
  EXPECT_THAT(answer_to(tiny_safetensors(), "model.safetensors"), HasSubstr("Open it by itself as a model."));
  EXPECT_THAT(answer_to(bytes_of("\x08\x08\x12\x07pytorch"), "model.onnx"), HasSubstr("ONNX"));
  EXPECT_THAT(answer_to(bytes_of("\x89HDF\r\n\x1a\n more of it"), "model.h5"), HasSubstr("get_weights()"));
  EXPECT_THAT(answer_to(made::gzipped(tiny_safetensors()), "model.safetensors.gz"), HasSubstr("Unpack it"));
  const auto keras = made::zip({{"config.json", bytes_of("{}")}, {"model.weights.h5", made::Bytes(9)}});
  EXPECT_THAT(answer_to(keras, "model.keras"), HasSubstr("Keras model"));
  EXPECT_THAT(answer_to(bytes_of("\x80\x02\x63torch._utils\n_rebuild_tensor_v2\n"), "weights.pkl"),
              HasSubstr("PyTorch"));
}

TEST(ModelKind, DataIsNotTakenForAModel) {
  const ImageSet set = made::images(20);
  for (const made::Bytes& bytes : {made::idx_images(set), made::idx_labels(set), made::npy_images(set),
                                   made::csv(set, true), made::zip(made::folders(set)), made::tar(made::folders(set))})
    EXPECT_FALSE(model_kind(std::span(bytes).first(std::min<std::size_t>(bytes.size(), 512))));
  EXPECT_FALSE(model_kind(std::span<const std::uint8_t>()));
}

TEST(ModelKind, AModelAmongImagesIsSkippedAndTold) {
  const ImageSet set = made::images(40);
  std::vector<Source> files;
  files.push_back(memory_source("few-images-idx3-ubyte", made::idx_images(set)));
  files.push_back(memory_source("autoencoder.pt", torch_zip()));
  files.push_back(memory_source("few-labels-idx1-ubyte", made::idx_labels(set)));
  LoadJob job(std::move(files), {});
  job.step({});
  const auto loaded = job.take();
  ASSERT_TRUE(loaded) << loaded.error().message.english();
  const auto* images = std::get_if<ImageSet>(&*loaded);
  ASSERT_NE(images, nullptr);
  EXPECT_EQ(images->size(), 40u);
  ASSERT_FALSE(images->notes.empty());
  EXPECT_THAT(images->notes.back().english(), HasSubstr("PyTorch model"));
}

}  // namespace
}  // namespace hourglass

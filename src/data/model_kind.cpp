#include "data/model_kind.h"

#include <algorithm>
#include <string_view>

namespace hourglass {
namespace {

using namespace std::string_view_literals;

/// The first thing that torch.save() pickled before it wrote zips: a number, 0x1950a86a20f9469cfc6c.
constexpr std::string_view kTorchMagic = "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv;

/// As model/safetensors.h and model/onnx.h have them; said here again in few words, because data knows no models.
bool begins_as_safetensors(std::string_view text) {
  constexpr std::size_t kPrefix = 8;
  if (text.size() < kPrefix + 2 || text.substr(4, 4) != "\0\0\0\0"sv) return false;
  const std::size_t first = text.find_first_not_of(' ', kPrefix);
  if (first == std::string_view::npos || text[first] != '{') return false;
  const std::size_t next = text.find_first_not_of(" \n\r\t", first + 1);
  return next == std::string_view::npos || text[next] == '"' || text[next] == '}';
}
bool begins_as_onnx(std::string_view text) {
  constexpr char kOldest = 3, kNewest = 30;
  return text.size() > 3 && text[0] == 0x08 && text[1] >= kOldest && text[1] <= kNewest &&
         "\x12\x1a\x22\x28\x32\x3a\x42"sv.find(text[2]) != std::string_view::npos;
}

}  // namespace

std::optional<ModelKind> model_kind(std::span<const std::uint8_t> start) {
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  if (text.starts_with("\x89HDF\r\n\x1a\n"sv)) return ModelKind::hdf5;
  if (text.starts_with("GGUF"sv)) return ModelKind::gguf;
  if (text.size() > 8 && text.substr(4, 4) == "TFL3") return ModelKind::tensorflow_lite;
  // A pickle's protocol may stand before it.
  if (text.starts_with("\x80") && text.size() > 2 && text.substr(2).starts_with(kTorchMagic)) return ModelKind::pytorch;
  if (text.starts_with("\x08\x01\x12"sv)) return ModelKind::tensorflow;
  if (text.starts_with('{') && text.find("\"modelTopology\"") != std::string_view::npos)
    return ModelKind::tensorflow_js;
  if (begins_as_onnx(text)) return ModelKind::onnx;
  if (begins_as_safetensors(text)) return ModelKind::safetensors;
  return std::nullopt;
}

std::optional<ModelKind> model_kind(const std::vector<ZipEntry>& entries) {
  const auto has = [&](std::string_view ending) {
    return std::ranges::any_of(entries, [ending](const ZipEntry& entry) {
      const std::string_view path = entry.path;
      return path.ends_with(ending) && (path.size() == ending.size() || path[path.size() - ending.size() - 1] == '/');
    });
  };
  if (has("data.pkl") && has("version")) return has("constants.pkl") ? ModelKind::torchscript : ModelKind::pytorch;
  if (has("model.weights.h5") && has("config.json")) return ModelKind::keras;
  if (has("saved_model.pb")) return ModelKind::tensorflow;
  return std::nullopt;
}

Sentence model_answer(ModelKind kind, const Argument& name) {
  switch (kind) {
    case ModelKind::safetensors:
      return say("{0} holds a model (safetensors), not images. Open it by itself as a model.", name);
    case ModelKind::onnx: return say("{0} holds a model (ONNX), not images. Open it by itself as a model.", name);
    case ModelKind::pytorch:
      return say(
          "{0} is a PyTorch model, which only Python opens. Its weights come here as safetensors: in Python, from "
          "safetensors.torch import save_file, then save_file(model.state_dict(), \"model.safetensors\").",
          name);
    case ModelKind::torchscript:
      return say(
          "{0} is a TorchScript model, which only PyTorch opens. Its weights come here as safetensors: in Python, "
          "model "
          "= torch.jit.load(\"model.pt\"), from safetensors.torch import save_file, then "
          "save_file(dict(model.named_parameters()), \"model.safetensors\").",
          name);
    case ModelKind::keras:
      return say(
          "{0} is a Keras model. Its weights come here as a NumPy archive: in Python, model = "
          "keras.models.load_model(\"model.keras\"), then numpy.savez(\"model.npz\", *model.get_weights()).",
          name);
    case ModelKind::hdf5:
      return say(
          "{0} is an HDF5 file. Of a Keras model the weights come here as a NumPy archive: in Python, "
          "numpy.savez(\"model.npz\", *keras.models.load_model(\"model.h5\").get_weights()). Of images likewise: with "
          "h5py, "
          "numpy.savez(\"images.npz\", x=file[\"x\"][:], y=file[\"y\"][:]).",
          name);
    case ModelKind::tensorflow:
      return say(
          "{0} is a TensorFlow SavedModel. Its weights come here as a NumPy archive: in Python, model = "
          "tensorflow.saved_model.load(\"folder\"), then numpy.savez(\"model.npz\", *[v.numpy() for v in "
          "model.variables]).",
          name);
    case ModelKind::tensorflow_lite:
      return say(
          "{0} is a TensorFlow Lite model, made for phones. Take the Keras model that it was made of: in Python, "
          "numpy.savez(\"model.npz\", *model.get_weights()).",
          name);
    case ModelKind::tensorflow_js:
      return say(
          "{0} is a TensorFlow.js model. Take the Keras model that it was made of: in Python, "
          "numpy.savez(\"model.npz\", "
          "*model.get_weights()).",
          name);
    case ModelKind::gguf:
      return say("{0} is a GGUF model, as language models are; here there are autoencoders of 28 x 28 images.", name);
  }
  return {};
}

}  // namespace hourglass

// Models of other programs, told by their first bytes or by what a zip holds, each with its way out: they come among
// data, dropped or named by mistake, and where a model is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/zip.h"
#include "text/sentence.h"

namespace hourglass {

enum class ModelKind {
  safetensors,  ///< can be opened, but not as images
  onnx,         ///< likewise
  pytorch,      ///< torch.save(): a zip with data.pkl, or since before 1.6 a row of pickles
  torchscript,  ///< torch.jit.save(): the same zip with code
  keras,        ///< a zip with config.json and model.weights.h5
  hdf5,         ///< Keras's and other programs' .h5, which may as well hold images
  tensorflow,   ///< SavedModel
  tensorflow_lite,
  tensorflow_js,
  gguf
};

/// `start`: the first kDetectBytes of a file, or all of it.
std::optional<ModelKind> model_kind(std::span<const std::uint8_t> start);
std::optional<ModelKind> model_kind(const std::vector<ZipEntry>& entries);

/// Whether the file can be opened here, as a model.
constexpr bool can_be_taken_in(ModelKind kind) { return kind == ModelKind::safetensors || kind == ModelKind::onnx; }

/// What the file `name` (as an Argument, in quotes or as "This file") is, and how its weights come here.
Sentence model_answer(ModelKind kind, const Argument& name);

}  // namespace hourglass

// ONNX: a network as a model that other programs run (ONNX Runtime, browsers, phones): opset 13, IR version 8, float32,
// any number of images at a time. A model is a protocol buffer; the few of its messages that are needed stand in
// onnx.cpp, by their field numbers in onnx.proto (github.com/onnx/onnx).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/network.h"

namespace hourglass {

/// encoder: "pixels" (batch, 784) -> "code" (batch, k), of a variational network "log_variance" (batch, k), too.
/// decoder: "code" (batch, k) -> "reconstruction" (batch, 784). autoencoder: pixels -> all of them, decoded from the
/// code itself (of a variational network the mean).
enum class OnnxPart { encoder, decoder, autoencoder };

/// Pixels go in and come out from 0 to 1 whatever range the network was trained in. Tied weights stand once. `facts`
/// are kept as the model's metadata.
std::vector<std::uint8_t> to_onnx(const Network& network, OnnxPart part, const std::string& name,
                                  const std::vector<std::pair<std::string, std::string>>& facts);

}  // namespace hourglass

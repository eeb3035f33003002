// A trained run as the ONNX file that a person takes to another program: the network, and as its metadata what it is
// and how well it does. Apart from model/onnx.h, which knows of networks alone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/onnx.h"
#include "training/checkpoint.h"

namespace hourglass {

/// By the value of OnnxPart: how command line and scripts call it.
inline constexpr std::array<std::string_view, 3> kOnnxPartKeys = {"encoder", "decoder", "autoencoder"};
std::optional<OnnxPart> onnx_part(std::string_view key);

/// The file, named "hourglass_encoder" and so on within.
std::vector<std::uint8_t> onnx_file(const Checkpoint& checkpoint, OnnxPart part);

}  // namespace hourglass

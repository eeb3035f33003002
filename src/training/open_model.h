// The one door for model files: Hourglass's own checkpoints, and networks of other programs in safetensors, a NumPy
// archive or ONNX, which become checkpoints that have learnt nothing yet; each as it is or packed by gzip. Other kinds
// of model are answered with their way out.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "data/source.h"
#include "math/error.h"
#include "training/checkpoint.h"
#include "training/experiment_fields.h"

namespace hourglass {

/// Settings that a file of another program may not say, by their keys in the table of settings.
inline constexpr std::string_view kUnsaidSettings[] = {"hidden", "code", "output", "pixels"};

struct OpenedModel {
  Checkpoint checkpoint;
  /// Of another program's file, for the person: the network, and which array was taken for which layer's weights or
  /// biases. Empty of our own.
  std::vector<Sentence> taken_as;
  /// Of these settings the file says nothing; the checkpoint has them as `as` gave them, or guessed.
  std::vector<std::string> guessed;

  bool foreign() const { return !taken_as.empty(); }
};

/// `as` are settings among kUnsaidSettings, for a file that does not say them itself; other keys are refused, and so
/// are those that it says. Errors: those of the formats; a model that cannot be taken in, with what it is and how its
/// weights come here.
std::expected<OpenedModel, Error> open_model_file(std::span<const std::uint8_t> bytes, const Settings& as = {});

/// Whether a file that came as data is a network instead: a NumPy archive of weights, two layers or more that make a
/// way from 784 pixels to a code and perhaps back, or a model file that gzip packed. Reads no more of it than the
/// arrays' heads, or its first bytes.
bool holds_network(const Source& file);

/// "Activation of the hidden layers: relu (the file does not say)": a sentence for each that was guessed.
std::vector<Sentence> guessed_as(const OpenedModel& model);

}  // namespace hourglass

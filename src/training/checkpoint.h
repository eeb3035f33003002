// A checkpoint: one safetensors file with the network, the experiment, the history and the optimizer's memory, so that
// a run can be shown, examined in Python, or taken up where it was. What stands where: docs/model-file.md.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "math/error.h"
#include "model/safetensors.h"
#include "training/experiment.h"
#include "training/trainer.h"

namespace hourglass {

/// Where the codes of many images lie: between which two values 95% of them have each of their numbers.
struct CodeRange {
  std::vector<float> low, high;
};
/// `codes`: (n, width). None of no codes, or where one is not finite.
std::optional<CodeRange> range_of(std::span<const float> codes, int width);

struct Checkpoint {
  Experiment experiment;
  TrainerState state;
  std::vector<std::string> class_names;      ///< of the set it was trained on
  std::optional<CodeRange> code_range = {};  ///< of the held-out images' codes; none: nobody has looked
};

/// How many epochs the run has trained: a checkpoint counts steps, and its history says how many of them made an epoch
/// of the images that it was trained on. None without a history.
std::optional<double> epochs_of(const TrainerState& state);

/// How much of a run a file holds: all of it; without what only going on needs, a third of the bytes; or that with its
/// weights as 16-bit floats (model/safetensors.h), a sixth, rounded to steps of a 128th to a 256th of their array's
/// root mean square, so that it packs into fewer.
enum class SavedAs { whole, weights, half_weights };
std::vector<std::uint8_t> save_checkpoint(const Checkpoint& checkpoint, SavedAs as = SavedAs::whole);

/// Refuses what is truncated, oversized, wrong-shaped, not finite or not one of our files, with a sentence. A file
/// without optimizer state gives an empty one, with which Trainer::restore starts afresh.
std::expected<Checkpoint, Error> load_checkpoint(std::span<const std::uint8_t> bytes);
std::expected<Checkpoint, Error> load_checkpoint(const TensorFile& file);
/// Whether Hourglass wrote it, this version or a newer one.
bool is_ours(const TensorFile& file);

}  // namespace hourglass

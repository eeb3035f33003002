// Experiment: all that a person chooses about a run. Command line, link, presets, saved state, protocol and recipe
// panel are made from one table of its fields (training/experiment_fields.h).
#pragma once

#include <cstdint>
#include <string>

#include "model/loss.h"
#include "model/network_spec.h"

namespace hourglass {

/// Every class takes part, also where a set has more than 64.
inline constexpr std::uint64_t kAllClasses = ~0ull;

struct DataSettings {
  std::string dataset = "mnist";        ///< catalogue name, or the name of a file the person brought
  int images = 0;                       ///< training images to use; 0: all that the set has
  std::uint64_t classes = kAllClasses;  ///< bit c: class c takes part
  float held_out_share = 0.0f;          ///< of a set without a split of its own; 0: as published, or 1/6
  bool operator==(const DataSettings&) const = default;
};

/// The most images that one step may take.
inline constexpr int kLargestBatch = 4096;

enum class OptimizerKind { sgd, momentum, nesterov, adagrad, rmsprop, adam, nadam, adamw };
enum class ScheduleKind { constant, step, cosine };
enum class CorruptionKind { none, masking, masking_scaled, gaussian, salt_pepper };

struct Corruption {
  CorruptionKind kind = CorruptionKind::none;
  float amount = 0.0f;  ///< share of pixels, or the Gaussian's sigma in [0,1] pixels
  bool operator==(const Corruption&) const = default;
};

struct TrainingSettings {
  Loss loss = Loss::sse;
  float code_penalty = 0.0f;  ///< times the sum of squared codes
  float kl_weight = 1.0f;     ///< times a variational code's divergence from the unit normal
  float weight_decay = 0.0f;  ///< of the weights, not the biases; decoupled from the gradient for AdamW alone
  OptimizerKind optimizer = OptimizerKind::adam;
  float learning_rate = 0.001f;
  float momentum = 0.9f;               ///< of momentum, nesterov and rmsprop
  float decay = 0.9f;                  ///< of rmsprop's mean square
  float beta1 = 0.9f, beta2 = 0.999f;  ///< of adam, nadam and adamw
  double epsilon = 1e-8;               ///< of adagrad, rmsprop and these three; where it stands: training/optimizer.h
  ScheduleKind schedule = ScheduleKind::constant;
  int schedule_epochs = 0;   ///< that the run was planned for, over which a cosine schedule falls; 0: all epochs
  int warm_up = 0;           ///< steps over which a cosine schedule rises to the learning rate
  int step_every = 20;       ///< epochs between the drops of a step schedule
  float step_factor = 0.5f;  ///< what each drop multiplies the rate by
  int batch = 128;
  int epochs = 100;
  bool shuffle = true;
  Corruption corruption = {};
  bool operator==(const TrainingSettings&) const = default;
};

struct Experiment {
  DataSettings data = {};
  NetworkSpec network = {};
  TrainingSettings training = {};
  std::uint32_t seed = 1;
  bool operator==(const Experiment&) const = default;
};

}  // namespace hourglass

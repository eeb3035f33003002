// Trainer: one run, a batch at a time. Whoever calls step() decides how long to go on, so the same class serves the
// engine's 30 ms slices, the command line and the tests. Everything random comes from the experiment's seed: the same
// experiment and images give the same history on any number of threads.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/image_set.h"
#include "data/split.h"
#include "math/error.h"
#include "model/backpropagation.h"
#include "model/network.h"
#include "training/evaluate.h"
#include "training/experiment.h"
#include "training/history.h"
#include "training/optimizer.h"

namespace hourglass {

class ThreadPool;

struct TrainerOptions {
  ThreadPool* pool = nullptr;        ///< outlives the trainer
  std::function<double()> now = {};  ///< seconds from any start, never backwards; empty: the steady clock
  bool points_in_epoch_1 = true;     ///< also measure after 1/8 and 1/2 of the first epoch
};

/// What one call of step() did.
struct StepResult {
  bool trained = false;      ///< took a training step; else it measured held-out images, or did nothing (diverged)
  bool point_added = false;  ///< history().back() is new
  bool diverged = false;     ///< this call found a loss or weight that is not finite
};

/// Sums over the batches since the epoch began, or since the last history point (nearer, in the first epoch).
struct RunningSums {
  double loss = 0, sse = 0, kl = 0;
  std::int64_t batches = 0, images = 0;
};

/// All that a run is, for checkpoints: restoring it goes on to the same weights that an unbroken run reaches.
struct TrainerState {
  Network network;
  OptimizerState optimizer;
  std::int64_t step = 0;
  double seconds = 0;
  History history;
  RunningSums epoch_sums, point_sums;
};

class Trainer {
 public:
  /// `experiment` must be valid (validate() of training/experiment_fields.h); the split's indices lie within `images`
  /// and its train list is not empty. Without held-out images their figures stay 0.
  Trainer(const Experiment& experiment, std::shared_ptr<const ImageSet> images, Split split,
          TrainerOptions options = {});

  /// One piece of work, usually a training step. At the end of an epoch the following calls measure the held-out images
  /// (Evaluation::kSlice at a time) with the weights as they then are; the last of them adds the history point. Goes on
  /// past the experiment's epochs for as long as it is called: finished() says when they are done.
  StepResult step();
  /// Steps until the next epoch is complete with its history point, or the run has diverged.
  StepResult run_epoch();

  /// True when all epochs are done and measured.
  bool finished() const;
  /// True from the step on that gave a loss or weight that is not finite. network() then holds the last good weights:
  /// those of the last step whose loss was finite and whose update had not yet been made. step() does nothing more.
  bool diverged() const { return diverged_; }
  Sentence divergence() const;  ///< a sentence for the person; empty when not diverged

  std::int64_t steps() const { return step_; }
  double epoch() const;                                        ///< fractional
  std::int64_t steps_in_epochs(std::int64_t epochs) const;     ///< steps after which so many epochs are done
  bool measuring() const { return measuring_; }                ///< the next step() measures
  double seconds() const { return seconds_; }                  ///< spent within step()
  double learning_rate() const;                                ///< of the next step
  double last_loss() const { return last_loss_; }              ///< of the last batch, as trained
  double flops_per_image() const { return flops_per_image_; }  ///< of a training step: products only

  const Network& network() const { return network_; }  ///< copy it for a snapshot
  const History& history() const { return history_; }
  const Experiment& experiment() const { return experiment_; }
  const ImageSet& images() const { return *images_; }
  const std::shared_ptr<const ImageSet>& shared_images() const { return images_; }
  const Split& split() const { return split_; }

  /// Takes over what may change during a run (fields without fixed_while_training: learning rate, schedule, epochs,
  /// corruption, penalties...) from the next step on. Refuses, with nothing changed, an invalid experiment and one that
  /// needs a new start; the sentence names the setting.
  std::expected<void, Error> reconfigure(const Experiment& experiment);

  /// Blocking: figures of all held-out images with the present weights.
  EvaluationResult evaluate_held_out();

  TrainerState state() const;
  /// Goes on from `state`. Refused, with nothing changed, when its network is not this experiment's or its step lies
  /// beyond kMostSteps.
  std::expected<void, Error> restore(TrainerState state);

 private:
  bool point_is_due() const;
  void prepare_epoch(std::int64_t epoch);
  bool corrupts() const;
  int gather_batch();
  void train_batch();
  void measure_slice(StepResult& result);
  void add_point(const EvaluationResult& held_out);
  void stop_diverged(Sentence why);
  std::int64_t epoch_of(std::int64_t step) const;

  Experiment experiment_;
  std::shared_ptr<const ImageSet> images_;
  Split split_;
  TrainerOptions options_;

  Network network_;
  std::vector<float> good_;  ///< parameters before the last update
  std::vector<float> gradient_;
  OptimizerState optimizer_;
  Workspace workspace_;
  std::vector<std::uint32_t> order_;  ///< of the training images in this epoch
  std::int64_t ordered_epoch_ = -1;
  std::vector<float> targets_, inputs_;

  std::int64_t step_ = 0;
  double seconds_ = 0;
  double flops_per_image_ = 0;
  double last_loss_ = 0;
  bool diverged_ = false;
  Sentence divergence_;
  bool measuring_ = false;
  Evaluation evaluation_;
  History history_;

  RunningSums epoch_sums_, point_sums_;
  double point_seconds_ = 0;
};

}  // namespace hourglass

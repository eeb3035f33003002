// TrainingRun: the engine's present experiment, its network, and training in slices. Without images a run has a network
// and waits for them.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/dataset.h"
#include "engine/outbox.h"
#include "engine/snapshot_limiter.h"
#include "engine/thread_choice.h"
#include "engine/throughput.h"
#include "training/trainer.h"

namespace hourglass {

/// What a run goes on from when it does not begin with fresh weights.
struct ResumePoint {
  std::vector<float> parameters;
  std::optional<double> epoch;  ///< unknown: as many as `step` makes with the images at hand
  std::int64_t step = 0;
  double seconds = 0;
  History history;
  RunningSums epoch_sums = {}, point_sums = {};
  OptimizerState optimizer;   ///< empty: starts anew
  std::string other_dataset;  ///< of a model that names another set than the one it now goes on with
};

/// An error when the weights are not of the network or hold what is no number, or when no run gets as far as it says.
std::expected<void, Error> fits(const ResumePoint& resume_point, const NetworkSpec& spec);

/// What RunStarted tells of the shelf.
struct ShelfNames {
  std::string kept, before;
};

class TrainingRun {
 public:
  TrainingRun(ThreadPool* pool, std::function<double()> clock, double snapshot_bytes_per_second, Outbox& outbox);

  bool begun() const { return begun_; }
  const Experiment& experiment() const { return experiment_; }
  const Network& network() const { return trainer_ ? trainer_->network() : network_; }
  double epoch() const { return trainer_ ? trainer_->epoch() : waiting_epoch_; }
  std::int64_t step() const { return trainer_ ? trainer_->steps() : waiting_step_; }
  double seconds() const { return trainer_ ? trainer_->seconds() : resume_point_ ? resume_point_->seconds : 0; }
  History history() const;
  /// All that a checkpoint holds. The optimizer's state is empty while the run waits for images.
  TrainerState state() const;
  /// Grows whenever the weights change by anything but a training step: a start, a reset, a model that was opened, new
  /// images. Codes that were computed while it had another value belong to other weights.
  std::uint64_t generation() const { return generation_; }

  bool waiting() const { return !trainer_; }
  bool training() const { return training_; }
  /// A Train came before the images of this run did.
  bool holds_train() const { return held_.has_value(); }

  /// Begins anew: posts RunStarted, Snapshot and Progress. Without images the run waits for some. The experiment must
  /// be valid. A point that does not fit() it is told by Failed, and the run begins with untrained weights.
  void begin(const Experiment& experiment, const Dataset& data, std::optional<ResumePoint> resume_point = {},
             ShelfNames names = {});
  /// The images that a waiting run waited for: it goes on with the weights that it has.
  void give(const Dataset& data);
  /// What a live experiment may change without a new start.
  std::expected<void, Error> reconfigure(const Experiment& experiment);

  /// As command::Train.
  void train(const command::Train& command);
  /// The same as soon as the images are there, of a run that waits for images which are on their way. A pause or
  /// another run takes it back.
  void hold(const command::Train& command);
  /// The images will not come: what was held has failed.
  void refuse_held();
  void pause();
  /// Trains until `deadline` by the clock; at least one piece of work. Only while training().
  void work_until(double deadline);

  /// Whether somebody else posts the snapshots while training goes on; the last one, at rest, is posted here all the
  /// same.
  void leave_snapshots(bool leave) { snapshots_left_ = leave; }
  /// Whether the limiter lets another one pass.
  bool snapshot_due() const { return limiter_.due(clock_()); }
  /// A snapshot of weights that training had at `step`.
  void post_snapshot(const Network& network, double epoch, std::int64_t step);

 private:
  void make_trainer(const Dataset& data);
  void stop();
  event::RunState resting_state() const;
  void post_progress();
  void post_present();
  bool goal_reached() const;
  StepResult timed_step();

  ThreadPool* pool_;
  ThreadChoice threads_;
  std::function<double()> clock_;
  Outbox& outbox_;
  SnapshotLimiter limiter_;
  Throughput throughput_;

  bool begun_ = false;
  Experiment experiment_;
  Network network_;                          ///< of a run that waits for images
  std::optional<ResumePoint> resume_point_;  ///< likewise
  double waiting_epoch_ = 0;
  std::int64_t waiting_step_ = 0;
  std::optional<Trainer> trainer_;
  std::uint64_t generation_ = 0;

  bool training_ = false;
  std::int64_t goal_step_ = 0;
  bool to_the_end_ = false;  ///< the goal is the experiment's epochs, whatever they become
  Ticket train_ticket_ = 0;
  std::optional<command::Train> held_;
  bool snapshots_left_ = false;
  Ticket last_train_ = 0;          ///< of the last Train, answered or not
  std::int64_t posted_step_ = -1;  ///< of the last Snapshot
  double next_progress_ = 0;
};

}  // namespace hourglass

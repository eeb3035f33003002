#include "engine/training_run.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "math/thread_pool.h"
#include "training/streams.h"

namespace hourglass {
namespace {

constexpr double kProgressInterval = 0.2;

/// The same weights that a Trainer of this experiment starts from, for a run whose images have not come yet.
Network starting_network(const Experiment& experiment) {
  Random random = make_random(experiment.seed, RandomStream::weights);
  return make_network(experiment.network, random);
}

}  // namespace

std::expected<void, Error> fits(const ResumePoint& resume_point, const NetworkSpec& spec) {
  if (resume_point.parameters.size() != make_layout(spec).size) {
    return fail("The saved weights are not of this network.");
  }
  const auto finite = [](float value) { return std::isfinite(value); };
  if (!std::ranges::all_of(resume_point.parameters, finite)) {
    return fail("The saved weights hold values that are not numbers.");
  }
  const double epoch = resume_point.epoch.value_or(0);
  const bool possible = epoch >= 0 && epoch <= static_cast<double>(kMostSteps) && resume_point.step >= 0 &&
                        resume_point.step <= kMostSteps && std::isfinite(resume_point.seconds);
  if (!possible) return fail("The saved run says that it got farther than any run can.");
  return {};
}

TrainingRun::TrainingRun(ThreadPool* pool, std::function<double()> clock, double snapshot_bytes_per_second,
                         Outbox& outbox)
    : pool_(pool),
      threads_(pool ? pool->most() : 1),
      clock_(std::move(clock)),
      outbox_(outbox),
      limiter_(snapshot_bytes_per_second) {}

History TrainingRun::history() const {
  if (trainer_) return trainer_->history();
  return resume_point_ ? resume_point_->history : History{};
}

TrainerState TrainingRun::state() const {
  if (trainer_) return trainer_->state();
  TrainerState state;
  state.network = network_;
  state.step = step();
  if (resume_point_) {
    state.optimizer = resume_point_->optimizer;
    state.seconds = resume_point_->seconds;
    state.history = resume_point_->history;
    state.epoch_sums = resume_point_->epoch_sums;
    state.point_sums = resume_point_->point_sums;
  }
  return state;
}

void TrainingRun::begin(const Experiment& experiment, const Dataset& data, std::optional<ResumePoint> resume_point,
                        ShelfNames names) {
  stop();
  begun_ = true;
  experiment_ = experiment;
  resume_point_ = std::move(resume_point);
  if (resume_point_) {
    if (auto fit = fits(*resume_point_, experiment_.network); !fit) {
      outbox_.failed(0, fit.error().message);
      resume_point_.reset();
    }
  }
  std::string other_dataset = resume_point_ ? std::move(resume_point_->other_dataset) : std::string();
  waiting_epoch_ = resume_point_ ? resume_point_->epoch.value_or(0) : 0;
  waiting_step_ = resume_point_ ? resume_point_->step : 0;
  trainer_.reset();
  network_ = starting_network(experiment_);
  if (resume_point_) network_.parameters = std::move(resume_point_->parameters);
  if (data.images) make_trainer(data);
  ++generation_;
  posted_step_ = -1;
  outbox_.post(event::RunStarted{experiment_, history(), std::move(other_dataset), std::move(names.kept),
                                 std::move(names.before)});
  post_present();
  post_progress();
}

void TrainingRun::give(const Dataset& data) {
  make_trainer(data);
  ++generation_;
  post_progress();
  if (held_) train(*std::exchange(held_, std::nullopt));
}

void TrainingRun::make_trainer(const Dataset& data) {
  trainer_.emplace(experiment_, data.images, data.split, TrainerOptions{.pool = pool_, .now = clock_});
  threads_.begin();
  if (resume_point_) {
    TrainerState state;
    state.network = std::move(network_);
    state.optimizer = std::move(resume_point_->optimizer);
    state.step = resume_point_->step;
    state.epoch_sums = resume_point_->epoch_sums;
    state.point_sums = resume_point_->point_sums;
    // A model that was trained on more images, or fewer, keeps its epochs, not its steps.
    if (resume_point_->epoch) {
      const double steps = *resume_point_->epoch * static_cast<double>(trainer_->steps_in_epochs(1));
      const bool other = std::abs(static_cast<double>(state.step) - steps) > 1.0 + *resume_point_->epoch;
      if (other) {
        state.step = std::llround(std::min(steps, static_cast<double>(kMostSteps)));
        state.epoch_sums = state.point_sums = {};
      }
    }
    state.seconds = resume_point_->seconds;
    state.history = std::move(resume_point_->history);
    if (auto restored = trainer_->restore(std::move(state)); !restored) {
      outbox_.failed(0, restored.error().message);
      posted_step_ = -1;  // the trainer has kept its untrained weights
    }
    resume_point_.reset();
  }
  network_ = {};
}

std::expected<void, Error> TrainingRun::reconfigure(const Experiment& experiment) {
  if (trainer_) {
    if (auto taken = trainer_->reconfigure(experiment); !taken) return taken;
  }
  experiment_ = experiment;
  if (trainer_ && to_the_end_) goal_step_ = trainer_->steps_in_epochs(experiment_.training.epochs);
  throughput_.goal_moved();
  post_progress();
  return {};
}

void TrainingRun::train(const command::Train& command) {
  last_train_ = command.ticket;
  if (!trainer_) return outbox_.failed(command.ticket, "There are no images to train on yet.");
  if (trainer_->diverged()) {
    return outbox_.failed(command.ticket, "This run has diverged. Lower the learning rate and start it again.");
  }
  outbox_.done(std::exchange(train_ticket_, command.ticket));
  to_the_end_ = command.epochs <= 0 && command.steps <= 0;
  if (to_the_end_) {
    goal_step_ = trainer_->steps_in_epochs(experiment_.training.epochs);
  } else if (command.steps > 0) {
    goal_step_ = trainer_->steps() + std::min(command.steps, kMostSteps);
  } else {
    goal_step_ = trainer_->steps_in_epochs(static_cast<std::int64_t>(trainer_->epoch()) + command.epochs);
  }
  if (goal_reached()) return stop();
  if (!training_) throughput_.start(clock_(), trainer_->epoch());
  throughput_.goal_moved();
  training_ = true;
  post_progress();
}

void TrainingRun::hold(const command::Train& command) {
  if (const auto before = std::exchange(held_, command)) outbox_.done(before->ticket);
}

void TrainingRun::refuse_held() {
  if (held_) train(*std::exchange(held_, std::nullopt));
}

void TrainingRun::pause() { stop(); }

bool TrainingRun::goal_reached() const { return trainer_->steps() >= goal_step_ && !trainer_->measuring(); }

void TrainingRun::stop() {
  if (training_) {
    training_ = false;
    post_present();
    post_progress();
  }
  outbox_.done(std::exchange(train_ticket_, 0));
  if (const auto held = std::exchange(held_, std::nullopt)) outbox_.done(held->ticket);
}

/// A step on as many threads as it is fastest with; whatever else is computed has them all.
StepResult TrainingRun::timed_step() {
  if (!pool_) return trainer_->step();
  pool_->use(threads_.threads());
  const double before = clock_();
  const StepResult result = trainer_->step();
  if (result.trained) threads_.took(clock_() - before, pool_->crowded());
  pool_->use(pool_->most());
  return result;
}

void TrainingRun::work_until(double deadline) {
  const auto training_images = static_cast<double>(trainer_->split().train.size());
  double now = clock_();
  do {
    const double before = trainer_->epoch();
    const StepResult result = timed_step();
    const double after = clock_();
    if (result.trained) throughput_.trained((trainer_->epoch() - before) * training_images, after - now);
    now = after;
    if (result.point_added) outbox_.post(event::HistoryAdded{trainer_->history().back()});
    if (result.diverged) {
      outbox_.post(event::Diverged{trainer_->epoch(), trainer_->steps(), trainer_->divergence()});
      posted_step_ = -1;
      return stop();
    }
    if (goal_reached()) return stop();
  } while (now < deadline);
  throughput_.update(now, trainer_->epoch());
  if (now >= next_progress_) post_progress();
  if (!snapshots_left_ && limiter_.due(now)) post_present();
}

event::RunState TrainingRun::resting_state() const {
  if (!trainer_) return event::RunState::empty;
  if (trainer_->diverged()) return event::RunState::diverged;
  if (trainer_->finished()) return event::RunState::finished;
  return trainer_->steps() == 0 ? event::RunState::ready : event::RunState::paused;
}

void TrainingRun::post_progress() {
  const double now = clock_();
  next_progress_ = now + kProgressInterval;
  event::Progress progress;
  progress.state = training_ ? event::RunState::training : resting_state();
  progress.epoch = epoch();
  progress.epochs = experiment_.training.epochs;
  progress.step = step();
  progress.last_train = last_train_;
  if (trainer_) {
    progress.images_per_second = throughput_.images_per_second();
    progress.gflops = progress.images_per_second * trainer_->flops_per_image() * 1e-9;
    const auto steps_an_epoch = static_cast<double>(trainer_->steps_in_epochs(1));
    const double epochs_left = static_cast<double>(goal_step_ - trainer_->steps()) / steps_an_epoch;
    if (training_) progress.seconds_left = throughput_.seconds_left(now, epochs_left);
  }
  outbox_.post(progress);
}

void TrainingRun::post_present() {
  if (posted_step_ != step()) post_snapshot(network(), epoch(), step());
}

void TrainingRun::post_snapshot(const Network& network, double epoch, std::int64_t step) {
  posted_step_ = step;
  outbox_.post(event::Snapshot{network.spec, epoch, step, network.parameters});
  limiter_.posted(clock_(), network.parameters.size() * sizeof(float));
}

}  // namespace hourglass

#include "training/trainer.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <utility>

#include "math/parallel_rows.h"
#include "model/pixels.h"
#include "text/number.h"
#include "training/corruption.h"
#include "training/experiment_fields.h"
#include "training/schedule.h"
#include "training/streams.h"

namespace hourglass {
namespace {

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Multiplications and additions of the products in one training step, for one image: each layer forward, and backward
/// once for its weights and, but for the first, once for its input.
double count_flops(const ParameterLayout& layout) {
  double products = 0;
  for (const auto* part : {&layout.encoder, &layout.decoder}) {
    for (const LayerLayout& layer : *part) products += 3.0 * layer.in * layer.out;
  }
  if (const auto& spread = layout.log_variance) products += 3.0 * spread->in * spread->out;
  const LayerLayout& first = layout.encoder.front();
  return 2.0 * (products - static_cast<double>(first.in) * first.out);
}

}  // namespace

Trainer::Trainer(const Experiment& experiment, std::shared_ptr<const ImageSet> images, Split split,
                 TrainerOptions options)
    : experiment_(experiment), images_(std::move(images)), split_(std::move(split)), options_(std::move(options)) {
  assert(validate(experiment_));
  assert(!split_.train.empty());
  if (!options_.now) options_.now = steady_seconds;
  Random random = make_random(experiment_.seed, RandomStream::weights);
  network_ = make_network(experiment_.network, random);
  good_ = network_.parameters;
  gradient_.resize(network_.layout.size);
  optimizer_ = start_optimizer(experiment_.training.optimizer, network_.layout.size);
  flops_per_image_ = count_flops(network_.layout);
}

// With shuffling, an epoch is every image once, its last batch smaller. Without, batches run on through the images as
// the first post's script cut them: steps are counted so that epochs * images / batch of them are done, rounded down.
std::int64_t Trainer::steps_in_epochs(std::int64_t epochs) const {
  const auto images = static_cast<std::int64_t>(split_.train.size());
  const std::int64_t batch = experiment_.training.batch;
  if (experiment_.training.shuffle) return epochs * ((images + batch - 1) / batch);
  return std::max<std::int64_t>(epochs, epochs * images / batch);
}

std::int64_t Trainer::epoch_of(std::int64_t step) const {
  const auto images = static_cast<std::int64_t>(split_.train.size());
  const std::int64_t batch = experiment_.training.batch;
  if (experiment_.training.shuffle) return step / ((images + batch - 1) / batch);
  std::int64_t epoch = std::min(step, step * batch / images);
  while (steps_in_epochs(epoch + 1) <= step) ++epoch;
  return epoch;
}

double Trainer::epoch() const {
  const std::int64_t whole = epoch_of(step_);
  const std::int64_t begin = steps_in_epochs(whole), end = steps_in_epochs(whole + 1);
  return static_cast<double>(whole) + static_cast<double>(step_ - begin) / static_cast<double>(end - begin);
}

double Trainer::learning_rate() const {
  const TrainingSettings& training = experiment_.training;
  const int epochs = training.schedule_epochs > 0 ? training.schedule_epochs : training.epochs;
  const std::int64_t total = steps_in_epochs(epochs);
  return learning_rate_at(training, step_, static_cast<double>(total) / epochs, total);
}

bool Trainer::finished() const { return !measuring_ && step_ >= steps_in_epochs(experiment_.training.epochs); }

Sentence Trainer::divergence() const { return divergence_; }

void Trainer::prepare_epoch(std::int64_t epoch) {
  if (ordered_epoch_ == epoch) return;
  order_ = split_.train;
  make_random(experiment_.seed, RandomStream::order, epoch).shuffle(order_);
  ordered_epoch_ = epoch;
}

bool Trainer::corrupts() const {
  const Corruption& corruption = experiment_.training.corruption;
  return corruption.kind != CorruptionKind::none && corruption.amount > 0.0f;
}

/// Fills targets_ with the next batch, and inputs_ with its corrupted copy where there is one; returns its number of
/// images.
int Trainer::gather_batch() {
  const auto images = static_cast<std::int64_t>(split_.train.size());
  const std::int64_t batch = experiment_.training.batch;
  const std::vector<std::uint32_t>* order = &split_.train;
  std::int64_t begin = 0;
  if (experiment_.training.shuffle) {
    const std::int64_t epoch = epoch_of(step_);
    prepare_epoch(epoch);
    order = &order_;
    begin = (step_ - steps_in_epochs(epoch)) * batch;
  } else if (images > batch) {
    begin = step_ * batch % (images - batch);
  }
  const std::int64_t count = std::min(batch, images - begin);
  targets_.resize(static_cast<std::size_t>(batch) * kImagePixels);
  if (corrupts()) inputs_.resize(targets_.size());
  parallel_rows(options_.pool, count, kRowsWorthAThread, [&](Index first, Index last) {
    for (Index i = first; i < last; ++i) {
      const std::size_t row = static_cast<std::size_t>(i) * kImagePixels;
      const std::span pixels = std::span(targets_).subspan(row, kImagePixels);
      to_pixels(images_->image((*order)[static_cast<std::size_t>(begin + i)]), experiment_.network.pixels, pixels);
      if (!corrupts()) continue;
      const std::span corrupted = std::span(inputs_).subspan(row, kImagePixels);
      std::ranges::copy(pixels, corrupted.begin());
      Random random = make_noise(experiment_.seed, step_, i);
      corrupt(experiment_.training.corruption, experiment_.network.pixels, random, corrupted);
    }
  });
  return static_cast<int>(count);
}

void Trainer::train_batch() {
  const TrainingSettings& training = experiment_.training;
  const int count = gather_batch();
  const ConstMatrixView targets = view(static_cast<const float*>(targets_.data()), count, kImagePixels);
  const float* inputs = corrupts() ? inputs_.data() : targets_.data();
  if (experiment_.network.variational) {
    workspace_.noise.resize(static_cast<std::size_t>(count) *
                            static_cast<std::size_t>(experiment_.network.code_width()));
    make_random(experiment_.seed, RandomStream::codes, step_).fill_normal(workspace_.noise);
  }
  const LossSettings loss{.kind = training.loss,
                          .code_penalty = training.code_penalty,
                          .kl_weight = training.kl_weight,
                          .batch = training.batch};
  const BatchLoss batch =
      backpropagate(network_, view(inputs, count, kImagePixels), targets, loss, gradient_, workspace_, options_.pool);
  last_loss_ = batch.loss;
  if (!std::isfinite(batch.loss)) {
    stop_diverged("the loss is no longer a finite number");
    return;
  }
  const double rate = learning_rate();
  if (!take_step(training, rate, optimizer_, network_.parameters, gradient_, network_.layout.weights, options_.pool,
                 good_)) {
    stop_diverged("a weight is no longer a finite number");
    return;
  }
  ++step_;
  for (RunningSums* sums : {&epoch_sums_, &point_sums_}) {
    sums->loss += batch.loss;
    sums->sse += batch.sse;
    sums->kl += batch.kl;
    ++sums->batches;
    sums->images += batch.images;
  }
}

/// `good_` is what the weights were before the last update: the loss there was finite.
void Trainer::stop_diverged(Sentence why) {
  diverged_ = true;
  divergence_ =
      say("The run diverged at step {0}: {1}. The weights before it are kept; a learning rate below {2} may help.",
          step_ + 1, std::move(why), number_text(static_cast<float>(learning_rate())));
  network_.parameters = good_;
  optimizer_ = start_optimizer(experiment_.training.optimizer, network_.layout.size);
}

bool Trainer::point_is_due() const {
  if (step_ == 0) return false;
  const std::int64_t first_epoch = steps_in_epochs(1);
  const bool early =
      options_.points_in_epoch_1 && first_epoch >= 8 && (step_ == first_epoch / 8 || step_ == first_epoch / 2);
  return early || steps_in_epochs(epoch_of(step_)) == step_;
}

StepResult Trainer::step() {
  StepResult result;
  if (diverged_) return result;
  const double begin = options_.now();
  if (measuring_) {
    measure_slice(result);
  } else {
    train_batch();
    result.trained = !diverged_;
    result.diverged = diverged_;
    if (!diverged_ && point_is_due()) {
      measuring_ = true;
      evaluation_.start(split_.held_out.size());
    }
  }
  seconds_ += options_.now() - begin;
  if (result.point_added) history_.back().seconds = seconds_;
  return result;
}

void Trainer::measure_slice(StepResult& result) {
  if (!evaluation_.advance(network_, *images_, split_.held_out, options_.pool)) return;
  measuring_ = false;
  const EvaluationResult figures = evaluation_.figures();
  if (!std::isfinite(figures.sse)) {
    stop_diverged("the held-out error is no longer a finite number");
    result.diverged = true;
    return;
  }
  add_point(figures);
  result.point_added = true;
}

void Trainer::add_point(const EvaluationResult& held_out) {
  const bool whole = steps_in_epochs(epoch_of(step_)) == step_;
  const RunningSums& sums = whole ? epoch_sums_ : point_sums_;
  HistoryPoint point;
  point.epoch = epoch();
  point.step = step_;
  if (sums.batches > 0) {
    point.train_loss = sums.loss / static_cast<double>(sums.batches);
    point.train_sse = sums.sse / static_cast<double>(sums.images) / squared_error_scale(experiment_.network.pixels);
    point.train_kl = sums.kl / static_cast<double>(sums.images);
  }
  point.heldout_sse = held_out.sse;
  point.heldout_rmse = held_out.rmse;
  point.heldout_kl = held_out.kl;
  point.learning_rate = learning_rate();
  point.seconds = seconds_;
  const double elapsed = seconds_ - point_seconds_;
  point.images_per_second = elapsed > 0 ? static_cast<double>(point_sums_.images) / elapsed : 0.0;
  hourglass::add_point(history_, point);
  point_sums_ = {};
  point_seconds_ = seconds_;
  if (whole) epoch_sums_ = {};
}

StepResult Trainer::run_epoch() {
  const std::int64_t target = epoch_of(step_) + (measuring_ ? 0 : 1);
  StepResult all;
  while (!diverged_) {
    const StepResult one = step();
    all.trained = all.trained || one.trained;
    all.point_added = all.point_added || one.point_added;
    all.diverged = one.diverged;
    if (one.point_added && step_ >= steps_in_epochs(target)) break;
  }
  return all;
}

std::expected<void, Error> Trainer::reconfigure(const Experiment& experiment) {
  if (auto valid = validate(experiment); !valid) return valid;
  if (const Sentence setting = needs_new_start(experiment_, experiment); !setting.empty()) {
    return fail("{0} cannot change during a run; it needs a new start.", setting);
  }
  experiment_ = experiment;
  return {};
}

EvaluationResult Trainer::evaluate_held_out() { return evaluate(network_, *images_, split_.held_out, options_.pool); }

TrainerState Trainer::state() const {
  return {.network = network_,
          .optimizer = optimizer_,
          .step = step_,
          .seconds = seconds_,
          .history = history_,
          .epoch_sums = epoch_sums_,
          .point_sums = point_sums_};
}

std::expected<void, Error> Trainer::restore(TrainerState state) {
  if (!(state.network.spec == experiment_.network)) {
    return fail("The saved network is not the one that the settings describe.");
  }
  const auto fits = [&](const std::vector<float>& have, const std::vector<float>& want) {
    return have.size() == want.size();
  };
  const OptimizerState fresh = start_optimizer(experiment_.training.optimizer, network_.layout.size);
  if (state.network.parameters.size() != network_.layout.size || state.step < 0 || state.step > kMostSteps) {
    return fail("The saved run does not fit the settings.");
  }
  network_ = std::move(state.network);
  good_ = network_.parameters;
  // A checkpoint without optimizer state (or of another optimizer) goes on with a fresh one.
  const bool usable = fits(state.optimizer.first, fresh.first) && fits(state.optimizer.second, fresh.second);
  optimizer_ = usable ? std::move(state.optimizer) : fresh;
  step_ = state.step;
  seconds_ = state.seconds;
  point_seconds_ = seconds_;
  history_ = std::move(state.history);
  epoch_sums_ = state.epoch_sums;
  point_sums_ = state.point_sums;
  // Saved between an epoch's last step and its point: measure now.
  measuring_ = point_is_due() && (history_.empty() || history_.back().step < step_);
  if (measuring_) evaluation_.start(split_.held_out.size());
  diverged_ = false;
  divergence_ = {};
  return {};
}

}  // namespace hourglass

#include "training/trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "math/thread_pool.h"
#include "model/pixels.h"
#include "model/safetensors.h"
#include "synthetic.h"
#include "training/checkpoint.h"
#include "training/experiment_fields.h"
#include "training/presets.h"
#include "training/schedule.h"

namespace hourglass {
namespace {

using testing::split_strokes;
using testing::strokes;

Experiment small_experiment() {
  Experiment e;
  e.network.encoder = {784, 32, 2};
  e.training.epochs = 3;
  e.training.batch = 64;
  e.training.learning_rate = 0.003f;
  e.seed = 11;
  return e;
}

Trainer make_trainer(const Experiment& e, TrainerOptions options = {}) {
  static const auto images = strokes(500);
  return Trainer(e, images, split_strokes(400, 100), std::move(options));
}

TEST(Trainer, LearnsStrokes) {
  Experiment e = small_experiment();
  e.training.epochs = 40;
  Trainer trainer = make_trainer(e);
  const double before = trainer.evaluate_held_out().sse;
  while (!trainer.finished()) trainer.step();
  EXPECT_LT(trainer.evaluate_held_out().sse, 0.7 * before);
  EXPECT_FALSE(trainer.diverged());
}

TEST(Trainer, AddsAPointForEachEpochAndTwoWithinTheFirst) {
  Trainer trainer = make_trainer(small_experiment());
  while (!trainer.finished()) trainer.step();
  std::vector<double> epochs;
  for (const HistoryPoint& point : trainer.history()) epochs.push_back(point.epoch);
  // Seven batches an epoch: too few for an eighth of one.
  EXPECT_EQ(epochs, (std::vector<double>{1, 2, 3}));

  Experiment e = small_experiment();
  e.training.batch = 25;
  Trainer finer = make_trainer(e);
  finer.run_epoch();
  epochs.clear();
  for (const HistoryPoint& point : finer.history()) epochs.push_back(point.epoch);
  EXPECT_EQ(epochs, (std::vector<double>{0.125, 0.5, 1}));
}

TEST(Trainer, AnEpochShowsEachImageOnceAndKeepsTheLastSmallerBatch) {
  Trainer trainer = make_trainer(small_experiment());
  EXPECT_EQ(trainer.steps_in_epochs(1), 7);  // 400 = 6 * 64 + 16
  EXPECT_EQ(trainer.steps_in_epochs(3), 21);
  trainer.run_epoch();
  EXPECT_EQ(trainer.steps(), 7);
  EXPECT_DOUBLE_EQ(trainer.epoch(), 1.0);
}

TEST(Trainer, WithoutShufflingBatchesAreCutAsTheFirstPostsScriptCutThem) {
  // Its steps: epochs * images / batch, rounded down; offset (step * batch) mod (images - batch).
  Experiment e = small_experiment();
  e.training.shuffle = false;
  e.training.epochs = 5;
  Trainer trainer = make_trainer(e);
  EXPECT_EQ(trainer.steps_in_epochs(1), 400 / 64);
  EXPECT_EQ(trainer.steps_in_epochs(5), 5 * 400 / 64);

  // The same batches through backpropagation and optimizer by hand.
  const auto images = strokes(500);
  Network network = trainer.network();
  OptimizerState state = start_optimizer(e.training.optimizer, network.layout.size);
  std::vector<float> gradient(network.layout.size), batch(64 * 784);
  Workspace workspace;
  for (int step = 0; step < 31; ++step) {
    const auto offset = static_cast<std::size_t>(step * 64 % (400 - 64));
    to_pixels(std::span(images->pixels).subspan(offset * 784, batch.size()), e.network.pixels, batch);
    const ConstMatrixView x = view(std::as_const(batch).data(), 64, 784);
    backpropagate(network, x, x, {.kind = Loss::sse, .batch = 64}, gradient, workspace);
    take_step(e.training, e.training.learning_rate, state, network.parameters, gradient, network.layout.weights);
  }
  while (trainer.steps() < 31) trainer.step();
  EXPECT_EQ(trainer.network().parameters, network.parameters);
  while (trainer.measuring()) trainer.step();
  EXPECT_TRUE(trainer.finished());
}

TEST(Trainer, OneSeedIsOneRunOnAnyNumberOfThreads) {
  for (const CorruptionKind corruption :
       {CorruptionKind::masking, CorruptionKind::gaussian, CorruptionKind::salt_pepper}) {
    Experiment e = small_experiment();
    e.training.corruption = {corruption, 0.3f};
    const auto run = [&](std::uint32_t seed, ThreadPool* pool) {
      e.seed = seed;
      Trainer trainer = make_trainer(e, {.pool = pool, .now = [] { return 0.0; }});
      while (!trainer.finished()) trainer.step();
      return trainer.network().parameters;
    };
    ThreadPool two(2);
    const auto one = run(11, nullptr);
    EXPECT_EQ(one, run(11, nullptr));
    EXPECT_EQ(one, run(11, &two));
    EXPECT_NE(one, run(12, nullptr));
  }
}

TEST(Trainer, CorruptionChangesTheInputAndNotTheTarget) {
  Experiment e = small_experiment();
  e.training.corruption = {CorruptionKind::masking, 1.0f};
  Trainer trainer = make_trainer(e);
  while (!trainer.finished()) trainer.step();
  // All inputs look alike, so the best that can be learnt is the mean image; yet the error is against the images.
  EXPECT_GT(trainer.history().back().train_sse, 10.0);
}

TEST(Trainer, ReportsErrorsInUnitPixelsWhateverTheRange) {
  // The same network in two pixel ranges: outputs all 0, that is black in one and mid-grey in the other.
  for (const PixelRange range : {PixelRange{0, 1}, PixelRange{-1, 1}}) {
    Experiment e = small_experiment();
    e.network.pixels = range;
    Trainer trainer = make_trainer(e);
    TrainerState state = trainer.state();
    std::fill(state.network.parameters.begin(), state.network.parameters.end(), 0.0f);
    ASSERT_TRUE(trainer.restore(state));
    const float grey = range.low == 0.0f ? 0.0f : 0.5f;
    double expected = 0;
    for (std::size_t i = 400 * 784; i < trainer.images().pixels.size(); ++i) {
      const double error = trainer.images().pixels[i] / 255.0 - grey;
      expected += error * error / 100;
    }
    const EvaluationResult result = trainer.evaluate_held_out();
    EXPECT_NEAR(result.sse, expected, 1e-4 * expected);
    EXPECT_NEAR(result.rmse, std::sqrt(expected / 784), 1e-6);
    EXPECT_EQ(result.images, 100u);
  }
}

TEST(Trainer, StopsWithinOneStepOfDivergingAndKeepsTheLastGoodWeights) {
  Experiment e = small_experiment();
  e.training.optimizer = OptimizerKind::sgd;
  e.training.learning_rate = 100.0f;
  Trainer trainer = make_trainer(e);
  Network before = trainer.network();
  int calls = 0;
  StepResult result;
  while (!result.diverged && ++calls < 100) {
    const Network now = trainer.network();
    result = trainer.step();
    if (!result.diverged && result.trained) before = now;
  }
  ASSERT_TRUE(result.diverged);
  EXPECT_TRUE(trainer.diverged());
  EXPECT_FALSE(result.trained);
  for (const float x : trainer.network().parameters) ASSERT_TRUE(std::isfinite(x));
  EXPECT_TRUE(std::isfinite(trainer.evaluate_held_out().sse));
  EXPECT_NE(trainer.divergence().english().find("learning rate below 100 may help"), std::string::npos)
      << trainer.divergence().english();
  const auto steps = trainer.steps();
  EXPECT_FALSE(trainer.step().trained) << "a diverged run does nothing more";
  EXPECT_EQ(trainer.steps(), steps);
  EXPECT_TRUE(load_checkpoint(save_checkpoint({e, trainer.state(), {}}))) << "and can still be saved";
}

TEST(Trainer, TakesAnInfiniteHeldOutErrorForDivergenceToo) {
  Experiment e = small_experiment();
  Trainer trainer = make_trainer(e);
  TrainerState state = trainer.state();
  // The code of any image is finite, its square is not.
  std::fill(state.network.parameters.begin(), state.network.parameters.end(), 1e18f);
  state.step = trainer.steps_in_epochs(1);
  ASSERT_TRUE(trainer.restore(state));
  ASSERT_TRUE(trainer.measuring());
  EXPECT_TRUE(trainer.step().diverged);
  EXPECT_TRUE(trainer.history().empty());
}

TEST(Trainer, TakesUpASavedRunWhereItWas) {
  Experiment e = small_experiment();
  e.training.optimizer = OptimizerKind::nadam;
  e.training.corruption = {CorruptionKind::gaussian, 0.1f};
  e.training.schedule = ScheduleKind::cosine;
  e.training.warm_up = 5;
  for (const int stop_after : {1, 6, 7, 8, 13}) {
    const TrainerOptions still{.now = [] { return 0.0; }};
    Trainer whole = make_trainer(e, still), first = make_trainer(e, still), second = make_trainer(e, still);
    while (!whole.finished()) whole.step();
    for (int i = 0; i < stop_after; ++i) first.step();
    const auto file = save_checkpoint({e, first.state(), {"a", "b"}});
    const auto checkpoint = load_checkpoint(file);
    ASSERT_TRUE(checkpoint) << checkpoint.error().message.english();
    EXPECT_EQ(checkpoint->experiment, e);
    EXPECT_EQ(checkpoint->class_names, (std::vector<std::string>{"a", "b"}));
    ASSERT_TRUE(second.restore(checkpoint->state));
    while (!second.finished()) second.step();
    EXPECT_EQ(second.network().parameters, whole.network().parameters) << "stopped after " << stop_after;
    ASSERT_EQ(second.history().size(), whole.history().size());
    for (std::size_t i = 0; i < whole.history().size(); ++i) {
      EXPECT_EQ(second.history()[i].step, whole.history()[i].step);
      EXPECT_DOUBLE_EQ(second.history()[i].train_loss, whole.history()[i].train_loss);
      EXPECT_DOUBLE_EQ(second.history()[i].heldout_sse, whole.history()[i].heldout_sse);
    }
  }
}

TEST(Trainer, ChangesWhatMayChangeAndRefusesTheRestByName) {
  Trainer trainer = make_trainer(small_experiment());
  trainer.step();
  Experiment e = trainer.experiment();
  e.training.learning_rate = 0.5f;
  e.training.epochs = 9;
  EXPECT_TRUE(trainer.reconfigure(e));
  EXPECT_DOUBLE_EQ(trainer.learning_rate(), 0.5);
  e.training.batch = 32;
  const auto refused = trainer.reconfigure(e);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.english().find("Batch"), std::string::npos) << refused.error().message.english();
  EXPECT_EQ(trainer.experiment().training.batch, 64);
  e = trainer.experiment();
  e.training.learning_rate = -1.0f;
  EXPECT_FALSE(trainer.reconfigure(e));
}

TEST(Trainer, ARunThatGoesOnTwiceNeverRaisesItsRateNorItsHeldOutLoss) {
  for (const ScheduleKind schedule : {ScheduleKind::cosine, ScheduleKind::step}) {
    Experiment e = find_preset("classroom")->experiment;
    e.training.epochs = 12, e.training.warm_up = 10;
    e.training.schedule = schedule;
    e.training.step_every = 4;
    Trainer trainer = make_trainer(e);
    while (!trainer.finished()) trainer.step();
    for (const int epochs : {24, 36}) {
      const double rate = trainer.learning_rate(), loss = trainer.history().back().heldout_sse;
      e.training = extended(e.training, epochs);
      ASSERT_TRUE(trainer.reconfigure(e));
      const std::size_t before = trainer.history().size();
      EXPECT_LE(trainer.learning_rate(), rate);
      EXPECT_GT(trainer.learning_rate(), 0);
      while (!trainer.finished()) trainer.step();
      ASSERT_EQ(trainer.history().size(), before + 12);
      for (std::size_t i = before; i < trainer.history().size(); ++i) {
        EXPECT_LE(trainer.history()[i].learning_rate, rate);
        EXPECT_LT(trainer.history()[i].heldout_sse, 1.02 * loss) << "epoch " << trainer.history()[i].epoch;
      }
    }
  }
}

TEST(Trainer, TimeIsWhatItWasGiven) {
  double clock = 0;
  Trainer trainer = make_trainer(small_experiment(), {.now = [&clock] { return clock += 0.5; }});
  trainer.run_epoch();
  // Seven batches and one slice of measuring, each half a second between its two looks at the clock.
  EXPECT_DOUBLE_EQ(trainer.history().back().seconds, 4.0);
  EXPECT_DOUBLE_EQ(trainer.seconds(), 4.0);
}

TEST(Trainer, CountsTheProductsOfAStep) {
  // Forward 2 * 2 * W, backward twice that, but for the first layer's input.
  const double w = 784 * 32 + 32 * 2;
  EXPECT_DOUBLE_EQ(make_trainer(small_experiment()).flops_per_image(), 12 * w - 2 * 784 * 32);
}

TEST(Checkpoint, SaysWhereTheCodesOfTheImagesLie) {
  Trainer trainer = make_trainer(small_experiment());
  const int width = trainer.network().spec.code_width();
  std::vector<float> codes;
  for (int i = 0; i < 1000; ++i)
    for (int number = 0; number < width; ++number) codes.push_back(static_cast<float>(i % 500 + number));
  codes.front() = -1e6f;  // a stray
  const std::optional<CodeRange> range = range_of(codes, width);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->low.size(), static_cast<std::size_t>(width));
  EXPECT_NEAR(range->low[0], 12, 1);
  EXPECT_NEAR(range->high[0], 487, 1);
  EXPECT_FALSE(range_of({}, width));
  std::vector<float> diverged = codes;
  diverged[7] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(range_of(diverged, width));

  const auto loaded = load_checkpoint(save_checkpoint({trainer.experiment(), trainer.state(), {}, range}));
  ASSERT_TRUE(loaded && loaded->code_range);
  EXPECT_EQ(loaded->code_range->low, range->low);
  EXPECT_EQ(loaded->code_range->high, range->high);
  for (const char* nonsense : {R"({"low": [1], "high": [0]})", R"({"low": [], "high": []})",
                               R"({"low": 3, "high": [1]})", R"({"low": [null], "high": ["a"]})", "[]", "{"}) {
    auto file = read_safetensors(save_checkpoint({trainer.experiment(), trainer.state(), {}, range})).value();
    file.metadata["codes"] = nonsense;
    const auto taken = load_checkpoint(write_safetensors(file));
    ASSERT_TRUE(taken) << nonsense;
    EXPECT_FALSE(taken->code_range) << nonsense;
  }
}

TEST(Checkpoint, RefusesEveryTruncation) {
  Trainer trainer = make_trainer(small_experiment());
  trainer.run_epoch();
  const auto whole = save_checkpoint({trainer.experiment(), trainer.state(), {}});
  ASSERT_TRUE(load_checkpoint(whole));
  for (std::size_t size = 0; size < whole.size(); size += size < 4096 ? 1 : 997) {
    const auto cut = load_checkpoint(std::span(whole).first(size));
    ASSERT_FALSE(cut) << size;
    ASSERT_FALSE(cut.error().message.english().empty());
  }
}

TEST(Checkpoint, RefusesWhatIsNotTheNetworkItSpeaksOf) {
  Trainer trainer = make_trainer(small_experiment());
  const Checkpoint good{trainer.experiment(), trainer.state(), {}};
  const auto spoilt = [&](auto&& change) {
    auto file = read_safetensors(save_checkpoint(good)).value();
    change(file);
    const auto loaded = load_checkpoint(write_safetensors(file));
    return loaded ? std::string("accepted") : loaded.error().message.english();
  };
  EXPECT_EQ(spoilt([](TensorFile&) {}), "accepted");
  EXPECT_NE(spoilt([](TensorFile& f) { f.tensors[0].values[0] = std::nanf(""); }).find("finite"), std::string::npos);
  const auto turn_a_weight = [](TensorFile& f) {
    for (auto& tensor : f.tensors)
      if (tensor.shape.size() == 2) return std::swap(tensor.shape[0], tensor.shape[1]);
  };
  EXPECT_NE(spoilt(turn_a_weight).find("shape"), std::string::npos);
  EXPECT_NE(spoilt([](TensorFile& f) { f.tensors.erase(f.tensors.begin()); }).find("missing"), std::string::npos);
  EXPECT_NE(spoilt([](TensorFile& f) { f.tensors.push_back({"extra", {1}, {0}}); }).find("extra"), std::string::npos);
  EXPECT_NE(spoilt([](TensorFile& f) { f.metadata.erase("format"); }).find("Hourglass"), std::string::npos);
  for (const char* key : {"network", "experiment", "progress", "history"}) {
    EXPECT_NE(spoilt([&](TensorFile& f) { f.metadata.erase(key); }), "accepted") << key;
    EXPECT_NE(spoilt([&](TensorFile& f) { f.metadata[key] = "[[["; }), "accepted") << key;
    EXPECT_NE(spoilt([&](TensorFile& f) { f.metadata[key] = "3"; }), "accepted") << key;
  }
  EXPECT_NE(spoilt([](TensorFile& f) { f.metadata["experiment"] = R"({"encoder":"784,2"})"; }), "accepted");
}

}  // namespace
}  // namespace hourglass

// A variational code through a whole run: what is measured, what is saved, what is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "math/thread_pool.h"
#include "model/pixels.h"
#include "synthetic.h"
#include "training/checkpoint.h"
#include "training/experiment_fields.h"
#include "training/trainer.h"

namespace hourglass {
namespace {

using testing::split_strokes;
using testing::strokes;

Experiment variational() {
  Experiment e;
  e.network.encoder = {784, 32, 2};
  e.network.variational = true;
  e.training.epochs = 3;
  e.training.batch = 64;
  e.training.learning_rate = 0.003f;
  e.seed = 11;
  return e;
}

Trainer trainer_of(const Experiment& e, ThreadPool* pool = nullptr) {
  static const auto images = strokes(500);
  return Trainer(e, images, split_strokes(400, 100), {.pool = pool, .now = [] { return 0.0; }});
}

HistoryPoint last_point(const Experiment& e) {
  Trainer trainer = trainer_of(e);
  while (!trainer.finished()) trainer.step();
  return trainer.history().back();
}

TEST(Variational, DivergenceIsToldBesideTheErrorAndItsWeightDrawsTheCodesIn) {
  Experiment e = variational();
  e.training.epochs = 30;
  e.training.kl_weight = 0.01f;
  const HistoryPoint loose = last_point(e);
  e.training.kl_weight = 10;
  const HistoryPoint tight = last_point(e);
  EXPECT_GT(tight.heldout_kl, 0);
  EXPECT_GT(loose.heldout_kl, 3 * tight.heldout_kl);
  EXPECT_LT(loose.heldout_sse, tight.heldout_sse);
  EXPECT_NEAR(tight.train_loss, tight.train_sse + 10 * tight.train_kl, 0.03 * tight.train_loss);
  e.network.variational = false;
  EXPECT_EQ(last_point(e).heldout_kl, 0);
  EXPECT_EQ(last_point(e).train_kl, 0);
}

TEST(Variational, OneSeedIsOneRunOnAnyNumberOfThreadsAndGoesOnFromItsFile) {
  const Experiment e = variational();
  Trainer whole = trainer_of(e), first = trainer_of(e), second = trainer_of(e);
  ThreadPool two(2);
  Trainer threaded = trainer_of(e, &two);
  while (!whole.finished()) whole.step();
  while (!threaded.finished()) threaded.step();
  EXPECT_EQ(threaded.network().parameters, whole.network().parameters);
  for (int i = 0; i < 10; ++i) first.step();
  const auto file = load_checkpoint(save_checkpoint({e, first.state(), {}}));
  ASSERT_TRUE(file) << file.error().message.english();
  EXPECT_EQ(file->experiment, e);
  EXPECT_TRUE(file->state.network.spec.variational);
  ASSERT_TRUE(second.restore(file->state));
  while (!second.finished()) second.step();
  EXPECT_EQ(second.network().parameters, whole.network().parameters);
  EXPECT_DOUBLE_EQ(second.history().back().train_kl, whole.history().back().train_kl);
  EXPECT_DOUBLE_EQ(second.history().back().heldout_kl, whole.history().back().heldout_kl);
}

TEST(Variational, EachStepDrawsAnew) {
  Experiment e = variational();
  e.training.batch = 400;
  e.training.shuffle = false;
  e.training.learning_rate = 1e-8f;
  Trainer trainer = trainer_of(e);
  const auto next_loss = [&] {
    while (!trainer.step().trained) {
    }
    return trainer.last_loss();
  };
  const double first = next_loss(), second = next_loss();
  EXPECT_GT(std::abs(first - second), 1e-4 * first) << "the same images, and all but the same weights";
}

TEST(Variational, TheDivergenceOfManyImagesIsThatOfEach) {
  Trainer trainer = trainer_of(variational());
  trainer.run_epoch();
  std::vector<std::uint32_t> all(500);
  for (std::uint32_t i = 0; i < 500; ++i) all[i] = i;
  double sum = 0;
  for (const std::uint32_t i : all) sum += evaluate(trainer.network(), trainer.images(), {&i, 1}).kl;
  EXPECT_GT(sum, 0);
  EXPECT_NEAR(evaluate(trainer.network(), trainer.images(), all).kl, sum / 500, 1e-4 * sum / 500);
}

TEST(Variational, ItsCodesAreItsMeans) {
  Trainer trainer = trainer_of(variational());
  trainer.run_epoch();
  const Network& network = trainer.network();
  std::vector<float> pixels(3 * 784), codes(6), means(6), log_variances(6);
  for (std::size_t i = 0; i < 3; ++i) {
    to_pixels(trainer.images().image(static_cast<std::uint32_t>(i)), network.spec.pixels,
              std::span(pixels).subspan(784 * i, 784));
  }
  InferenceScratch scratch;
  const ConstMatrixView images = view(std::as_const(pixels).data(), 3, 784);
  encode(network, images, view(codes.data(), 3, 2), scratch);
  encode_spread(network, images, view(means.data(), 3, 2), view(log_variances.data(), 3, 2), scratch);
  EXPECT_EQ(codes, means);
  EXPECT_NE(log_variances, std::vector<float>(6));
}

TEST(Variational, HasNoCodePenaltyBesideItAndSaysWhy) {
  Experiment e = variational();
  EXPECT_TRUE(validate(e));
  e.training.code_penalty = 0.1f;
  const auto valid = validate(e);
  ASSERT_FALSE(valid);
  EXPECT_NE(valid.error().message.english().find("Set the code penalty to 0"), std::string::npos);
  EXPECT_NE(find_field("code-penalty")->why_disabled(e).english(), "");
  EXPECT_EQ(find_field("kl-weight")->why_disabled(e).english(), "");
  e.network.variational = false;
  EXPECT_TRUE(validate(e));
  EXPECT_EQ(find_field("code-penalty")->why_disabled(e).english(), "");
  EXPECT_NE(find_field("kl-weight")->why_disabled(e).english(), "");
}

TEST(Variational, APlainNetworksFileDoesNotSpeakOfIt) {
  Experiment e = variational();
  e.network.variational = false;
  Trainer trainer = trainer_of(e);
  trainer.run_epoch();
  const auto bytes = save_checkpoint({e, trainer.state(), {}});
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_EQ(text.find("log_variance"), std::string::npos);
  EXPECT_EQ(text.find("train_kl"), std::string::npos);
  EXPECT_EQ(text.find("\\\"variational\\\":true"), std::string::npos);
}

}  // namespace
}  // namespace hourglass

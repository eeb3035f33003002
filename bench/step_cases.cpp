#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>
#include <string>
#include <utility>

#include "cases.h"
#include "model/pixels.h"
#include "training/corruption.h"
#include "training/presets.h"
#include "training/trainer.h"

namespace hourglass::bench {
namespace {

std::shared_ptr<const ImageSet> painted_set(int count) {
  Random random(4);
  const Matrix images = painted_images(count, random);
  auto set = std::make_shared<ImageSet>();
  set->name = "painted";
  for (const float x : std::span(images.data(), static_cast<std::size_t>(images.size()))) {
    set->pixels.push_back(static_cast<std::uint8_t>(std::lround(255.0f * x)));
  }
  return set;
}

std::string widths(const Experiment& experiment) {
  std::string text;
  for (const int width : experiment.network.encoder) text += (text.empty() ? "" : ",") + std::to_string(width);
  return text;
}

void add_step(std::vector<Case>& cases, ThreadPool* pool, const std::shared_ptr<const ImageSet>& images,
              const std::string& name, const Experiment& experiment) {
  Split split;
  split.train.resize(images->size() / experiment.training.batch * experiment.training.batch);
  std::iota(split.train.begin(), split.train.end(), 0u);
  TrainerOptions options;
  options.pool = pool;
  options.points_in_epoch_1 = false;
  const auto trainer = std::make_shared<Trainer>(experiment, images, std::move(split), options);
  const double batch = experiment.training.batch;
  cases.push_back({.group = "step",
                   .name = name + " " + widths(experiment) + ", batch " + std::to_string(experiment.training.batch),
                   .operations = trainer->flops_per_image() * batch,
                   .images = batch,
                   .run = [trainer] { trainer->step(); }});
}

/// What a step of 784,128,32,2 does beside its products; counted as one operation an element.
void add_parts(std::vector<Case>& cases, ThreadPool* pool, const std::shared_ptr<const ImageSet>& images) {
  struct Parts {
    std::vector<float> pixels, outputs, gradients;
    std::vector<double> row_sums;
    Random random{5};
    TrainingSettings training;
    OptimizerState optimizer;
  };
  constexpr Index kBatch = 128;
  constexpr std::size_t kFloats = kBatch * kImagePixels, kParameters = 105458;
  const auto parts = std::make_shared<Parts>();
  for (auto* buffer : {&parts->pixels, &parts->outputs, &parts->gradients}) {
    buffer->resize(std::max(kFloats, kParameters));
    for (float& x : *buffer) x = parts->random.uniform(0.01f, 0.99f);
  }
  parts->optimizer = start_optimizer(OptimizerKind::adam, kParameters);
  const auto add = [&](const char* name, std::size_t count, std::function<void()> run) {
    cases.push_back({.group = "part", .name = name, .operations = static_cast<double>(count), .run = std::move(run)});
  };
  add("bytes to pixels", kFloats, [parts, images] {
    to_pixels(std::span(images->pixels).first(kFloats), {-0.5f, 0.5f}, std::span(parts->pixels).first(kFloats));
  });
  for (const auto& [kind, name] :
       {std::pair(CorruptionKind::masking, "masking"), std::pair(CorruptionKind::gaussian, "gaussian noise")}) {
    add(name, kFloats, [parts, what = Corruption{kind, 0.3f}] {
      corrupt(what, {}, parts->random, std::span(parts->pixels).first(kFloats));
    });
  }
  for (const auto& [kind, name] : {std::pair(Loss::sse, "sse and its gradient"), std::pair(Loss::rmse, "rmse"),
                                   std::pair(Loss::bce, "cross-entropy")}) {
    add(name, kFloats, [parts, pool, loss = LossSettings{.kind = kind}] {
      const auto matrix = [](std::vector<float>& v) { return view(v.data(), kBatch, kImagePixels); };
      loss_gradient(loss, view(std::as_const(parts->outputs).data(), kBatch, kImagePixels),
                    view(std::as_const(parts->pixels).data(), kBatch, kImagePixels), matrix(parts->gradients),
                    parts->row_sums, pool);
    });
  }
  add("adam", kParameters, [parts, pool] {
    take_step(parts->training, 1e-6, parts->optimizer, std::span(parts->outputs).first(kParameters),
              std::span<const float>(parts->gradients).first(kParameters), kParameters - 1000, pool);
  });
  add("copy of the parameters", kParameters,
      [parts] { std::copy_n(parts->outputs.begin(), kParameters, parts->gradients.begin()); });
}

}  // namespace

void add_step_cases(std::vector<Case>& cases, ThreadPool* pool) {
  const auto images = painted_set(8192);
  add_parts(cases, pool, images);
  Experiment plain;
  plain.training.epochs = 1000000;
  plain.training.learning_rate = 1e-4f;
  const auto with = [&](std::vector<int> encoder) {
    Experiment experiment = plain;
    experiment.network.encoder = std::move(encoder);
    return experiment;
  };
  add_step(cases, pool, images, "large", with({784, 512, 128, 10}));
  add_step(cases, pool, images, "small", with({784, 128, 32, 2}));
  Experiment noisy = with({784, 128, 32, 2});
  noisy.training.corruption = {CorruptionKind::masking, 0.3f};
  add_step(cases, pool, images, "small, masked", noisy);
  noisy.training.corruption = {CorruptionKind::gaussian, 0.2f};
  add_step(cases, pool, images, "small, noisy", noisy);
  for (const Preset& preset : presets()) {
    Experiment experiment = preset.experiment;
    experiment.training.epochs = 1000000;
    experiment.training.learning_rate = 1e-4f;
    experiment.training.schedule = ScheduleKind::constant;
    add_step(cases, pool, images, preset.key, experiment);
  }
}

}  // namespace hourglass::bench

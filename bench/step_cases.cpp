#include <numeric>
#include <utility>

#include "cases.h"
#include "training/presets.h"
#include "training/trainer.h"

namespace hourglass::bench {
namespace {

constexpr int kImages = 8192;

std::shared_ptr<Trainer> start(Materials& materials, const Experiment& experiment, int images) {
  Split split;
  split.train.resize(static_cast<std::size_t>(images));
  std::iota(split.train.begin(), split.train.end(), 0u);
  TrainerOptions options;
  options.pool = materials.pool;
  options.points_in_epoch_1 = false;
  return std::make_shared<Trainer>(experiment, materials.images.of(images), std::move(split), options);
}

}  // namespace

std::string widths(const std::vector<int>& encoder) {
  std::string text;
  for (const int width : encoder) text += (text.empty() ? "" : ",") + std::to_string(width);
  return text;
}

Experiment endless(std::vector<int> encoder) {
  Experiment experiment;
  experiment.network.encoder = std::move(encoder);
  experiment.training.epochs = 1000000;
  experiment.training.learning_rate = 1e-4f;
  return experiment;
}

Case training_step(Materials& materials, const std::string& group, const std::string& name, Experiment experiment) {
  const int batch = experiment.training.batch;
  return {group, name + " " + widths(experiment.network.encoder) + ", batch " + std::to_string(batch), [=, &materials] {
            const auto trainer = start(materials, experiment, kImages / batch * batch);
            return Work{.operations = trainer->flops_per_image() * batch,
                        .images = static_cast<double>(batch),
                        .run = [trainer] {
                          // At an epoch's end a call measures instead, here no images.
                          if (!trainer->step().trained) trainer->step();
                        }};
          }};
}

void add_step_cases(std::vector<Case>& cases, Materials& materials) {
  const auto add = [&](const std::string& name, const Experiment& experiment) {
    cases.push_back(training_step(materials, "step", name, experiment));
  };
  Experiment large = endless({784, 512, 128, 10}), small = endless({784, 128, 32, 2});
  add("large", large);
  large.training.batch = 64;
  add("large", large);
  add("small", small);
  small.training.corruption = {CorruptionKind::masking, 0.3f};
  add("small, masked", small);
  small.training.corruption = {CorruptionKind::gaussian, 0.2f};
  add("small, noisy", small);

  // Presets that differ in data and duration alone take the same step.
  std::vector<Experiment> seen;
  for (const Preset& preset : presets()) {
    Experiment experiment = preset.experiment;
    const Experiment plain = endless({});
    experiment.data = plain.data;
    experiment.training.epochs = plain.training.epochs;
    experiment.training.learning_rate = plain.training.learning_rate;
    experiment.training.schedule = plain.training.schedule;
    experiment.training.warm_up = plain.training.warm_up;
    if (std::find(seen.begin(), seen.end(), experiment) != seen.end()) continue;
    seen.push_back(experiment);
    add(preset.key, experiment);
  }
}

void add_growth_cases(std::vector<Case>& cases, Materials& materials) {
  for (const int width : {32, 64, 128, 256, 512, 1024, 2048}) {
    cases.push_back(training_step(materials, "growth", "width", endless({784, width, 2})));
  }
  for (const int batch : {16, 32, 64, 128, 256, 512}) {
    Experiment experiment = endless({784, 128, 32, 2});
    experiment.training.batch = batch;
    cases.push_back(training_step(materials, "growth", "batch", experiment));
  }
  for (const int images : {1000, 10000, 55000}) {
    cases.push_back({"growth", "epoch of " + std::to_string(images) + " images, 784,128,32,2", [=, &materials] {
                       const auto trainer = start(materials, endless({784, 128, 32, 2}), images);
                       return Work{.operations = trainer->flops_per_image() * images,
                                   .images = static_cast<double>(images),
                                   .run = [trainer] { trainer->run_epoch(); }};
                     }});
  }
}

}  // namespace hourglass::bench

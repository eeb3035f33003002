// What is made of the table of settings: a setting by its key, an experiment as text and back, what fits together.
#include "model/network.h"
#include "training/experiment_fields.h"

namespace hourglass {

const Field* find_field(std::string_view key) {
  for (const Field& field : experiment_fields()) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

std::expected<void, Error> validate(const Experiment& experiment) {
  Experiment copy = experiment;
  for (const Field& field : experiment_fields()) {
    if (auto valid = field.set(copy, field.get(experiment)); !valid) return valid;
  }
  const NetworkSpec& network = experiment.network;
  if (auto valid = validate(network); !valid) return valid;
  const TrainingSettings& training = experiment.training;
  if (network.output == Activation::sigmoid && !(network.pixels == PixelRange{0.0f, 1.0f})) {
    return fail("A sigmoid output gives 0 to 1; choose the pixel range 0:1, or another output.");
  }
  if (training.loss == Loss::bce && network.output != Activation::sigmoid) {
    return fail("Cross-entropy needs a sigmoid output and the pixel range 0:1.");
  }
  if (network.variational && training.code_penalty != 0.0f) {
    return fail(
        "A variational code cannot have a code penalty, too: its divergence draws the codes to 0. Set the code "
        "penalty to 0.");
  }
  if (training.corruption.kind == CorruptionKind::masking_scaled && training.corruption.amount > 0.95f) {
    return fail("Scaled masking divides by what is left; its amount must be at most 0.95.");
  }
  return {};
}

Sentence needs_new_start(const Experiment& from, const Experiment& to) {
  for (const Field& field : experiment_fields()) {
    if (field.fixed_while_training && field.get(from) != field.get(to)) return field.label;
  }
  return {};
}

Settings to_settings(const Experiment& experiment, const Experiment* only_changed_from) {
  Settings settings;
  for (const Field& field : experiment_fields()) {
    std::string value = field.get(experiment);
    if (only_changed_from && field.get(*only_changed_from) == value) continue;
    settings.emplace(field.key, std::move(value));
  }
  return settings;
}

std::expected<Experiment, Error> from_settings(const Settings& settings, const Experiment& start) {
  Experiment experiment = start;
  for (const auto& [key, value] : settings) {
    const Field* field = find_field(key);
    if (!field) return fail("There is no setting called {0}.", quote(key));
    if (auto set = field->set(experiment, value); !set) return std::unexpected(set.error());
  }
  return experiment;
}

}  // namespace hourglass

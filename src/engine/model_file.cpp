#include "engine/model_file.h"

#include "training/checkpoint.h"
#include "training/experiment_fields.h"
#include "training/open_model.h"

namespace hourglass {

Bytes export_model(const TrainingRun& run, std::vector<std::string> class_names) {
  return save_checkpoint({run.experiment(), run.state(), std::move(class_names)});
}

std::expected<ImportedModel, Error> import_model(std::span<const std::uint8_t> file) {
  auto opened = open_model_file(file);
  if (!opened) return std::unexpected(opened.error());
  Checkpoint* checkpoint = &opened->checkpoint;
  if (auto valid = validate(checkpoint->experiment); !valid) return std::unexpected(valid.error());
  TrainerState& state = checkpoint->state;
  ImportedModel model;
  model.foreign = opened->foreign();
  model.experiment = std::move(checkpoint->experiment);
  model.resume_point.epoch = epochs_of(state);
  model.resume_point.step = state.step;
  model.resume_point.seconds = state.seconds;
  model.resume_point.history = std::move(state.history);
  model.resume_point.epoch_sums = state.epoch_sums;
  model.resume_point.point_sums = state.point_sums;
  model.resume_point.optimizer = std::move(state.optimizer);
  model.resume_point.parameters = std::move(state.network.parameters);
  if (auto fit = fits(model.resume_point, model.experiment.network); !fit) return std::unexpected(fit.error());
  return model;
}

}  // namespace hourglass

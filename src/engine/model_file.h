// Models in and out: a run as a checkpoint's bytes, and a checkpoint as the point that a run goes on from.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/protocol.h"
#include "engine/training_run.h"
#include "math/error.h"

namespace hourglass {

/// Network, experiment, history and the optimizer's memory of a run that has begun.
Bytes export_model(const TrainingRun& run, std::vector<std::string> class_names);

struct ImportedModel {
  Experiment experiment;  ///< of another program's network the usual one: what it was trained on is not known
  bool foreign = false;
  ResumePoint resume_point;
};
/// A checkpoint of ours, or another program's network (training/open_model.h). An error, in a sentence, for anything
/// else.
std::expected<ImportedModel, Error> import_model(std::span<const std::uint8_t> file);

}  // namespace hourglass

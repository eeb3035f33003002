#include "studio/state/run_title.h"

#include "training/experiment_fields.h"
#include "training/presets.h"

namespace hourglass {

std::string run_title(const State& state) {
  const Experiment& e = state.run.experiment;
  const Preset* preset = find_preset(state.preset);
  if (preset && preset->experiment == e) return preset->title;
  std::string title = widths_text(e.network.encoder);
  const Field* optimizer = find_field("optimizer");
  const Field* rate = find_field("learning-rate");
  if (optimizer && rate) {
    const std::string key = optimizer->get(e);
    for (const Choice& choice : optimizer->choices)
      if (choice.key == key) title += " \u00b7 " + std::string(choice.label) + " " + rate->get(e);
  }
  return title;
}

Sentence dataset_title(const State& state) {
  const DatasetState& data = state.dataset;
  const std::string& title = data.title.empty() ? data.name : data.title;
  return state.entry(data.name) ? from_assets(title) : verbatim(title);
}

Sentence pinned_title(const State& state, const Run& pinned) {
  const std::string& dataset = pinned.experiment.data.dataset;
  const Sentence title = from_assets(pinned.title);
  const Argument seed = in_number(pinned.experiment.seed);
  if (dataset == state.run.experiment.data.dataset) return say("{0} \u00b7 seed {1}", title, seed);
  return say("{0} \u00b7 seed {1} \u00b7 {2}", title, seed,
             from_assets(pinned.dataset_title.empty() ? dataset : pinned.dataset_title));
}

}  // namespace hourglass

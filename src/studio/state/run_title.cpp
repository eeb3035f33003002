#include "studio/state/run_title.h"

#include "training/experiment_fields.h"
#include "training/presets.h"

namespace hourglass {

Sentence run_title(const Run& run) {
  const Experiment& e = run.experiment;
  const Preset* preset = find_preset(run.preset);
  if (preset && preset->experiment == e) return from_assets(preset->title);
  const Sentence widths = e.network.variational ? say("{0}, variational", widths_text(e.network.encoder))
                                                : verbatim(widths_text(e.network.encoder));
  const Field* optimizer = find_field("optimizer");
  const Field* rate = find_field("learning-rate");
  if (optimizer && rate) {
    const std::string key = optimizer->get(e);
    for (const Choice& choice : optimizer->choices)
      if (choice.key == key) return say("{0} \u00b7 {1} {2}", widths, choice.label, rate->get(e));
  }
  return widths;
}

Sentence dataset_title(const State& state) {
  const DatasetState& data = state.dataset;
  const std::string& title = data.title.empty() ? data.name : data.title;
  return state.entry(data.name) ? from_assets(title) : verbatim(title);
}

Sentence pinned_title(const State& state, const Run& pinned) {
  const std::string& dataset = pinned.experiment.data.dataset;
  const Sentence title = run_title(pinned);
  const Argument seed = in_number(pinned.experiment.seed);
  if (dataset == state.run.experiment.data.dataset) return say("{0} \u00b7 seed {1}", title, seed);
  const std::string& images = pinned.dataset_title.empty() ? dataset : pinned.dataset_title;
  return say("{0} \u00b7 seed {1} \u00b7 {2}", title, seed,
             state.entry(dataset) ? from_assets(images) : verbatim(images));
}

}  // namespace hourglass

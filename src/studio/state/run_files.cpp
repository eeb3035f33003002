#include "studio/state/run_files.h"

#include <utility>

#include "exchange/link.h"
#include "studio/state/events.h"
#include "studio/state/run_title.h"

namespace hourglass {
namespace {

using RunFile = std::expected<Bytes, Error>;

/// The page's address with the recipe of the run behind it; empty where there is no page.
std::string address_of(const State& state, const Experiment& experiment) {
  if (state.page_address.empty()) return {};
  return state.page_address + "?" + to_link({state.preset, experiment}, {});
}

/// `encoded`: none where the images are not at hand.
ReportMaterial material_of(const Context& ui, const Checkpoint& run, const event::Encoded* encoded) {
  const State& state = ui.state;
  ReportMaterial material;
  material.link = address_of(state, run.experiment);
  if (ui.host.today) material.date = ui.host.today();
  if (encoded == nullptr) return material;
  const DatasetState& data = state.dataset;
  material.data_title = dataset_title(state);
  material.class_names = data.class_names;
  material.training = static_cast<std::size_t>(data.training);
  material.held_out = static_cast<std::size_t>(data.held_out);
  show_images(material, {.pixels = data.held_out_pixels,
                         .labels = data.held_out_labels,
                         .codes = encoded->codes,
                         .errors = encoded->errors,
                         .every = static_cast<std::size_t>(encoded->every)});
  return material;
}

RunFile report_of(const Context& ui, const Checkpoint& run, const event::Encoded* encoded) {
  return in_form(RunForm::report, run, material_of(ui, run, encoded), *ui.language);
}

}  // namespace

std::optional<RunFile> file_of_run(Context& ui, RunForm form, Ticket exported) {
  State& state = ui.state;
  if (const auto report = state.reports.find(exported); report != state.reports.end()) {
    const ReportOnItsWay& waiting = report->second;
    std::optional<RunFile> file;
    if (auto encoded = ui.take<event::Encoded>(waiting.encoding)) {
      // Where other images came meanwhile, those that were encoded are not at hand any more.
      const bool at_hand = waiting.dataset == state.dataset.version;
      file = report_of(ui, waiting.run, at_hand ? &*encoded : nullptr);
    } else if (auto failed = ui.take<event::Failed>(waiting.encoding)) {
      file = fail(std::move(failed->message));
    }
    if (file) state.reports.erase(report);
    return file;
  }
  auto told = ui.take<event::ModelFile>(exported);
  if (!told) return std::nullopt;
  // The engine's own bytes: nothing is gained by reading and writing them again.
  if (form == RunForm::checkpoint) return RunFile(std::move(told->file));
  auto run = load_checkpoint(told->file);
  if (!run) return RunFile(std::unexpected(run.error()));
  if (form != RunForm::report) return RunFile(in_form(form, *run));
  const DatasetState& data = state.dataset;
  if (!data.loaded() || data.name != run->experiment.data.dataset) return report_of(ui, *run, nullptr);
  ReportOnItsWay report{.run = *std::move(run), .encoding = 0, .dataset = data.version};
  ui.ask(report.encoding, command::Encode{.ticket = 0,
                                          .spec = report.run.experiment.network,
                                          .parameters = report.run.state.network.parameters,
                                          .subset = command::Subset::held_out,
                                          .every = static_cast<int>(report_every(data.held_out_pixels.size() / 784))});
  state.reports.emplace(exported, std::move(report));
  return std::nullopt;
}

void abandon_file_of_run(State& state, Ticket exported) {
  const auto report = state.reports.find(exported);
  if (report == state.reports.end()) return state.answers.abandon(exported);
  state.answers.abandon(report->second.encoding);
  state.reports.erase(report);
}

}  // namespace hourglass

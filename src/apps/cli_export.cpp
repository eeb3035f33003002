// hourglass export: a trained network in the form that another program reads.
#include <nlohmann/json.hpp>

#include "apps/cli.h"
#include "model/onnx.h"
#include "training/number_text.h"
#include "training/version.h"

namespace hourglass::cli {
namespace {

struct ExportFlags {
  std::string model, to = "onnx", part = "autoencoder", out;
};

/// What a program that reads the model can ask about it.
std::vector<std::pair<std::string, std::string>> facts_of(const Checkpoint& checkpoint) {
  const NetworkSpec& spec = checkpoint.experiment.network;
  std::vector<std::pair<std::string, std::string>> facts = {
      {"hourglass", std::string(version())},
      {"network", widths_text(spec.encoder) + (spec.variational ? ", variational" : "")},
      {"data", checkpoint.experiment.data.dataset},
      {"pixels", "0 to 1, black to white, 28 rows of 28"},
      {"settings", nlohmann::json(to_settings(checkpoint.experiment)).dump()}};
  if (!checkpoint.state.history.empty()) {
    const HistoryPoint& last = checkpoint.state.history.back();
    facts.emplace_back("epoch", number_text(last.epoch));
    facts.emplace_back("heldout_sse", number_text(last.heldout_sse));
    facts.emplace_back("heldout_rmse", number_text(last.heldout_rmse));
  }
  return facts;
}

int export_model(const ExportFlags& flags) {
  const auto bytes = read_file(flags.model);
  if (!bytes) return complain(bytes.error().message, kFailed);
  const auto checkpoint = load_checkpoint(*bytes);
  if (!checkpoint) return complain(checkpoint.error().message, kFailed);
  const OnnxPart part = flags.part == "encoder"   ? OnnxPart::encoder
                        : flags.part == "decoder" ? OnnxPart::decoder
                                                  : OnnxPart::autoencoder;
  const auto file = to_onnx(checkpoint->state.network, part, "hourglass_" + flags.part, facts_of(*checkpoint));
  if (auto written = write_file(flags.out, file); !written) return complain(written.error().message, kFailed);
  return kDone;
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  const auto flags = std::make_shared<ExportFlags>();
  CLI::App* command = app.add_subcommand("export", "Writes a trained network for another program: as ONNX.");
  command->add_option("--model", flags->model, "A checkpoint written by hourglass train --save.")->required();
  command->add_option("--to", flags->to, "The form: onnx.")->check(CLI::IsMember({"onnx"}));
  command->add_option("--part", flags->part, "encoder, decoder, or autoencoder: both, with the code as an output.")
      ->check(CLI::IsMember({"encoder", "decoder", "autoencoder"}));
  command->add_option("--out", flags->out, "The file to write.")->required();
  command->callback([flags, &status] { status = export_model(*flags); });
}

}  // namespace hourglass::cli

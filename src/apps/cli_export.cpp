// hourglass export: a trained network in the form that another program reads.
#include "apps/cli.h"
#include "exchange/run_forms.h"

namespace hourglass::cli {
namespace {

struct ExportFlags {
  std::string model, to = "onnx", part = "autoencoder", out;
  UnsaidFlags unsaid;
};

int export_model(const ExportFlags& flags) {
  if (auto writable = check_outputs({flags.out}); !writable) return complain(writable.error().message, kFailed);
  const auto model = open_model(flags.model, flags.unsaid.settings.values());
  if (!model) return complain(model.error().message, kFailed);
  const std::string form = flags.to == "onnx" && flags.part != "autoencoder" ? "onnx-" + flags.part : flags.to;
  const auto file = in_form(*run_form(form), model->checkpoint);
  if (auto written = write_file(flags.out, file); !written) return complain(written.error().message, kFailed);
  return kDone;
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  const auto flags = std::make_shared<ExportFlags>();
  CLI::App* command =
      app.add_subcommand("export", "Writes a trained network for another program: as ONNX or a notebook.");
  command->add_option("--model", flags->model, kModelHelp)->required();
  flags->unsaid.add_to(*command);
  command->add_option("--to", flags->to, "The form: onnx or notebook (for Jupyter).")
      ->check(CLI::IsMember({"onnx", "notebook"}));
  command
      ->add_option("--part", flags->part,
                   "Of ONNX: encoder, decoder, or autoencoder: both, with the code as an output.")
      ->check(CLI::IsMember({"encoder", "decoder", "autoencoder"}));
  command->add_option("--out", flags->out, "The file to write.")->required();
  command->callback([flags, &status] { status = export_model(*flags); });
}

}  // namespace hourglass::cli

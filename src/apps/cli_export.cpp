// hourglass export: a trained network in the form that another program reads, or a run as a report.
#include <cstdio>

#include "apps/cli.h"
#include "engine/dataset.h"
#include "engine/image_pass.h"
#include "exchange/run_forms.h"
#include "platform/today.h"

namespace hourglass::cli {
namespace {

struct ExportFlags {
  std::string model, to = "onnx", part = "autoencoder", out;
  UnsaidFlags unsaid;
  std::string link, date;
  SettingFlags settings;
  Surroundings surroundings;
};

/// The images and what the network makes of them.
void look_at_images(ReportMaterial& material, const LoadedModel& model, ThreadPool* pool) {
  const std::vector<std::uint32_t>& held_out = model.split.held_out;
  material.data_title = verbatim(model.images->name);
  material.class_names = model.images->class_names;
  material.training = model.split.train.size();
  material.held_out = held_out.size();
  const std::size_t every = report_every(held_out.size());
  std::vector<std::uint32_t> encoded;
  for (std::size_t i = 0; i < held_out.size(); i += every) encoded.push_back(held_out[i]);
  ImagePass pass(model.checkpoint.state.network, 0, model.images, std::move(encoded), true);
  while (!pass.advance(pool)) {
  }
  const std::vector<std::uint8_t> pixels = gather_pixels(*model.images, held_out);
  const std::vector<std::uint8_t> labels = gather_labels(*model.images, held_out);
  show_images(material,
              {.pixels = pixels, .labels = labels, .codes = pass.codes(), .errors = pass.errors(), .every = every});
}

/// A report of a model whose images are not at hand, and were not asked for, is made without them.
std::expected<ReportMaterial, Error> material_of(const ExportFlags& flags, const Checkpoint& checkpoint) {
  ReportMaterial material;
  material.link = flags.link;
  material.date = flags.date.empty() ? today() : flags.date;
  const bool asked = flags.settings.given("data");
  const bool were_piped_in = checkpoint.experiment.data.dataset == "-";
  if (!asked && were_piped_in) return material;
  const auto model = load_model(flags.model, flags.settings, flags.unsaid, flags.surroundings);
  if (!model && asked) return std::unexpected(model.error());
  if (!model) {
    std::fprintf(stderr, "note: the report is made without the images. %s\n", model.error().message.english().c_str());
    return material;
  }
  look_at_images(material, *model, flags.surroundings.make_pool().get());
  return material;
}

int export_model(const ExportFlags& flags) {
  if (auto writable = check_outputs({flags.out}); !writable) return complain(writable.error().message, kFailed);
  Settings as = unsaid_among(flags.settings.values());
  as.insert(flags.unsaid.settings.values().begin(), flags.unsaid.settings.values().end());
  const auto opened = open_model(flags.model, as);
  if (!opened) return complain(opened.error().message, kFailed);
  const Checkpoint& checkpoint = opened->checkpoint;
  const std::string key = flags.to == "onnx" && flags.part != "autoencoder" ? "onnx-" + flags.part : flags.to;
  const RunForm form = *run_form(key);
  std::expected<ReportMaterial, Error> material;
  if (form == RunForm::report) material = material_of(flags, checkpoint);
  if (!material) return complain(material.error().message, kFailed);
  const auto file = in_form(form, checkpoint, *material);
  if (auto written = write_file(flags.out, file); !written) return complain(written.error().message, kFailed);
  return kDone;
}

}  // namespace

void add_export(CLI::App& app, int& status) {
  const auto flags = std::make_shared<ExportFlags>();
  CLI::App* command = app.add_subcommand(
      "export", "Writes a trained network for another program, as ONNX or a notebook, or a run as a report.");
  command->add_option("--model", flags->model, kModelHelp)->required();
  flags->unsaid.add_to(*command, false);
  command->add_option("--to", flags->to, "The form: onnx, notebook (for Jupyter), or report (a page to hand in).")
      ->check(CLI::IsMember({"onnx", "notebook", "report"}));
  command
      ->add_option("--part", flags->part,
                   "Of ONNX: encoder, decoder, or autoencoder: both, with the code as an output.")
      ->check(CLI::IsMember({"encoder", "decoder", "autoencoder"}));
  command->add_option("--out", flags->out, "The file to write.")->required();
  command->add_option("--link", flags->link, "Of a report: the address that opens its recipe on the page.");
  command->add_option("--date", flags->date, "Of a report: the date that stands in it (default: today).");
  flags->surroundings.add_flags(*command);
  flags->settings.add_to(*command, "data");
  command->callback([flags, &status] { status = export_model(*flags); });
}

}  // namespace hourglass::cli

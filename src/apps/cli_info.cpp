// hourglass presets, data, info: what there is to train, and what is in a file of images or of a model.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

#include "apps/cli.h"
#include "data/statistics.h"
#include "data/text.h"
#include "model/file.h"
#include "model/foreign.h"
#include "training/presets.h"

namespace hourglass::cli {
namespace {

std::vector<std::string> english(const std::vector<Sentence>& sentences) {
  std::vector<std::string> list;
  for (const Sentence& sentence : sentences) list.push_back(sentence.english());
  return list;
}

int list_presets(bool json) {
  if (json) {
    auto list = nlohmann::json::array();
    for (const Preset& preset : presets()) {
      nlohmann::json entry{{"key", preset.key},
                           {"title", preset.title},
                           {"sentence", preset.sentence},
                           {"settings", to_settings(preset.experiment)}};
      if (preset.published) {
        entry["published"] = {{"value", preset.published->value}, {"unit", preset.published->unit}};
      }
      list.push_back(std::move(entry));
    }
    std::printf("%s\n", list.dump(-1, ' ', false, kReplace).c_str());
    return kDone;
  }
  for (const Preset& preset : presets()) {
    std::printf("%-36s %s\n", preset.key.c_str(), preset.title.c_str());
    std::printf("%-36s   %s\n", "", preset.sentence.c_str());
    std::string line = "encoder " + find_field("encoder")->get(preset.experiment) + ", " +
                       std::to_string(preset.experiment.training.epochs) + " epochs";
    if (preset.published) {
      char figure[64];
      std::snprintf(figure, sizeof figure, "; published: %g ", preset.published->value);
      line += figure + preset.published->unit;
    }
    std::printf("%-36s   %s\n", "", line.c_str());
  }
  return kDone;
}

struct DataFlags {
  std::vector<std::string> names;
  std::string save;
  Surroundings surroundings;
  bool json = false;
};

/// Files of IDX number the classes; their names are lost.
bool has_names_beside_numbers(const ImageSet& set) {
  for (std::size_t c = 0; c < set.class_names.size(); ++c)
    if (set.class_names[c] != std::to_string(c)) return set.labelled();
  return false;
}

std::expected<void, Error> save_data(const SetTarget& target, const ImageSet& set) {
  auto saved = target.write(set);
  if (saved && target.is_folder() && has_names_beside_numbers(set))
    std::fprintf(stderr, "note: IDX files number the classes; an .npz file keeps their names.\n");
  return saved;
}

int describe_data(const DataFlags& flags) {
  std::optional<SetTarget> target;
  if (!flags.save.empty()) {
    const auto checked = SetTarget::check(flags.save);
    if (!checked) return complain(checked.error().message, kFailed);
    target = *checked;
  }
  const auto set = flags.names.size() == 1 ? load_data(flags.names[0], flags.surroundings)
                                           : load_paths(flags.names, flags.surroundings.reading);
  if (!set) return complain(set.error().message, kFailed);
  if (target)
    if (auto saved = save_data(*target, *set); !saved) return complain(saved.error().message, kFailed);
  std::vector<std::uint32_t> all(set->size());
  std::iota(all.begin(), all.end(), 0u);
  const DataStatistics seen = look_at(*set, all);
  const PublishedSplit& split = set->published;
  if (flags.json) {
    nlohmann::json report{{"name", set->name},
                          {"images", set->size()},
                          {"labelled", set->labelled()},
                          {"classes", set->class_names},
                          {"counts", seen.counts},
                          {"duplicates", seen.duplicates},
                          {"blank", seen.blank},
                          {"notes", english(set->notes)},
                          {"warnings", english(seen.warnings)},
                          {"guesses", nlohmann::json::array()}};
    for (const Guess& guess : set->guesses) {
      const QuestionKeys& keys = keys_of(guess.question);
      report["guesses"].push_back({{"question", keys.key}, {"taken", way_taken(guess)}, {"ways", ways_of(guess)}});
    }
    if (split.present()) {
      report["published"] = {
          {"train", split.train.size()}, {"validation", split.validation.size()}, {"held_out", split.held_out.size()}};
    }
    std::printf("%s\n", report.dump(-1, ' ', false, kReplace).c_str());
    return kDone;
  }
  std::printf("%s: %zu images of 28 x 28%s\n", set->name.c_str(), set->size(),
              set->labelled() ? "" : ", without labels");
  if (split.present()) {
    std::printf("as published: %u to train on, %u for validation, %u held out\n", split.train.size(),
                split.validation.size(), split.held_out.size());
  }
  for (std::size_t c = 0; c < seen.counts.size(); ++c) {
    std::printf("  %-8s %zu\n", c < set->class_names.size() ? set->class_names[c].c_str() : "?", seen.counts[c]);
  }
  for (const Sentence& note : set->notes) std::printf("note: %s\n", note.english().c_str());
  for (const Guess& guess : set->guesses) {
    const QuestionKeys& keys = keys_of(guess.question);
    const std::string taken = way_taken(guess);
    std::string others;
    for (const std::string& way : ways_of(guess))
      if (way != taken) others += (others.empty() ? "" : " or ") + way;
    std::printf("guess: %s: %s, perhaps %s\n", std::string(keys.key).c_str(), printable(taken).c_str(),
                printable(others, 400).c_str());
  }
  for (const Sentence& warning : seen.warnings) std::printf("warning: %s\n", warning.english().c_str());
  return kDone;
}

struct InfoFlags {
  std::string file;
  UnsaidFlags unsaid;
  bool json = false;
};

/// The network of a model file; of another program's standard error tells which array was taken for what.
int describe_model(const InfoFlags& flags) {
  const auto model = open_model(flags.file, flags.unsaid.settings.values());
  if (!model) return complain(model.error().message, kFailed);
  const Checkpoint& checkpoint = model->checkpoint;
  const NetworkSpec& spec = checkpoint.experiment.network;
  if (flags.json) {
    nlohmann::json report{{"network", nlohmann::json::parse(spec_to_json(spec))},
                          {"parameters", checkpoint.state.network.layout.size},
                          {"foreign", model->foreign()},
                          {"steps", checkpoint.state.step}};
    if (model->foreign()) {
      report["taken_as"] = english(model->taken_as);
      report["guessed"] = model->guessed;
    } else {
      report["dataset"] = checkpoint.experiment.data.dataset;
    }
    std::printf("%s\n", report.dump(-1, ' ', false, kReplace).c_str());
    return kDone;
  }
  std::printf("%s, %zu parameters\n", mirrored_widths(spec.encoder).c_str(), checkpoint.state.network.layout.size);
  for (const Field& field : experiment_fields()) {
    const bool told = field.group == "network" || field.key == "pixels";
    if (told) std::printf("  %-16s %s\n", std::string(field.key).c_str(), field.get(checkpoint.experiment).c_str());
  }
  if (!model->foreign())
    std::printf("trained on %s, %lld steps\n", checkpoint.experiment.data.dataset.c_str(),
                static_cast<long long>(checkpoint.state.step));
  return kDone;
}

}  // namespace

void add_info(CLI::App& app, int& status) {
  const auto flags = std::make_shared<InfoFlags>();
  CLI::App* command = app.add_subcommand("info", "Tells what network a model file holds, ours or another program's.");
  command->add_option("file", flags->file, "A safetensors file, a NumPy archive of weights, or an ONNX model.")
      ->required();
  command->add_flag("--json", flags->json, "Print JSON.");
  flags->unsaid.add_to(*command);
  command->callback([flags, &status] { status = describe_model(*flags); });
}

void add_presets(CLI::App& app, int& status) {
  const auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("presets", "Lists the presets.");
  command->add_flag("--json", *json, "Print JSON.");
  command->callback([json, &status] { status = list_presets(*json); });
}

void add_data(CLI::App& app, int& status) {
  const auto flags = std::make_shared<DataFlags>();
  CLI::App* command = app.add_subcommand("data", "Tells what is in a file, a folder or a set of the catalogue.");
  command->add_option("path", flags->names, "Paths that make one set (- is what is piped in), or a catalogue name.")
      ->required();
  command->add_flag("--json", flags->json, "Print JSON.");
  command->add_option("--save", flags->save,
                      "Write the images as they are used: FILE.npz, or FOLDER/ for IDX files as MNIST's.");
  flags->surroundings.add_flags(*command);
  command->callback([flags, &status] { status = describe_data(*flags); });
}

}  // namespace hourglass::cli

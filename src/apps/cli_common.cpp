#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <thread>

#include "apps/cli.h"
#include "data/catalogue.h"
#include "data/folder.h"
#include "data/load.h"
#include "data/pair.h"
#include "data/text.h"
#include "engine/dataset.h"

namespace hourglass::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCatalogueName = "catalogue.json";

/// The given folder, or where the build stages the sets: beside the program's own build folder, or below this one.
std::vector<fs::path> data_folders(const std::string& given) {
  if (!given.empty()) return {given};
  std::vector<fs::path> folders;
  if (const char* chosen = std::getenv("HOURGLASS_DATA")) folders.emplace_back(chosen);
  std::error_code error;
  if (const fs::path program = fs::read_symlink("/proc/self/exe", error); !error) {
    folders.push_back(program.parent_path().parent_path() / "stage" / "data");
  }
  folders.emplace_back("build/stage/data");
  return folders;
}

std::expected<std::vector<NamedBytes>, Error> read_all(const std::vector<fs::path>& paths,
                                                       std::vector<std::vector<std::uint8_t>>& kept) {
  std::vector<NamedBytes> files;
  for (const fs::path& path : paths) {
    auto bytes = read_file(path.string());
    if (!bytes) return std::unexpected(bytes.error());
    kept.push_back(*std::move(bytes));
    files.push_back({path.filename().string(), kept.back()});
  }
  return files;
}

std::expected<ImageSet, Error> load_entry(const CatalogueEntry& entry, const fs::path& folder) {
  std::vector<fs::path> paths;
  for (const CatalogueFile& file : entry.files) paths.push_back(folder / file.path);
  std::vector<std::vector<std::uint8_t>> kept;
  const auto files = read_all(paths, kept);
  if (!files) return std::unexpected(files.error());
  return assemble(entry, *files);
}

constexpr const char* kStandardInput = "-";

std::string spoken_of(const std::vector<std::string>& paths) { return paths.size() == 1 ? paths[0] : "These files"; }

}  // namespace

int complain(const Sentence& sentence, int status) {
  std::fprintf(stderr, "hourglass: %s\n", sentence.english().c_str());
  return status;
}

void Surroundings::add_flags(CLI::App& command) {
  command.add_option("--data-folder", data_folder, "Where the catalogue's sets lie (default: the build's own).");
  command.add_option("--threads", threads, "Threads to use (default: all, at most 8); results do not depend on it.")
      ->check(CLI::Range(1, 256));
  const std::string files = "files of your own";
  command.add_flag("--invert", reading.invert, "The images are dark on light: exchanges black and white.")
      ->group(files);
  command
      .add_option("--orientation", reading.orientation,
                  "Whether rows and columns of each image are exchanged: as_stored or transposed.")
      ->transform(CLI::CheckedTransformer(std::map<std::string, Orientation>{{"as_stored", Orientation::as_stored},
                                                                             {"transposed", Orientation::transposed}}))
      ->group(files);
  command
      .add_option("--array", reading.array,
                  "Of files of several arrays of images the one to take, by its name; '*': all of them.")
      ->type_name("NAME")
      ->group(files);
  command.add_option("--axis", reading.axis, "Which dimension of an array is the number of images: first or last.")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, ImageAxis>{{"first", ImageAxis::first}, {"last", ImageAxis::last}}))
      ->group(files);
  command
      .add_option("--label-column", reading.label, "Where the label of a row stands that no name tells: first or last.")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, LabelColumn>{{"first", LabelColumn::first}, {"last", LabelColumn::last}}))
      ->group(files);
}

std::unique_ptr<ThreadPool> Surroundings::make_pool() const {
  const int all = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  const int wanted = threads > 0 ? threads : std::min(all, 8);
  return wanted > 1 ? std::make_unique<ThreadPool>(wanted) : nullptr;
}

void SettingFlags::add_to(CLI::App& command, std::string_view only) {
  for (const Field& field : experiment_fields())
    if (only.empty() || field.group == only) add_field(command, field);
  if (only.empty() || only == "network") {
    command
        .add_flag_callback(
            "--untied", [this] { values_["tied"] = "off"; }, "The same as --tied off.")
        ->group("network");
  }
}

void SettingFlags::add_field(CLI::App& command, const Field& field, std::string help) {
  const std::string key(field.key);
  help += say("{0}. {1}", field.label, help_of(field)).english();
  for (std::size_t i = 0; i < field.choices.size(); ++i) {
    help += (i == 0 ? " One of: " : ", ") + std::string(field.choices[i].key);
  }
  const auto take = [this, key](const std::vector<std::string>& values) {
    values_[key] = values.empty() ? "on" : values.back();
    return true;
  };
  CLI::Option* option = command.add_option("--" + key, take, help)->group(std::string(field.group));
  if (field.kind == FieldKind::toggle) {
    option->expected(0, 1)->type_name("[on|off]");
  } else {
    option->type_name("X");
  }
}

std::expected<Experiment, Error> SettingFlags::apply(const Experiment& start) const {
  auto experiment = from_settings(values_, start);
  if (!experiment) return experiment;
  if (auto valid = validate(*experiment); !valid) return std::unexpected(valid.error());
  return experiment;
}

std::expected<ImageSet, Error> load_data(const std::string& name, const Surroundings& surroundings) {
  std::string known;
  for (const fs::path& folder : data_folders(surroundings.data_folder)) {
    std::error_code error;
    if (!fs::exists(folder / kCatalogueName, error)) continue;
    const auto text = read_file((folder / kCatalogueName).string());
    if (!text) return std::unexpected(text.error());
    const auto entries = parse_catalogue({reinterpret_cast<const char*>(text->data()), text->size()});
    if (!entries) return std::unexpected(entries.error());
    for (const CatalogueEntry& entry : *entries) {
      if (entry.id == name) return load_entry(entry, folder);
      known += (known.empty() ? "" : ", ") + entry.id;
    }
    break;
  }
  std::error_code error;
  if (name == kStandardInput || fs::exists(name, error)) return load_paths({name}, surroundings.reading);
  if (const auto files = files_of(name); files.size() > 1) return load_paths(files, surroundings.reading);
  if (known.empty()) {
    return fail(
        "There is no file {0}, and no catalogue of sets either: tools/setup and tools/serve make one, or name a folder "
        "that has one with --data-folder.",
        quote(name));
  }
  return fail("There is no set and no file called {0}. The catalogue has: {1}.", quote(name), known);
}

std::string name_of_files(const std::vector<std::string>& files) {
  std::string text;
  for (const std::string& file : files) text += (text.empty() ? "" : "\n") + file;
  return text;
}

std::vector<std::string> files_of(const std::string& name) {
  std::vector<std::string> files;
  std::size_t begin = 0;
  for (std::size_t end = 0; end != std::string::npos; begin = end + 1) {
    end = name.find('\n', begin);
    files.push_back(name.substr(begin, end == std::string::npos ? end : end - begin));
  }
  return files;
}

std::expected<ImageSet, Error> load_paths(const std::vector<std::string>& paths, const DecodeOptions& reading) {
  std::vector<std::string> on_disk;
  std::ranges::copy_if(paths, std::back_inserter(on_disk), [](const auto& path) { return path != kStandardInput; });
  auto sources = open_paths(on_disk);
  if (!sources) return std::unexpected(sources.error());
  if (paths.size() == 1 && sources->size() == 1 && holds_network(sources->front()))
    return fail("{0} holds the weights of a network, not images: hourglass info shows which.", quote(paths.front()));
  if (on_disk.size() < paths.size()) {
    auto piped = piped_source(std::cin, "standard input", Limits().kept_bytes);
    if (!piped) return std::unexpected(piped.error());
    sources->push_back(*std::move(piped));
  }
  LoadJob job(std::move(*sources), reading);
  job.step({});
  auto loaded = job.take();
  if (!loaded) return std::unexpected(loaded.error());
  auto* set = std::get_if<ImageSet>(&*loaded);
  if (!set)
    return fail("{0} holds labels and no images: name the file of the images, too.", verbatim(spoken_of(paths)));
  return std::move(*set);
}

std::expected<void, Error> check_classes(const ImageSet& set, const Experiment& experiment) {
  if (experiment.data.classes == kAllClasses) return {};
  if (!set.labelled()) return fail("{0} has no labels, so that no classes can be chosen.", quote(set.name));
  for (std::size_t c = set.class_names.size(); c < 64; ++c) {
    if (experiment.data.classes >> c & 1)
      return fail("There is no class {0} in {1}: its classes are 0 to {2}.", c, quote(set.name),
                  set.class_names.size() - 1);
  }
  return {};
}

void UnsaidFlags::add_to(CLI::App& command, bool pixels) {
  for (const std::string_view key : kUnsaidSettings)
    if (pixels || key != "pixels")
      settings.add_field(command, *find_field(key), "Of another program's model, where its file does not say it: ");
}

Settings unsaid_among(const Settings& settings) {
  Settings unsaid;
  for (const std::string_view key : kUnsaidSettings)
    if (const auto found = settings.find(key); found != settings.end()) unsaid.insert(*found);
  return unsaid;
}

std::expected<OpenedModel, Error> open_model(const std::string& file, const Settings& as) {
  const auto bytes = read_file(file);
  if (!bytes) return std::unexpected(bytes.error());
  auto model = open_model_file(*bytes);
  if (model && model->foreign() && !as.empty()) model = open_model_file(*bytes, as);
  if (!model) return model;
  for (const Sentence& line : model->taken_as) std::fprintf(stderr, "note: %s\n", line.english().c_str());
  for (const Sentence& line : guessed_as(*model)) std::fprintf(stderr, "note: %s\n", line.english().c_str());
  return model;
}

std::expected<LoadedModel, Error> load_model(const std::string& file, const SettingFlags& flags,
                                             const UnsaidFlags& unsaid, const Surroundings& surroundings) {
  Settings as = unsaid_among(flags.values());
  as.insert(unsaid.settings.values().begin(), unsaid.settings.values().end());
  auto opened = open_model(file, as);
  if (!opened) return std::unexpected(opened.error());
  LoadedModel model{.checkpoint = std::move(opened->checkpoint), .images = {}, .split = {}};
  const auto experiment = flags.apply(model.checkpoint.experiment);
  if (!experiment) return std::unexpected(experiment.error());
  auto images = load_data(experiment->data.dataset, surroundings);
  if (!images) return std::unexpected(images.error());
  model.images = std::make_shared<ImageSet>(*std::move(images));
  if (auto classes = check_classes(*model.images, *experiment); !classes) return std::unexpected(classes.error());
  auto split = make_split(*model.images, subset_options(*experiment));
  if (!split) return std::unexpected(split.error());
  model.split = *std::move(split);
  return model;
}

std::string image_and_label(const ImageSet& set, std::uint32_t place) {
  std::string text = std::to_string(place) + ",";
  if (!set.labelled()) return text;
  const std::size_t label = set.labels[place];
  return text + (label < set.class_names.size() ? csv_field(set.class_names[label]) : std::to_string(label));
}

}  // namespace hourglass::cli

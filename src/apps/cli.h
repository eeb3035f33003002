// What the parts of the command line share: outcomes, the flags made from the table of settings, data, output.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <expected>
#include <initializer_list>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "data/image_set.h"
#include "data/options.h"
#include "data/set_files.h"
#include "data/split.h"
#include "math/error.h"
#include "math/thread_pool.h"
#include "training/checkpoint.h"
#include "training/experiment_fields.h"
#include "training/open_model.h"

namespace hourglass::cli {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;      ///< a file that cannot be read or written, a run that diverged
inline constexpr int kWrongFlags = 2;  ///< what was asked for makes no sense
inline constexpr int kStopped = 128;   ///< and the signal's number: a run that was asked to end, and saved

/// Names of files need not be UTF-8: what is none of it is printed as a replacement character.
inline constexpr auto kReplace = nlohmann::json::error_handler_t::replace;

/// Prints "hourglass: SENTENCE" to standard error and returns `status`.
int complain(const Sentence& sentence, int status);

/// Where the catalogue's sets lie, and how many threads to use: flags that every command with work to do takes.
struct Surroundings {
  std::string data_folder;  ///< empty: the folders where the build puts them
  int threads = 0;          ///< 0: as many as the machine has, at most 8
  DecodeOptions reading;    ///< how files of the person's own are read

  void add_flags(CLI::App& command);
  std::unique_ptr<ThreadPool> make_pool() const;
};

/// The settings as flags: "--learning-rate 0.01", "--tied off", with "--untied" and "--shared-biases" as the short
/// forms of toggles.
class SettingFlags {
 public:
  /// `only`: the group of settings to offer, or empty for all.
  void add_to(CLI::App& command, std::string_view only = {});
  /// One setting; `help` stands before what the table says about it.
  void add_field(CLI::App& command, const Field& field, std::string help = {});
  /// `start` with the given flags applied and checked; the error is a sentence for the person.
  std::expected<Experiment, Error> apply(const Experiment& start) const;
  bool given(const std::string& key) const { return values_.contains(key); }
  const Settings& values() const { return values_; }

 private:
  Settings values_;
};

/// The set called `name` in the catalogue, or the file or folder at that path; "-": what is piped in.
std::expected<ImageSet, Error> load_data(const std::string& name, const Surroundings& surroundings);
/// Several files as the name of one set, by which load_data() finds them again; and back.
std::string name_of_files(const std::vector<std::string>& files);
std::vector<std::string> files_of(const std::string& name);
/// Files and folders that make one set: images and labels, train and test.
std::expected<ImageSet, Error> load_paths(const std::vector<std::string>& paths, const DecodeOptions& reading);
/// An error where a class was chosen that the set does not have.
std::expected<void, Error> check_classes(const ImageSet& set, const Experiment& experiment);

inline constexpr const char* kModelHelp =
    "A checkpoint written by hourglass train --save, or another program's network as safetensors, npz or ONNX.";

/// --hidden, --code, --output, --pixels: what a model file of another program does not say.
struct UnsaidFlags {
  SettingFlags settings;
  /// `pixels`: false where the command has that flag for its data.
  void add_to(CLI::App& command, bool pixels = true);
};
/// Those of `settings` that a model file may not say.
Settings unsaid_among(const Settings& settings);

/// The model in `file`, ours or another program's; of the latter standard error tells which array was taken for what,
/// and `as` says what the file does not.
std::expected<OpenedModel, Error> open_model(const std::string& file, const Settings& as = {});

struct LoadedModel {
  Checkpoint checkpoint;
  std::shared_ptr<ImageSet> images;  ///< none when the command needs no data
  Split split;
};

/// The model in `file` (as open_model has it, with `unsaid` and `flags`) and, of the data it was trained on or that
/// `flags` choose, the same split.
std::expected<LoadedModel, Error> load_model(const std::string& file, const SettingFlags& flags,
                                             const UnsaidFlags& unsaid, const Surroundings& surroundings);

/// "12,4": the place of an image in its set and the name of its class, as the tables begin; without labels "12,".
std::string image_and_label(const ImageSet& set, std::uint32_t place);

std::expected<std::vector<std::uint8_t>, Error> read_file(const std::string& path);
/// Before work begins whose results go to these files: whether they can be written. Empty ones are none.
std::expected<void, Error> check_outputs(std::initializer_list<std::string> paths);
std::expected<void, Error> write_file(const std::string& path, std::span<const std::uint8_t> bytes);
std::expected<void, Error> write_file(const std::string& path, std::string_view text);
/// What the pieces hold, one behind the other.
std::expected<void, Error> write_file(const std::string& path, std::span<const FilePiece> pieces);

/// Where a set is written to: a file that ends in .npz, or a folder of IDX files, which is made where there is none.
class SetTarget {
 public:
  /// Before the set is loaded: an error where nothing can be written, or where `path` names neither.
  static std::expected<SetTarget, Error> check(const std::string& path);
  /// An error, with nothing written, also where the folder holds IDX files that this set would not replace: together
  /// they would be another set.
  std::expected<void, Error> write(const ImageSet& set) const;
  bool is_folder() const { return folder_; }

 private:
  SetTarget(std::string path, bool folder) : path_(std::move(path)), folder_(folder) {}
  std::string path_;  ///< of a folder without the slash at its end
  bool folder_;
};

/// Each adds its subcommand; running it sets `status`.
void add_train(CLI::App& app, int& status);
void add_eval(CLI::App& app, int& status);
void add_encode(CLI::App& app, int& status);
void add_sweep(CLI::App& app, int& status);
void add_map(CLI::App& app, int& status);
void add_reconstruct(CLI::App& app, int& status);
void add_presets(CLI::App& app, int& status);
void add_export(CLI::App& app, int& status);
void add_data(CLI::App& app, int& status);
void add_info(CLI::App& app, int& status);
void add_completion(CLI::App& app, int& status);
void add_manual(CLI::App& app, int& status);

}  // namespace hourglass::cli

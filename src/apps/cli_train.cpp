// hourglass train: one run from flags, preset or checkpoint, with its progress on a terminal, as JSON lines or as CSV.
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <memory>

#include "apps/cli.h"
#include "apps/cli_nearest.h"
#include "apps/cli_stop.h"
#include "engine/dataset.h"
#include "explore/embed.h"
#include "text/number.h"
#include "training/history_json.h"
#include "training/presets.h"
#include "training/trainer.h"

namespace hourglass::cli {
namespace {

struct TrainFlags {
  SettingFlags settings;
  Surroundings surroundings;
  std::string preset, resume, save, csv;
  std::vector<std::string> files;
  bool json = false, weights_only = false, half = false;
};

bool is_whole_epoch(const HistoryPoint& point) { return point.epoch == std::floor(point.epoch); }

std::expected<Experiment, Error> chosen_experiment(const TrainFlags& flags, const Checkpoint* resumed) {
  if (resumed) {
    if (!flags.preset.empty())
      return fail("--resume goes on with the settings of the saved run: leave out --preset, or leave out --resume.");
    auto experiment = flags.settings.apply(resumed->experiment);
    if (!experiment) return experiment;
    if (const Sentence label = needs_new_start(resumed->experiment, *experiment); !label.empty())
      return fail("{0} cannot change when a run goes on: leave the flag out, or train anew without --resume.", label);
    return experiment;
  }
  if (flags.preset.empty()) {
    if (!flags.settings.given("encoder") || (!flags.settings.given("data") && flags.files.empty())) {
      return fail("Say what to train: --preset NAME (see hourglass presets), or --encoder and --data.");
    }
    return flags.settings.apply({});
  }
  for (const Preset& preset : presets()) {
    if (preset.key == flags.preset) return flags.settings.apply(preset.experiment);
  }
  std::vector<std::string> keys;
  for (const Preset& preset : presets()) keys.push_back(preset.key);
  if (const std::string meant = nearest(flags.preset, keys); !meant.empty())
    return fail("There is no preset called {0}; did you mean {1}?", quote(flags.preset), quote(meant));
  return fail("There is no preset called {0}; hourglass presets lists them.", quote(flags.preset));
}

void print_heading(const Trainer& trainer) {
  const auto& split = trainer.split();
  std::printf("%s on %s: %zu parameters, %zu images, %zu held out, seed %u\n",
              find_field("encoder")->get(trainer.experiment()).c_str(), trainer.images().name.c_str(),
              trainer.network().layout.size, split.train.size(), split.held_out.size(), trainer.experiment().seed);
  std::printf("%6s %12s %12s %12s %10s %10s\n", "epoch", "train loss", "held-out SSE", "RMSE", "seconds", "images/s");
}

void print_point(const HistoryPoint& point) {
  std::printf("%6.0f %12.4f %12.4f %12.6f %10.2f %10.0f\n", point.epoch, point.train_loss, point.heldout_sse,
              point.heldout_rmse, point.seconds, point.images_per_second);
  std::fflush(stdout);
}

/// One line that is written over, on a terminal only.
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted) : wanted_(wanted && isatty(STDERR_FILENO)) {}

  void show(const Trainer& trainer) {
    if (!wanted_ || trainer.seconds() - shown_ < 0.1) return;
    shown_ = trainer.seconds();
    const double done = trainer.epoch(), whole = trainer.experiment().training.epochs;
    const double left = done > 0 ? trainer.seconds() / done * (whole - done) : 0;
    std::fprintf(stderr, "\r%6.2f of %.0f epochs, loss %.4f, %.0f s left \033[K", done, whole, trainer.last_loss(),
                 left);
  }
  void clear() {
    if (wanted_) std::fputs("\r\033[K", stderr);
  }

 private:
  bool wanted_;
  double shown_ = 0;
};

std::string history_as_csv(const History& history) {
  std::string text = "epoch,step";
  for (const HistoryFigure& figure : kHistoryFigures) text += std::string(",") + figure.name;
  text += "\n";
  for (const HistoryPoint& p : history) {
    text += number_text(p.epoch) + "," + std::to_string(p.step);
    for (const HistoryFigure& figure : kHistoryFigures) text += "," + number_text(p.*figure.member);
    text += "\n";
  }
  return text;
}

int train(const TrainFlags& flags) {
  if (auto writable = check_outputs({flags.save, flags.csv}); !writable)
    return complain(writable.error().message, kFailed);
  std::unique_ptr<Checkpoint> resumed;
  if (!flags.resume.empty()) {
    auto model = open_model(flags.resume, unsaid_among(flags.settings.values()));
    if (!model) return complain(model.error().message, kFailed);
    resumed = std::make_unique<Checkpoint>(std::move(model->checkpoint));
    if (model->foreign()) {
      // Another program's file says nothing about its training: all but the network can be chosen.
      const auto chosen = flags.settings.apply(resumed->experiment);
      if (!chosen) return complain(chosen.error().message, kWrongFlags);
      if (chosen->network == resumed->experiment.network) resumed->experiment = *chosen;
      if (!flags.files.empty()) resumed->experiment.data.dataset = name_of_files(flags.files);
    }
  }
  auto experiment = chosen_experiment(flags, resumed.get());
  if (!experiment) return complain(experiment.error().message, kWrongFlags);
  if (!flags.files.empty()) {
    if (flags.settings.given("data"))
      return complain("--data names the images, and so do the files: leave out one of them.", kWrongFlags);
    if (resumed && name_of_files(flags.files) != experiment->data.dataset)
      return complain("A run goes on with the images that it was trained on: leave the files out.", kWrongFlags);
    experiment->data.dataset = name_of_files(flags.files);
  }
  auto loaded = flags.files.empty() ? load_data(experiment->data.dataset, flags.surroundings)
                                    : load_paths(flags.files, flags.surroundings.reading);
  if (!loaded) return complain(loaded.error().message, kFailed);
  if (auto classes = check_classes(*loaded, *experiment); !classes)
    return complain(classes.error().message, kWrongFlags);
  for (const Sentence& one : loaded->notes) std::fprintf(stderr, "note: %s\n", one.english().c_str());
  const auto images = std::make_shared<ImageSet>(*std::move(loaded));
  auto split = make_split(*images, subset_options(*experiment));
  if (!split) return complain(split.error().message, kFailed);

  const auto pool = flags.surroundings.make_pool();
  Trainer trainer(*experiment, images, *std::move(split), {.pool = pool.get()});
  if (resumed) {
    if (auto restored = trainer.restore(std::move(resumed->state)); !restored) {
      return complain(restored.error().message, kWrongFlags);
    }
  }
  if (resumed && trainer.finished()) {
    return complain(say("This run has trained all of its {0} epochs: --epochs with a larger number goes on.",
                        trainer.experiment().training.epochs),
                    kWrongFlags);
  }
  if (!flags.json) print_heading(trainer);
  const StopRequest stop;
  ProgressLine progress(!flags.json);
  while (!trainer.finished() && !trainer.diverged() && !stop.asked()) {
    const StepResult result = trainer.step();
    progress.show(trainer);
    if (!result.point_added || !is_whole_epoch(trainer.history().back())) continue;
    progress.clear();
    if (flags.json) {
      std::printf("%s\n", point_to_json(trainer.history().back()).dump().c_str());
      std::fflush(stdout);
    } else {
      print_point(trainer.history().back());
    }
  }
  progress.clear();

  if (!flags.csv.empty()) {
    if (auto written = write_file(flags.csv, history_as_csv(trainer.history())); !written) {
      return complain(written.error().message, kFailed);
    }
  }
  if (!flags.save.empty()) {
    const SavedAs as = flags.half ? SavedAs::half_weights : flags.weights_only ? SavedAs::weights : SavedAs::whole;
    Checkpoint checkpoint{trainer.experiment(), trainer.state(), images->class_names};
    const Network& network = checkpoint.state.network;
    const std::vector<float> codes = embed(network, *images, trainer.split().held_out, pool.get());
    checkpoint.code_range = range_of(codes, network.spec.code_width());
    const auto bytes = save_checkpoint(checkpoint, as);
    if (auto written = write_file(flags.save, bytes); !written) return complain(written.error().message, kFailed);
  }
  if (trainer.diverged()) return complain(trainer.divergence(), kFailed);
  if (!stop.asked() || trainer.finished()) return kDone;
  const Argument epoch = in_number(std::round(trainer.epoch() * 100) / 100);
  const int whole = trainer.experiment().training.epochs;
  return complain(flags.save.empty() ? say("Stopped after {0} of {1} epochs.", epoch, whole)
                                     : say("Stopped after {0} of {1} epochs; --resume {2} goes on.", epoch, whole,
                                           verbatim(flags.save)),
                  kStopped + stop.signal());
}

}  // namespace

void add_train(CLI::App& app, int& status) {
  const auto flags = std::make_shared<TrainFlags>();
  CLI::App* command = app.add_subcommand("train", "Trains a network; --preset or --encoder and --data say which.");
  command->add_option("--preset", flags->preset, "Start from a preset; other flags change it.");
  command->add_option("files", flags->files,
                      "Files and folders to train on, in place of --data; - is what is piped in.");
  command->add_option("--resume", flags->resume, "Go on with a saved run, or with another program's network.");
  command->add_option("--save", flags->save, "Write the run as a safetensors checkpoint.");
  command->add_flag("--weights-only", flags->weights_only,
                    "Leave the optimizer's memory out of the saved file: a third of the bytes.");
  command->add_flag("--half", flags->half, "The same, with the weights as 16-bit floats: a sixth of the bytes.");
  command->add_option("--csv", flags->csv, "Write the history as CSV.");
  command->add_flag("--json", flags->json, "One JSON object a line, one line an epoch.");
  flags->surroundings.add_flags(*command);
  flags->settings.add_to(*command);
  command->callback([flags, &status] { status = train(*flags); });
}

}  // namespace hourglass::cli

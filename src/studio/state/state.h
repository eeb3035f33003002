// State: what the person has chosen and what the engine has told, as plain data. One reducer (events.h) folds the
// engine's events into it; panels read it and change only what is the person's. Each panel's own memory is a struct in
// the panel's header, owned here.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "data/catalogue.h"
#include "data/picture.h"
#include "engine/protocol.h"
#include "exchange/run_forms.h"
#include "model/network.h"
#include "studio/state/answers.h"
#include "studio/state/cropped_picture.h"
#include "studio/state/data_look.h"
#include "studio/state/explore_state.h"
#include "studio/state/loading.h"
#include "studio/state/notice.h"
#include "studio/state/refusals.h"
#include "studio/state/run_signs.h"
#include "studio/state/share_state.h"
#include "studio/state/shelf_state.h"
#include "studio/state/shown.h"
#include "studio/tiles/tile_texture.h"
#include "studio/ui/theme.h"
#include "training/checkpoint.h"
#include "training/experiment.h"
#include "training/experiment_fields.h"
#include "training/history.h"

namespace hourglass {

/// The data as the engine holds it. `version` grows with every new set.
struct DatasetState {
  std::string name;   ///< as in Experiment::data.dataset
  std::string title;  ///< for the person
  std::uint32_t checksum = 0;
  std::vector<std::string> class_names;
  std::vector<Sentence> notes;
  std::vector<Guess> guesses;
  int training = 0, validation = 0, held_out = 0;
  Bytes held_out_pixels;  ///< (held_out, 784)
  Bytes held_out_labels;  ///< empty without labels
  Bytes training_labels;
  Bytes all_labels;               ///< of the images of command::Subset::all
  std::vector<unsigned> classes;  ///< those that some image has, in order; empty without labels
  int framed = 20;                ///< side of the box that its images are fitted into: 20 in MNIST, 28 in notMNIST
  std::uint32_t version = 0;

  bool loaded() const { return version != 0 && held_out > 0; }
  const std::uint8_t* image(int i) const { return held_out_pixels.data() + static_cast<std::size_t>(i) * 784; }
  /// The label of held-out image `i`, 255 without labels.
  unsigned label(int i) const {
    const auto at = static_cast<std::size_t>(i);
    return at < held_out_labels.size() ? held_out_labels[at] : 255u;
  }
  const Bytes& labels(command::Subset subset) const {
    return subset == command::Subset::held_out   ? held_out_labels
           : subset == command::Subset::training ? training_labels
                                                 : all_labels;
  }
  int size(command::Subset subset) const {
    return (subset == command::Subset::held_out ? 0 : training) + (subset == command::Subset::training ? 0 : held_out);
  }
  std::string class_name(unsigned c) const { return c < class_names.size() ? class_names[c] : std::to_string(c); }
};

/// Codes of one part of the data, (count, width), of every `every`-th image.
struct CodesState {
  int width = 0, every = 1;
  double epoch = 0;
  std::int64_t step = 0;
  std::vector<float> codes;
  std::uint32_t version = 0;
  int count() const { return width > 0 ? static_cast<int>(codes.size()) / width : 0; }
};

/// What PCA loses of a held-out image of a set with 1, 2, ... numbers: event::MapDrawn::errors.
struct PcaErrors {
  std::uint32_t of_dataset = 0;  ///< DatasetState::version
  std::vector<float> errors;
};

/// The weights that the studio infers with: the last snapshot.
struct WeightsState {
  std::optional<Network> network;
  double epoch = 0;
  std::int64_t step = 0;
  std::uint32_t version = 0;  ///< grows with every snapshot; inference results are kept by it
};

/// One run as far as it has come, or as it was when it was pinned.
struct Run {
  std::string preset;  ///< that it began from
  Experiment experiment;
  History history;
  std::optional<double> diverged_at;  ///< epoch
  unsigned color = 0;                 ///< of a pinned run: a class colour
  std::string dataset_title;          ///< of a pinned run: of its images
  std::string kept;                   ///< its name on the shelf; empty: it is not kept
};

struct EngineState {
  bool ready = false;
  bool lost = false;  ///< none can be started any more
  std::string variant;
  int threads = 1;
  int restarts = 0;
};

/// What the loss chart's height means.
enum class LossFigure : int { per_image, rmse, trained, divergence };

/// A report that was asked for: the run as it was then, while the engine finds out what its network makes of the
/// held-out images.
struct ReportOnItsWay {
  Checkpoint run;
  Ticket encoding = 0;        ///< of the Encode
  std::uint32_t dataset = 0;  ///< DatasetState::version
};

struct LossView {
  std::optional<LossFigure> chosen;  ///< by the person; none: as the preset published its figure
  bool logarithmic = false;
  bool operator==(const LossView&) const = default;
};

/// The last press of Train, Pause or Reset that the engine has not yet heard. The last press wins: what is told of the
/// time before it changes no button.
struct PressedRun {
  Ticket ticket = 0;
  event::RunState becomes = event::RunState::ready;
};

/// Another program's network that was brought: shown on its sheet, and opened when the person says so.
struct ForeignModel {
  Bytes file;
  std::vector<Sentence> taken_as;
  std::vector<std::string> unsaid;  ///< settings that the file does not say
  Settings as;                      ///< what they are taken for
};

/// A language that the page can be opened in.
struct LanguageChoice {
  std::string tag, name;  ///< "zh-Hant", and how it calls itself
};

enum class Sheet { none, help, about, dataset, look, presets, shelf, compare, foreign, asked, picture, share, code };
/// The tabs of the narrow layout.
enum class Tab : int { map, paint, loss, samples, recipe };

struct State {
  // Chosen.
  Experiment experiment;
  std::string address;                    ///< the query that the page's address has
  std::string address_rest;               ///< what it says besides settings
  std::vector<LanguageChoice> languages;  ///< to choose from, English first; empty where there is no choice
  std::string language_chosen;            ///< its tag, until the page is told
  std::string page_address;               ///< the page's own, without a query; empty where there is none
  std::string preset;                     ///< key of the preset that the settings began from; may be changed since
  std::optional<bool> dark;               ///< empty: as the system says
  bool system_dark = false;
  std::optional<ForcedColors> forced_colors;  ///< the system's own, where the person has it put them everywhere
  bool more_contrast = false;                 ///< the person wants more of it
  Tab tab = Tab::map;
  bool recipe_open = true;                          ///< the recipe can be folded away to give the map room
  std::map<std::string, bool, std::less<>> folded;  ///< sections of the recipe
  LossView loss;
  std::optional<std::size_t> loss_point;  ///< of the history, chosen by keys
  Sheet sheet = Sheet::none;
  Shown shown;  ///< of the page: what the link leaves of it
  ShareState share;
  std::vector<Run> pinned;
  std::map<std::string, double, std::less<>> measured;  ///< by preset: the figure that this person's run reached
  bool welcome = false;                                 ///< the first visit, before the first deed: studio/welcome.h
  bool start_model = false;                             ///< what is shown began as the page's trained model
  bool quiet = false;                                   ///< a lesson sets the studio up, and its text tells of it

  // Told.
  EngineState engine;
  event::Progress progress;
  Run run;
  DatasetState dataset;
  WeightsState weights;
  PcaErrors pca_errors;
  RunSigns signs;
  std::array<CodesState, 3> codes;  ///< by command::Subset
  /// Followed codes of weights whose snapshot is on its way: taken up with it, so that all panels show one moment.
  std::optional<event::Codes> codes_ahead;
  std::optional<event::Diverged> diverged;

  // On the way.
  std::vector<CatalogueEntry> catalogue;
  std::map<std::string, std::string, std::less<>> catalogue_json;  ///< each entry as it stands in the file
  bool run_button_pauses = false;  ///< what the run's button said in the last frame, which is what a press of it means
  Loading loading;
  bool trains_when_loaded = false;  ///< the button that trains was pressed while the images were on their way
  std::uint32_t last_load = 0;      ///< Loading::request of the last one
  std::uint32_t arrived = 0;        ///< Loading::request of the last one whose images came
  std::uint32_t loaded = 0;         ///< likewise, once the run that goes on with them is known
  OwnImages own;
  AskedImages asked;
  std::optional<PressedRun> pressed;
  Refusals refusals;
  Ticket configuring = 0;            ///< of the last Configure, until it is answered
  FieldEntry configured_at;          ///< the entry that it was made of; without a field where all was set at once
  Ticket opening_model = 0;          ///< of the last ImportModel, until it is answered
  bool opening_start_model = false;  ///< that model is the page's trained one
  bool start_model_ahead = false;    ///< and is shown already: the engine, still on its way, has not opened it yet
  std::optional<CodeRange> codes_to_come;  ///< where that model's codes will lie; taken by the map
  Bytes brought_model;                     ///< came among images; shown or opened with the next look at what was told
  ForeignModel foreign;
  Ticket saving_model = 0;  ///< of the ExportModel that the person asked for
  RunForm saving_as = RunForm::checkpoint;
  std::map<Ticket, ReportOnItsWay> reports;  ///< by the ticket of the ExportModel
  Ticket saving_data = 0;                    ///< of the ExportData that the person asked for
  bool model_saving_open = false;            ///< the row of forms in which the network can be saved
  std::vector<Notice> notices;
  double acted = -1e9;               ///< when the person last did something, by the clock
  std::set<std::string> notes_told;  ///< sets whose notes were told, each with the length of its notes
  Answers answers;                   ///< of requests that somebody waits for (Context::take)
  Ticket last_ticket = 0;
  std::uint32_t last_notice = 0;
  bool fit_map = false;                    ///< the key was pressed; the map takes it
  std::optional<Picture> brought_picture;  ///< for the pad, until the pad takes it

  TileTexture corruption_preview;  ///< of the recipe
  ShelfState shelf;
  DataLook look;           ///< of the sheet that shows the images
  CroppedPicture cropped;  ///< of the sheet that shows a picture before the pad takes it
  ExploreState explore;    ///< memory of the exploring panels: map, pad, sweep, samples, weights

  CodesState& codes_of(command::Subset which) { return codes[static_cast<std::size_t>(which)]; }
  const CodesState& codes_of(command::Subset which) const { return codes[static_cast<std::size_t>(which)]; }
  void take_codes(event::Codes&& told) {
    CodesState& into = codes_of(told.subset);
    into = {told.width, told.every, told.epoch, told.step, std::move(told.codes), into.version + 1};
  }
  /// Of the weights that all panels show. The engine is ahead of them while it trains.
  double shown_epoch() const { return training() && weights.network ? weights.epoch : progress.epoch; }
  /// What the run does: as told, or, until the engine has heard the last press, as that press will have it.
  event::RunState run_state() const { return pressed ? pressed->becomes : progress.state; }
  bool training() const { return run_state() == event::RunState::training; }
  bool is_dark() const { return dark.value_or(system_dark); }
  /// A set that the site offers.
  const CatalogueEntry* offered(std::string_view id) const {
    for (const CatalogueEntry& e : catalogue)
      if (e.id == id) return &e;
    return nullptr;
  }
  /// A set that can be had: offered, or the person's own and kept.
  const CatalogueEntry* entry(std::string_view id) const {
    if (const CatalogueEntry* e = offered(id)) return e;
    for (const CatalogueEntry& e : own.kept)
      if (e.id == id) return &e;
    return nullptr;
  }
};

}  // namespace hourglass

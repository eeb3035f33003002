// The protocol: the closed set of commands that the engine hears and events that it posts. Studio and engine share this
// file and engine/client.h alone. Large arrays travel beside the message (engine/codec.h) so that they can be moved,
// not copied.
//
// Orders that cross on their way: commands are carried out in the order in which they were sent, and the last one
// holds, whatever the sender had heard when it sent it. So a sender never keeps back a command because an answer is
// still on its way, and takes what an event says about an earlier command for no answer to a later one (tickets tell
// them apart). A load takes effect when its images are there: what was sent before that is about the images before.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "data/guess.h"
#include "text/sentence.h"
#include "training/experiment.h"
#include "training/history.h"

namespace hourglass {

using Bytes = std::vector<std::uint8_t>;
/// Chosen by the sender of a request, returned in its answer; 0 where nobody waits. A request that has no answer of its
/// own is answered by Done; any may be answered by Failed instead, and has then changed nothing.
using Ticket = std::uint32_t;
/// A file outside the message: on the page a File or Blob that was given to the engine host (web/src/engine), natively
/// whatever EngineOptions::open_file makes of the number. 0 is none.
struct FileHandle {
  std::uint32_t id = 0;
  std::uint64_t size = 0;  ///< bytes
  bool operator==(const FileHandle&) const = default;
};

namespace command {

enum class LoadAsking : std::uint8_t { never, unsure, always };

/// One or several files (images and labels together). Answered by FileProgress..., then DatasetReady, LoadWaits,
/// Failed, or ModelFile where the one file holds a network's weights instead, which has changed nothing. A second load
/// stops an unfinished first, which is answered by Failed. The loaded set replaces the one before it and begins a new
/// run, except where the present run has no data yet and names this set (a model was opened first).
struct LoadFiles {
  Ticket ticket = 0;
  std::string name;  ///< what the set shall be called in the experiment; the id of a catalogue entry
  std::vector<std::string> file_names;
  std::vector<Bytes> files;  ///< attachments, one for each name; empty where a handle stands for the file
  /// Either none, or one for each name: a file that the engine shall read piece by piece where it lies, so that it
  /// never stands whole in memory. 0: its bytes are in `files`.
  std::vector<FileHandle> handles;
  std::string options;  ///< DecodeOptions as JSON (the struct's names as keys, those left out at their defaults)
  /// Whether the person shall see what the reader guessed (LoadAsks) before the set is used: where it guessed, or
  /// always.
  LoadAsking asks = LoadAsking::never;
  std::string entry;  ///< of a catalogue entry: the entry as JSON. Gives lengths, title, class names and split
  /// Begun as soon as the set is there (its data.dataset becomes `name`). None: the present experiment on the new set.
  std::optional<Experiment> experiment;
  /// The present run goes on with the new set, weights and history as they are, where the experiment allows it.
  bool keep_weights = false;
};
struct CancelLoad {
  Ticket ticket = 0;
};
/// After LoadAsks: the images are as they should be. `ticket` is the load's, which is answered as it had been.
struct AcceptLoad {
  Ticket ticket = 0;
};
/// Sets the experiment. What needs a new start (data, network, seed...) makes one, announced by RunStarted; the rest
/// takes effect at the next step. An experiment whose data.dataset is not the set at hand waits for that set (state
/// `empty`); the set at hand is kept, and named again it is back without loading. Answered by Done or Failed.
struct Configure {
  Ticket ticket = 0;
  Experiment experiment;
};
/// Trains until `epochs` more epochs (to the next whole one) or `steps` more steps are done; both 0: until the
/// experiment's epochs are done. Answered by Done when this training has ended, for whatever reason: done, paused,
/// begun anew, diverged, or another Train took its place. While images of the run are being read (an engine that was
/// started again) it waits for them.
struct Train {
  Ticket ticket = 0;
  int epochs = 0;
  std::int64_t steps = 0;
};
/// Answered by Done, after the last Snapshot.
struct Pause {
  Ticket ticket = 0;
};
/// Same seed, untrained weights, empty history. Answered by Done.
struct Reset {
  Ticket ticket = 0;
};
/// Which images: of `all`, those that train come first and those that are held out after them.
enum class Subset : std::uint8_t { held_out, training, all };
/// Codes of all images of one part of the data; answered by Codes. `every` thins (1: all).
struct ComputeCodes {
  Ticket ticket = 0;
  Subset subset = Subset::held_out;
  int every = 1;
};
/// What another network than the run's makes of the images of a part: `parameters` of a valid `spec`. Answered by
/// Encoded.
struct Encode {
  Ticket ticket = 0;
  NetworkSpec spec;
  std::vector<float> parameters;  ///< attachment
  Subset subset = Subset::held_out;
  int every = 1;
};
/// While training, codes of `subset` are posted (as Codes with ticket 0) at most this often, and once more whenever the
/// weights come to rest or change otherwise (start, pause, reset, import); 0 stops. While they are followed, training
/// posts a Snapshot with each of them, of the same step, and no others: all that is shown can so be of one moment.
struct FollowCodes {
  double seconds = 0.5;
  Subset subset = Subset::held_out;
  int every = 1;
};
/// The training images whose codes are nearest to `code` (code_width numbers). Answered by Images.
struct FindNearest {
  Ticket ticket = 0;
  std::vector<float> code;
  int count = 5;
  /// The weights that made `code`, by their Snapshot's step: the images' codes are those of the same weights, or of
  /// newer ones where these are gone (Images::step says which). While training they are sought among some thousands of
  /// the images. -1: any recent weights will do.
  std::int64_t step = -1;
};
/// The held-out images with the largest error. Answered by Images.
struct FindWorst {
  Ticket ticket = 0;
  int count = 14;
};
/// Images by their place in a part. Answered by Images.
struct GetImages {
  Ticket ticket = 0;
  Subset subset = Subset::held_out;
  std::vector<std::uint32_t> places;
};
enum class MapMethod : std::uint8_t { pca, tsne };
/// Lays the images of a part out on a plane: along the first two principal axes of the training images, or by t-SNE.
/// Answered by MapDrawn, of t-SNE again and again until it is done, or by Failed. Goes on beside training, one map
/// after the other; other images end it.
struct MakeMap {
  static constexpr double kLeastPerplexity = 5, kMostPerplexity = 100;
  static constexpr int kMostIterations = 100'000;
  Ticket ticket = 0;
  MapMethod method = MapMethod::tsne;
  Subset subset = Subset::held_out;
  int every = 1;
  double perplexity = 30;
  int iterations = 1000;
  std::uint32_t seed = 1;
};
/// Gives up the MakeMap of that ticket, which is answered by Failed.
struct StopMap {
  Ticket ticket = 0;
};
/// The images of a part, as a map shows them, that look most like the one at `place` (itself not among them) or like
/// `pixels`, where there are any. Answered by Images.
struct FindAlike {
  Ticket ticket = 0;
  Subset subset = Subset::held_out;
  std::uint32_t place = 0;
  Bytes pixels = {};  ///< (784) or none, attachment
  int count = 5;
};
/// How good a map of a part's images is. Answered by MapMeasured or Failed.
struct MeasureMap {
  Ticket ticket = 0;
  Subset subset = Subset::held_out;
  int every = 1;
  std::vector<float> places;  ///< (n, 2), attachment
};
/// Answered by DataSheet.
struct DescribeData {
  Ticket ticket = 0;
};
struct ExportModel {
  Ticket ticket = 0;
};  ///< answered by ModelFile
/// All images at hand as they are used, as .npz (data/set_files.h). Answered by DataFile or Failed.
struct ExportData {
  Ticket ticket = 0;
};
/// A model file (training/open_model.h) becomes the current network, experiment and history. Answered by RunStarted,
/// Snapshot and Done, or by Failed. May come before the data that it names.
struct ImportModel {
  Ticket ticket = 0;
  Bytes file;
  std::string kept = {};  ///< of a run of the shelf: its name there, under which it goes on. Empty: a run of its own
  /// Where other images are at hand than those that the model names: waits for its own, instead of going on with them.
  bool waits = false;
  /// False for the page's own model, which every visit brings: it goes to the shelf when it has learnt more.
  bool shelve = true;
};
/// After an engine died: what its client last heard goes on in the new one. The optimizer's moments are lost with the
/// old engine and grow anew. Sent by the client, not by the studio. Answered by Done or Failed.
struct Restore {
  Ticket ticket = 0;
  Experiment experiment;
  double epoch = 0;
  std::int64_t step = 0;
  std::vector<float> parameters;  ///< attachment; of experiment.network
  History history;
  std::string kept = {};  ///< RunStarted::kept of the run that goes on
};

}  // namespace command

using Command =
    std::variant<command::LoadFiles, command::CancelLoad, command::AcceptLoad, command::Configure, command::Train,
                 command::Pause, command::Reset, command::ComputeCodes, command::FollowCodes, command::FindNearest,
                 command::FindWorst, command::GetImages, command::DescribeData, command::ExportModel,
                 command::ImportModel, command::Restore, command::MakeMap, command::StopMap, command::FindAlike,
                 command::MeasureMap, command::Encode, command::ExportData>;

namespace event {

struct EngineReady {
  std::string variant;
  int threads = 1;
};  ///< "relaxed-threads"
struct FileProgress {
  Ticket ticket = 0;
  Sentence doing;                     ///< for the person: "Reading notMNIST_small.tar.gz"
  std::uint64_t done = 0, total = 0;  ///< bytes as stored
  std::uint64_t images = 0;           ///< seen so far
};
/// The data as the current experiment uses it, posted before RunStarted whenever that changes. Held-out images come
/// along for samples and map.
struct DatasetReady {
  Ticket ticket = 0;           ///< of the load, or 0 when the subset was changed by a setting
  bool joined = false;         ///< with the load before this one: images and labels that came one after the other
  std::string name;            ///< as in Experiment::data.dataset
  std::string title;           ///< for the person
  std::uint32_t checksum = 0;  ///< ImageSet::checksum of the whole set
  std::vector<std::string> class_names;
  std::vector<Sentence> notes;
  std::vector<Guess> guesses;
  int training = 0, validation = 0, held_out = 0;
  Bytes held_out_pixels;  ///< (held_out, 784), attachment
  Bytes held_out_labels;  ///< attachment; empty without labels
  Bytes training_labels;  ///< attachment
};
/// The load's file was good but is half of a set (labels without images, say): the sentence says which half to load
/// next. Nothing has changed.
struct LoadWaits {
  Ticket ticket = 0;
  Sentence message;
};
/// The load's images are read and wait for AcceptLoad, CancelLoad or another load: what was guessed about them, and a
/// dozen of them as they would be used.
struct LoadAsks {
  Ticket ticket = 0;
  std::uint64_t images = 0;    ///< of the whole set
  std::vector<Guess> guesses;  ///< each question that may be asked, with the way that was taken
  std::vector<Sentence> notes;
  Bytes pixels;                     ///< (n, 784) of some of them, attachment
  std::vector<std::string> labels;  ///< class names of those; none: they have no labels
};
enum class RunState : std::uint8_t { empty, ready, training, paused, finished, diverged };
/// Posted on every change and a few times a second while training.
struct Progress {
  RunState state = RunState::empty;
  double epoch = 0;
  int epochs = 0;
  std::int64_t step = 0;
  double images_per_second = 0;
  double gflops = 0;  ///< effective: counted from the products that the algorithm needs
  double seconds_left = 0;
  Ticket last_train = 0;  ///< of the last Train that the engine has received
};
struct HistoryAdded {
  HistoryPoint point;
};
/// The run starts anew: network, seed and experiment as given; whatever was shown of the old run is history.
struct RunStarted {
  Experiment experiment;
  History history;
  /// Not empty: a model was opened that was trained on this other set; it now goes on with the one at hand.
  std::string other_dataset;
  std::string kept = {};    ///< the run's name on the shelf, from when it has learnt something; empty: nothing is kept
  std::string before = {};  ///< the name of the run whose place this one takes, where that is on the shelf
};
/// The weights after `step` steps; limited in bytes a second.
struct Snapshot {
  NetworkSpec spec;
  double epoch = 0;
  std::int64_t step = 0;
  std::vector<float> parameters;  ///< attachment
};
struct Codes {
  Ticket ticket = 0;
  command::Subset subset = command::Subset::held_out;
  int every = 1;
  double epoch = 0;
  int width = 0;
  std::vector<float> codes;  ///< (n, width), attachment
  std::int64_t step = 0;     ///< of the weights
};
struct Encoded {
  Ticket ticket = 0;
  command::Subset subset = command::Subset::held_out;
  int every = 1;
  int width = 0;
  std::vector<float> codes;   ///< (n, width), attachment
  std::vector<float> errors;  ///< (n), attachment: squared error of each image's reconstruction, [0,1] pixels
};
struct Images {
  Ticket ticket = 0;
  command::Subset subset = command::Subset::held_out;
  std::vector<std::uint32_t> places;
  std::vector<float> values;  ///< distance or error of each, as the request means
  Bytes pixels;               ///< (n, 784), attachment
  Bytes labels;               ///< empty without labels
  std::int64_t step = -1;     ///< of the weights by which the values were found; -1: none were needed

  static constexpr std::size_t kPixels = 784;
  /// How many images there are; a message whose parts do not fit each other has only those that are whole.
  std::size_t count() const { return std::min(places.size(), pixels.size() / kPixels); }
  std::span<const std::uint8_t> image(std::size_t i) const { return {&pixels[i * kPixels], kPixels}; }
  /// 255 without labels.
  unsigned label(std::size_t i) const { return i < labels.size() ? labels[i] : 255u; }
};
/// A map as far as it is drawn.
struct MapDrawn {
  Ticket ticket = 0;
  command::MapMethod method = command::MapMethod::tsne;
  command::Subset subset = command::Subset::held_out;
  int every = 1;
  bool done = false;
  double prepared = 1;  ///< of what comes before the first iteration: 0 to 1
  int iteration = 0, iterations = 0;
  double perplexity = 0;      ///< as it was cut to the number of images; 0 of PCA
  double divergence = 0;      ///< of t-SNE, when it is done: Kullback-Leibler, in nats
  std::vector<float> places;  ///< (n, 2), attachment
  std::vector<float> mean;    ///< (784), of PCA: it decodes a place to mean + axes^T place, pixels in [0,1]
  std::vector<float> axes;    ///< (2, 784)
  /// Of PCA with 1, 2, ... 50 numbers: the squared error per image of these images.
  std::vector<float> errors;
};
/// explore/map_quality.h.
struct MapMeasured {
  Ticket ticket = 0;
  double neighbour_accuracy = 0, trustworthiness = 1, continuity = 1;
  bool labelled = false;  ///< neighbour_accuracy says something
};
struct ClassCount {
  std::string name;
  int images = 0;
};
struct DataSheet {
  Ticket ticket = 0;
  std::vector<ClassCount> counts;
  std::vector<Sentence> warnings;
  Bytes means;    ///< (1 + classes, 784): of all, then of each class
  Bytes samples;  ///< (classes * samples_each, 784)
  int samples_each = 0;
};
struct ModelFile {
  Ticket ticket = 0;
  Bytes file;
};
struct DataFile {
  Ticket ticket = 0;
  Bytes file;  ///< attachment
};
/// A loss or weight became not finite: the run has stopped, and its last good weights follow as Snapshot.
struct Diverged {
  double epoch = 0;
  std::int64_t step = 0;
  Sentence message;
};
/// The request was carried out; the last of its events. Posted only where the ticket is not 0.
struct Done {
  Ticket ticket = 0;
};
struct Failed {
  Ticket ticket = 0;
  Sentence message;
};
/// Posted by the client, not by the engine: it died and another one was started, which now gets the data (FileProgress,
/// DatasetReady) and the last snapshot. Requests that were under way are answered by Failed. Training is paused.
struct EngineRestarted {
  Sentence message;
};
/// Posted by the client: no engine can be started (any more). Nothing will answer.
struct EngineLost {
  Sentence message;
};

}  // namespace event

using Event = std::variant<event::EngineReady, event::FileProgress, event::DatasetReady, event::LoadWaits,
                           event::LoadAsks, event::Progress, event::HistoryAdded, event::RunStarted, event::Snapshot,
                           event::Codes, event::Images, event::DataSheet, event::ModelFile, event::Diverged,
                           event::Done, event::Failed, event::EngineRestarted, event::EngineLost, event::MapDrawn,
                           event::MapMeasured, event::Encoded, event::DataFile>;

}  // namespace hourglass

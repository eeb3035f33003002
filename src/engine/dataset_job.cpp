#include "engine/dataset_job.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "data/budget.h"
#include "data/crc.h"
#include "data/options_json.h"
#include "data/text.h"
#include "training/open_model.h"

namespace hourglass {
namespace {

constexpr double kFileProgressInterval = 0.1;

std::expected<CatalogueEntry, Error> parse_entry(const std::string& json) {
  auto entries = parse_catalogue("{\"sets\":[" + json + "]}");
  if (!entries) return std::unexpected(entries.error());
  if (entries->size() != 1) return fail("The catalogue's entry for this set is not one entry.");
  return std::move(entries->front());
}

std::expected<Bytes, Error> read_whole(const Source& file) {
  if (!memory_for(file.size))
    return fail("{0} needs {1} of memory, more than there is.", in_quotes(file.name), in_bytes(file.size));
  Bytes bytes(static_cast<std::size_t>(file.size));
  const auto got = file.read(0, bytes);
  if (!got) return std::unexpected(got.error());
  if (*got != bytes.size()) return fail("{0} became shorter while it was read; was it changed?", in_quotes(file.name));
  return bytes;
}

}  // namespace

DatasetJob::DatasetJob(std::function<double()> clock, OpenFile open_file, Outbox& outbox)
    : clock_(std::move(clock)), open_file_(std::move(open_file)), outbox_(outbox) {}

std::expected<std::vector<Source>, Error> DatasetJob::open_all(command::LoadFiles& command) {
  if (command.file_names.empty()) return fail("No file was given.");
  std::vector<Source> sources;
  for (std::size_t i = 0; i < command.file_names.size(); ++i) {
    const std::string& name = command.file_names[i];
    if (i < command.handles.size() && command.handles[i].id != 0) {
      if (!open_file_) return fail("{0} cannot be read from here.", name);
      auto source = open_file_(name, command.handles[i]);
      if (!source) return std::unexpected(source.error());
      sources.push_back(std::move(*source));
    } else if (i < command.files.size()) {
      sources.push_back(memory_source(name, std::move(command.files[i])));
    } else {
      return fail("{0} did not arrive.", name);
    }
  }
  if (entry_) {
    if (entry_->files.size() != sources.size()) {
      return fail("{0} has {1}, but {2} arrived.", from_assets(entry_->title), files_text(entry_->files.size()),
                  sources.size());
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
      if (entry_->files[i].bytes == sources[i].size) continue;
      return fail("{0} did not arrive whole: {1} of {2} bytes. Try again.", sources[i].name, sources[i].size,
                  entry_->files[i].bytes);
    }
  }
  return sources;
}

void DatasetJob::begin(command::LoadFiles command) {
  stop("Another file was chosen before this one was read.");
  if (command.name.empty() && !command.file_names.empty()) command.name = command.file_names.front();
  entry_.reset();
  const auto refuse = [&](const Error& error) { outbox_.failed(command.ticket, error.message); };
  if (!command.entry.empty()) {
    auto entry = parse_entry(command.entry);
    if (!entry) return refuse(entry.error());
    entry_ = std::move(*entry);
  }
  auto options = parse_decode_options(command.options);
  if (!options) return refuse(options.error());
  auto sources = open_all(command);
  if (!sources) return refuse(sources.error());
  if (!entry_ && sources->size() == 1 && holds_network(sources->front())) {
    auto model = read_whole(sources->front());
    if (!model) return refuse(model.error());
    return outbox_.post(event::ModelFile{command.ticket, *std::move(model)});
  }
  command.files.clear();
  command_ = std::move(command);
  options_ = *options;
  if (entry_) {
    check_.emplace(entry_->files, std::move(*sources));
  } else {
    job_.emplace(std::move(*sources), options_);
  }
  post_progress();
}

void DatasetJob::cancel(Ticket ticket) {
  if ((pending() || asked_) && command_.ticket == ticket) stop(say("Loading {0} was cancelled.", command_.name));
}

void DatasetJob::accept(Ticket ticket) {
  if (asked_ && command_.ticket == ticket) read_ = std::exchange(asked_, {});
}

void DatasetJob::stop(const Sentence& why) {
  if (!pending() && !asked_) return;
  check_.reset();
  job_.reset();
  read_.reset();
  asked_.reset();
  outbox_.failed(command_.ticket, why);
}

void DatasetJob::post_progress() {
  // Checking is quick; it shows as a load that has not begun.
  const LoadProgress progress = job_ ? job_->progress() : LoadProgress{.bytes_total = entry_->bytes};
  next_progress_ = clock_() + kFileProgressInterval;
  const Sentence what = entry_ ? from_assets(entry_->title) : verbatim(command_.file_names.front());
  outbox_.post(event::FileProgress{command_.ticket, say("Reading {0}", what), progress.bytes_done, progress.bytes_total,
                                   progress.images});
}

std::optional<DatasetJob::Outcome> DatasetJob::work_until(double deadline) {
  const auto pause = [&] { return clock_() >= deadline; };
  if (check_) {
    if (!check_->step(pause)) return {};
    auto sources = check_->take();
    check_.reset();
    if (!sources) {
      outbox_.failed(command_.ticket, sources.error().message);
      return {};
    }
    job_.emplace(std::move(*sources), options_);
  }
  if (job_) {
    const bool done = job_->step(pause);
    if (done || clock_() >= next_progress_) post_progress();
    if (!done) return {};
    auto finished = finish();
    job_.reset();
    if (!finished) {
      outbox_.failed(command_.ticket, finished.error().message);
      return {};
    }
    read_ = std::move(*finished);
    if (read_ && must_ask(*read_)) ask(*std::exchange(read_, {}));
  }
  if (!read_ || !sum(*read_, pause)) return {};
  Read loaded = std::move(*read_);
  read_.reset();
  // A file of this site is named by its path.
  const bool own = !entry_ && command_.name.find_first_of("./") == std::string::npos;
  return Outcome{.ticket = command_.ticket,
                 .name = std::move(command_.name),
                 .images = std::make_shared<const ImageSet>(std::move(loaded.set)),
                 .own = own,
                 .joined = loaded.joined,
                 .experiment = std::move(command_.experiment),
                 .keep_weights = command_.keep_weights};
}

/// The set, or nothing when the other half of it has yet to come (which is then said).
std::expected<std::optional<DatasetJob::Read>, Error> DatasetJob::finish() {
  auto loaded = job_->take();
  if (!loaded) return std::unexpected(loaded.error());
  if (entry_) {
    auto* set = std::get_if<ImageSet>(&*loaded);
    if (set == nullptr) return fail("{0} holds no images.", from_assets(entry_->title));
    auto named = apply_entry(*entry_, std::move(*set));
    if (!named) return std::unexpected(named.error());
    pairing_ = {};  // labels that wait for their images were meant for the set before this one
    return Read{.set = std::move(*named)};
  }
  const auto* images = std::get_if<ImageSet>(&*loaded);
  const bool whole = images != nullptr && images->labelled();
  auto outcome = pairing_.offer(std::move(*loaded));
  if (!outcome) return std::unexpected(outcome.error());
  if (!outcome->set) {
    outbox_.post(event::LoadWaits{command_.ticket, outcome->waiting_for});
  } else if (!outcome->waiting_for.empty()) {
    outcome->set->notes.push_back(outcome->waiting_for);
  }
  if (!outcome->set) return std::nullopt;
  const bool joined = !whole && outcome->set->labelled();
  return Read{.set = std::move(*outcome->set), .joined = joined};
}

/// Not of images that only got their labels: they were asked about when they came.
bool DatasetJob::must_ask(const Read& read) const {
  if (read.joined || command_.asks == command::LoadAsking::never) return false;
  return command_.asks == command::LoadAsking::always || !read.set.guesses.empty();
}

void DatasetJob::ask(Read read) {
  constexpr std::size_t kShown = 12;
  const ImageSet& set = read.set;
  event::LoadAsks asks{
      .ticket = command_.ticket, .images = set.size(), .guesses = {}, .notes = set.notes, .pixels = {}, .labels = {}};
  const auto found = [](const std::vector<Guess>& list, Question question) {
    const auto at = std::ranges::find(list, question, &Guess::question);
    return at != list.end() ? std::optional(*at) : std::nullopt;
  };
  const auto taken = [&](Question question, bool second) {
    asks.guesses.push_back(found(set.guesses, question).value_or(Guess{question, second}));
  };
  // Which array and which axis is a question where the file leaves a choice, whether it was answered before or not.
  for (const Question question : {Question::array, Question::axis}) {
    auto guess = found(set.guesses, question);
    if (!guess) guess = found(set.answers, question);
    if (guess) asks.guesses.push_back(std::move(*guess));
  }
  // Which end is the label is a question for rows of numbers alone; how images lie and on which ground, anybody can
  // see.
  const bool rows = std::ranges::find(set.guesses, Question::label, &Guess::question) != set.guesses.end();
  if (rows || options_.label != LabelColumn::automatic) taken(Question::label, options_.label == LabelColumn::last);
  taken(Question::orientation, options_.orientation == Orientation::transposed);
  taken(Question::ground, options_.invert);
  // From all parts of the set: sets are often sorted by class.
  const std::size_t shown = std::min(kShown, set.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const std::size_t at = i * set.size() / shown;
    const auto image = set.image(at);
    asks.pixels.insert(asks.pixels.end(), image.begin(), image.end());
    if (!set.labelled()) continue;
    const std::uint8_t label = set.labels[at];
    asks.labels.push_back(label < set.class_names.size() ? set.class_names[label] : std::to_string(label));
  }
  asked_ = std::move(read);
  outbox_.post(std::move(asks));
}

bool DatasetJob::sum(Read& loaded, const std::function<bool()>& pause) {
  constexpr std::size_t kSumAtOnce = 1u << 20;
  ImageSet& set = loaded.set;
  while (loaded.summed < set.pixels.size()) {
    const std::size_t size = std::min(kSumAtOnce, set.pixels.size() - loaded.summed);
    set.checksum = crc(set.checksum, {set.pixels.data() + loaded.summed, size});
    loaded.summed += size;
    if (pause()) return false;
  }
  set.checksum = crc(set.checksum, set.labels);
  return true;
}

}  // namespace hourglass

#include "data/load.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "data/kept_parts.h"
#include "data/load_context.h"
#include "data/parquet.h"
#include "data/picture_file.h"
#include "data/reader.h"
#include "data/text.h"
#include "data/zip_walker.h"

namespace hourglass {
namespace {

// Small enough that unpacking and decoding one piece takes a few milliseconds also in a browser. What a piece unpacks
// to counts: pieces of a well-packed file are smaller.
constexpr std::size_t kPiece = 64 * 1024, kSmallestPiece = 256, kFirstPiece = 4 * 1024;
constexpr std::uint64_t kWork = 128 * 1024;

constexpr Key kCanBeRead =
    "What can be read here: IDX files as MNIST's, NumPy's .npy and .npz, pickles of arrays, MATLAB files, Parquet, "
    "tables (CSV, ARFF, libsvm, JSON), pictures (PNG, JPEG, WebP, GIF, BMP), and tar or zip archives of these, each "
    "also packed with gzip or xz.";

bool in_folder(std::string_view name) { return name.find('/') != std::string_view::npos; }

// A file of no known kind whose name promises data is a web page or a pointer that was saved in its stead: the person
// misses what they meant to load.
bool promises_images(std::string_view file) {
  const std::string name = lower(last_part(file));
  for (const std::string_view part : {"ubyte", "idx1", "idx3"}) {
    if (name.find(part) != std::string::npos) return true;
  }
  for (const std::string_view ending :
       {".gz", ".tgz", ".xz", ".txz", ".tar", ".zip", ".npy", ".npz", ".pkl", ".pickle", ".mat", ".parquet"}) {
    if (name.ends_with(ending)) return true;
  }
  return false;
}

}  // namespace

struct LoadJob::State {
  State(std::vector<Source> sources, const DecodeOptions& options) : context(options), files(std::move(sources)) {
    for (Source& file : files) {
      progress.bytes_total += file.size;
      // A file that cannot be read any more (it was moved or deleted meanwhile) ends the whole load, whereas one that
      // is merely damaged is skipped and counted when it came among others (settle).
      file.read = [read = std::move(file.read), this](std::uint64_t at, std::span<std::uint8_t> into) {
        auto got = read(at, into);
        if (!got) context.budget.exhaust({});
        return got;
      };
    }
    if (files.size() > 1) context.pictures.watch_for_copies();
  }

  LoadContext context;
  std::vector<Source> files;
  LoadProgress progress;
  std::size_t next = 0;
  std::uint64_t bytes_before = 0;  // of the files that are done
  std::uint64_t offset = 0;        // in the present one
  std::size_t rows_now = 0;        // of the present one, where they are not counted yet
  std::optional<FileReader> reader;
  std::optional<ZipWalker> zip;
  std::unique_ptr<ParquetReader> parquet;
  std::vector<std::uint8_t> piece;
  std::size_t piece_size = kFirstPiece;
  bool foreign = false;  // files of no known kind were skipped
  bool tables = false;   // tables of pictures' names came beside the folders; foreign ones, where there are no pictures
  std::size_t first = 0;  // the first that was not one of these
  bool done = false;
  std::expected<Loaded, Error> result = fail("Nothing has been loaded yet.");

  bool among_others(const Source& file) const {
    return files.size() > 1 && (in_folder(file.name) || is_picture_name(file.name));
  }

  std::expected<void, Error> settle(std::expected<void, Error> outcome, bool tolerant);
  std::expected<void, Error> open_next();
  std::expected<void, Error> advance();
  std::expected<void, Error> work();
  void close();
  void conclude();
};

// Small steps: each call of work() opens a file, or reads one piece, or concludes.
std::expected<void, Error> LoadJob::State::work() {
  if (!reader && !zip && !parquet) {
    if (next == files.size()) {
      conclude();
      return {};
    }
    // A dropped folder may itself be hidden: its name is no reason.
    const std::string_view name = files[next].name;
    const bool litter = is_system_litter(in_folder(name) ? name.substr(name.find('/') + 1) : name);
    if (files.size() > 1 && litter) {
      close();
      return {};
    }
    const bool tolerant = among_others(files[next]);
    return settle(open_next(), tolerant);
  }
  const bool tolerant = among_others(files[next]);
  return settle(advance(), tolerant);
}

// A bad picture, or file of a folder, is counted, and so is a model, and what is of no kind known here (a README),
// wherever it came from, when it came among others. Else it ends the load.
std::expected<void, Error> LoadJob::State::settle(std::expected<void, Error> outcome, bool tolerant) {
  if (outcome) return outcome;
  const bool of_no_kind = std::exchange(context.of_no_kind, false);
  const bool is_model = std::exchange(context.is_model, false);
  const bool of_use = of_no_kind ? promises_images(files[next].name) : !is_model;
  const bool skipped = !of_use && files.size() > 1;
  if (skipped && next == first) ++first;
  close();
  foreign = foreign || (skipped && !tolerant);
  if (tolerant || skipped) return tolerate(context, outcome.error());
  if (of_no_kind) return fail(followed_by(outcome.error().message, kCanBeRead));
  return outcome;
}

std::expected<void, Error> LoadJob::State::open_next() {
  Source& file = files[next];
  if (!file.not_read.empty()) return fail(file.not_read);
  std::array<std::uint8_t, kDetectBytes> start;
  const auto got = file.read(0, start);
  if (!got) return std::unexpected(got.error());
  const Format format = detect({start.data(), *got});
  if (format == Format::zip) {
    auto opened = ZipWalker::open(file.view.empty() ? read_ahead(file) : file, context, 0);
    if (!opened) return std::unexpected(opened.error());
    zip.emplace(std::move(*opened));
    return {};
  }
  if (format == Format::parquet) {
    parquet = std::make_unique<ParquetReader>(file, context.budget);
    return {};
  }
  reader.emplace(file.name, context);
  const bool whole = format == Format::idx || format == Format::npy || format == Format::picture;
  if (whole && !file.view.empty()) {
    auto read = reader->whole(file.view);
    if (read) close();
    return read;
  }
  if (whole) return reader->expect(file.size);
  return {};
}

std::expected<void, Error> LoadJob::State::advance() {
  const Source& file = files[next];
  if (zip) {
    const auto more = zip->step();
    if (!more) return std::unexpected(more.error());
    offset = zip->bytes_done();
    if (!*more) close();
    return {};
  }
  if (parquet) {
    const auto more = parquet->step();
    if (!more) return std::unexpected(more.error());
    offset = parquet->bytes_done();
    rows_now = parquet->rows();
    if (*more) return {};
    auto kept = keep_set(context, parquet->finish(), file.name, Part::Kind::parquet);
    if (kept) close();
    return kept;
  }
  if (offset == file.size) {
    auto finished = reader->finish();
    if (!finished) return finished;
    if (std::exchange(context.names_pictures, false)) {
      tables = tables || !among_others(file);
      if (next == first) ++first;
    }
    close();
    return {};
  }
  piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(piece_size, file.size - offset)));
  const auto got = file.read(offset, piece);
  if (!got) return std::unexpected(got.error());
  if (*got == 0) {
    return context.budget.exhaust(say("{0} became shorter while it was read; was it changed?", in_quotes(file.name)));
  }
  offset += *got;
  const std::uint64_t before = context.budget.worked();
  auto fed = reader->feed({piece.data(), *got});
  const std::uint64_t work = std::max<std::uint64_t>(1, context.budget.worked() - before);
  // Half or double at most: one odd piece says little.
  piece_size = std::clamp<std::size_t>(static_cast<std::size_t>(*got * kWork / work), *got / 2, *got * 2);
  piece_size = std::clamp(piece_size, kSmallestPiece, kPiece);
  return fed;
}

void LoadJob::State::close() {
  reader.reset();
  zip.reset();
  parquet.reset();
  rows_now = 0;
  bytes_before += files[next].size;
  files[next].read = nullptr;  // lets go of its memory
  files[next].view = {};
  offset = 0;
  piece_size = kFirstPiece;
  ++next;
}

void LoadJob::State::conclude() {
  done = true;
  Tally& skipped = context.unreadable;
  std::string first_name = files.empty() ? "this" : files[first < files.size() ? first : 0].name;
  if (in_folder(first_name)) first_name = first_name.substr(0, first_name.find('/'));
  auto pictures = context.pictures.finish(stem(first_name));
  if (!pictures) {
    result = std::unexpected(pictures.error());
    return;
  }
  for (Sentence& reason : context.pictures.useless_tables()) {
    if (skipped.count++ == 0) skipped.first = std::move(reason);
    foreign = foreign || tables;
  }
  if (pictures->size() > 0) {
    Part part;
    part.name = first_name;
    part.kind = Part::Kind::pictures;
    part.images = std::move(*pictures);
    context.parts.push_back(std::move(part));
  }
  const bool images =
      std::ranges::any_of(context.parts, [](const Part& part) { return !part.labels_only && part.images.size() > 0; });
  if (images) {
    std::ranges::move(leave_out_odd_arrays(context.odd_arrays, context.parts), std::back_inserter(context.notes));
  } else {
    for (OddArray& array : context.odd_arrays) {
      if (skipped.count++ == 0) skipped.first = std::move(array.why);
    }
  }
  if (context.parts.empty()) {
    if (foreign && context.pictures.seen() == 0) {
      result = fail(followed_by(skipped.first, kCanBeRead));
      return;
    }
    Sentence message = say("There are no images in {0}.", in_quotes(first_name));
    if (context.pictures.seen() > 0)
      message = say("No images are left of {0}: all are blank.", context.pictures.seen());
    if (skipped.count > 0) {
      message =
          followed_by(message, say("{0} could not be used; the first: {1}", files_text(skipped.count), skipped.first));
    }
    result = fail(message);
    return;
  }
  result = put_together(std::move(context.parts), context.options);
  if (!result) return;
  if (ImageSet* set = std::get_if<ImageSet>(&*result)) {
    std::move(context.notes.begin(), context.notes.end(), std::back_inserter(set->notes));
  }
  if (skipped.count == 0) return;
  if (const LabelList* labels = std::get_if<LabelList>(&*result)) {
    result = fail("{0} holds {1}, but of the rest {2} could not be used; the first: {3}", in_quotes(labels->name),
                  labels_text(labels->labels.size()), files_text(skipped.count), skipped.first);
    return;
  }
  if (ImageSet* set = std::get_if<ImageSet>(&*result)) {
    set->notes.push_back(plural(static_cast<std::int64_t>(skipped.count),
                                "{0} file could not be used and was skipped: {1}",
                                "{0} files could not be used and were skipped; the first: {1}", skipped.first));
  }
}

LoadJob::LoadJob(std::vector<Source> files, DecodeOptions options)
    : state_(std::make_unique<State>(std::move(files), options)) {}
LoadJob::~LoadJob() = default;
LoadJob::LoadJob(LoadJob&&) noexcept = default;
LoadJob& LoadJob::operator=(LoadJob&&) noexcept = default;

bool LoadJob::step(const std::function<bool()>& pause) {
  State& s = *state_;
  while (!s.done) {
    if (auto worked = s.work(); !worked) {
      s.result = std::unexpected(worked.error());
      s.done = true;
    }
    s.progress.bytes_done = s.bytes_before + s.offset;
    s.progress.images = s.context.pictures.seen() + s.context.rows + s.rows_now;
    if (!s.done && pause && pause()) return false;
  }
  return true;
}

LoadProgress LoadJob::progress() const { return state_->progress; }

std::expected<Loaded, Error> LoadJob::take() {
  return std::exchange(state_->result, fail("The images have been taken already."));
}

}  // namespace hourglass

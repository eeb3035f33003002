#include "data/reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "data/arff.h"
#include "data/classes.h"
#include "data/csv.h"
#include "data/idx.h"
#include "data/json_table.h"
#include "data/libsvm.h"
#include "data/model_kind.h"
#include "data/names.h"
#include "data/npy.h"
#include "data/parquet.h"
#include "data/row_labels.h"
#include "data/same_sets.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr int kDeepest = 4;

using Bytes = std::span<const std::uint8_t>;

// IDX has the number of images first by its definition; of its tables of numbers people transpose some.
DecodeOptions reading_of(const LoadContext& context, const TensorView& tensor, Part::Kind kind) {
  DecodeOptions reading = context.options;
  const bool defined = kind == Part::Kind::idx && tensor.shape.size() != 2;
  if (defined && reading.axis == ImageAxis::automatic) reading.axis = ImageAxis::first;
  return reading;
}

// Keeps an array as part of the load. Its images stay in memory until the end, so the budget counts them.
std::expected<void, Error> keep_array(LoadContext& context, const TensorView& tensor, const std::string& path,
                                      Part::Kind kind, bool labels) {
  Part part;
  part.name = path;
  part.kind = kind;
  part.role = role_in_path(path);
  part.labels_only = labels;
  if (labels) {
    auto read = labels_from_tensor(tensor, path);
    if (!read) return std::unexpected(read.error());
    part.labels = std::move(*read);
  } else {
    auto read = images_from_tensor(tensor, path, reading_of(context, tensor, kind));
    if (!read) return std::unexpected(read.error());
    part.images = std::move(*read);
    if (context.options.axis == ImageAxis::automatic) part.images.answers.clear();
    if (auto kept = context.budget.keep(part.images.pixels.size()); !kept) return kept;
    context.rows += part.images.size();
  }
  context.parts.push_back(std::move(part));
  return {};
}

/// Labels that are words, or numbers written as words.
std::expected<void, Error> keep_words(LoadContext& context, const std::vector<std::string>& words,
                                      const std::string& path, Part::Kind kind) {
  RowLabels labels;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty()) return fail("{0}: label {1} is empty.", in_quotes(path), i + 1);
    const auto number = labels.number_of(words[i]);
    if (!number)
      return fail("{0} names more than {1} classes, which is the most that can be shown.", in_quotes(path),
                  kMaxClasses);
    labels.add(*number);
  }
  Part part;
  part.name = path;
  part.kind = kind;
  part.role = role_in_path(path);
  part.labels_only = true;
  if (words.size() <= kMaxClasses) part.words = words;
  labels.finish(part.images);
  part.labels = std::exchange(part.images.labels, {});
  context.parts.push_back(std::move(part));
  return {};
}

// An array among others. What cannot be used is no fault of the file where it is neither images nor labels: it is set
// aside (odd_arrays). False: it is no part.
std::expected<bool, Error> keep_array_among_others(LoadContext& context, const TensorView& tensor,
                                                   const std::string& path, Part::Kind kind) {
  const ImageAxis axis = context.options.axis;
  const bool labels = looks_like_labels(tensor, axis);
  auto kept = keep_array(context, tensor, path, kind, labels);
  if (kept) return true;
  if (context.budget.exhausted() || (!labels && has_shape_of_images(tensor, axis)))
    return std::unexpected(kept.error());
  context.odd_arrays.push_back({path, labels, kept.error().message});
  return false;
}
std::expected<bool, Error> keep_words_among_others(LoadContext& context, const std::vector<std::string>& words,
                                                   const std::string& path, Part::Kind kind) {
  auto kept = keep_words(context, words, path, kind);
  if (kept) return true;
  context.odd_arrays.push_back({path, true, kept.error().message});
  return false;
}

/// Words that name what no class is: files, and the columns of a table.
bool names_other_things(std::string_view array) {
  const std::vector<NameWord> words = words_of(last_part(array), false);
  return std::ranges::any_of(words, [](const NameWord& word) {
    constexpr std::string_view kOthers[] = {"file",  "files",   "filename", "filenames", "path",
                                            "paths", "feature", "features", "id",        "ids"};
    return std::find(std::begin(kOthers), std::end(kOthers), lower(word.text)) != std::end(kOthers);
  });
}

/// Pairs of images and labels without names are, in the order in which everybody writes them, those that train, those
/// that validate and those that test; two pairs are the first and the last.
void name_pairs(std::vector<NamedArray>& arrays) {
  const std::size_t pairs = arrays.size() / 2;
  if (pairs < 2 || pairs > 3 || arrays.size() % 2 != 0) return;
  for (std::size_t i = 0; i < arrays.size(); ++i)
    if (arrays[i].path != std::to_string(i / 2) + "/" + std::to_string(i % 2)) return;
  constexpr std::string_view kRoles[] = {"train", "valid", "test"};
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    const std::size_t role = pairs == 2 && i >= 2 ? 2 : i / 2;
    arrays[i].path = std::string(kRoles[role]) + (i % 2 == 0 ? "_x" : "_y");
  }
}

/// A table's images by the arrays in which they stand.
std::vector<Part> pieces_of(Part whole, const TableArrays& arrays) {
  std::vector<Part> pieces;
  if (arrays.of_image.empty()) {
    pieces.push_back(std::move(whole));
    return pieces;
  }
  for (std::size_t i = 0; i < arrays.names.size(); ++i) {
    Part piece;
    piece.name = arrays.names[i].empty() ? whole.name : whole.name + "/" + arrays.names[i];
    piece.array_at = arrays.names[i].empty() ? 0 : whole.name.size() + 1;
    piece.kind = whole.kind;
    piece.role = role_in_path(piece.name);
    piece.images.name = whole.images.name;
    piece.images.notes = whole.images.notes;
    piece.images.guesses = whole.images.guesses;
    piece.images.answers = whole.images.answers;
    if (arrays.labelled[i]) piece.images.class_names = whole.images.class_names;
    pieces.push_back(std::move(piece));
  }
  for (std::size_t n = 0; n < whole.images.size(); ++n) {
    const std::size_t at = arrays.of_image[n];
    ImageSet& images = pieces[at].images;
    const auto image = whole.images.image(n);
    images.pixels.insert(images.pixels.end(), image.begin(), image.end());
    if (arrays.labelled[at] && whole.images.labelled()) images.labels.push_back(whole.images.labels[n]);
  }
  return pieces;
}

std::unique_ptr<TableReader> table_reader(Format format, const std::string& path, Budget& budget, LabelColumn label) {
  switch (format) {
    case Format::json: return std::make_unique<JsonReader>(path, budget, label);
    case Format::arff: return std::make_unique<ArffReader>(path, budget, label);
    case Format::libsvm: return std::make_unique<LibsvmReader>(path, budget);
    default: return std::make_unique<CsvReader>(path, budget, label);
  }
}

}  // namespace

std::expected<void, Error> tolerate(LoadContext& context, const Error& error) {
  if (context.budget.exhausted()) return std::unexpected(error);
  if (context.unreadable.count++ == 0) context.unreadable.first = error.message;
  return {};
}

std::expected<void, Error> keep_set(LoadContext& context, std::expected<ImageSet, Error> set, const std::string& path,
                                    Part::Kind kind, const TableArrays& arrays) {
  if (!set) return std::unexpected(set.error());
  if (auto kept = context.budget.keep(set->pixels.size()); !kept) return kept;
  context.rows += set->size();
  Part part;
  part.name = path;
  part.kind = kind;
  part.role = role_in_path(path);
  part.images = std::move(*set);
  for (Part& piece : pieces_of(std::move(part), arrays)) context.parts.push_back(std::move(piece));
  return {};
}

bool is_system_litter(std::string_view path) {
  const std::string_view name = last_part(path);
  if (name == "Thumbs.db" || name == "desktop.ini") return true;
  const std::vector<NameWord> parts = folders_as_words(path);
  return std::any_of(parts.begin(), parts.end(), [](const NameWord& part) {
    const bool hidden = part.text.starts_with('.') && part.text != "." && part.text != "..";
    return hidden || part.text == "__MACOSX";
  });
}

FileReader::FileReader(std::string path, LoadContext& context, std::size_t prefix, int depth)
    : path_(std::move(path)), context_(&context), prefix_(prefix), depth_(depth), buffer_(context.budget) {}
FileReader::~FileReader() = default;
FileReader::FileReader(FileReader&&) noexcept = default;
FileReader& FileReader::operator=(FileReader&&) noexcept = default;

std::expected<void, Error> FileReader::feed(Bytes bytes) {
  while (!format_) {
    const Bytes start = bytes.first(std::min(bytes.size(), deciding_ - buffer_.size()));
    if (auto room = buffer_.append(start); !room) return room;
    if (buffer_.size() < deciding_) return {};
    bytes = bytes.subspan(start.size());
    deciding_ = std::max(deciding_, bytes_that_decide(buffer_.bytes()));
    if (deciding_ > buffer_.size()) continue;
    if (auto begun = begin(); !begun) return begun;
  }
  return pass_on(bytes);
}

// Decides by what stands in buffer_, and sends it on its way where a format is read as a stream.
std::expected<void, Error> FileReader::begin() {
  if (const auto kind = model_kind(buffer_.bytes())) {
    context_->is_model = depth_ == 0;
    if (depth_ > 0 && can_be_taken_in(*kind))
      return fail("{0} holds a model, packed. Unpack it, and open it by itself as a model.", in_quotes(path_));
    return fail(model_answer(*kind, in_quotes(path_)));
  }
  format_ = detect(buffer_.bytes());
  switch (*format_) {
    case Format::gzip:
      if (depth_ >= kDeepest) return fail("{0} holds archives within archives, too many to follow.", in_quotes(path_));
      gunzip_ = std::make_unique<Gunzip>();
      inner_ = std::make_unique<FileReader>(path_, *context_, prefix_, depth_ + 1);
      break;
    case Format::tar: tar_ = std::make_unique<TarReader>(); break;
    case Format::json:
    case Format::arff:
    case Format::libsvm:
    case Format::csv: table_ = table_reader(*format_, path_, context_->budget, context_->options.label); break;
    case Format::pickle: pickle_ = std::make_unique<PickleReader>(path_, context_->budget); break;
    case Format::matlab: matlab_ = std::make_unique<MatlabReader>(path_, context_->budget); break;
    case Format::picture_table: names_ = std::make_unique<PictureTable>(path_, context_->budget); break;
    case Format::unknown: {
      if (buffer_.size() == 0) return fail("{0} is empty.", in_quotes(path_));
      const Sentence what = describe_unknown(buffer_.bytes());
      context_->of_no_kind = depth_ == 0;
      if (what.empty()) return fail("{0} is of no kind that is known here.", in_quotes(path_));
      return fail("{0} is {1}.", in_quotes(path_), what);
    }
    default: return {};  // read whole: buffer_ goes on growing
  }
  Buffer start = std::exchange(buffer_, Buffer(context_->budget));
  return pass_on(start.bytes());
}

std::expected<void, Error> FileReader::pass_on(Bytes bytes) {
  if (bytes.empty()) return {};
  switch (*format_) {
    case Format::gzip:
      return gunzip_->feed(bytes, [this](Bytes unpacked) -> std::expected<void, Error> {
        if (auto counted_in = context_->budget.unpack(unpacked.size()); !counted_in) return counted_in;
        return inner_->feed(unpacked);
      });
    case Format::tar: return tar_->feed(bytes, tar_handler());
    case Format::json:
    case Format::arff:
    case Format::libsvm:
    case Format::csv: return table_->feed(bytes);
    case Format::pickle: return pickle_->feed(bytes);
    case Format::matlab: return matlab_->feed(bytes);
    case Format::picture_table: return names_->feed(bytes);
    default: return buffer_.append(bytes);
  }
}

TarHandler FileReader::tar_handler() {
  TarHandler handler;
  // A bad entry is counted and the archive goes on.
  const auto settle = [this](std::expected<void, Error> done) -> std::expected<void, Error> {
    if (done) return done;
    inner_.reset();
    return tolerate(*context_, done.error());
  };
  handler.begin = [this](const std::string& path, std::uint64_t) {
    if (path.ends_with('/') || is_system_litter(path)) return false;
    inner_ = std::make_unique<FileReader>(path_ + "/" + path, *context_, path_.size() + 1, depth_ + 1);
    return true;
  };
  handler.data = [this, settle](Bytes bytes) -> std::expected<void, Error> {
    return inner_ ? settle(inner_->feed(bytes)) : std::expected<void, Error>();
  };
  handler.end = [this, settle]() -> std::expected<void, Error> {
    auto done = inner_ ? settle(inner_->finish()) : std::expected<void, Error>();
    inner_.reset();
    return done;
  };
  return handler;
}

std::expected<void, Error> FileReader::finish() {
  if (!format_) {
    if (auto begun = begin(); !begun) return begun;
  }
  switch (*format_) {
    case Format::gzip:
      if (!gunzip_->complete()) {
        return fail("{0} ends too early: the compressed data was cut off. Fetch the file again.", in_quotes(path_));
      }
      return inner_->finish();
    case Format::tar:
      if (!tar_->complete()) {
        return fail("{0} ends too early: the archive was cut off. Fetch the file again.", in_quotes(path_));
      }
      if (tar_->links() > 0) {
        context_->notes.push_back(plural(static_cast<std::int64_t>(tar_->links()),
                                         "{0} link to another file was passed over in {1}.",
                                         "{0} links to other files were passed over in {1}.", in_quotes(path_)));
      }
      return {};
    case Format::json:
    case Format::arff:
    case Format::libsvm:
    case Format::csv: {
      auto set = table_->finish();
      const TableArrays arrays = table_->take_arrays();
      table_.reset();
      return keep_set(*context_, std::move(set), path_, Part::Kind::csv, arrays);
    }
    case Format::pickle: return keep_arrays(pickle_->finish());
    case Format::matlab: return keep_arrays(matlab_->finish());
    case Format::picture_table:
      if (auto done = names_->finish(); !done) return done;
      context_->names_pictures = depth_ == 0;
      context_->pictures.add_table(std::move(names_));
      return {};
    default: return finish_whole(buffer_.bytes());
  }
}

/// Each array that is images or labels becomes a part of the load; others are counted, where there are several.
std::expected<void, Error> FileReader::keep_arrays(std::expected<std::vector<NamedArray>, Error> arrays) {
  if (!arrays) return std::unexpected(arrays.error());
  name_pairs(*arrays);
  for (NamedArray& array : *arrays) {
    const std::string path = array.path.empty() ? path_ : path_ + "/" + array.path;
    if (!array.words.empty() && names_other_things(array.path)) continue;
    std::expected<bool, Error> kept = false;
    if (array.beyond) {
      kept = fail("{0} holds numbers beyond 65,535: bring its pixels to 0 to 255, or to 0 to 1.", in_quotes(path));
    } else if (array.words.empty()) {
      kept = keep_array_among_others(*context_, array.view(), path, Part::Kind::arrays);
    } else {
      kept = keep_words_among_others(*context_, array.words, path, Part::Kind::arrays);
    }
    array.bytes = {};
    if (kept && !*kept && arrays->size() == 1) {
      kept = fail(context_->odd_arrays.back().why);
      context_->odd_arrays.pop_back();
    }
    if (kept) {
      if (*kept && !array.path.empty()) context_->parts.back().array_at = path_.size() + 1;
      continue;
    }
    if (arrays->size() == 1) return std::unexpected(kept.error());
    if (auto tolerated = tolerate(*context_, kept.error()); !tolerated) return tolerated;
  }
  for (std::vector<Sentence> notes : {pickle_ ? pickle_->take_notes() : std::vector<Sentence>(),
                                      matlab_ ? matlab_->take_notes() : std::vector<Sentence>()}) {
    std::move(notes.begin(), notes.end(), std::back_inserter(context_->notes));
  }
  pickle_.reset();
  matlab_.reset();
  return {};
}

/// Each of its arrays: numpy.save() may be called several times for one file.
std::expected<void, Error> FileReader::keep_npy(Bytes bytes) {
  const bool among_others = lower(path_).rfind(".npz/") != std::string::npos;
  const auto done = [](const std::expected<bool, Error>& kept) {
    return kept ? std::expected<void, Error>() : std::unexpected(kept.error());
  };
  if (auto words = words_in_npy(bytes)) {
    return among_others ? done(keep_words_among_others(*context_, *words, path_, Part::Kind::npy))
                        : keep_words(*context_, *words, path_, Part::Kind::npy);
  }
  std::vector<TensorView> arrays;
  Bytes rest = bytes;
  while (arrays.empty() || looks_like_npy(rest)) {
    auto tensor = decode_npy(rest, path_);
    if (!tensor) return std::unexpected(tensor.error());
    rest = rest.subspan(static_cast<std::size_t>(tensor->bytes.data() + tensor->bytes.size() - rest.data()));
    arrays.push_back(std::move(*tensor));
  }
  if (among_others && arrays.size() == 1 && rest.empty())
    return done(keep_array_among_others(*context_, arrays.front(), path_, Part::Kind::npy));
  for (const TensorView& array : arrays) {
    const bool labels = looks_like_labels(array, context_->options.axis);
    if (auto kept = keep_array(*context_, array, path_, Part::Kind::npy, labels); !kept) return kept;
    if (arrays.size() > 1 && !labels)
      context_->parts.back().images.notes.push_back(
          say("{0} holds {1} arrays, one behind the other.", in_quotes(last_part(path_)), arrays.size()));
  }
  if (!rest.empty()) {
    context_->notes.push_back(
        plural(static_cast<std::int64_t>(rest.size()), "{0} byte behind the array in {1} was passed over.",
               "{0} bytes behind the array in {1} were passed over.", in_quotes(last_part(path_))));
  }
  return {};
}

std::expected<void, Error> FileReader::whole(Bytes bytes) {
  format_ = detect(bytes.first(std::min(bytes.size(), kDetectBytes)));
  const bool streamed = *format_ == Format::gzip || *format_ == Format::tar || is_table(*format_) ||
                        *format_ == Format::pickle || *format_ == Format::matlab || *format_ == Format::picture_table ||
                        *format_ == Format::unknown;
  if (!streamed) return finish_whole(bytes);
  format_.reset();
  if (auto fed = feed(bytes); !fed) return fed;
  return finish();
}

std::expected<void, Error> FileReader::finish_whole(Bytes bytes) {
  switch (*format_) {
    case Format::picture: {
      const std::string_view path = path_;
      return context_->pictures.add(path.substr(prefix_), bytes, path.substr(0, prefix_));
    }
    case Format::idx: {
      const auto tensor = decode_idx(bytes, path_);
      if (!tensor) return std::unexpected(tensor.error());
      const bool labels = tensor->shape.size() == 1 || looks_like_labels(*tensor);
      if (auto kept = keep_array(*context_, *tensor, path_, Part::Kind::idx, labels); !kept) return kept;
      const auto tail = bytes.data() + bytes.size() - (tensor->bytes.data() + tensor->bytes.size());
      if (tail > 0 && !labels)
        context_->parts.back().images.notes.push_back(plural(tail, "{0} byte behind the images was passed over.",
                                                             "{0} bytes behind the images were passed over."));
      return {};
    }
    case Format::npy: return keep_npy(bytes);
    case Format::parquet: {
      ParquetReader reader(view_source(path_, bytes), context_->budget);
      while (true) {
        const auto more = reader.step();
        if (!more) return std::unexpected(more.error());
        if (!*more) return keep_set(*context_, reader.finish(), path_, Part::Kind::parquet);
      }
    }
    case Format::zip: {
      auto walker = ZipWalker::open(view_source(path_, bytes), *context_, depth_);
      if (!walker) return std::unexpected(walker.error());
      while (true) {
        const auto more = walker->step();
        if (!more) return std::unexpected(more.error());
        if (!*more) return {};
      }
    }
    default: return {};
  }
}

ZipWalker::ZipWalker(Source source, std::vector<ZipEntry> entries, LoadContext& context, int depth)
    : source_(std::make_unique<Source>(std::move(source))),
      entries_(std::move(entries)),
      context_(&context),
      depth_(depth) {}

std::expected<ZipWalker, Error> ZipWalker::open(Source source, LoadContext& context, int depth) {
  if (depth >= kDeepest) return fail("{0} holds archives within archives, too many to follow.", in_quotes(source.name));
  auto entries = read_zip_directory(source, context.budget);
  if (!entries) return std::unexpected(entries.error());
  if (const auto kind = model_kind(*entries)) {
    context.is_model = depth == 0;
    return fail(model_answer(*kind, in_quotes(source.name)));
  }
  // EMNIST comes as one zip of six sets, gigabytes together: better said now than after minutes of unpacking.
  std::vector<std::string_view> images;
  for (const ZipEntry& entry : *entries) {
    const bool said = contains_word(last_part(entry.path), "idx3") && role_of(last_part(entry.path)) != SplitRole::none;
    if (said && !is_system_litter(entry.path)) images.push_back(entry.path);
  }
  if (const auto sets = sets_among(images); sets.size() > 1) return several_sets(sets, source.name);
  return ZipWalker(std::move(source), std::move(*entries), context, depth);
}

std::expected<bool, Error> ZipWalker::step() {
  const auto settle = [this](std::expected<void, Error> done) -> std::expected<bool, Error> {
    entry_.reset();
    reader_.reset();
    if (!done) {
      if (auto tolerated = tolerate(*context_, done.error()); !tolerated) return std::unexpected(tolerated.error());
    }
    return true;
  };
  if (!entry_) {
    while (next_ < entries_.size() && (entries_[next_].folder() || is_system_litter(entries_[next_].path))) ++next_;
    if (next_ == entries_.size()) {
      done_ = source_->size;
      return false;
    }
    const ZipEntry& entry = entries_[next_++];
    auto opened = ZipEntryReader::open(*source_, entry);
    if (!opened) return settle(std::unexpected(opened.error()));
    entry_.emplace(std::move(*opened));
    reader_.emplace(source_->name + "/" + entry.path, *context_, source_->name.size() + 1, depth_ + 1);
  }
  const auto more = entry_->next([this](Bytes bytes) -> std::expected<void, Error> {
    if (auto counted_in = context_->budget.unpack(bytes.size()); !counted_in) return counted_in;
    return reader_->feed(bytes);
  });
  done_ = entry_->consumed();
  if (!more) return settle(std::unexpected(more.error()));
  if (*more) return true;
  return settle(reader_->finish());
}

}  // namespace hourglass

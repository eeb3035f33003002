#include "data/reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "data/arff.h"
#include "data/array_labels.h"
#include "data/csv.h"
#include "data/gzip.h"
#include "data/idx.h"
#include "data/json_table.h"
#include "data/kept_parts.h"
#include "data/libsvm.h"
#include "data/model_kind.h"
#include "data/parquet.h"
#include "data/text.h"
#include "data/xz.h"
#include "data/zip_walker.h"

namespace hourglass {
namespace {

using Bytes = std::span<const std::uint8_t>;

std::unique_ptr<TableReader> table_reader(Format format, const std::string& path, Budget& budget, LabelColumn label) {
  switch (format) {
    case Format::json: return std::make_unique<JsonReader>(path, budget, label);
    case Format::arff: return std::make_unique<ArffReader>(path, budget, label);
    case Format::libsvm: return std::make_unique<LibsvmReader>(path, budget);
    default: return std::make_unique<CsvReader>(path, budget, label);
  }
}

}  // namespace

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
    case Format::xz:
      if (depth_ >= kDeepestArchive)
        return fail("{0} holds archives within archives, too many to follow.", in_quotes(path_));
      if (*format_ == Format::gzip)
        unpacking_ = std::make_unique<Gunzip>();
      else
        unpacking_ = std::make_unique<Unxz>();
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
    case Format::idx:
      // With room for test images behind them, a sixth as many: put_together() then moves nothing.
      buffer_.expect(promised_by_idx(buffer_.bytes()) / 5 * 6);
      return {};
    default: return {};  // read whole: buffer_ goes on growing
  }
  Buffer start = std::exchange(buffer_, Buffer(context_->budget));
  return pass_on(start.bytes());
}

std::expected<void, Error> FileReader::pass_on(Bytes bytes) {
  if (bytes.empty()) return {};
  switch (*format_) {
    case Format::gzip:
    case Format::xz:
      return unpacking_->feed(bytes, [this](Bytes unpacked) -> std::expected<void, Error> {
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
    case Format::xz:
      if (!unpacking_->complete()) {
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
    case Format::idx:
    case Format::npy: {
      std::vector<std::uint8_t> bytes = buffer_.take();
      return finish_whole(bytes, &bytes);
    }
    default: return finish_whole(buffer_.bytes());
  }
}

/// What was found becomes part of the load, and what the reader has to tell of it.
std::expected<void, Error> FileReader::keep_arrays(std::expected<std::vector<NamedArray>, Error> arrays) {
  if (!arrays) return std::unexpected(arrays.error());
  if (auto kept = keep_named_arrays(*context_, std::move(*arrays), path_); !kept) return kept;
  for (std::vector<Sentence> notes : {pickle_ ? pickle_->take_notes() : std::vector<Sentence>(),
                                      matlab_ ? matlab_->take_notes() : std::vector<Sentence>()}) {
    std::move(notes.begin(), notes.end(), std::back_inserter(context_->notes));
  }
  pickle_.reset();
  matlab_.reset();
  return {};
}

std::expected<void, Error> FileReader::whole(Bytes bytes) {
  format_ = detect(bytes.first(std::min(bytes.size(), kDetectBytes)));
  const bool streamed = *format_ == Format::gzip || *format_ == Format::xz || *format_ == Format::tar ||
                        is_table(*format_) || *format_ == Format::pickle || *format_ == Format::matlab ||
                        *format_ == Format::picture_table || *format_ == Format::unknown;
  if (!streamed) return finish_whole(bytes);
  format_.reset();
  if (auto fed = feed(bytes); !fed) return fed;
  return finish();
}

std::expected<void, Error> FileReader::finish_whole(Bytes bytes, std::vector<std::uint8_t>* holder) {
  switch (*format_) {
    case Format::picture: {
      const std::string_view path = path_;
      return context_->pictures.add(path.substr(prefix_), bytes, path.substr(0, prefix_));
    }
    case Format::idx: {
      auto tensor = decode_idx(bytes, path_);
      if (!tensor) return std::unexpected(tensor.error());
      tensor->holder = holder;
      const auto tail = bytes.data() + bytes.size() - (tensor->bytes.data() + tensor->bytes.size());
      const bool labels = tensor->shape.size() == 1 || looks_like_labels(*tensor);
      if (auto kept = keep_array(*context_, *tensor, path_, Part::Kind::idx, labels); !kept) return kept;
      if (tail > 0 && !labels)
        context_->parts.back().images.notes.push_back(plural(tail, "{0} byte behind the images was passed over.",
                                                             "{0} bytes behind the images were passed over."));
      return {};
    }
    case Format::npy: return keep_npy(*context_, bytes, path_, holder);
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

}  // namespace hourglass

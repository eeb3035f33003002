#include "training/open_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "data/budget.h"
#include "data/detect.h"
#include "data/gzip.h"
#include "data/model_kind.h"
#include "data/npy.h"
#include "data/text.h"
#include "data/zip.h"
#include "model/foreign.h"
#include "model/onnx_read.h"
#include "model/safetensors.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostArrays = 200;
constexpr std::uint64_t kMostArrayBytes = 512u << 20;
/// What comes out of gzip says its length only at its end, and is kept in one block that grows.
constexpr std::uint64_t kMostUnpackedBytes = 64u << 20;
/// An array's head as NumPy writes it has 128 bytes.
constexpr std::uint64_t kHeadBytes = 4096;

Argument this_file() { return say("This file"); }

std::string array_name(const ZipEntry& entry) {
  constexpr std::string_view kEnding = ".npy";
  std::string name = entry.path;
  if (name.ends_with(kEnding)) name.resize(name.size() - kEnding.size());
  return name;
}

bool holds_floats(const TensorView& array) {
  return array.element == Element::f16 || array.element == Element::f32 || array.element == Element::f64;
}

Tensor without_values(std::string name, const TensorView& array) {
  Tensor tensor{.name = std::move(name), .shape = {}, .values = {}};
  for (const std::uint64_t size : array.shape)
    tensor.shape.push_back(static_cast<std::int64_t>(std::min<std::uint64_t>(size, std::uint64_t{1} << 62)));
  return tensor;
}

/// The numbers row by row, whichever way NumPy stored them.
std::expected<void, Error> read_values(const TensorView& array, Tensor& tensor) {
  const auto count = static_cast<std::size_t>(array.count());
  const std::size_t dimensions = array.shape.size();
  tensor.values.resize(count);
  std::vector<std::uint64_t> at(dimensions, 0);
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t stored = i;
    if (array.column_major) {
      stored = 0;
      for (std::size_t d = dimensions; d-- > 0;) stored = stored * array.shape[d] + at[d];
      for (std::size_t d = dimensions; d-- > 0 && ++at[d] == array.shape[d];) at[d] = 0;
    }
    tensor.values[i] = static_cast<float>(array.at(static_cast<std::size_t>(stored)));
    if (!std::isfinite(tensor.values[i]))
      return fail("The model file cannot be used: its array {0} holds a value that is not a finite number.",
                  in_quotes(tensor.name));
  }
  return {};
}

/// The arrays of a NumPy archive. Those that hold no floats come without a shape, for their names alone.
std::expected<std::vector<Tensor>, Error> read_archive(std::span<const std::uint8_t> bytes) {
  const Source source = view_source("model.npz", bytes);
  Budget budget({});
  const auto entries = read_zip_directory(source, budget);
  if (!entries) return std::unexpected(entries.error());
  if (const auto kind = model_kind(*entries)) return fail(model_answer(*kind, this_file()));
  if (entries->size() > kMostArrays)
    return fail("The archive holds {0} files; a network's weights are at most {1} arrays.", entries->size(),
                kMostArrays);
  std::vector<Tensor> tensors;
  std::uint64_t all = 0;
  for (const ZipEntry& entry : *entries) {
    if (entry.folder()) continue;
    all += std::min(entry.unpacked, kMostArrayBytes);
    if (all >= kMostArrayBytes || !memory_for(2 * entry.unpacked))
      return fail("The arrays of this archive are larger than any network here.");
    auto reader = ZipEntryReader::open(source, entry);
    if (!reader) return std::unexpected(reader.error());
    std::vector<std::uint8_t> array;
    while (true) {
      const auto more = reader->next([&](std::span<const std::uint8_t> piece) -> std::expected<void, Error> {
        array.insert(array.end(), piece.begin(), piece.end());
        return {};
      });
      if (!more) return std::unexpected(more.error());
      if (!*more) break;
    }
    const auto decoded = decode_npy(array, entry.path);
    if (!decoded) return std::unexpected(decoded.error());
    if (!holds_floats(*decoded)) {
      tensors.push_back({.name = array_name(entry), .shape = {}, .values = {}});
      continue;
    }
    Tensor tensor = without_values(array_name(entry), *decoded);
    if (auto read = read_values(*decoded, tensor); !read) return std::unexpected(read.error());
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

bool is_unsaid(const ForeignNetwork& network, std::string_view key) {
  if (key == "hidden") return !network.said.hidden && network.network.spec.layers() > 1;
  if (key == "code") return !network.said.code;
  if (key == "output") return !network.said.output;
  return key == "pixels" && !network.said.pixels;
}

std::expected<OpenedModel, Error> opened(ForeignNetwork foreign, const Settings& as) {
  OpenedModel model;
  Experiment& experiment = model.checkpoint.experiment;
  experiment.network = foreign.network.spec;
  for (const std::string_view key : kUnsaidSettings)
    if (is_unsaid(foreign, key)) model.guessed.emplace_back(key);
  for (const auto& [key, value] : as) {
    if (std::ranges::find(model.guessed, key) == model.guessed.end()) {
      return fail("The file says itself what {0} is set to, and another value would make another network of it.",
                  in_quotes(key));
    }
  }
  auto chosen = from_settings(as, experiment);
  if (!chosen) return std::unexpected(chosen.error());
  if (auto valid = validate(*chosen); !valid) return std::unexpected(valid.error());
  // What has no word in the table of settings could not be saved: a range of pixels of its own.
  if (const auto again = from_settings(to_settings(*chosen)); !again || *again != *chosen)
    return fail("Pixels go into this network from {0} to {1}, which is none of the ranges here.",
                in_number(static_cast<double>(chosen->network.pixels.low)),
                in_number(static_cast<double>(chosen->network.pixels.high)));
  experiment = *std::move(chosen);
  Network& network = model.checkpoint.state.network;
  network = std::move(foreign.network);
  network.spec = experiment.network;
  network.layout = make_layout(network.spec);
  model.taken_as = std::move(foreign.taken_as);
  return model;
}

std::expected<OpenedModel, Error> opened(std::expected<ForeignNetwork, Error> foreign, const Settings& as) {
  if (!foreign) return std::unexpected(foreign.error());
  return opened(*std::move(foreign), as);
}

/// Told by the first bytes that come out of a gzip file's first ones; a cut stream gives what it has.
bool packs_model(std::span<const std::uint8_t> start) {
  std::vector<std::uint8_t> out;
  Gunzip stream;
  (void)stream.feed(start, [&out](std::span<const std::uint8_t> more) -> std::expected<void, Error> {
    const std::size_t wanted = std::min(more.size(), kDetectBytes - out.size());
    out.insert(out.end(), more.begin(), more.begin() + static_cast<std::ptrdiff_t>(wanted));
    return {};
  });
  const auto kind = model_kind(out);
  return kind && can_be_taken_in(*kind);
}

std::expected<OpenedModel, Error> open_unpacked(std::span<const std::uint8_t> bytes, const Settings& as) {
  if (looks_like_onnx(bytes) && !looks_like_safetensors(bytes)) return opened(from_onnx(bytes), as);
  if (looks_like_zip(bytes)) {
    const auto tensors = read_archive(bytes);
    if (!tensors) return std::unexpected(tensors.error());
    return opened(recognise_network(*tensors), as);
  }
  const auto start = bytes.first(std::min(bytes.size(), kDetectBytes));
  if (const auto kind = model_kind(start); kind && !can_be_taken_in(*kind))
    return fail(model_answer(*kind, this_file()));
  auto file = read_safetensors(bytes);
  if (!file) return std::unexpected(file.error());
  if (is_ours(*file)) {
    if (!as.empty())
      return fail("The file says itself what {0} is set to, and another value would make another network of it.",
                  in_quotes(as.begin()->first));
    auto checkpoint = load_checkpoint(*file);
    if (!checkpoint) return std::unexpected(checkpoint.error());
    return OpenedModel{.checkpoint = *std::move(checkpoint), .taken_as = {}, .guessed = {}};
  }
  for (std::string& name : file->others) file->tensors.push_back({.name = std::move(name), .shape = {}, .values = {}});
  return opened(recognise_network(file->tensors), as);
}

}  // namespace

std::expected<OpenedModel, Error> open_model_file(std::span<const std::uint8_t> bytes, const Settings& as) {
  if (!looks_like_gzip(bytes)) return open_unpacked(bytes, as);
  const auto unpacked = gunzip(bytes, kMostUnpackedBytes);
  if (!unpacked) return std::unexpected(unpacked.error());
  return open_unpacked(*unpacked, as);
}

bool holds_network(const Source& file) {
  std::vector<std::uint8_t> start(kDetectBytes);
  const auto got = file.read(0, start);
  if (!got) return false;
  start.resize(*got);
  if (looks_like_gzip(start)) return packs_model(start);
  if (!looks_like_zip(start)) return false;
  Budget budget({});
  const auto entries = read_zip_directory(file, budget);
  if (!entries || entries->size() > kMostArrays) return false;
  std::vector<Tensor> tensors;
  std::size_t layers = 0;
  for (const ZipEntry& entry : *entries) {
    if (entry.folder() || !entry.path.ends_with(".npy")) return false;
    auto reader = ZipEntryReader::open(file, entry);
    if (!reader) return false;
    std::vector<std::uint8_t> head;
    for (bool more = true; more && head.size() < kHeadBytes;) {
      const auto read = reader->next([&](std::span<const std::uint8_t> piece) -> std::expected<void, Error> {
        const std::size_t wanted = std::min<std::size_t>(piece.size(), kHeadBytes - head.size());
        head.insert(head.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(wanted));
        return {};
      });
      if (!read) return false;
      more = *read;
    }
    const auto array = describe_npy(head, entry.path);
    if (!array || (!holds_floats(*array) && !array->shape.empty())) return false;
    layers += array->shape.size() == 2 ? 1 : 0;
    tensors.push_back(without_values(array_name(entry), *array));
  }
  if (layers < 2) return false;
  const auto found = find_layers(tensors);
  return found && found->encoder.size() + found->decoder.size() > 1;
}

std::vector<Sentence> guessed_as(const OpenedModel& model) {
  std::vector<Sentence> sentences;
  for (const std::string& key : model.guessed) {
    const Field* field = find_field(key);
    sentences.push_back(
        say("{0}: {1}. The file does not say it.", field->label, field->get(model.checkpoint.experiment)));
  }
  return sentences;
}

}  // namespace hourglass

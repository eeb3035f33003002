#include "training/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "data/text.h"
#include "model/file.h"
#include "model/safetensors.h"
#include "training/experiment_fields.h"
#include "training/history_json.h"
#include "training/version.h"

namespace hourglass {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kFormat = "hourglass 1";
constexpr std::string_view kAnyFormat = "hourglass ";
constexpr std::string_view kFirst = "optimizer.first.", kSecond = "optimizer.second.";

/// Of 16-bit weights: so many steps to an array's root mean square.
constexpr double kSteps = 128;

/// Rounds to multiples of the largest power of two that is at most a kSteps-th of the values' root mean square. Where
/// frequent values are coded in few bits, as gzip does, equal steps come within a quarter of a bit of the fewest that
/// any rounding with their mean squared error needs (Gish and Pierce, "Asymptotically efficient quantizing", 1968).
void round_to_steps(std::vector<float>& values) {
  double squares = 0;
  for (const float value : values) squares += double{value} * value;
  if (squares == 0) return;
  const double step =
      std::exp2(std::floor(std::log2(std::sqrt(squares / static_cast<double>(values.size())) / kSteps)));
  for (float& value : values) value = static_cast<float>(std::round(value / step) * step);
}

std::unexpected<Error> refuse_file(const Sentence& why) { return fail("The model file cannot be used: {0}", why); }

Json sums_to_json(const RunningSums& sums) {
  Json json = {sums.loss, sums.sse, sums.batches, sums.images};
  if (sums.kl != 0) json.push_back(sums.kl);
  return json;
}

bool read_sums(const Json& json, RunningSums& sums) {
  if (!json.is_array() || json.size() < 4 || json.size() > 5 || !json[0].is_number() || !json[1].is_number() ||
      !json[2].is_number_integer() || !json[3].is_number_integer()) {
    return false;
  }
  if (json.size() == 5 && !json[4].is_number()) return false;
  sums = {.loss = json[0].get<double>(),
          .sse = json[1].get<double>(),
          .kl = json.size() == 5 ? json[4].get<double>() : 0.0,
          .batches = json[2].get<std::int64_t>(),
          .images = json[3].get<std::int64_t>()};
  const auto counts = [](std::int64_t count, std::int64_t most) { return count >= 0 && count <= most; };
  return counts(sums.batches, kMostSteps) && counts(sums.images, kMostSteps * kLargestBatch);
}

std::expected<Experiment, Error> read_experiment(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return refuse_file("Its settings are missing.");
  Settings settings;
  for (const auto& [key, value] : json.items()) {
    // A setting of a later version says nothing here.
    if (value.is_string() && find_field(key)) settings.emplace(key, value.get<std::string>());
  }
  auto experiment = from_settings(settings);
  if (!experiment) return refuse_file(experiment.error().message);
  if (auto valid = validate(*experiment); !valid) return refuse_file(valid.error().message);
  return experiment;
}

std::expected<void, Error> read_progress(std::string_view text, TrainerState& state) {
  const Json json = Json::parse(text, nullptr, false);
  const auto valid = [&] {
    if (!json.is_object()) return false;
    const auto step = json.find("step"), seconds = json.find("seconds"), steps = json.find("optimizer_steps"),
               epoch_sums = json.find("epoch_sums"), point_sums = json.find("point_sums");
    for (const auto& found : {step, seconds, steps, epoch_sums, point_sums}) {
      if (found == json.end()) return false;
    }
    if (!step->is_number_unsigned() || !seconds->is_number() || !steps->is_number_unsigned()) return false;
    state.step = step->get<std::int64_t>();
    state.seconds = seconds->get<double>();
    state.optimizer.steps = steps->get<std::int64_t>();
    return state.step <= kMostSteps && state.optimizer.steps <= kMostSteps && state.step >= 0 &&
           state.optimizer.steps >= 0 && read_sums(*epoch_sums, state.epoch_sums) &&
           read_sums(*point_sums, state.point_sums);
  };
  if (!valid()) return refuse_file("What it says about the run's progress cannot be read.");
  return {};
}

/// Every array must be one that the network has a place for.
std::expected<void, Error> check_names(const TensorFile& file, const ParameterLayout& layout) {
  std::set<std::string> known;
  for (const NamedSlice& slice : named_slices(layout)) {
    known.insert(slice.name);
    known.insert(std::string(kFirst) + slice.name);
    known.insert(std::string(kSecond) + slice.name);
  }
  std::vector<std::string> names = file.others;
  for (const Tensor& tensor : file.tensors) names.push_back(tensor.name);
  for (const std::string& name : names) {
    if (!known.contains(name)) return refuse_file(say("Its array {0} has no place in its network.", in_quotes(name)));
  }
  return {};
}

bool has_prefix(const TensorFile& file, std::string_view prefix) {
  for (const Tensor& tensor : file.tensors) {
    if (tensor.name.starts_with(prefix)) return true;
  }
  return false;
}

std::string_view metadata(const TensorFile& file, std::string_view key) {
  const auto found = file.metadata.find(key);
  return found == file.metadata.end() ? std::string_view() : std::string_view(found->second);
}

/// Low and high values in pairs, each finite and in order; of as many numbers as a code of the network has.
std::optional<CodeRange> read_range(std::string_view text, int width) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("low") || !json.contains("high")) return std::nullopt;
  CodeRange range;
  for (const auto& [key, values] : {std::pair{"low", &range.low}, {"high", &range.high}}) {
    if (!json[key].is_array() || json[key].size() != static_cast<std::size_t>(width)) return std::nullopt;
    for (const Json& value : json[key]) {
      if (!value.is_number() || !std::isfinite(value.get<float>())) return std::nullopt;
      values->push_back(value.get<float>());
    }
  }
  for (std::size_t i = 0; i < range.low.size(); ++i)
    if (range.low[i] > range.high[i]) return std::nullopt;
  return range;
}

}  // namespace

std::optional<CodeRange> range_of(std::span<const float> codes, int width) {
  constexpr double kOutside = 0.025;  // on either side
  const auto finite = [](float value) { return std::isfinite(value); };
  if (width <= 0 || codes.empty() || !std::ranges::all_of(codes, finite)) return std::nullopt;
  const std::size_t k = static_cast<std::size_t>(width), n = codes.size() / k;
  const auto below = static_cast<std::ptrdiff_t>(kOutside * static_cast<double>(n));
  CodeRange range;
  for (std::size_t number = 0; number < k; ++number) {
    std::vector<float> values;
    for (std::size_t i = 0; i < n; ++i) values.push_back(codes[i * k + number]);
    std::ranges::sort(values);
    range.low.push_back(*(values.begin() + below));
    range.high.push_back(*(values.end() - 1 - below));
  }
  return range;
}

std::optional<double> epochs_of(const TrainerState& state) {
  if (state.history.empty() || state.history.back().step <= 0) return std::nullopt;
  const HistoryPoint& last = state.history.back();
  return last.epoch / static_cast<double>(last.step) * static_cast<double>(state.step);
}

bool is_ours(const TensorFile& file) { return metadata(file, "format").starts_with(kAnyFormat); }

std::vector<std::uint8_t> save_checkpoint(const Checkpoint& checkpoint, SavedAs as) {
  const TrainerState& state = checkpoint.state;
  const ParameterLayout& layout = state.network.layout;
  TensorFile file;
  file.metadata["format"] = std::string(kFormat);
  file.metadata["written_by"] = "Hourglass " + std::string(version());
  file.metadata["network"] = spec_to_json(state.network.spec);
  const PixelRange pixels = state.network.spec.pixels;
  file.metadata["normalisation"] = Json{{"byte_0", pixels.low}, {"byte_255", pixels.high}}.dump();
  file.metadata["dataset"] = checkpoint.experiment.data.dataset;
  file.metadata["class_names"] = Json(checkpoint.class_names).dump(-1, ' ', false, Json::error_handler_t::replace);
  file.metadata["experiment"] =
      Json(to_settings(checkpoint.experiment)).dump(-1, ' ', false, Json::error_handler_t::replace);
  file.metadata["history"] = history_text(state.history);
  file.metadata["progress"] = Json{{"step", state.step},
                                   {"seconds", state.seconds},
                                   {"optimizer_steps", state.optimizer.steps},
                                   {"epoch_sums", sums_to_json(state.epoch_sums)},
                                   {"point_sums", sums_to_json(state.point_sums)}}
                                  .dump();
  if (checkpoint.code_range)
    file.metadata["codes"] = Json{{"low", checkpoint.code_range->low}, {"high", checkpoint.code_range->high}}.dump();
  add_block(file, layout, state.network.parameters, "");
  if (as == SavedAs::whole) {
    if (!state.optimizer.first.empty()) add_block(file, layout, state.optimizer.first, kFirst);
    if (!state.optimizer.second.empty()) add_block(file, layout, state.optimizer.second, kSecond);
  }
  if (as != SavedAs::half_weights) return write_safetensors(file);
  for (Tensor& tensor : file.tensors) round_to_steps(tensor.values);
  return write_safetensors(file, FloatFormat::f16);
}

std::expected<Checkpoint, Error> load_checkpoint(std::span<const std::uint8_t> bytes) {
  const auto file = read_safetensors(bytes);
  if (!file) return std::unexpected(file.error());
  return load_checkpoint(*file);
}

std::expected<Checkpoint, Error> load_checkpoint(const TensorFile& tensors) {
  const TensorFile* file = &tensors;
  if (!is_ours(*file)) return refuse_file("It is a safetensors file, but not one that Hourglass wrote.");
  if (metadata(*file, "format") != kFormat) {
    return refuse_file(
        say("Its format is {0}, of a newer Hourglass; this one reads {1}. Load this page again, or install the newest "
            "version, and open it there.",
            in_quotes(metadata(*file, "format")), in_quotes(kFormat)));
  }
  Checkpoint checkpoint;
  auto spec = spec_from_json(metadata(*file, "network"));
  if (!spec) return std::unexpected(spec.error());
  auto experiment = read_experiment(metadata(*file, "experiment"));
  if (!experiment) return std::unexpected(experiment.error());
  checkpoint.experiment = *experiment;
  if (!(checkpoint.experiment.network == *spec)) {
    return refuse_file("Its settings describe another network than the one it holds.");
  }
  TrainerState& state = checkpoint.state;
  state.network.spec = *spec;
  state.network.layout = make_layout(*spec);
  if (auto known = check_names(*file, state.network.layout); !known) return std::unexpected(known.error());
  auto parameters = read_block(*file, state.network.layout, "");
  if (!parameters) return std::unexpected(parameters.error());
  state.network.parameters = *std::move(parameters);
  for (const auto& [prefix, block] : {std::pair{kFirst, &state.optimizer.first}, {kSecond, &state.optimizer.second}}) {
    if (!has_prefix(*file, prefix)) continue;
    auto values = read_block(*file, state.network.layout, prefix);
    if (!values) return std::unexpected(values.error());
    *block = *std::move(values);
  }
  if (auto read = read_progress(metadata(*file, "progress"), state); !read) return std::unexpected(read.error());
  auto history = history_from_json(Json::parse(metadata(*file, "history"), nullptr, false));
  if (!history) return std::unexpected(history.error());
  state.history = *std::move(history);
  checkpoint.code_range = read_range(metadata(*file, "codes"), spec->code_width());
  const Json names = Json::parse(metadata(*file, "class_names"), nullptr, false);
  if (names.is_array() && names.size() <= 256) {
    for (const Json& name : names) {
      checkpoint.class_names.push_back(name.is_string() ? name.get<std::string>() : std::string());
    }
  }
  return checkpoint;
}

}  // namespace hourglass

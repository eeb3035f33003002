#include "model/file.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <nlohmann/json.hpp>
#include <utility>

namespace hourglass {
namespace {

using Json = nlohmann::json;

template <class Value>
using Word = std::pair<Value, std::string_view>;

constexpr Word<Activation> kActivations[] = {{Activation::linear, "linear"},
                                             {Activation::sigmoid, "sigmoid"},
                                             {Activation::tanh, "tanh"},
                                             {Activation::relu, "relu"},
                                             {Activation::elu, "elu"}};
constexpr Word<Initialisation> kInitialisations[] = {{Initialisation::glorot_uniform, "glorot"},
                                                     {Initialisation::glorot_biases, "glorot-biases"},
                                                     {Initialisation::he_normal, "he"},
                                                     {Initialisation::truncated_normal, "truncated-normal"}};

template <class Value, std::size_t N>
std::string word_of(Value value, const Word<Value> (&words)[N]) {
  for (const auto& [candidate, word] : words) {
    if (candidate == value) return std::string(word);
  }
  return {};
}

template <class Value, std::size_t N>
bool read_word(const Json& json, const char* key, const Word<Value> (&words)[N], Value& value) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_string()) return false;
  const auto& text = found->get_ref<const std::string&>();
  for (const auto& [candidate, word] : words) {
    if (word == text) {
      value = candidate;
      return true;
    }
  }
  return false;
}

bool read_flag(const Json& json, const char* key, bool& value) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_boolean()) return false;
  value = found->get<bool>();
  return true;
}

}  // namespace

std::vector<NamedSlice> named_slices(const ParameterLayout& layout) {
  std::vector<NamedSlice> slices;
  const auto add = [&](std::string name, std::vector<std::int64_t> shape, std::size_t offset, std::size_t count) {
    const bool seen = std::any_of(slices.begin(), slices.end(), [&](const auto& s) { return s.offset == offset; });
    if (!seen) slices.push_back({std::move(name), std::move(shape), offset, count});
  };
  const auto add_layer = [&](const std::string& name, const LayerLayout& layer) {
    const auto in = static_cast<std::size_t>(layer.in), out = static_cast<std::size_t>(layer.out);
    add(name + ".weight", {layer.in, layer.out}, layer.weights, in * out);
    add(name + ".bias", {layer.out}, layer.bias, out);
  };
  const auto add_part = [&](const std::string& part, const std::vector<LayerLayout>& layers) {
    for (std::size_t l = 0; l < layers.size(); ++l) add_layer(part + "." + std::to_string(l), layers[l]);
  };
  add_part("encoder", layout.encoder);
  add_part("decoder", layout.decoder);
  if (const auto& spread = layout.log_variance) add_layer("encoder.log_variance", *spread);
  return slices;
}

void add_block(TensorFile& file, const ParameterLayout& layout, std::span<const float> block, std::string_view prefix) {
  assert(block.size() == layout.size);
  for (NamedSlice& slice : named_slices(layout)) {
    const auto values = block.subspan(slice.offset, slice.count);
    file.tensors.push_back({std::string(prefix) + slice.name, std::move(slice.shape), {values.begin(), values.end()}});
  }
}

std::expected<std::vector<float>, Error> read_block(const TensorFile& file, const ParameterLayout& layout,
                                                    std::string_view prefix) {
  std::vector<float> block(layout.size);
  for (const NamedSlice& slice : named_slices(layout)) {
    const std::string name = std::string(prefix) + slice.name;
    const Tensor* tensor = file.find(name);
    if (!tensor) return fail("The model file cannot be used: its array {0} is missing.", quote(name));
    if (tensor->shape != slice.shape) {
      return fail("The model file cannot be used: its array {0} has another shape than its network says.", quote(name));
    }
    std::copy(tensor->values.begin(), tensor->values.end(), block.begin() + static_cast<std::ptrdiff_t>(slice.offset));
  }
  return block;
}

std::string spec_to_json(const NetworkSpec& spec) {
  Json json{{"encoder", spec.encoder},
            {"hidden", word_of(spec.hidden, kActivations)},
            {"code", word_of(spec.code, kActivations)},
            {"output", word_of(spec.output, kActivations)},
            {"tied", spec.tied},
            {"shared_biases", spec.shared_biases},
            {"initialisation", word_of(spec.initialisation, kInitialisations)},
            {"pixels", {spec.pixels.low, spec.pixels.high}}};
  if (spec.variational) json["variational"] = true;
  return json.dump();
}

std::expected<NetworkSpec, Error> spec_from_json(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object())
    return fail("The model file cannot be used: the description of its network is missing or no JSON.");
  NetworkSpec spec;
  const auto widths = json.find("encoder");
  if (widths == json.end() || !widths->is_array() || widths->size() > 64)
    return fail("The model file cannot be used: the description of its network has no encoder widths.");
  spec.encoder.clear();
  for (const Json& width : *widths) {
    if (!width.is_number_integer() || width < 0 || width > 1'000'000)
      return fail("The model file cannot be used: the description of its network has a width that is no number.");
    spec.encoder.push_back(width.get<int>());
  }
  if (!read_word(json, "hidden", kActivations, spec.hidden) || !read_word(json, "code", kActivations, spec.code) ||
      !read_word(json, "output", kActivations, spec.output) ||
      !read_word(json, "initialisation", kInitialisations, spec.initialisation)) {
    return fail(
        "The model file cannot be used: the description of its network names an activation or initialisation that this "
        "program does not know.");
  }
  if (!read_flag(json, "tied", spec.tied) || !read_flag(json, "shared_biases", spec.shared_biases)) {
    return fail(
        "The model file cannot be used: the description of its network does not say whether weights and biases are "
        "shared.");
  }
  // Files of before there were variational codes do not speak of them.
  if (json.contains("variational") && !read_flag(json, "variational", spec.variational))
    return fail(
        "The model file cannot be used: the description of its network does not say whether its code is variational.");
  const auto pixels = json.find("pixels");
  if (pixels == json.end() || !pixels->is_array() || pixels->size() != 2 || !(*pixels)[0].is_number() ||
      !(*pixels)[1].is_number()) {
    return fail("The model file cannot be used: the description of its network has no pixel range.");
  }
  spec.pixels = {(*pixels)[0].get<float>(), (*pixels)[1].get<float>()};
  if (auto valid = validate(spec); !valid)
    return fail("The model file cannot be used: the description of its network is out of bounds. {0}",
                valid.error().message);
  return spec;
}

}  // namespace hourglass

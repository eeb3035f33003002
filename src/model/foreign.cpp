#include "model/foreign.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "model/array_names.h"
#include "model/layer_biases.h"

namespace hourglass {
namespace {

/// Eight layers on either side and a variational code's second head.
constexpr std::size_t kMostWeights = 17;

/// Our own files leave out the decoder's hidden biases where they are the encoder's.
bool shares_biases(const FoundLayers& found) {
  if (found.encoder.size() < 2) return false;
  const std::string last = "decoder." + std::to_string(found.encoder.size() - 1) + ".bias";
  const auto is_ours = [](const DenseLayer& layer) {
    return !layer.out_first && layer.weights->name == "encoder.0.weight" && layer.bias != nullptr;
  };
  const bool no_weights = found.decoder.empty();
  const std::size_t count = no_weights ? found.other_biases.size() : found.decoder.size();
  for (std::size_t l = 0; l < count; ++l) {
    const Tensor* bias = no_weights ? found.other_biases[l] : found.decoder[l].bias;
    if (l + 1 < count ? bias != nullptr : bias == nullptr || bias->name != last) return false;
  }
  return count > 0 && is_ours(found.encoder.front());
}

Sentence network_sentence(const NetworkSpec& spec) {
  const std::string widths = mirrored_widths(spec.encoder);
  if (spec.variational) return say("A network {0} with a variational code.", widths);
  if (spec.tied) return say("A network {0} with tied weights.", widths);
  return say("A network {0}.", widths);
}

Sentence layer_sentence(const Sentence& part, const DenseLayer& layer) {
  const Argument name = array_in_quotes(layer.weights->name);
  const Sentence weights =
      layer.out_first ? say("weights {0} as (out, in)", name) : say("weights {0} as (in, out)", name);
  const Sentence bias = layer.bias == nullptr ? say("no biases") : say("biases {0}", array_in_quotes(layer.bias->name));
  return say("{0}, {1} to {2}: {3}, {4}.", part, in_number(layer.in), in_number(layer.out), weights, bias);
}

/// W[i][o] of the layer.
float weight_at(const DenseLayer& layer, int i, int o) {
  const int at = layer.out_first ? o * layer.in + i : i * layer.out + o;
  return layer.weights->values[static_cast<std::size_t>(at)];
}

bool is_transpose(const DenseLayer& a, const DenseLayer& b) {
  if (a.weights == b.weights) return a.out_first != b.out_first;
  for (int i = 0; i < a.in; ++i)
    for (int o = 0; o < a.out; ++o)
      if (weight_at(a, i, o) != weight_at(b, o, i)) return false;
  return true;
}

/// The other half, by the same weights.
std::vector<DenseLayer> turned_round(const std::vector<DenseLayer>& half, const std::vector<const Tensor*>& biases) {
  std::vector<DenseLayer> layers;
  for (auto layer = half.rbegin(); layer != half.rend(); ++layer) {
    const std::size_t l = layers.size();
    layers.push_back({.weights = layer->weights,
                      .bias = l < biases.size() ? biases[l] : nullptr,
                      .in = layer->out,
                      .out = layer->in,
                      .out_first = !layer->out_first});
  }
  return layers;
}

bool same_numbers(const Tensor* a, const Tensor* b) {
  return a == b || (a != nullptr && b != nullptr && a->values == b->values);
}

/// Whether every hidden layer of the decoder has the biases of the encoder's that it mirrors, and some are not zero:
/// those of a network that has not been trained say nothing.
bool has_shared_biases(const std::vector<DenseLayer>& encoder, const std::vector<DenseLayer>& decoder) {
  bool some = false;
  for (std::size_t l = 0; l + 1 < encoder.size(); ++l) {
    const Tensor *bias = encoder[l].bias, *mirrored = decoder[encoder.size() - 2 - l].bias;
    if (!same_numbers(bias, mirrored)) return false;
    some = some || (bias != nullptr && std::ranges::any_of(bias->values, [](float x) { return x != 0; }));
  }
  return some;
}

void copy_layer(const DenseLayer& from, const LayerLayout& to, bool with_bias, std::vector<float>& block) {
  if (!to.transposed) {
    for (int i = 0; i < to.in; ++i)
      for (int o = 0; o < to.out; ++o)
        block[to.weights + static_cast<std::size_t>(i * to.out + o)] = weight_at(from, i, o);
  }
  if (!with_bias || from.bias == nullptr) return;
  assert(from.bias->values.size() == static_cast<std::size_t>(to.out));
  std::ranges::copy(from.bias->values, block.begin() + static_cast<std::ptrdiff_t>(to.bias));
}

}  // namespace

std::string mirrored_widths(const std::vector<int>& encoder) {
  std::string text;
  for (const int width : encoder) text += (text.empty() ? "" : "-") + std::to_string(width);
  for (auto width = encoder.rbegin() + 1; width < encoder.rend(); ++width) text += "-" + std::to_string(*width);
  return text;
}

std::expected<FoundLayers, Error> find_layers(std::span<const Tensor> tensors) {
  FoundLayers found;
  std::vector<LayerCandidate> candidates;
  for (std::size_t place = 0; place < tensors.size(); ++place) {
    auto candidate = layer_candidate(tensors[place], place);
    if (!candidate) return std::unexpected(candidate.error());
    if (*candidate) candidates.push_back(**std::move(candidate));
  }
  if (candidates.size() < tensors.size())
    found.notes.push_back(plural(static_cast<std::int64_t>(tensors.size() - candidates.size()),
                                 "{0} array of an optimizer or counter is passed over.",
                                 "{0} arrays of an optimizer or counters are passed over."));
  LayerOrder weights;
  for (const LayerCandidate& one : candidates)
    if (!one.bias) weights.push_back(&one);
  if (weights.empty()) return fail("The file holds no weights of a dense layer: no array of two dimensions.");
  if (weights.size() > kMostWeights)
    return fail("The file holds the weights of {0} layers; at most {1} can be taken in.", weights.size(), kMostWeights);

  const auto chain = find_chain(weights);
  if (!chain) {
    return fail(
        "The layers of the file ({0}) make no way from 784 pixels to a code and back by the same widths, as 784-128-2 "
        "and 2-128-784 do. Such a network can be taken in, each layer's weights either way round.",
        shapes_text(weights));
  }
  const auto layer_of = [&](const LayerCandidate& one) {
    return DenseLayer{.weights = one.tensor,
                      .in = one.in(chain->out_first),
                      .out = one.out(chain->out_first),
                      .out_first = chain->out_first};
  };
  for (std::size_t l = 0; l < chain->layers.size(); ++l)
    (l < chain->encoder ? found.encoder : found.decoder).push_back(layer_of(*chain->layers[l]));
  if (chain->log_variance != nullptr) found.log_variance = layer_of(*chain->log_variance);
  if (chain->guessed_log_variance)
    found.notes.push_back(
        say("Two layers stand in the code's place: {0} is taken for the means of a variational code, "
            "{1} for the logarithms of its variances.",
            array_in_quotes(found.encoder.back().weights->name), array_in_quotes(found.log_variance->weights->name)));
  if (auto biases = find_biases(*chain, candidates, found); !biases) return std::unexpected(biases.error());
  found.shared_biases = shares_biases(found);
  return found;
}

std::expected<ForeignNetwork, Error> make_foreign(const FoundLayers& found, const ForeignActivations& said) {
  assert(!found.encoder.empty() || !found.decoder.empty());
  const bool no_decoder = found.decoder.empty(), no_encoder = found.encoder.empty();
  const std::vector<DenseLayer> encoder = no_encoder ? turned_round(found.decoder, found.other_biases) : found.encoder;
  const std::vector<DenseLayer> decoder = no_decoder ? turned_round(found.encoder, found.other_biases) : found.decoder;

  ForeignNetwork foreign{.network = {}, .said = said, .taken_as = {}};
  NetworkSpec& spec = foreign.network.spec;
  spec.encoder = {encoder.front().in};
  for (const DenseLayer& layer : encoder) spec.encoder.push_back(layer.out);
  spec.hidden = said.hidden.value_or(Activation::relu);
  spec.code = said.code.value_or(Activation::linear);
  spec.output = said.output.value_or(Activation::sigmoid);
  spec.pixels = said.pixels.value_or(PixelRange{});
  spec.variational = found.log_variance.has_value();
  if (auto valid = validate(spec); !valid) return std::unexpected(valid.error());
  spec.tied = true;
  for (std::size_t l = 0; spec.tied && l < encoder.size(); ++l)
    spec.tied = is_transpose(encoder[l], decoder[encoder.size() - 1 - l]);
  spec.shared_biases = found.shared_biases || has_shared_biases(encoder, decoder);

  Network& network = foreign.network;
  network.layout = make_layout(spec);
  network.parameters.assign(network.layout.size, 0.0f);
  for (std::size_t l = 0; l < encoder.size(); ++l) {
    const bool last = l + 1 == encoder.size();
    copy_layer(encoder[l], network.layout.encoder[l], true, network.parameters);
    copy_layer(decoder[l], network.layout.decoder[l], last || !spec.shared_biases, network.parameters);
  }
  if (found.log_variance) copy_layer(*found.log_variance, *network.layout.log_variance, true, network.parameters);

  foreign.taken_as.push_back(network_sentence(spec));
  for (std::size_t l = 0; l < found.encoder.size(); ++l)
    foreign.taken_as.push_back(layer_sentence(say("Encoder, layer {0}", l + 1), found.encoder[l]));
  if (found.log_variance)
    foreign.taken_as.push_back(layer_sentence(say("Encoder, logarithms of the variances"), *found.log_variance));
  for (std::size_t l = 0; l < found.decoder.size(); ++l)
    foreign.taken_as.push_back(layer_sentence(say("Decoder, layer {0}", l + 1), found.decoder[l]));
  if (no_decoder)
    foreign.taken_as.push_back(
        say("The file has no decoder's weights: the encoder's are used in their place, transposed."));
  if (no_encoder)
    foreign.taken_as.push_back(
        say("The file has no encoder's weights: the decoder's are used in their place, transposed."));
  foreign.taken_as.insert(foreign.taken_as.end(), found.notes.begin(), found.notes.end());
  return foreign;
}

std::expected<ForeignNetwork, Error> recognise_network(std::span<const Tensor> tensors) {
  const auto found = find_layers(tensors);
  if (!found) return std::unexpected(found.error());
  return make_foreign(*found, {});
}

}  // namespace hourglass

#include "model/foreign.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

#include "model/array_names.h"

namespace hourglass {
namespace {

constexpr int kPixels = 784;
constexpr std::int64_t kSide = 28;
/// Eight layers on either side and a variational code's second head.
constexpr std::size_t kMostWeights = 17;
constexpr std::int64_t kMostExtent = 1'000'000;
constexpr int kMostSearchSteps = 20'000;

/// One array among those that may be layers.
struct Candidate {
  const Tensor* tensor = nullptr;
  ArrayName name;
  std::size_t place = 0;   ///< among the file's arrays
  int rows = 0, cols = 0;  ///< of weights; of a bias `cols` numbers
  bool bias = false;

  int in(bool out_first) const { return out_first ? cols : rows; }
  int out(bool out_first) const { return out_first ? rows : cols; }
};
using Order = std::vector<const Candidate*>;

std::int64_t product(std::span<const std::int64_t> shape) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 1 || size > kMostExtent || count > std::numeric_limits<std::int64_t>::max() / size) return 0;
    count *= size;
  }
  return count;
}

/// An error for what belongs to no dense layer, by its name.
std::expected<void, Error> check_kind(const Tensor& tensor, const ArrayName& name) {
  const Argument array = array_in_quotes(tensor.name);
  const bool counted =
      (name.has("running") || name.has("moving")) && (name.has("mean") || name.has("var") || name.has("variance"));
  if (counted || name.has("gamma") || name.has("batchnorm") || (name.has("num") && name.has("batches"))) {
    return fail(
        "The array {0} is part of a batch normalisation, which networks here do not have: only dense layers, their "
        "weights and biases, can be taken in.",
        array);
  }
  for (const std::string_view word : {"lstm", "gru", "rnn", "hh", "ih", "recurrent"}) {
    if (name.has(word))
      return fail(
          "The array {0} is part of a recurrent layer, which networks here do not have: only dense layers, their "
          "weights and biases, can be taken in.",
          array);
  }
  const bool named_conv =
      std::ranges::any_of(name.words, [](const std::string& word) { return word.starts_with("conv"); });
  if (tensor.shape.size() == 4 || tensor.shape.size() == 5 || (tensor.shape.size() >= 3 && named_conv)) {
    return fail(
        "The array {0} is the kernel of a convolution, which networks here do not have: only dense layers, their "
        "weights and biases, can be taken in.",
        array);
  }
  return {};
}

/// An optimizer's memory and counters say nothing about the network.
bool is_passed_over(const Tensor& tensor, const ArrayName& name) {
  const bool optimizer =
      std::ranges::any_of(name.words, [](const std::string& w) { return w.starts_with("optim") || w == "adam"; });
  return optimizer || tensor.shape.empty();
}

/// Images of 28 x 28 as two dimensions become 784.
std::expected<Candidate, Error> as_candidate(const Tensor& tensor, ArrayName name, std::size_t place) {
  std::vector<std::int64_t> shape = tensor.shape;
  if (product(shape) == 0)
    return fail("The array {0} has no size that a layer could have.", array_in_quotes(tensor.name));
  const bool bias = name.bias;
  if (bias && shape.size() == 2 && (shape[0] == 1 || shape[1] == 1 || (shape[0] == kSide && shape[1] == kSide)))
    shape = {shape[0] * shape[1]};
  if (shape.size() == 3) {
    if (shape[0] == kSide && shape[1] == kSide) {
      shape = {kSide * kSide, shape[2]};
    } else if (shape[1] == kSide && shape[2] == kSide) {
      shape = {shape[0], kSide * kSide};
    }
  }
  if (shape.size() > 2) {
    return fail("The array {0} has {1} dimensions; the weights of a dense layer have two, its biases one.",
                array_in_quotes(tensor.name), shape.size());
  }
  Candidate candidate{.tensor = &tensor, .name = std::move(name), .place = place};
  candidate.bias = shape.size() == 1;
  candidate.rows = candidate.bias ? 1 : static_cast<int>(shape[0]);
  candidate.cols = static_cast<int>(shape.back());
  return candidate;
}

/// A way through all weights of an order.
struct Fit {
  Order layers;             ///< pixels to pixels, or of one half
  std::size_t encoder = 0;  ///< so many of them are the encoder's
  const Candidate* log_variance = nullptr;
  bool guessed_log_variance = false;
  bool out_first = false;
};

/// Widths along the way; empty where a layer does not take what the one before gives.
std::vector<int> widths_of(const Order& order, bool out_first) {
  std::vector<int> widths;
  for (const Candidate* layer : order) {
    if (widths.empty()) widths.push_back(layer->in(out_first));
    if (widths.back() != layer->in(out_first)) return {};
    widths.push_back(layer->out(out_first));
  }
  return widths;
}

bool all_of_role(const Order& order, NamedRole role) {
  return std::ranges::all_of(order, [role](const Candidate* one) { return one->name.role == role; });
}
bool some_of_role(const Order& order, NamedRole role) {
  return std::ranges::any_of(order, [role](const Candidate* one) { return one->name.role == role; });
}

std::optional<Fit> fit_chain(const Order& order, bool out_first) {
  const std::vector<int> widths = widths_of(order, out_first);
  if (widths.size() < 2) return std::nullopt;
  Fit fit{.layers = order, .encoder = order.size(), .out_first = out_first};
  const bool from_pixels = widths.front() == kPixels, to_pixels = widths.back() == kPixels;
  if (from_pixels && to_pixels) {
    if (!std::equal(widths.begin(), widths.end(), widths.rbegin()) || order.size() % 2 != 0) return std::nullopt;
    fit.encoder = order.size() / 2;
    return fit;
  }
  if (from_pixels && !some_of_role(order, NamedRole::decoder)) return fit;
  if (to_pixels && all_of_role(order, NamedRole::decoder)) {
    fit.encoder = 0;
    return fit;
  }
  return std::nullopt;
}

/// The same, where one of the weights may be a variational code's log-variance: by its name, or because two of the same
/// shape stand in the code's place, as in PyTorch's own example (fc21, fc22).
std::optional<Fit> fit_order(Order order, bool out_first) {
  const auto named = std::ranges::find_if(order, [](const Candidate* one) { return one->name.log_variance; });
  if (named != order.end()) {
    const Candidate* head = *named;
    order.erase(named);
    auto fit = fit_chain(order, out_first);
    if (!fit || fit->encoder == 0) return std::nullopt;
    const Candidate* mean = fit->layers[fit->encoder - 1];
    if (mean->rows != head->rows || mean->cols != head->cols) return std::nullopt;
    fit->log_variance = head;
    return fit;
  }
  if (auto fit = fit_chain(order, out_first)) return fit;
  for (std::size_t i = 0; i + 1 < order.size(); ++i) {
    if (order[i]->rows != order[i + 1]->rows || order[i]->cols != order[i + 1]->cols) continue;
    Order without = order;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i + 1));
    auto fit = fit_chain(without, out_first);
    if (!fit || fit->encoder != i + 1) continue;
    fit->log_variance = order[i + 1];
    fit->guessed_log_variance = true;
    return fit;
  }
  return std::nullopt;
}

/// Goes from `width` on through all that is left of `rest`, encoder before decoder where names say so. `steps` bounds
/// the search.
bool search_way(const Order& rest, std::vector<bool>& used, bool out_first, int width, Order& way, int& steps) {
  if (way.size() == rest.size()) return fit_order(way, out_first).has_value();
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (used[i] || rest[i]->in(out_first) != width) continue;
    if (!way.empty() && rest[i]->name.role < way.back()->name.role) continue;
    if (--steps < 0) return false;
    used[i] = true;
    way.push_back(rest[i]);
    if (search_way(rest, used, out_first, rest[i]->out(out_first), way, steps)) return true;
    way.pop_back();
    used[i] = false;
  }
  return false;
}

/// Where names tell no order: the one way that the sizes leave. None where two layers of one side have the same size.
std::optional<Fit> fit_by_sizes(Order weights, bool out_first) {
  const Candidate* head = nullptr;
  const auto named = std::ranges::find_if(weights, [](const Candidate* one) { return one->name.log_variance; });
  if (named != weights.end()) {
    head = *named;
    weights.erase(named);
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      const Candidate &a = *weights[i], &b = *weights[k];
      if (a.name.role == b.name.role && a.rows == b.rows && a.cols == b.cols) return std::nullopt;
    }
  }
  Order way;
  std::vector<bool> used(weights.size());
  int steps = kMostSearchSteps;
  if (!search_way(weights, used, out_first, kPixels, way, steps)) return std::nullopt;
  if (head != nullptr) way.push_back(head);
  return fit_order(way, out_first);
}

/// Whether names tell the order: those of each side are equal but for their numbers, as layers.0 and layers.2 are.
bool names_tell_order(const Order& weights) {
  for (const Candidate* a : weights) {
    for (const Candidate* b : weights) {
      const bool heads = a->name.log_variance || b->name.log_variance;
      if (!heads && a->name.role == b->name.role && a->name.words != b->name.words) return false;
    }
  }
  return true;
}

std::optional<Fit> find_fit(const Order& weights) {
  Order natural = weights, by_letters = weights, by_place = weights;
  const auto role = [](const Candidate* one) { return one->name.role; };
  std::ranges::stable_sort(natural, {}, [&](const Candidate* one) { return std::pair(role(one), one->name.parts); });
  std::ranges::stable_sort(
      by_letters, {}, [&](const Candidate* one) { return std::pair(role(one), std::string_view(one->tensor->name)); });
  std::ranges::stable_sort(by_place, {}, [&](const Candidate* one) { return std::pair(role(one), one->place); });

  const auto any_has = [&](std::string_view word) {
    return std::ranges::any_of(weights, [word](const Candidate* one) { return one->name.has(word); });
  };
  // Keras calls them kernels (in, out); PyTorch weights (out, in).
  const bool kernels = any_has("kernel"), hinted = kernels || any_has("weight");
  const bool first = !kernels && hinted;
  const bool roles = some_of_role(weights, NamedRole::encoder) && some_of_role(weights, NamedRole::decoder);
  if (names_tell_order(weights)) {
    for (const Order* order : {&natural, &by_letters, &by_place})
      for (const bool out_first : {first, !first})
        if (auto fit = fit_order(*order, out_first)) return fit;
    if (!roles) return std::nullopt;
  }
  for (const bool out_first : {first, !first}) {
    for (const Order* order : {&by_place, &natural, &by_letters})
      if (auto fit = fit_order(*order, out_first)) return fit;
    if (roles || (hinted && out_first == first))
      if (auto fit = fit_by_sizes(weights, out_first)) return fit;
  }
  return std::nullopt;
}

/// The weights, in the order of their names, in words: "784 x 128, 128 x 2".
std::string shapes_text(const Order& weights) {
  std::string text;
  for (const Candidate* one : weights)
    text += (text.empty() ? "" : ", ") + std::to_string(one->rows) + " x " + std::to_string(one->cols);
  return text;
}

std::unexpected<Error> no_layer_for(const Tensor& bias) {
  return fail("The array {0} fits no layer of the network.", array_in_quotes(bias.name));
}

/// Gives biases to layers, each to one.
class BiasFinder {
 public:
  explicit BiasFinder(std::span<const Candidate> all) {
    for (const Candidate& one : all) {
      in_order_.push_back(&one);
      if (one.bias) left_.push_back(&one);
    }
    std::ranges::stable_sort(in_order_, {},
                             [](const Candidate* one) { return std::pair(one->name.role, one->name.parts); });
  }

  /// An array that is named as the weights are, but has another length, is refused.
  std::expected<const Candidate*, Error> by_name(const Candidate& weights, int out) {
    for (const Candidate* bias : left_) {
      if (bias->name.layer != weights.name.layer) continue;
      if (bias->cols != out) {
        return fail("The array {0} has {1} numbers, but its layer {2} gives {3}.", array_in_quotes(bias->tensor->name),
                    bias->cols, array_in_quotes(weights.tensor->name), out);
      }
      return take(bias);
    }
    return nullptr;
  }
  /// The array behind the weights, as in Keras's list of weights: arr_0, arr_1...
  const Candidate* behind(const Candidate& weights, int out) {
    const auto at = std::ranges::find(in_order_, &weights);
    if (at == in_order_.end() || at + 1 == in_order_.end()) return nullptr;
    const Candidate* next = *(at + 1);
    return next->bias && next->cols == out && is_left(next) ? take(next) : nullptr;
  }
  /// The only one of that length and side that is left.
  const Candidate* by_length(int out, NamedRole role) {
    const Candidate* found = nullptr;
    for (const Candidate* bias : left_) {
      const NamedRole named = bias->name.role;
      const bool other_side = role != NamedRole::none && named != NamedRole::none && named != role;
      if (bias->cols != out || other_side) continue;
      if (found != nullptr) return nullptr;
      found = bias;
    }
    return found == nullptr ? nullptr : take(found);
  }
  const Order& left() const { return left_; }

 private:
  bool is_left(const Candidate* bias) const { return std::ranges::find(left_, bias) != left_.end(); }
  const Candidate* take(const Candidate* bias) {
    std::erase(left_, bias);
    return bias;
  }

  Order in_order_, left_;
};

const Tensor* tensor_of(const Candidate* bias) { return bias == nullptr ? nullptr : bias->tensor; }

/// Biases of the layers that have weights, then of those that have none.
std::expected<void, Error> find_biases(const Fit& fit, std::span<const Candidate> all, FoundLayers& found) {
  BiasFinder finder(all);
  Order weights = fit.layers;
  std::vector<DenseLayer*> layers;
  for (DenseLayer& layer : found.encoder) layers.push_back(&layer);
  for (DenseLayer& layer : found.decoder) layers.push_back(&layer);
  if (found.log_variance) {
    layers.push_back(&*found.log_variance);
    weights.push_back(fit.log_variance);
  }
  for (std::size_t l = 0; l < layers.size(); ++l) {
    auto bias = finder.by_name(*weights[l], layers[l]->out);
    if (!bias) return std::unexpected(bias.error());
    layers[l]->bias = tensor_of(*bias);
  }
  for (std::size_t l = 0; l < layers.size(); ++l)
    if (layers[l]->bias == nullptr) layers[l]->bias = tensor_of(finder.behind(*weights[l], layers[l]->out));

  // The half without weights mirrors the other one: its widths are those, backwards.
  const bool no_decoder = found.decoder.empty(), no_encoder = found.encoder.empty();
  const NamedRole missing = no_decoder ? NamedRole::decoder : NamedRole::encoder;
  if (no_decoder || no_encoder) {
    const std::vector<DenseLayer>& half = no_decoder ? found.encoder : found.decoder;
    std::vector<int> outs;
    for (auto layer = half.rbegin(); layer != half.rend(); ++layer) outs.push_back(layer->in);
    Order named;
    for (const Candidate* one : finder.left())
      if (one->name.role == missing) named.push_back(one);
    std::ranges::stable_sort(named, {}, [](const Candidate* one) { return one->name.parts; });
    const bool in_order = std::ranges::equal(named, outs, {}, &Candidate::cols);
    for (std::size_t l = 0; l < outs.size(); ++l) {
      const Candidate* bias = finder.by_length(in_order ? -1 : outs[l], missing);
      found.other_biases.push_back(in_order ? named[l]->tensor : tensor_of(bias));
    }
    if (in_order) {
      for (const Candidate* one : finder.left())
        if (one->name.role != missing) return no_layer_for(*one->tensor);
      return {};
    }
  } else {
    for (std::size_t l = 0; l < layers.size(); ++l)
      if (layers[l]->bias == nullptr)
        layers[l]->bias = tensor_of(finder.by_length(layers[l]->out, weights[l]->name.role));
  }
  for (const Candidate* one : finder.left()) return no_layer_for(*one->tensor);
  return {};
}

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
  std::vector<Candidate> candidates;
  for (std::size_t place = 0; place < tensors.size(); ++place) {
    const Tensor& tensor = tensors[place];
    ArrayName name(tensor.name);
    if (auto kind = check_kind(tensor, name); !kind) return std::unexpected(kind.error());
    if (is_passed_over(tensor, name)) continue;
    auto candidate = as_candidate(tensor, std::move(name), place);
    if (!candidate) return std::unexpected(candidate.error());
    candidates.push_back(*std::move(candidate));
  }
  if (candidates.size() < tensors.size())
    found.notes.push_back(plural(static_cast<std::int64_t>(tensors.size() - candidates.size()),
                                 "{0} array of an optimizer or counter is passed over.",
                                 "{0} arrays of an optimizer or counters are passed over."));
  Order weights;
  for (const Candidate& one : candidates)
    if (!one.bias) weights.push_back(&one);
  if (weights.empty()) return fail("The file holds no weights of a dense layer: no array of two dimensions.");
  if (weights.size() > kMostWeights)
    return fail("The file holds the weights of {0} layers; at most {1} can be taken in.", weights.size(), kMostWeights);

  const auto fit = find_fit(weights);
  if (!fit) {
    return fail(
        "The layers of the file ({0}) make no way from 784 pixels to a code and back by the same widths, as 784-128-2 "
        "and 2-128-784 do. Such a network can be taken in, each layer's weights either way round.",
        shapes_text(weights));
  }
  const auto layer_of = [&](const Candidate& one) {
    return DenseLayer{.weights = one.tensor,
                      .in = one.in(fit->out_first),
                      .out = one.out(fit->out_first),
                      .out_first = fit->out_first};
  };
  for (std::size_t l = 0; l < fit->layers.size(); ++l)
    (l < fit->encoder ? found.encoder : found.decoder).push_back(layer_of(*fit->layers[l]));
  if (fit->log_variance != nullptr) found.log_variance = layer_of(*fit->log_variance);
  if (fit->guessed_log_variance)
    found.notes.push_back(
        say("Two layers stand in the code's place: {0} is taken for the means of a variational code, "
            "{1} for the logarithms of its variances.",
            array_in_quotes(found.encoder.back().weights->name), array_in_quotes(found.log_variance->weights->name)));
  if (auto biases = find_biases(*fit, candidates, found); !biases) return std::unexpected(biases.error());
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

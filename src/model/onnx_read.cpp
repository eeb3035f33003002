#include "model/onnx_read.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "model/array_names.h"
#include "model/onnx_messages.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostNodes = 1000;

std::unexpected<Error> no_such_operation(std::string_view operation) {
  return fail(
      "The ONNX model cannot be used: its operation {0} is none of the networks here. Dense layers (Gemm, or MatMul "
      "and "
      "Add) with Relu, Elu, Sigmoid or Tanh can be taken in.",
      array_in_quotes(operation));
}

/// The layers of a graph, found node by node: what each tensor of the graph is.
class GraphReader {
 public:
  std::expected<void, Error> read(MessageBytes graph) {
    MessageReader reader(graph);
    std::vector<MessageBytes> nodes;
    std::vector<std::string_view> inputs;
    while (const auto field = reader.next()) {
      if (field->number == 1) nodes.push_back(field->bytes);
      if (field->number == 5) {
        if (auto stored = store(field->bytes); !stored) return stored;
      }
      if (field->number == 11) inputs.push_back(name_of(field->bytes));
      if (nodes.size() > kMostNodes || tensors_.size() > kMostOnnxTensors || inputs.size() > kMostOnnxTensors)
        return fail("The ONNX model cannot be used: it is larger than any network here.");
    }
    if (reader.broken()) return broken_onnx();
    // Weights may stand among the inputs, too.
    for (const std::string_view input : inputs)
      if (!values_.contains(input)) values_[input] = Signal{};
    for (const MessageBytes bytes : nodes) {
      const auto node = read_onnx_node(bytes);
      if (!node) return std::unexpected(node.error());
      if (auto followed = follow(*node); !followed) return followed;
    }
    return {};
  }

  std::expected<ForeignNetwork, Error> network() const;

 private:
  /// What comes out of a layer, or goes into the first; times `factor`, and `term` more.
  struct Signal {
    int layer = -1;
    float factor = 1, term = 0;
    bool scaled() const { return factor != 1 || term != 0; }
  };
  struct Stored {
    const Tensor* tensor = nullptr;
    bool transposed = false;
  };
  struct Nothing {};  // shapes and the like
  using Value = std::variant<Nothing, Signal, Stored>;
  struct Layer {
    DenseLayer dense;
    int from = -1;  ///< the layer that it reads; -1: what goes into the model
    Activation activation = Activation::linear;
    bool activated = false;
    std::string_view name;  ///< of the tensor that it gives
  };

  static std::string_view name_of(MessageBytes value_info) {
    MessageReader reader(value_info);
    while (const auto field = reader.next())
      if (field->number == 1) return field->text();
    return {};
  }

  std::expected<void, Error> store(MessageBytes message, std::string_view name = {}) {
    auto tensor = read_onnx_tensor(message);
    if (!tensor) return std::unexpected(tensor.error());
    if (!name.empty()) tensor->name = name;
    const bool floats = !tensor->values.empty();
    tensors_.push_back(*std::move(tensor));
    const Tensor& kept = tensors_.back();
    values_[kept.name] = floats ? Value(Stored{&kept, false}) : Value(Nothing{});
    return {};
  }

  const Signal* signal(std::string_view name) const { return find<Signal>(name); }
  const Stored* stored(std::string_view name) const { return find<Stored>(name); }
  template <class Kind>
  const Kind* find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : std::get_if<Kind>(&found->second);
  }
  void give(const OnnxNode& node, Value value) {
    for (const std::string_view output : node.outputs) values_[output] = Nothing{};
    if (node.outputs.empty()) return;
    values_[node.outputs.front()] = value;
    if (const Signal* made = std::get_if<Signal>(&value); made != nullptr && made->layer >= 0)
      layers_[static_cast<std::size_t>(made->layer)].name = node.outputs.front();
  }

  std::expected<void, Error> follow(const OnnxNode& node);
  std::expected<void, Error> add_layer(const OnnxNode& node);
  std::expected<void, Error> add_number(const OnnxNode& node);
  std::expected<void, Error> activate(const OnnxNode& node, Activation how);
  /// How pixels are scaled between the model's outside and its layers; none where in and out disagree.
  std::optional<PixelRange> range(bool in, bool out) const;

  std::map<std::string_view, Value> values_;
  std::deque<Tensor> tensors_;
  std::vector<Layer> layers_;
  Signal in_, out_;
  bool scaled_out_ = false;
};

std::expected<void, Error> GraphReader::follow(const OnnxNode& node) {
  const auto is = [&node](std::string_view operation) { return node.operation == operation; };
  const Signal* from = signal(node.input(0));
  if (is("Constant")) {
    if (node.tensor.empty() || node.outputs.empty()) {
      give(node, Nothing{});
      return {};
    }
    if (tensors_.size() > kMostOnnxTensors) return broken_onnx();
    return store(node.tensor, node.outputs.front());
  }
  if (is("Gemm") || is("MatMul")) return add_layer(node);
  if (is("Add") || is("Sub") || is("Mul") || is("Div")) return add_number(node);
  if (is("Relu")) return activate(node, Activation::relu);
  if (is("Sigmoid")) return activate(node, Activation::sigmoid);
  if (is("Tanh")) return activate(node, Activation::tanh);
  if (is("Elu") && node.number("alpha", 1) == 1) return activate(node, Activation::elu);
  if (is("Transpose") && stored(node.input(0)) != nullptr) {
    const Stored* weights = stored(node.input(0));
    give(node, Stored{weights->tensor, !weights->transposed});
    return {};
  }
  // An image may come as rows of pixels; what is done to shapes alone changes no number.
  for (const std::string_view shape : {"Identity", "Dropout", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Cast"}) {
    if (!is(shape)) continue;
    if (from != nullptr) {
      give(node, *from);
    } else if (const Stored* numbers = stored(node.input(0)); numbers != nullptr && is("Identity")) {
      give(node, *numbers);
    } else {
      give(node, Nothing{});
    }
    return {};
  }
  const bool of_shapes = is("Shape") || std::ranges::none_of(node.inputs, [this](std::string_view name) {
                           return signal(name) != nullptr;
                         });
  if (!of_shapes) return no_such_operation(node.operation);
  give(node, Nothing{});
  return {};
}

std::expected<void, Error> GraphReader::add_layer(const OnnxNode& node) {
  const Signal* from = signal(node.input(0));
  const Stored* weights = stored(node.input(1));
  const bool plain = node.number("alpha", 1) == 1 && node.number("beta", 1) == 1 && node.number("transA", 0) == 0;
  if (from == nullptr || weights == nullptr || weights->tensor->shape.size() != 2 || !plain)
    return no_such_operation(node.operation);
  const bool out_first = (node.number("transB", 0) != 0) != weights->transposed;
  const auto rows = static_cast<int>(weights->tensor->shape[0]), cols = static_cast<int>(weights->tensor->shape[1]);
  Layer layer{.dense = {.weights = weights->tensor,
                        .in = out_first ? cols : rows,
                        .out = out_first ? rows : cols,
                        .out_first = out_first},
              .from = from->layer,
              .name = {}};
  if (from->layer >= 0) {
    // Between layers nothing is scaled.
    if (from->scaled()) return no_such_operation("Mul");
    if (layers_[static_cast<std::size_t>(from->layer)].dense.out != layer.dense.in) return broken_onnx();
  } else {
    in_ = *from;
  }
  if (!node.input(2).empty()) {
    const Stored* bias = stored(node.input(2));
    if (bias == nullptr) return no_such_operation(node.operation);
    if (bias->tensor->values.size() != static_cast<std::size_t>(layer.dense.out)) return broken_onnx();
    layer.dense.bias = bias->tensor;
  }
  layers_.push_back(layer);
  give(node, Signal{.layer = static_cast<int>(layers_.size()) - 1});
  return {};
}

/// Biases of a MatMul, or one number for all pixels.
std::expected<void, Error> GraphReader::add_number(const OnnxNode& node) {
  const auto is = [&node](std::string_view operation) { return node.operation == operation; };
  const bool turned = signal(node.input(0)) == nullptr;
  const Signal* from = signal(node.input(turned ? 1 : 0));
  const Stored* numbers = stored(node.input(turned ? 0 : 1));
  if (from == nullptr &&
      std::ranges::none_of(node.inputs, [this](std::string_view n) { return signal(n) != nullptr; })) {
    give(node, Nothing{});
    return {};
  }
  const bool order_matters = is("Sub") || is("Div");
  if (from == nullptr || numbers == nullptr || (turned && order_matters)) return no_such_operation(node.operation);
  const std::vector<float>& values = numbers->tensor->values;
  Signal to = *from;
  if (from->layer >= 0) {
    Layer& layer = layers_[static_cast<std::size_t>(from->layer)];
    const bool fits = values.size() == static_cast<std::size_t>(layer.dense.out);
    const bool bare = layer.dense.bias == nullptr && !layer.activated && !from->scaled();
    if (is("Add") && fits && bare) {
      layer.dense.bias = numbers->tensor;
      give(node, to);
      return {};
    }
    scaled_out_ = true;
  }
  if (values.size() != 1) return no_such_operation(node.operation);
  const float number = values.front();
  if (is("Add")) to.term += number;
  if (is("Sub")) to.term -= number;
  if (is("Mul") || is("Div")) {
    const float factor = is("Mul") ? number : 1 / number;
    to.factor *= factor;
    to.term *= factor;
  }
  if (to.layer >= 0) out_ = to;
  give(node, to);
  return {};
}

std::expected<void, Error> GraphReader::activate(const OnnxNode& node, Activation how) {
  const Signal* from = signal(node.input(0));
  if (from == nullptr || from->layer < 0 || from->scaled()) return no_such_operation(node.operation);
  Layer& layer = layers_[static_cast<std::size_t>(from->layer)];
  if (layer.activated) return no_such_operation(node.operation);
  layer.activation = how;
  layer.activated = true;
  give(node, *from);
  return {};
}

std::optional<PixelRange> GraphReader::range(bool in, bool out) const {
  const PixelRange going_in{in_.term, in_.term + in_.factor};
  // The way back: out = (y - low) / (high - low).
  const float low = -out_.term / out_.factor;
  const PixelRange coming_out = scaled_out_ ? PixelRange{low == 0 ? 0.0f : low, low + 1 / out_.factor} : PixelRange{};
  const auto near = [](float a, float b) { return std::abs(a - b) <= 1e-4f * (1 + std::abs(a)); };
  const bool agree = near(going_in.low, coming_out.low) && near(going_in.high, coming_out.high);
  if (in && out && !agree) return std::nullopt;
  return in ? going_in : coming_out;
}

std::expected<ForeignNetwork, Error> GraphReader::network() const {
  const std::size_t count = layers_.size();
  if (count == 0) return fail("The ONNX model cannot be used: it has no dense layers.");
  std::vector<bool> read(count, false);
  for (const Layer& layer : layers_)
    if (layer.from >= 0) read[static_cast<std::size_t>(layer.from)] = true;
  std::vector<std::size_t> ends;
  for (std::size_t l = 0; l < count; ++l)
    if (!read[l]) ends.push_back(l);
  const auto not_a_chain = [] {
    return fail(
        "The ONNX model cannot be used: its layers are not one chain from the pixels to the code and back to the "
        "pixels.");
  };
  if (ends.size() > 2) return not_a_chain();

  // Of a variational code two layers read the same one.
  FoundLayers found;
  std::size_t end = ends.front();
  std::optional<std::size_t> spread;
  if (ends.size() == 2) {
    // Both may read the pixels themselves, so that nothing has compared what they take.
    const auto same_size = [&](std::size_t a, std::size_t b) {
      return layers_[a].dense.in == layers_[b].dense.in && layers_[a].dense.out == layers_[b].dense.out;
    };
    const auto sibling = [&](std::size_t of) {
      for (std::size_t l = 0; l < count; ++l)
        if (l != of && layers_[l].from == layers_[of].from && same_size(l, of)) return true;
      return false;
    };
    const bool both = layers_[ends[0]].from == layers_[ends[1]].from;
    const auto says_log = [&](std::size_t l) { return layers_[l].name.find("log") != std::string_view::npos; };
    const bool first = both ? says_log(ends[0]) && !says_log(ends[1]) : sibling(ends[0]);
    spread = first ? ends[0] : ends[1];
    end = first ? ends[1] : ends[0];
    if (!sibling(*spread) || layers_[*spread].activated) return not_a_chain();
    found.log_variance = layers_[*spread].dense;
  }
  std::vector<const Layer*> chain;
  for (int l = static_cast<int>(end); l >= 0; l = layers_[static_cast<std::size_t>(l)].from)
    chain.push_back(&layers_[static_cast<std::size_t>(l)]);
  std::ranges::reverse(chain);
  if (chain.size() + (spread ? 1 : 0) != count) return not_a_chain();

  constexpr int kImagePixelCount = 784;
  const bool from_pixels = chain.front()->dense.in == kImagePixelCount,
             to_pixels = chain.back()->dense.out == kImagePixelCount;
  std::vector<int> widths = {chain.front()->dense.in};
  for (const Layer* layer : chain) widths.push_back(layer->dense.out);
  const bool mirrored = std::equal(widths.begin(), widths.end(), widths.rbegin()) && chain.size() % 2 == 0;
  if ((!from_pixels && !to_pixels) || (from_pixels && to_pixels && !mirrored)) {
    return fail(
        "The ONNX model cannot be used: its layers are {0} wide. A network here goes from 784 pixels to a code and "
        "back "
        "by the same widths, as 784,128,2,128,784 does.",
        widths_text(widths));
  }
  const std::size_t halves = from_pixels && to_pixels ? chain.size() / 2 : from_pixels ? chain.size() : 0;
  if (spread && (halves == 0 || layers_[*spread].from != chain[halves - 1]->from)) return not_a_chain();

  ForeignActivations said;
  for (std::size_t l = 0; l < chain.size(); ++l) {
    (l < halves ? found.encoder : found.decoder).push_back(chain[l]->dense);
    const bool code = l + 1 == halves, output = l + 1 == chain.size() && to_pixels;
    std::optional<Activation>& place = code ? said.code : output ? said.output : said.hidden;
    if (place && *place != chain[l]->activation) {
      return fail(
          "The ONNX model cannot be used: its hidden layers have different activations, those of a network here all "
          "have the same.");
    }
    place = chain[l]->activation;
  }
  said.pixels = range(from_pixels, to_pixels);
  if (!said.pixels) {
    return fail(
        "The ONNX model cannot be used: it scales pixels on their way in by other numbers than on their way out.");
  }
  return make_foreign(found, said);
}

}  // namespace

bool looks_like_onnx(std::span<const std::uint8_t> start) {
  constexpr std::uint8_t kVersionField = 0x08, kOldest = 3, kNewest = 30;
  if (start.size() < 4 || start[0] != kVersionField || start[1] < kOldest || start[1] > kNewest) return false;
  // producer_name, producer_version, domain, model_version, doc_string, graph, opset_import.
  for (const int next : {0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42})
    if (start[2] == next) return true;
  return false;
}

std::expected<ForeignNetwork, Error> from_onnx(std::span<const std::uint8_t> bytes) {
  MessageReader model(bytes);
  MessageBytes graph;
  while (const auto field = model.next())
    if (field->number == 7) graph = field->bytes;
  if (model.broken() || graph.empty()) return broken_onnx();
  GraphReader reader;
  if (auto read = reader.read(graph); !read) return std::unexpected(read.error());
  return reader.network();
}

}  // namespace hourglass

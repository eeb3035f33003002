#include "model/onnx.h"

#include <cstring>
#include <span>
#include <string_view>

namespace hourglass {
namespace {

constexpr int kIrVersion = 8, kOpset = 13;
constexpr int kFloat = 1;  // TensorProto.DataType

/// A message as it is written: fields in order, each with its number and how its value is written.
class Message {
 public:
  void number(int field, std::uint64_t value) {
    varint(static_cast<std::uint64_t>(field) << 3);
    varint(value);
  }
  void text(int field, std::string_view value) {
    varint(static_cast<std::uint64_t>(field) << 3 | 2);
    varint(value.size());
    bytes_.insert(bytes_.end(), value.begin(), value.end());
  }
  void message(int field, const Message& value) {
    text(field, {reinterpret_cast<const char*>(value.bytes_.data()), value.bytes_.size()});
  }
  void floats(int field, std::span<const float> values) {
    text(field, {reinterpret_cast<const char*>(values.data()), values.size_bytes()});
  }
  void real(int field, float value) {
    varint(static_cast<std::uint64_t>(field) << 3 | 5);
    std::uint8_t raw[4];
    std::memcpy(raw, &value, 4);
    bytes_.insert(bytes_.end(), raw, raw + 4);
  }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  std::vector<std::uint8_t> bytes_;
};

/// ValueInfoProto: a tensor (batch, width).
Message value_info(const std::string& name, int width) {
  Message batch, columns, shape, tensor, type, info;
  batch.text(2, "batch");
  columns.number(1, static_cast<std::uint64_t>(width));
  shape.message(1, batch), shape.message(1, columns);
  tensor.number(1, kFloat), tensor.message(2, shape);
  type.message(1, tensor);
  info.text(1, name), info.message(2, type);
  return info;
}

/// GraphProto, built layer by layer.
class Graph {
 public:
  explicit Graph(const Network& network) : network_(network) {}

  void input(const std::string& name, int width) { graph_.message(11, value_info(name, width)); }
  void output(const std::string& name, int width) { graph_.message(12, value_info(name, width)); }

  /// `from` through the layer to `to`, all tensors between them known by name and shape. Returns `to`.
  std::string layer(const LayerLayout& layout, const std::string& from, const std::string& to) {
    const bool activated = layout.activation != Activation::linear;
    const std::string sums = activated ? to + ".sums" : to;
    Message gemm;
    gemm.text(1, from), gemm.text(1, weights_of(layout)), gemm.text(1, bias_of(layout));
    gemm.text(2, sums), gemm.text(3, sums), gemm.text(4, "Gemm");
    if (layout.transposed) attribute(gemm, "transB", 1);
    graph_.message(1, gemm);
    if (!activated) return to;
    between(sums, layout.out);
    Message node;
    node.text(1, sums), node.text(2, to), node.text(3, to), node.text(4, operation(layout.activation));
    graph_.message(1, node);
    return to;
  }

  /// `from` times `factor`, and `term` more.
  std::string scaled(const std::string& from, const std::string& to, float factor, float term, int width) {
    const std::string middle = to + ".scaled";
    binary("Mul", from, constant(to + ".factor", factor), middle);
    between(middle, width);
    binary("Add", middle, constant(to + ".term", term), to);
    return to;
  }

  void between(const std::string& name, int width) { graph_.message(13, value_info(name, width)); }

  Message take(const std::string& name) {
    graph_.text(2, name);
    return std::move(graph_);
  }

 private:
  static std::string_view operation(Activation f) {
    switch (f) {
      case Activation::sigmoid: return "Sigmoid";
      case Activation::tanh: return "Tanh";
      case Activation::relu: return "Relu";
      case Activation::elu: return "Elu";
      case Activation::linear: break;
    }
    return "Identity";
  }

  static void attribute(Message& node, std::string_view name, std::uint64_t value) {
    constexpr int kInteger = 2;  // AttributeProto.AttributeType
    Message one;
    one.text(1, name), one.number(3, value), one.number(20, kInteger);
    node.message(5, one);
  }

  void binary(std::string_view what, const std::string& a, const std::string& b, const std::string& to) {
    Message node;
    node.text(1, a), node.text(1, b), node.text(2, to), node.text(3, to), node.text(4, what);
    graph_.message(1, node);
  }

  std::string constant(const std::string& name, float value) {
    initializer(name, {}, std::span(&value, 1));
    return name;
  }

  /// Stored once, however many layers read it.
  std::string weights_of(const LayerLayout& layout) {
    const std::string name = "weights." + std::to_string(layout.weights);
    const auto in = static_cast<std::uint64_t>(layout.in), out = static_cast<std::uint64_t>(layout.out);
    if (first_time(name)) {
      const std::vector<std::uint64_t> shape = layout.transposed ? std::vector{out, in} : std::vector{in, out};
      initializer(name, shape, std::span(network_.parameters).subspan(layout.weights, in * out));
    }
    return name;
  }
  std::string bias_of(const LayerLayout& layout) {
    const std::string name = "bias." + std::to_string(layout.bias);
    const auto out = static_cast<std::uint64_t>(layout.out);
    if (first_time(name)) initializer(name, {out}, std::span(network_.parameters).subspan(layout.bias, out));
    return name;
  }
  bool first_time(const std::string& name) {
    for (const std::string& one : stored_)
      if (one == name) return false;
    stored_.push_back(name);
    return true;
  }
  void initializer(const std::string& name, const std::vector<std::uint64_t>& shape, std::span<const float> values) {
    Message tensor;
    for (const std::uint64_t size : shape) tensor.number(1, size);
    tensor.number(2, kFloat), tensor.text(8, name), tensor.floats(9, values);
    graph_.message(5, tensor);
  }

  const Network& network_;
  Message graph_;
  std::vector<std::string> stored_;
};

/// The layers of a list, from tensor to tensor; the last one is called `to`.
std::string layers(Graph& graph, const std::vector<LayerLayout>& list, std::string from, std::string_view kind,
                   const std::string& to) {
  for (std::size_t l = 0; l < list.size(); ++l) {
    const bool last = l + 1 == list.size();
    const std::string name = last ? to : std::string(kind) + "." + std::to_string(l);
    from = graph.layer(list[l], from, name);
    if (!last) graph.between(name, list[l].out);
  }
  return from;
}

}  // namespace

std::vector<std::uint8_t> to_onnx(const Network& network, OnnxPart part, const std::string& name,
                                  const std::vector<std::pair<std::string, std::string>>& facts) {
  const NetworkSpec& spec = network.spec;
  const PixelRange range = spec.pixels;
  const float size = range.high - range.low;
  const bool as_it_is = range == PixelRange{};
  const int pixels = spec.pixel_count(), code = spec.code_width();
  Graph graph(network);
  if (part != OnnxPart::decoder) {
    graph.input("pixels", pixels);
    std::string from = "pixels";
    if (!as_it_is) {
      from = graph.scaled("pixels", "encoder.pixels", size, range.low, pixels);
      graph.between(from, pixels);
    }
    if (network.layout.log_variance) {
      // It reads what the encoder's last layer reads, so that layer's input must have a name that is known.
      std::vector<LayerLayout> hidden(network.layout.encoder.begin(), network.layout.encoder.end() - 1);
      if (!hidden.empty()) {
        from = layers(graph, hidden, from, "encoder", "encoder.last");
        graph.between(from, hidden.back().out);
      }
      graph.layer(network.layout.encoder.back(), from, "code");
      graph.layer(*network.layout.log_variance, from, "log_variance");
    } else {
      layers(graph, network.layout.encoder, from, "encoder", "code");
    }
    graph.output("code", code);
    if (network.layout.log_variance) graph.output("log_variance", code);
  } else {
    graph.input("code", code);
  }
  if (part != OnnxPart::encoder) {
    const std::string to = as_it_is ? "reconstruction" : "decoder.pixels";
    layers(graph, network.layout.decoder, "code", "decoder", to);
    if (!as_it_is) {
      graph.between(to, pixels);
      graph.scaled(to, "reconstruction", 1 / size, -range.low / size, pixels);
    }
    graph.output("reconstruction", pixels);
  }

  Message model, opset;
  model.number(1, kIrVersion), model.text(2, "Hourglass"), model.message(7, graph.take(name));
  opset.text(1, ""), opset.number(2, kOpset);
  model.message(8, opset);
  for (const auto& [key, value] : facts) {
    Message fact;
    fact.text(1, key), fact.text(2, value);
    model.message(14, fact);
  }
  return model.take();
}

}  // namespace hourglass

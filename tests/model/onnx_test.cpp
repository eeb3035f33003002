// A network as ONNX computes what it computes here: the model is read back by a reader of protocol buffers that shares
// nothing with the writer, and run node by node in double.
#include "model/onnx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/pixels.h"

namespace hourglass {
namespace {

using ::testing::ElementsAre;

/// The fields of a message, in order: varints as numbers, all else as bytes.
struct ProtoField {
  int number = 0;
  std::uint64_t value = 0;
  std::string bytes;
};
std::vector<ProtoField> fields_in(const std::string& message) {
  std::vector<ProtoField> fields;
  std::size_t at = 0;
  const auto varint = [&] {
    std::uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      const auto byte = static_cast<std::uint8_t>(message.at(at++));
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.size()) {
    const std::uint64_t key = varint();
    ProtoField field{.number = static_cast<int>(key >> 3), .value = 0, .bytes = {}};
    switch (key & 7) {
      case 0: field.value = varint(); break;
      case 2: {
        const std::uint64_t size = varint();
        field.bytes = message.substr(at, size);
        EXPECT_EQ(field.bytes.size(), size);
        at += size;
        break;
      }
      default: ADD_FAILURE() << "wire type " << (key & 7); return fields;
    }
    fields.push_back(std::move(field));
  }
  return fields;
}
std::vector<ProtoField> all_of(const std::vector<ProtoField>& fields, int number) {
  std::vector<ProtoField> some;
  for (const ProtoField& field : fields)
    if (field.number == number) some.push_back(field);
  return some;
}
std::string text_of(const std::vector<ProtoField>& fields, int number) {
  const auto found = all_of(fields, number);
  return found.empty() ? std::string() : found.front().bytes;
}

struct Values {
  std::size_t rows = 1, columns = 1;
  std::vector<double> numbers;
  double at(std::size_t r, std::size_t c) const { return numbers[r % rows * columns + c % columns]; }
};

class OnnxGraph {
 public:
  explicit OnnxGraph(const std::vector<std::uint8_t>& file) {
    model = fields_in({file.begin(), file.end()});
    graph_ = fields_in(text_of(model, 7));
    for (const ProtoField& one : all_of(graph_, 5)) {
      const auto tensor = fields_in(one.bytes);
      const auto shape = all_of(tensor, 1);
      const std::string raw = text_of(tensor, 9);
      Values values{.rows = shape.size() == 2 ? shape[0].value : 1,
                    .columns = shape.empty() ? 1 : shape.back().value,
                    .numbers = {}};
      for (std::size_t i = 0; i < raw.size(); i += 4) {
        float number = 0;
        std::memcpy(&number, raw.data() + i, 4);
        values.numbers.push_back(static_cast<double>(number));
      }
      EXPECT_EQ(values.numbers.size(), values.rows * values.columns) << text_of(tensor, 8);
      EXPECT_TRUE(known_.emplace(text_of(tensor, 8), std::move(values)).second) << "stored twice";
    }
  }
  std::vector<std::string> names(int field) const {
    std::vector<std::string> out;
    for (const ProtoField& one : all_of(graph_, field)) out.push_back(text_of(fields_in(one.bytes), 1));
    return out;
  }
  std::size_t stored() const { return all_of(graph_, 5).size(); }

  /// What comes out under `name` when `pixels` or a code goes in.
  Values run(const std::string& input, Values values, const std::string& name) const {
    std::map<std::string, Values> known = known_;
    known[input] = std::move(values);
    for (const ProtoField& one : all_of(graph_, 1)) {
      const auto node = fields_in(one.bytes);
      std::vector<const Values*> in;
      for (const ProtoField& from : all_of(node, 1)) {
        EXPECT_TRUE(known.contains(from.bytes)) << from.bytes << " is read before it is made";
        in.push_back(&known[from.bytes]);
      }
      known[text_of(node, 2)] = computed(text_of(node, 4), in, !all_of(node, 5).empty());
    }
    EXPECT_TRUE(known.contains(name)) << name;
    return known[name];
  }

  std::vector<ProtoField> model;

 private:
  static Values computed(const std::string& what, const std::vector<const Values*>& in, bool transposed) {
    const Values& x = *in[0];
    Values out = x;
    if (what == "Gemm") {
      const Values &w = *in[1], &bias = *in[2];
      out.columns = transposed ? w.rows : w.columns;
      out.numbers.assign(out.rows * out.columns, 0);
      for (std::size_t r = 0; r < out.rows; ++r)
        for (std::size_t c = 0; c < out.columns; ++c) {
          double sum = bias.at(0, c);
          for (std::size_t k = 0; k < x.columns; ++k) sum += x.at(r, k) * (transposed ? w.at(c, k) : w.at(k, c));
          out.numbers[r * out.columns + c] = sum;
        }
      return out;
    }
    for (std::size_t i = 0; i < out.numbers.size(); ++i) {
      double& v = out.numbers[i];
      if (what == "Mul")
        v *= in[1]->at(0, i);
      else if (what == "Add")
        v += in[1]->at(0, i);
      else if (what == "Sigmoid")
        v = 1 / (1 + std::exp(-v));
      else if (what == "Tanh")
        v = std::tanh(v);
      else if (what == "Relu")
        v = std::max(0.0, v);
      else if (what == "Elu")
        v = v > 0 ? v : std::exp(v) - 1;
      else
        ADD_FAILURE() << what;
    }
    return out;
  }
  std::vector<ProtoField> graph_;
  std::map<std::string, Values> known_;
};

Network some_network(NetworkSpec spec, std::uint64_t seed = 3) {
  spec.encoder.front() = 784;
  Random random(seed);
  Network network = make_network(spec, random);
  for (float& parameter : network.parameters) parameter += 0.02f * random.normal();
  return network;
}

Values some_pixels(std::size_t rows) {
  Random random(9);
  Values values{.rows = rows, .columns = 784, .numbers = {}};
  for (std::size_t i = 0; i < rows * 784; ++i) values.numbers.push_back(random.uniform(0, 1));
  return values;
}

std::vector<float> as_floats(const Values& values) { return {values.numbers.begin(), values.numbers.end()}; }

void expect_near(const Values& told, std::span<const float> ours) {
  ASSERT_EQ(told.numbers.size(), ours.size());
  for (std::size_t i = 0; i < ours.size(); ++i)
    ASSERT_NEAR(told.numbers[i], static_cast<double>(ours[i]), 1e-4 * (1 + std::abs(told.numbers[i]))) << i;
}

TEST(Onnx, ComputesWhatTheNetworkComputes) {
  using enum Activation;
  for (const Activation hidden : {linear, sigmoid, tanh, relu, elu})
    for (const Activation output : {linear, sigmoid})
      for (const bool tied : {true, false})
        for (const bool shared : {true, false})
          for (const PixelRange range : {PixelRange{0, 1}, PixelRange{-0.5f, 0.5f}}) {
            NetworkSpec spec{
                .encoder = {784, 20, 9, 3}, .hidden = hidden, .code = tanh, .output = output, .tied = tied};
            spec.shared_biases = shared && tied;
            spec.pixels = range;
            const Network network = some_network(spec);
            const Values in = some_pixels(4);
            std::vector<float> pixels = as_floats(in), codes(4 * 3), rebuilt(4 * 784);
            from_unit(range, pixels);
            InferenceScratch scratch;
            encode(network, view(std::as_const(pixels).data(), 4, 784), view(codes.data(), 4, 3), scratch);
            decode(network, view(std::as_const(codes).data(), 4, 3), view(rebuilt.data(), 4, 784), scratch);
            to_unit(range, rebuilt);
            const OnnxGraph whole(to_onnx(network, OnnxPart::autoencoder, "net", {}));
            EXPECT_THAT(whole.names(11), ElementsAre("pixels"));
            EXPECT_THAT(whole.names(12), ElementsAre("code", "reconstruction"));
            expect_near(whole.run("pixels", in, "code"), codes);
            expect_near(whole.run("pixels", in, "reconstruction"), rebuilt);
            expect_near(OnnxGraph(to_onnx(network, OnnxPart::encoder, "net", {})).run("pixels", in, "code"), codes);
            const OnnxGraph decoder(to_onnx(network, OnnxPart::decoder, "net", {}));
            EXPECT_THAT(decoder.names(11), ElementsAre("code"));
            expect_near(decoder.run("code", {4, 3, {codes.begin(), codes.end()}}, "reconstruction"), rebuilt);
          }
}

TEST(Onnx, AVariationalCodeComesWithItsLogVariance) {
  for (const std::vector<int>& widths : {std::vector{784, 12, 2}, std::vector{784, 2}}) {
    NetworkSpec spec{.encoder = widths, .tied = true, .variational = true};
    const Network network = some_network(spec);
    const Values in = some_pixels(3);
    const std::vector<float> pixels = as_floats(in);
    std::vector<float> means(3 * 2), spreads(3 * 2);
    InferenceScratch scratch;
    encode_spread(network, view(pixels.data(), 3, 784), view(means.data(), 3, 2), view(spreads.data(), 3, 2), scratch);
    const OnnxGraph encoder(to_onnx(network, OnnxPart::encoder, "net", {}));
    EXPECT_THAT(encoder.names(12), ElementsAre("code", "log_variance"));
    expect_near(encoder.run("pixels", in, "code"), means);
    expect_near(encoder.run("pixels", in, "log_variance"), spreads);
    EXPECT_THAT(OnnxGraph(to_onnx(network, OnnxPart::autoencoder, "net", {})).names(12),
                ElementsAre("code", "log_variance", "reconstruction"));
  }
}

TEST(Onnx, TiedWeightsStandOnce) {
  const NetworkSpec tied{.encoder = {784, 20, 3}, .tied = true, .shared_biases = true};
  NetworkSpec free = tied;
  free.tied = free.shared_biases = false;
  // Two layers' weights; three biases (hidden, code, pixels), as against four of each.
  EXPECT_EQ(OnnxGraph(to_onnx(some_network(tied), OnnxPart::autoencoder, "net", {})).stored(), 2u + 3u);
  EXPECT_EQ(OnnxGraph(to_onnx(some_network(free), OnnxPart::autoencoder, "net", {})).stored(), 4u + 4u);
}

TEST(Onnx, SaysItsVersionAndItsFacts) {
  const NetworkSpec spec{.encoder = {784, 3}};
  const OnnxGraph model(to_onnx(some_network(spec), OnnxPart::encoder, "digits", {{"data", "mnist"}, {"epoch", "3"}}));
  EXPECT_EQ(all_of(model.model, 1).front().value, 8u);
  const auto opset = fields_in(text_of(model.model, 8));
  EXPECT_EQ(text_of(opset, 1), "");
  EXPECT_EQ(all_of(opset, 2).front().value, 13u);
  const auto facts = all_of(model.model, 14);
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(text_of(fields_in(facts[1].bytes), 1), "epoch");
  EXPECT_EQ(text_of(fields_in(facts[1].bytes), 2), "3");
}

TEST(Onnx, EveryTensorBetweenIsKnownByNameAndShape) {
  const NetworkSpec spec{.encoder = {784, 20, 9, 3}, .output = Activation::sigmoid, .pixels = {-1, 1}};
  const auto file = to_onnx(some_network(spec), OnnxPart::autoencoder, "net", {});
  const OnnxGraph graph(file);
  std::vector<std::string> known = graph.names(13);
  for (const int field : {11, 12})
    for (const std::string& name : graph.names(field)) known.push_back(name);
  for (const ProtoField& one : all_of(fields_in(text_of(graph.model, 7)), 1)) {
    const auto node = fields_in(one.bytes);
    EXPECT_THAT(known, ::testing::Contains(text_of(node, 2))) << "made by " << text_of(node, 4);
  }
}

}  // namespace
}  // namespace hourglass

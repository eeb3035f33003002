#include "model/onnx_messages.h"

#include <cmath>
#include <cstring>
#include <string>

#include "model/array_names.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostDimensions = 8;
constexpr std::uint64_t kWidestLayer = 1'000'000;

/// TensorProto.DataType, as far as weights are of them.
enum : std::uint64_t { kFloats = 1, kHalfFloats = 10, kDoubles = 11, kBrainFloats = 16 };

std::uint64_t stored_bytes(std::uint64_t type) {
  switch (type) {
    case kFloats: return 4;
    case kHalfFloats:
    case kBrainFloats: return 2;
    case kDoubles: return 8;
    default: return 0;
  }
}

float read_number(std::uint64_t type, const std::uint8_t* at) {
  const auto load = [at]<class Stored>(Stored stored) {
    std::memcpy(&stored, at, sizeof stored);
    return stored;
  };
  switch (type) {
    case kHalfFloats: return from_float16(load(std::uint16_t{}));
    case kBrainFloats: return from_bfloat16(load(std::uint16_t{}));
    case kDoubles: return static_cast<float>(load(double{}));
    default: return load(float{});
  }
}

}  // namespace

std::unexpected<Error> broken_onnx() {
  return fail("The ONNX model cannot be used: it is cut short or damaged. Fetch or export it again.");
}

std::expected<Tensor, Error> read_onnx_tensor(MessageBytes message) {
  Tensor tensor;
  std::uint64_t type = 0;
  std::vector<MessageBytes> pieces;  // of its numbers, as float_data and double_data may come one by one
  bool elsewhere = false;
  MessageReader reader(message);
  while (const auto field = reader.next()) {
    switch (field->number) {
      case 1: {
        MessageReader packed(field->bytes);
        const auto add = [&](std::uint64_t size) {
          tensor.shape.push_back(size <= kWidestLayer ? static_cast<std::int64_t>(size) : -1);
        };
        if (field->bytes.empty()) add(field->value);
        while (!packed.at_end() && tensor.shape.size() <= kMostDimensions) add(packed.varint());
        if (packed.broken()) return broken_onnx();
        break;
      }
      case 2: type = field->value; break;
      case 8: tensor.name = field->text(); break;
      case 4:
      case 9:
      case 10: pieces.push_back(field->bytes); break;
      case 13: elsewhere = true; break;
      case 14: elsewhere = elsewhere || field->value == 1; break;
      default: break;
    }
    if (tensor.shape.size() > kMostDimensions) return broken_onnx();
  }
  if (reader.broken()) return broken_onnx();
  if (elsewhere) {
    return fail(
        "The ONNX model cannot be used: its weights stand in another file. Save it as one: "
        "onnx.save(onnx.load(\"model.onnx\"), "
        "\"whole.onnx\").");
  }
  const std::uint64_t size = stored_bytes(type);
  if (size == 0) return tensor;
  std::uint64_t count = 1, held = 0;
  for (const MessageBytes piece : pieces) held += piece.size();
  for (const std::int64_t extent : tensor.shape) {
    if (extent < 0 || (extent > 0 && count > held / static_cast<std::uint64_t>(extent))) return broken_onnx();
    count *= static_cast<std::uint64_t>(extent);
  }
  if (held / size != count || held % size != 0) return broken_onnx();
  tensor.values.reserve(static_cast<std::size_t>(count));
  for (const MessageBytes piece : pieces) {
    if (piece.size() % size != 0) return broken_onnx();
    for (std::size_t at = 0; at < piece.size(); at += size) {
      tensor.values.push_back(read_number(type, piece.data() + at));
      if (!std::isfinite(tensor.values.back()))
        return fail("The model file cannot be used: its array {0} holds a value that is not a finite number.",
                    array_in_quotes(tensor.name));
    }
  }
  return tensor;
}

std::expected<OnnxNode, Error> read_onnx_node(MessageBytes message) {
  OnnxNode node;
  MessageReader reader(message);
  while (const auto field = reader.next()) {
    if (field->number == 1) node.inputs.push_back(field->text());
    if (field->number == 2) node.outputs.push_back(field->text());
    if (field->number == 4) node.operation = field->text();
    if (node.inputs.size() + node.outputs.size() > kMostOnnxTensors) return broken_onnx();
    if (field->number != 5) continue;
    MessageReader attribute(field->bytes);
    std::string_view name;
    std::optional<float> number;
    while (const auto part = attribute.next()) {
      if (part->number == 1) name = part->text();
      if (part->number == 2 && part->bytes.size() == 4) number = read_number(kFloats, part->bytes.data());
      if (part->number == 3) number = static_cast<float>(static_cast<std::int64_t>(part->value));
      if (part->number == 5) node.tensor = part->bytes;
    }
    if (attribute.broken()) return broken_onnx();
    if (number) node.numbers[name] = *number;
  }
  if (reader.broken()) return broken_onnx();
  return node;
}

}  // namespace hourglass

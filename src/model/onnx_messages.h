// The messages of ONNX that a model file is made of, read from protocol buffers: fields, tensors, nodes. Which networks
// they are stands in model/onnx_read.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "math/error.h"
#include "model/safetensors.h"

namespace hourglass {

using MessageBytes = std::span<const std::uint8_t>;

/// More tensors, or names in a node, than any network here has.
inline constexpr std::size_t kMostOnnxTensors = 1000;

/// One field of a protocol buffer's message: a number, or bytes (a text, a message, packed numbers).
struct MessageField {
  int number = 0;
  std::uint64_t value = 0;
  MessageBytes bytes = {};

  std::string_view text() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

/// Walks through a message's fields.
class MessageReader {
 public:
  explicit MessageReader(MessageBytes bytes) : rest_(bytes) {}

  /// None at the end, or where the message is broken.
  std::optional<MessageField> next() {
    if (rest_.empty() || broken_) return std::nullopt;
    const std::uint64_t key = varint();
    MessageField field{.number = key >> 3 < 1'000'000 ? static_cast<int>(key >> 3) : 0};
    switch (key & 7) {
      case 0: field.value = varint(); break;
      case 1: field.bytes = take(8); break;
      case 2: field.bytes = take(varint()); break;
      case 5: field.bytes = take(4); break;
      default: broken_ = true;
    }
    if (broken_) return std::nullopt;
    return field;
  }
  bool broken() const { return broken_; }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const std::uint8_t byte = rest_.front();
      rest_ = rest_.subspan(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    broken_ = true;
    return 0;
  }
  bool at_end() const { return rest_.empty() || broken_; }

 private:
  MessageBytes take(std::uint64_t size) {
    if (broken_ || size > rest_.size()) {
      broken_ = true;
      return {};
    }
    const MessageBytes taken = rest_.first(static_cast<std::size_t>(size));
    rest_ = rest_.subspan(static_cast<std::size_t>(size));
    return taken;
  }

  MessageBytes rest_;
  bool broken_ = false;
};

/// The model is cut short or damaged.
std::unexpected<Error> broken_onnx();

/// TensorProto. One that does not hold floats (a shape to be given to Reshape) comes back without values. Errors:
/// damaged, values in another file, a value that is not finite.
std::expected<Tensor, Error> read_onnx_tensor(MessageBytes message);

/// NodeProto.
struct OnnxNode {
  std::string_view operation;
  std::vector<std::string_view> inputs, outputs;
  std::map<std::string_view, float> numbers = {};  ///< attributes that are one number
  MessageBytes tensor = {};                        ///< of Constant

  float number(std::string_view name, float otherwise) const {
    const auto found = numbers.find(name);
    return found == numbers.end() ? otherwise : found->second;
  }
  std::string_view input(std::size_t i) const { return i < inputs.size() ? inputs[i] : std::string_view(); }
};

/// Points into `message`. Errors: damaged, more names than kMostOnnxTensors.
std::expected<OnnxNode, Error> read_onnx_node(MessageBytes message);

}  // namespace hourglass

#include "data/idx.h"

#include <algorithm>
#include <optional>

#include "data/text.h"

namespace hourglass {
namespace {

std::optional<Element> idx_element(std::uint8_t code) {
  switch (code) {
    case 0x08: return Element::u8;
    case 0x09: return Element::i8;
    case 0x0B: return Element::i16;
    case 0x0C: return Element::i32;
    case 0x0D: return Element::f32;
    case 0x0E: return Element::f64;
    default: return std::nullopt;
  }
}

std::size_t head_bytes(std::span<const std::uint8_t> bytes) { return 4 + 4 * std::size_t{bytes[3]}; }

/// The array that a whole head tells of, without its numbers.
TensorView read_head(std::span<const std::uint8_t> bytes) {
  TensorView tensor;
  tensor.element = *idx_element(bytes[2]);
  tensor.big_endian = true;
  for (std::size_t d = 0; d < bytes[3]; ++d) {
    const std::uint8_t* p = bytes.data() + 4 + 4 * d;
    tensor.shape.push_back(std::uint64_t{p[0]} << 24 | std::uint64_t{p[1]} << 16 | std::uint64_t{p[2]} << 8 | p[3]);
  }
  return tensor;
}

void put_header(std::vector<std::uint8_t>& out, std::initializer_list<std::uint64_t> shape) {
  out = {0, 0, 0x08, static_cast<std::uint8_t>(shape.size())};
  for (std::uint64_t size : shape) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(size >> shift));
  }
}

}  // namespace

bool looks_like_idx(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 4 && bytes[0] == 0 && bytes[1] == 0 && idx_element(bytes[2]) && bytes[3] >= 1 && bytes[3] <= 4;
}

std::uint64_t promised_by_idx(std::span<const std::uint8_t> start) {
  if (!looks_like_idx(start) || start.size() < head_bytes(start)) return 0;
  const TensorView tensor = read_head(start);
  const auto numbers = tensor_bytes(tensor.shape, tensor.element, {});
  return numbers ? head_bytes(start) + *numbers : 0;
}

std::expected<TensorView, Error> decode_idx(std::span<const std::uint8_t> bytes, std::string_view name) {
  if (!looks_like_idx(bytes)) {
    return fail("{0} is not an IDX file: one begins with 00 00, a type (08 for bytes) and 1 to 4 dimensions.",
                in_quotes(name));
  }
  const std::size_t dimensions = bytes[3];
  const std::size_t header = head_bytes(bytes);
  if (bytes.size() < header) {
    return fail("{0} ends within its header, after {1}: it was cut off.", in_quotes(name), in_bytes(bytes.size()));
  }
  TensorView tensor = read_head(bytes);
  const auto needed = tensor_bytes(tensor.shape, tensor.element, name);
  if (!needed) return std::unexpected(needed.error());
  const std::uint64_t had = bytes.size() - header;
  if (had < *needed) {
    return fail("{0} was cut off: its header promises {1} in {2} bytes, but only {3} follow.", in_quotes(name),
                dimensions == 1 ? labels_text(tensor.shape[0]) : images_text(tensor.shape[0]), *needed, had);
  }
  const auto tail = bytes.subspan(header + static_cast<std::size_t>(*needed));
  const bool nothing = std::all_of(tail.begin(), tail.end(), [](std::uint8_t byte) {
    return byte == 0 || byte == '\n' || byte == '\r' || byte == ' ';
  });
  if (!nothing) {
    return fail("{0} is longer than its header says ({1} bytes instead of {2}): it is damaged, or not an IDX file.",
                in_quotes(name), had, *needed);
  }
  tensor.bytes = bytes.subspan(header, static_cast<std::size_t>(*needed));
  return tensor;
}

std::vector<std::uint8_t> idx_images_head(std::size_t count) {
  std::vector<std::uint8_t> out;
  put_header(out, {count, kImageSide, kImageSide});
  return out;
}

std::vector<std::uint8_t> idx_labels_head(std::size_t count) {
  std::vector<std::uint8_t> out;
  put_header(out, {count});
  return out;
}

std::vector<std::uint8_t> encode_idx_images(const ImageSet& set) {
  std::vector<std::uint8_t> out = idx_images_head(set.size());
  out.insert(out.end(), set.pixels.begin(), set.pixels.end());
  return out;
}

std::vector<std::uint8_t> encode_idx_labels(const ImageSet& set) {
  std::vector<std::uint8_t> out = idx_labels_head(set.labels.size());
  out.insert(out.end(), set.labels.begin(), set.labels.end());
  return out;
}

}  // namespace hourglass

#include "data/idx.h"

#include <optional>

#include "data/text.h"

namespace hourglass {
namespace {

std::optional<Element> element_of(std::uint8_t code) {
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

void put_header(std::vector<std::uint8_t>& out, std::initializer_list<std::uint64_t> shape) {
  out = {0, 0, 0x08, static_cast<std::uint8_t>(shape.size())};
  for (std::uint64_t size : shape) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(size >> shift));
  }
}

}  // namespace

bool looks_like_idx(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 4 && bytes[0] == 0 && bytes[1] == 0 && element_of(bytes[2]) && bytes[3] >= 1 && bytes[3] <= 4;
}

std::expected<TensorView, Error> decode_idx(std::span<const std::uint8_t> bytes, std::string_view name) {
  if (!looks_like_idx(bytes)) {
    return fail(in_quotes(name) +
                " is not an IDX file: one begins with 00 00, a type (08 for bytes) and 1 to 4 dimensions.");
  }
  TensorView tensor;
  tensor.element = *element_of(bytes[2]);
  tensor.big_endian = true;
  const std::size_t dimensions = bytes[3];
  const std::size_t header = 4 + 4 * dimensions;
  if (bytes.size() < header) {
    return fail(in_quotes(name) + " ends within its header, after " + readable_size(bytes.size()) +
                ": it was cut off.");
  }
  for (std::size_t d = 0; d < dimensions; ++d) {
    const std::uint8_t* p = bytes.data() + 4 + 4 * d;
    tensor.shape.push_back(std::uint64_t{p[0]} << 24 | std::uint64_t{p[1]} << 16 | std::uint64_t{p[2]} << 8 | p[3]);
  }
  const auto needed = tensor_bytes(tensor.shape, tensor.element, name);
  if (!needed) return std::unexpected(needed.error());
  const std::uint64_t had = bytes.size() - header;
  if (had < *needed) {
    return fail(in_quotes(name) + " was cut off: its header promises " + with_commas(tensor.shape[0]) +
                (dimensions == 1 ? " labels" : " images") + " in " + with_commas(*needed) + " bytes, but only " +
                with_commas(had) + " follow.");
  }
  if (had > *needed) {
    return fail(in_quotes(name) + " is longer than its header says (" + with_commas(had) + " bytes instead of " +
                with_commas(*needed) + "): it is damaged, or not an IDX file.");
  }
  tensor.bytes = bytes.subspan(header);
  return tensor;
}

std::vector<std::uint8_t> encode_idx_images(const ImageSet& set) {
  std::vector<std::uint8_t> out;
  put_header(out, {set.size(), kImageSide, kImageSide});
  out.insert(out.end(), set.pixels.begin(), set.pixels.end());
  return out;
}

std::vector<std::uint8_t> encode_idx_labels(const ImageSet& set) {
  std::vector<std::uint8_t> out;
  put_header(out, {set.labels.size()});
  out.insert(out.end(), set.labels.begin(), set.labels.end());
  return out;
}

}  // namespace hourglass

#include "data/npy.h"

#include <charconv>
#include <optional>
#include <string>

#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::uint8_t kMagic[6] = {0x93, 'N', 'U', 'M', 'P', 'Y'};

// What follows 'key': in the header's dictionary, without leading spaces.
std::optional<std::string_view> value_of(std::string_view header, std::string_view key) {
  for (char quote : {'\'', '"'}) {
    const std::string wanted = quote + std::string(key) + quote;
    const std::size_t at = header.find(wanted);
    if (at == std::string_view::npos) continue;
    std::string_view rest = header.substr(at + wanted.size());
    const std::size_t colon = rest.find_first_not_of(' ');
    if (colon == std::string_view::npos || rest[colon] != ':') return std::nullopt;
    rest.remove_prefix(colon + 1);
    const std::size_t begin = rest.find_first_not_of(' ');
    if (begin == std::string_view::npos) return std::nullopt;
    return rest.substr(begin);
  }
  return std::nullopt;
}

std::optional<std::string_view> quoted_text(std::string_view text) {
  if (text.empty() || (text[0] != '\'' && text[0] != '"')) return std::nullopt;
  const std::size_t end = text.find(text[0], 1);
  if (end == std::string_view::npos) return std::nullopt;
  return text.substr(1, end - 1);
}

std::optional<std::vector<std::uint64_t>> tuple_of(std::string_view text) {
  if (text.empty() || text[0] != '(') return std::nullopt;
  std::vector<std::uint64_t> sizes;
  text.remove_prefix(1);
  while (true) {
    const std::size_t begin = text.find_first_not_of(" ,");
    if (begin == std::string_view::npos) return std::nullopt;
    text.remove_prefix(begin);
    if (text[0] == ')') return sizes;
    std::uint64_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc{} || sizes.size() == 8) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty() && text[0] == 'L') text.remove_prefix(1);  // Python 2 wrote its long integers so
    sizes.push_back(size);
  }
}

std::optional<Element> element_of(std::string_view type) {
  if (type == "u1" || type == "b1") return Element::u8;
  if (type == "i1") return Element::i8;
  if (type == "u2") return Element::u16;
  if (type == "i2") return Element::i16;
  if (type == "u4") return Element::u32;
  if (type == "i4") return Element::i32;
  if (type == "u8") return Element::u64;
  if (type == "i8") return Element::i64;
  if (type == "f2") return Element::f16;
  if (type == "f4") return Element::f32;
  if (type == "f8") return Element::f64;
  return std::nullopt;
}

}  // namespace

bool looks_like_npy(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= sizeof kMagic && std::equal(std::begin(kMagic), std::end(kMagic), bytes.begin());
}

std::expected<TensorView, Error> decode_npy(std::span<const std::uint8_t> bytes, std::string_view name) {
  if (!looks_like_npy(bytes)) return fail("{0} is not a NumPy array file.", in_quotes(name));
  const auto cut_off = [&] {
    return fail("{0} ends within its header, after {1}: it was cut off.", in_quotes(name), in_bytes(bytes.size()));
  };
  if (bytes.size() < 10) return cut_off();
  const int version = bytes[6];
  if (version < 1 || version > 3) {
    return fail("{0} is a NumPy file of version {1}; versions 1 to 3 can be read.", in_quotes(name), version);
  }
  std::size_t begin = 10;
  std::uint64_t length = bytes[8] | std::uint64_t{bytes[9]} << 8;
  if (version > 1) {
    if (bytes.size() < 12) return cut_off();
    length |= std::uint64_t{bytes[10]} << 16 | std::uint64_t{bytes[11]} << 24;
    begin = 12;
  }
  if (length > bytes.size() - begin) return cut_off();
  const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + begin, static_cast<std::size_t>(length));

  const auto description = value_of(header, "descr");
  const auto order = value_of(header, "fortran_order");
  const auto shape = value_of(header, "shape");
  const auto sizes = shape ? tuple_of(*shape) : std::nullopt;
  if (!description || !order || !sizes) {
    return fail("{0} has a header that is not NumPy's: it is damaged.", in_quotes(name));
  }
  const auto type = quoted_text(*description);
  if (!type || type->size() < 2) {
    return fail("{0} holds records of several fields; an array of numbers was expected.", in_quotes(name));
  }
  const auto element = element_of(type->substr(1));
  if (!element) {
    const char kind = (*type)[1];
    const Sentence what = kind == 'O'                  ? say("Python objects")
                          : kind == 'U' || kind == 'S' ? say("text")
                          : kind == 'c'                ? say("complex numbers")
                                                       : say("elements of the type {0}", in_quotes(*type));
    return fail("{0} holds {1}; whole numbers or floats are expected (save it with .astype('uint8')).", in_quotes(name),
                what);
  }

  TensorView tensor;
  tensor.element = *element;
  tensor.big_endian = (*type)[0] == '>';
  tensor.column_major = order->starts_with("True");
  tensor.shape = *sizes;
  const auto needed = tensor_bytes(tensor.shape, tensor.element, name);
  if (!needed) return std::unexpected(needed.error());
  const std::uint64_t had = bytes.size() - begin - length;
  if (had < *needed) {
    return fail("{0} was cut off: its header promises {1} bytes of numbers, but only {2} follow.", in_quotes(name),
                *needed, had);
  }
  tensor.bytes = bytes.subspan(begin + static_cast<std::size_t>(length), static_cast<std::size_t>(*needed));
  return tensor;
}

}  // namespace hourglass

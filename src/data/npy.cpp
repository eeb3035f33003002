#include "data/npy.h"

#include <charconv>
#include <optional>
#include <string>

#include "data/text.h"
#include "text/characters.h"

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

std::optional<Element> npy_element(std::string_view type) {
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

/// A header, and where the numbers begin.
struct Header {
  std::string type;  // "<f4"
  bool column_major = false;
  std::vector<std::uint64_t> shape;
  std::size_t begin = 0;
};

std::expected<Header, Error> header_of(std::span<const std::uint8_t> bytes, std::string_view name) {
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
  return Header{std::string(*type), order->starts_with("True"), *sizes, begin + static_cast<std::size_t>(length)};
}

/// One word: letters of four bytes (UTF-32) or of one, filled up with zeros.
std::string word_of(std::span<const std::uint8_t> bytes, bool wide, bool big_endian) {
  std::string word;
  for (std::size_t at = 0; at + (wide ? 4 : 1) <= bytes.size(); at += wide ? 4 : 1) {
    std::uint32_t letter = bytes[at];
    if (wide) {
      letter = 0;
      for (std::size_t i = 0; i < 4; ++i) letter |= std::uint32_t{bytes[at + i]} << 8 * (big_endian ? 3 - i : i);
    }
    if (letter == 0) break;
    append_utf8(word, letter);
  }
  return word;
}

std::expected<TensorView, Error> described(const Header& header, std::string_view name) {
  const std::string_view type = header.type;
  const auto element = npy_element(type.substr(1));
  if (!element) {
    const char kind = type[1];
    const Sentence what = kind == 'O'                  ? say("Python objects")
                          : kind == 'U' || kind == 'S' ? say("text")
                          : kind == 'c'                ? say("complex numbers")
                                                       : say("elements of the type {0}", in_quotes(type));
    return fail("{0} holds {1}; whole numbers or floats are expected (save it with .astype('uint8')).", in_quotes(name),
                what);
  }

  TensorView tensor;
  tensor.element = *element;
  tensor.big_endian = type[0] == '>';
  tensor.column_major = header.column_major;
  tensor.shape = header.shape;
  return tensor;
}

}  // namespace

bool looks_like_npy(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= sizeof kMagic && std::equal(std::begin(kMagic), std::end(kMagic), bytes.begin());
}

std::expected<TensorView, Error> decode_npy(std::span<const std::uint8_t> bytes, std::string_view name) {
  const auto header = header_of(bytes, name);
  if (!header) return std::unexpected(header.error());
  auto tensor = described(*header, name);
  if (!tensor) return tensor;
  const auto needed = tensor_bytes(tensor->shape, tensor->element, name);
  if (!needed) return std::unexpected(needed.error());
  const std::uint64_t had = bytes.size() - header->begin;
  if (had < *needed) {
    return fail("{0} was cut off: its header promises {1} bytes of numbers, but only {2} follow.", in_quotes(name),
                *needed, had);
  }
  tensor->bytes = bytes.subspan(header->begin, static_cast<std::size_t>(*needed));
  return tensor;
}

std::expected<TensorView, Error> describe_npy(std::span<const std::uint8_t> start, std::string_view name) {
  const auto header = header_of(start, name);
  if (!header) return std::unexpected(header.error());
  return described(*header, name);
}

std::optional<std::vector<std::string>> words_in_npy(std::span<const std::uint8_t> bytes) {
  const auto header = header_of(bytes, "");
  if (!header || (header->type[1] != 'U' && header->type[1] != 'S')) return std::nullopt;
  const auto& shape = header->shape;
  if (shape.empty() || shape.size() > 2 || (shape.size() == 2 && shape[1] != 1)) return std::nullopt;
  const bool wide = header->type[1] == 'U';
  std::uint64_t letters = 0;
  for (char digit : std::string_view(header->type).substr(2)) {
    if (digit < '0' || digit > '9' || letters > 1000) return std::nullopt;
    letters = letters * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  const std::uint64_t size = letters * (wide ? 4 : 1);
  const auto rest = bytes.subspan(header->begin);
  if (size == 0 || shape[0] > rest.size() / size) return std::nullopt;
  std::vector<std::string> words;
  for (std::uint64_t i = 0; i < shape[0]; ++i) {
    const auto word = rest.subspan(static_cast<std::size_t>(i * size), static_cast<std::size_t>(size));
    words.push_back(word_of(word, wide, header->type[0] == '>'));
  }
  return words;
}

std::vector<std::uint8_t> npy_head(std::string_view type, std::string_view shape) {
  constexpr std::size_t kBefore = 10, kAligned = 64;  // of what comes before the dictionary; of the whole
  std::string header =
      "{'descr': '" + std::string(type) + "', 'fortran_order': False, 'shape': " + std::string(shape) + ", }";
  while ((kBefore + header.size() + 1) % kAligned != 0) header += ' ';
  header += '\n';
  std::string head(std::begin(kMagic), std::end(kMagic));
  head += {1, 0, static_cast<char>(header.size() & 0xFF), static_cast<char>(header.size() >> 8)};
  head += header;
  return {head.begin(), head.end()};
}

}  // namespace hourglass

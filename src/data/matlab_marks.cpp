#include "data/matlab_marks.h"

namespace hourglass {
namespace {

constexpr Element kPrecision4[] = {Element::f64, Element::f32, Element::i32, Element::i16, Element::u16, Element::u8};

}  // namespace

std::optional<Element> matlab_element(unsigned type) {
  switch (type) {
    case MatlabType::kInt8: return Element::i8;
    case MatlabType::kUint8: return Element::u8;
    case MatlabType::kInt16: return Element::i16;
    case MatlabType::kUint16: return Element::u16;
    case MatlabType::kInt32: return Element::i32;
    case MatlabType::kUint32: return Element::u32;
    case MatlabType::kSingle: return Element::f32;
    case MatlabType::kDouble: return Element::f64;
    case MatlabType::kInt64: return Element::i64;
    case MatlabType::kUint64: return Element::u64;
    default: return std::nullopt;
  }
}

std::uint32_t matlab_word(std::span<const std::uint8_t> bytes, std::size_t at, bool big_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{bytes[at + i]} << 8 * (big_endian ? 3 - i : i);
  return value;
}

std::optional<Matlab4Head> matlab4_head(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kMatlab4Head) return std::nullopt;
  Matlab4Head head;
  std::uint32_t mopt = matlab_word(bytes, 0, false);
  head.big_endian = mopt > 0xFFFF;
  if (head.big_endian) mopt = matlab_word(bytes, 0, true);
  const std::uint32_t precision = mopt / 10 % 10;
  head.type = mopt % 10;
  head.rows = matlab_word(bytes, 4, head.big_endian);
  head.columns = matlab_word(bytes, 8, head.big_endian);
  head.imaginary = matlab_word(bytes, 12, head.big_endian);
  head.name_bytes = matlab_word(bytes, 16, head.big_endian);
  const bool sound = mopt / 1000 == (head.big_endian ? 1 : 0) && mopt / 100 % 10 == 0 && precision <= 5 &&
                     head.type <= 2 && head.imaginary <= 1 && head.name_bytes >= 2 && head.name_bytes <= 256;
  if (!sound) return std::nullopt;
  head.element = kPrecision4[precision];
  return head;
}

}  // namespace hourglass

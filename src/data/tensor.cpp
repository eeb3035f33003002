#include "data/tensor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>

#include "data/text.h"

namespace hourglass {
namespace {

template <typename T>
T load(const std::uint8_t* at, bool big_endian) {
  std::array<std::uint8_t, sizeof(T)> raw;
  std::memcpy(raw.data(), at, sizeof(T));
  if (big_endian) std::reverse(raw.begin(), raw.end());
  return std::bit_cast<T>(raw);
}

double from_half(std::uint16_t half) {
  const int exponent = half >> 10 & 0x1F;
  const int mantissa = half & 0x3FF;
  const double sign = half & 0x8000 ? -1.0 : 1.0;
  if (exponent == 0x1F) return mantissa ? std::nan("") : sign * HUGE_VAL;
  if (exponent == 0) return sign * std::ldexp(mantissa, -24);
  return sign * std::ldexp(mantissa + 1024, exponent - 25);
}

}  // namespace

std::string shape_text(const std::vector<std::uint64_t>& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + ")";
}

std::size_t element_bytes(Element element) {
  switch (element) {
    case Element::u8:
    case Element::i8: return 1;
    case Element::u16:
    case Element::i16:
    case Element::f16: return 2;
    case Element::u32:
    case Element::i32:
    case Element::f32: return 4;
    case Element::u64:
    case Element::i64:
    case Element::f64: return 8;
  }
  return 1;
}

std::uint64_t TensorView::count() const {
  std::uint64_t product = 1;
  for (std::uint64_t size : shape) product *= size;
  return product;
}

TensorView TensorView::transposed() const {
  TensorView view = *this;
  std::reverse(view.shape.begin(), view.shape.end());
  view.column_major = !column_major;
  return view;
}

double TensorView::at(std::size_t i) const {
  const std::uint8_t* p = bytes.data() + i * element_bytes(element);
  switch (element) {
    case Element::u8: return *p;
    case Element::i8: return static_cast<std::int8_t>(*p);
    case Element::u16: return load<std::uint16_t>(p, big_endian);
    case Element::i16: return load<std::int16_t>(p, big_endian);
    case Element::u32: return load<std::uint32_t>(p, big_endian);
    case Element::i32: return load<std::int32_t>(p, big_endian);
    case Element::u64: return static_cast<double>(load<std::uint64_t>(p, big_endian));
    case Element::i64: return static_cast<double>(load<std::int64_t>(p, big_endian));
    case Element::f16: return from_half(load<std::uint16_t>(p, big_endian));
    case Element::f32: return load<float>(p, big_endian);
    case Element::f64: return load<double>(p, big_endian);
  }
  return 0;
}

TensorView TensorView::squeezed() const {
  TensorView view = *this;
  if (view.shape.size() > 4) return view;
  for (std::size_t d = 1; d < view.shape.size() && view.shape.size() > 2;) {
    if (view.shape[d] == 1) {
      view.shape.erase(view.shape.begin() + static_cast<std::ptrdiff_t>(d));
    } else {
      ++d;
    }
  }
  return view;
}

std::expected<std::uint64_t, Error> tensor_bytes(std::span<const std::uint64_t> shape, Element element,
                                                 std::string_view name) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max() / 4;
  std::uint64_t product = element_bytes(element);
  for (std::uint64_t size : shape) {
    if (size == 0) return std::uint64_t{0};
  }
  for (std::uint64_t size : shape) {
    if (size > kMost || product > kMost / size) {
      return fail("{0} says that it holds an array of {1}, more numbers than any file holds: its header is damaged.",
                  in_quotes(name), shape_text({shape.begin(), shape.end()}));
    }
    product *= size;
  }
  return product;
}

}  // namespace hourglass

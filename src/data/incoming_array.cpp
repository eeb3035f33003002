#include "data/incoming_array.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace hourglass {
namespace {

constexpr std::uint64_t kNarrowedFrom = 1u << 20;  // bytes of an array

}  // namespace

std::uint16_t half_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000u);
  std::uint32_t size = bits & 0x7fffffffu;
  if (size >= 0x47800000u) return sign | (size > 0x7f800000u ? 0x7e00 : 0x7c00);
  // Below the smallest normal half, adding one half leaves just the bits that are kept, rounded.
  if (size < 0x38800000u)
    return static_cast<std::uint16_t>(sign |
                                      (std::bit_cast<std::uint32_t>(std::bit_cast<float>(size) + 0.5f) - 0x3f000000u));
  size += 0xc8000fffu + (size >> 13 & 1);
  return static_cast<std::uint16_t>(sign | size >> 13);
}

IncomingArray::IncomingArray(NamedArray array, std::uint64_t bytes)
    : array_(std::move(array)), from_(array_.element), from_big_endian_(array_.big_endian), wanted_(bytes) {
  // Columns of labels (one-hot, or QMNIST's) stay what they are.
  const bool labels =
      array_.shape.size() == 2 && std::ranges::any_of(array_.shape, [](auto size) { return size <= 64; });
  narrows_ = element_bytes(from_) > 2 && array_.shape.size() > 1 && !labels && bytes >= kNarrowedFrom;
  if (narrows_) array_.element = Element::f16, array_.big_endian = false;
}

std::uint64_t IncomingArray::held() const { return narrows_ ? wanted_ / element_bytes(from_) * 2 : wanted_; }

std::expected<void, Error> IncomingArray::make_room(Budget& budget) {
  if (auto kept = budget.keep(held()); !kept) return kept;
  array_.bytes.reserve(static_cast<std::size_t>(held()));
  return {};
}

bool IncomingArray::add(std::string_view bytes) {
  if (bytes.size() > wanted_ - got_) return false;
  got_ += bytes.size();
  if (!narrows_) {
    array_.bytes.insert(array_.bytes.end(), bytes.begin(), bytes.end());
    return true;
  }
  const std::size_t size = element_bytes(from_);
  if (!partial_.empty()) {
    const std::string_view missing = bytes.substr(0, size - partial_.size());
    partial_ += missing;
    bytes.remove_prefix(missing.size());
    if (partial_.size() < size) return true;
    narrow(partial_);
  }
  const std::size_t whole = bytes.size() / size * size;
  narrow(bytes.substr(0, whole));
  partial_ = bytes.substr(whole);
  return true;
}

void IncomingArray::narrow(std::string_view numbers) {
  TensorView from;
  from.element = from_;
  from.big_endian = from_big_endian_;
  from.shape = {numbers.size() / element_bytes(from_)};
  from.bytes = {reinterpret_cast<const std::uint8_t*>(numbers.data()), numbers.size()};
  for (std::size_t i = 0; i < from.shape[0]; ++i) {
    // 16-bit pixels go a little beyond the greatest half, where they are as white as it.
    constexpr double kGreatestHalf = 65504, kGreatestPixel = 65535;
    const double value = from.at(i);
    array_.beyond = array_.beyond || (std::isfinite(value) && std::abs(value) > kGreatestPixel);
    const bool beyond = value > kGreatestHalf && value <= kGreatestPixel;
    const std::uint16_t half = half_of(static_cast<float>(beyond ? kGreatestHalf : value));
    array_.bytes.push_back(static_cast<std::uint8_t>(half));
    array_.bytes.push_back(static_cast<std::uint8_t>(half >> 8));
  }
}

}  // namespace hourglass

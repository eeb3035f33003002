#include "data/parquet_values.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace hourglass {
namespace {

/// A whole number of up to 8 bytes, least byte first.
std::uint64_t little_number(const std::uint8_t* at, std::size_t bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) value |= std::uint64_t{at[i]} << (8 * i);
  return value;
}

/// `width` bits, at most 64, from bit `at` on, the least of each byte first; all must be there.
std::uint64_t bits_at(std::span<const std::uint8_t> bytes, std::uint64_t at, unsigned width) {
  if (width == 0) return 0;
  const auto byte = static_cast<std::size_t>(at / 8);
  const unsigned shift = static_cast<unsigned>(at % 8);
  const std::size_t touched = (shift + width + 7) / 8;
  std::uint64_t value = little_number(bytes.data() + byte, std::min<std::size_t>(touched, 8)) >> shift;
  if (touched > 8) value |= std::uint64_t{bytes[byte + 8]} << (64 - shift);
  return width == 64 ? value : value & ((std::uint64_t{1} << width) - 1);
}

}  // namespace

bool BitRuns::begin_run() {
  std::uint64_t head = 0;
  for (int shift = 0;; shift += 7) {
    if (at_ >= bytes_.size() || shift > 28) return false;
    const std::uint8_t byte = bytes_[at_++];
    head |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) break;
  }
  const std::size_t left = bytes_.size() - at_;
  if (head & 1) {
    // The last group may be cut short where its last numbers are not needed.
    const std::uint64_t wanted = (head >> 1) * width_;
    const std::uint64_t there = std::min<std::uint64_t>(wanted, left);
    packed_ = std::min<std::uint64_t>((head >> 1) * 8, there * 8 / width_);
    bit_ = std::uint64_t{at_} * 8;
    at_ += static_cast<std::size_t>(there);
    return true;
  }
  const std::size_t bytes = (width_ + 7) / 8;
  if (left < bytes) return false;
  repeated_ = head >> 1;
  value_ = static_cast<std::uint32_t>(little_number(bytes_.data() + at_, bytes));
  at_ += bytes;
  return true;
}

std::optional<std::uint32_t> BitRuns::next() {
  if (width_ == 0) return 0;
  while (repeated_ == 0 && packed_ == 0) {
    if (!begin_run()) return std::nullopt;
  }
  if (repeated_ > 0) {
    --repeated_;
    return value_;
  }
  --packed_;
  const auto value = static_cast<std::uint32_t>(bits_at(bytes_, bit_, width_));
  bit_ += width_;
  return value;
}

std::optional<std::uint64_t> DeltaNumbers::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (bytes_.empty()) return std::nullopt;
    const std::uint8_t byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

std::optional<DeltaNumbers> DeltaNumbers::open(std::span<const std::uint8_t> bytes) {
  DeltaNumbers numbers;
  numbers.bytes_ = bytes;
  const auto block = numbers.varint(), groups = numbers.varint(), count = numbers.varint(), first = numbers.varint();
  constexpr std::uint64_t kLargestBlock = 1 << 20;
  if (!first || *groups == 0 || *block > kLargestBlock || *block % *groups != 0) return std::nullopt;
  numbers.groups_ = *groups;
  numbers.group_ = *block / *groups;
  if (numbers.group_ == 0 || numbers.group_ % 8 != 0) return std::nullopt;
  numbers.count_ = numbers.left_ = *count;
  numbers.value_ = *first >> 1 ^ (~(*first & 1) + 1);
  return numbers;
}

bool DeltaNumbers::begin_block() {
  const auto smallest = varint();
  if (!smallest || bytes_.size() < groups_) return false;
  smallest_ = *smallest >> 1 ^ (~(*smallest & 1) + 1);
  widths_ = bytes_.first(static_cast<std::size_t>(groups_));
  bytes_ = bytes_.subspan(widths_.size());
  return true;
}

std::optional<std::int64_t> DeltaNumbers::next() {
  if (left_ == 0) return std::nullopt;
  const auto value = static_cast<std::int64_t>(value_);
  if (--left_ == 0) return value;
  if (in_group_ == 0) {
    if (widths_.empty() && !begin_block()) return std::nullopt;
    width_ = widths_.front();
    widths_ = widths_.subspan(1);
    const std::uint64_t bytes = group_ * width_ / 8;
    if (width_ > 64 || bytes > bytes_.size()) return std::nullopt;
    numbers_ = bytes_.first(static_cast<std::size_t>(bytes));
    bytes_ = bytes_.subspan(numbers_.size());
    in_group_ = group_;
    bit_ = 0;
  }
  value_ += smallest_ + bits_at(numbers_, bit_, width_);
  bit_ += width_;
  --in_group_;
  return value;
}

std::optional<std::span<const std::uint8_t>> DeltaNumbers::behind() const {
  DeltaNumbers walk = *this;
  // The first number stands in the head, so a block holds those behind it; each block takes bytes, so this ends.
  std::uint64_t left = count_ > 0 ? count_ - 1 : 0;
  while (left > 0) {
    if (!walk.begin_block()) return std::nullopt;
    for (const std::uint8_t width : walk.widths_) {
      if (left == 0) break;
      const std::uint64_t bytes = group_ * width / 8;
      if (width > 64 || bytes > walk.bytes_.size()) return std::nullopt;
      walk.bytes_ = walk.bytes_.subspan(static_cast<std::size_t>(bytes));
      left -= std::min(left, group_);
    }
  }
  return walk.bytes_;
}

std::size_t plain_size(const ParquetLeaf& leaf) {
  switch (leaf.type) {
    case ParquetType::int32:
    case ParquetType::float32: return 4;
    case ParquetType::int64:
    case ParquetType::float64: return 8;
    case ParquetType::int96: return 12;
    case ParquetType::fixed_bytes: return leaf.fixed_length;
    case ParquetType::boolean:
    case ParquetType::bytes: break;
  }
  return 0;
}

bool ParquetValues::can_read(ParquetType type, ParquetEncoding encoding) {
  const bool whole = type == ParquetType::int32 || type == ParquetType::int64;
  switch (encoding) {
    case ParquetEncoding::plain: return type != ParquetType::int96;
    case ParquetEncoding::plain_dictionary:
    case ParquetEncoding::dictionary: return type != ParquetType::int96 && type != ParquetType::boolean;
    case ParquetEncoding::runs: return type == ParquetType::boolean;
    case ParquetEncoding::delta_numbers: return whole;
    case ParquetEncoding::delta_lengths: return type == ParquetType::bytes;
    case ParquetEncoding::delta_bytes: return type == ParquetType::bytes || type == ParquetType::fixed_bytes;
    case ParquetEncoding::byte_streams:
      return type != ParquetType::boolean && type != ParquetType::bytes && type != ParquetType::int96;
    case ParquetEncoding::packed_bits: break;
  }
  return false;
}

std::optional<ParquetValues> ParquetValues::open(const ParquetLeaf& leaf, ParquetEncoding encoding,
                                                 std::span<const std::uint8_t> bytes,
                                                 const ParquetDictionary& dictionary) {
  ParquetValues values;
  values.type_ = leaf.type;
  values.is_unsigned_ = leaf.is_unsigned;
  values.size_ = plain_size(leaf);
  values.encoding_ = encoding;
  values.rest_ = bytes;
  switch (encoding) {
    case ParquetEncoding::plain_dictionary:
    case ParquetEncoding::dictionary: {
      values.dictionary_ = dictionary;
      if (bytes.empty()) return values;  // of a page whose values are all null
      if (bytes[0] > 32) return std::nullopt;
      values.runs_ = BitRuns(bytes.subspan(1), bytes[0]);
      return values;
    }
    case ParquetEncoding::runs: {
      if (bytes.empty()) return values;
      const auto length = values.take(4);
      const auto runs = length ? values.take(little_number(length->data(), 4)) : std::nullopt;
      if (!runs) return std::nullopt;
      values.runs_ = BitRuns(*runs, 1);
      return values;
    }
    case ParquetEncoding::delta_bytes: {
      if (bytes.empty()) return values;
      const auto prefixes = DeltaNumbers::open(bytes);
      const auto behind = prefixes ? prefixes->behind() : std::nullopt;
      if (!behind) return std::nullopt;
      values.prefixes_ = *prefixes;
      values.rest_ = *behind;
      break;
    }
    case ParquetEncoding::delta_numbers:
    case ParquetEncoding::delta_lengths:
      if (bytes.empty()) return values;
      break;
    case ParquetEncoding::plain:
    case ParquetEncoding::packed_bits:
    case ParquetEncoding::byte_streams: return values;
  }
  const auto deltas = DeltaNumbers::open(values.rest_);
  if (!deltas) return std::nullopt;
  values.deltas_ = *deltas;
  if (encoding == ParquetEncoding::delta_numbers) return values;
  const auto behind = deltas->behind();
  if (!behind) return std::nullopt;
  values.rest_ = *behind;
  return values;
}

std::optional<std::span<const std::uint8_t>> ParquetValues::take(std::uint64_t bytes) {
  if (bytes > rest_.size()) return std::nullopt;
  const auto taken = rest_.first(static_cast<std::size_t>(bytes));
  rest_ = rest_.subspan(taken.size());
  return taken;
}

std::optional<std::uint32_t> ParquetValues::in_dictionary() {
  const auto place = runs_.next();
  return place && *place < dictionary_.size ? place : std::nullopt;
}

/// The next value of types whose values have all one size.
std::optional<std::span<const std::uint8_t>> ParquetValues::fixed(std::size_t size) {
  switch (encoding_) {
    case ParquetEncoding::plain: return take(size);
    case ParquetEncoding::plain_dictionary:
    case ParquetEncoding::dictionary: {
      const auto place = in_dictionary();
      if (!place) return std::nullopt;
      return dictionary_.bytes.subspan(*place * size, size);
    }
    case ParquetEncoding::byte_streams: {
      // First the first bytes of all values, then the second...
      const std::size_t values = rest_.size() / size;
      if (place_ >= values) return std::nullopt;
      joined_.resize(size);
      for (std::size_t i = 0; i < size; ++i) joined_[i] = rest_[i * values + place_];
      ++place_;
      return joined_;
    }
    default: return std::nullopt;
  }
}

double ParquetValues::number_of(const std::uint8_t* at) const {
  const std::uint64_t bits = little_number(at, size_);
  switch (type_) {
    case ParquetType::float32: return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    case ParquetType::float64: return std::bit_cast<double>(bits);
    case ParquetType::int32:
      return is_unsigned_ ? static_cast<double>(bits)
                          : static_cast<double>(static_cast<std::int32_t>(static_cast<std::uint32_t>(bits)));
    default: return is_unsigned_ ? static_cast<double>(bits) : static_cast<double>(static_cast<std::int64_t>(bits));
  }
}

std::optional<double> ParquetValues::number() {
  if (type_ == ParquetType::boolean) {
    std::optional<std::uint32_t> value;
    if (encoding_ == ParquetEncoding::runs) {
      value = runs_.next();
    } else if (!rest_.empty()) {
      value = rest_.front() >> bit_ & 1;
      if (++bit_ == 8) {
        bit_ = 0;
        rest_ = rest_.subspan(1);
      }
    }
    return value ? std::optional<double>(*value) : std::nullopt;
  }
  if (encoding_ == ParquetEncoding::delta_numbers) {
    const auto value = deltas_.next();
    if (!value) return std::nullopt;
    const auto bits = static_cast<std::uint64_t>(*value);
    const std::uint8_t bytes[] = {static_cast<std::uint8_t>(bits),       static_cast<std::uint8_t>(bits >> 8),
                                  static_cast<std::uint8_t>(bits >> 16), static_cast<std::uint8_t>(bits >> 24),
                                  static_cast<std::uint8_t>(bits >> 32), static_cast<std::uint8_t>(bits >> 40),
                                  static_cast<std::uint8_t>(bits >> 48), static_cast<std::uint8_t>(bits >> 56)};
    return number_of(bytes);
  }
  const auto value = fixed(size_);
  return value ? std::optional<double>(number_of(value->data())) : std::nullopt;
}

std::optional<std::span<const std::uint8_t>> ParquetValues::bytes() {
  if (encoding_ == ParquetEncoding::delta_lengths) {
    const auto length = deltas_.next();
    return length && *length >= 0 ? take(static_cast<std::uint64_t>(*length)) : std::nullopt;
  }
  if (encoding_ == ParquetEncoding::delta_bytes) return extended();
  if (type_ == ParquetType::fixed_bytes) return fixed(size_);
  if (encoding_ == ParquetEncoding::plain) {
    const auto length = take(4);
    return length ? take(little_number(length->data(), 4)) : std::nullopt;
  }
  const auto place = in_dictionary();
  if (!place) return std::nullopt;
  const std::uint32_t begin = dictionary_.begins[*place];
  const std::uint64_t length = little_number(dictionary_.bytes.data() + begin - 4, 4);
  return dictionary_.bytes.subspan(begin, static_cast<std::size_t>(length));
}

/// The value before, as far as this one begins like it, and what is its own.
std::optional<std::span<const std::uint8_t>> ParquetValues::extended() {
  const auto shared = prefixes_.next(), length = deltas_.next();
  if (!shared || !length || *shared < 0 || *length < 0) return std::nullopt;
  const auto own = take(static_cast<std::uint64_t>(*length));
  if (!own || static_cast<std::uint64_t>(*shared) > joined_.size()) return std::nullopt;
  joined_.resize(static_cast<std::size_t>(*shared));
  joined_.insert(joined_.end(), own->begin(), own->end());
  if (type_ == ParquetType::fixed_bytes && joined_.size() != size_) return std::nullopt;
  return joined_;
}

}  // namespace hourglass

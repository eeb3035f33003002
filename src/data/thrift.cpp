#include "data/thrift.h"

namespace hourglass {
namespace {

constexpr int kDeepestThrift = 16;  // structs and lists within each other; Parquet has 5

}  // namespace

std::span<const std::uint8_t> ThriftReader::take(std::uint64_t count) {
  if (!good_ || count > left()) {
    ran_out_ = ran_out_ || good_;
    good_ = false;
    return {};
  }
  const auto taken = bytes_.subspan(at_, static_cast<std::size_t>(count));
  at_ += taken.size();
  return taken;
}

std::uint8_t ThriftReader::byte() {
  const auto one = take(1);
  return one.empty() ? std::uint8_t{0} : one[0];
}

std::uint64_t ThriftReader::varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const std::uint8_t next = byte();
    value |= static_cast<std::uint64_t>(next & 0x7F) << shift;
    if ((next & 0x80) == 0) return good_ ? value : 0;
  }
  spoil();
  return 0;
}

std::int64_t ThriftReader::zigzag() {
  const std::uint64_t value = varint();
  return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
}

std::size_t ThriftReader::list_head(Kind& kind) {
  const std::uint8_t head = byte();
  kind = static_cast<Kind>(head & 0x0F);
  std::uint64_t count = head >> 4;
  if (count == 15) count = varint();
  if (count > left()) {
    ran_out_ = ran_out_ || good_;
    good_ = false;
    return 0;
  }
  return static_cast<std::size_t>(count);
}

void ThriftReader::skip(Kind kind, int depth, bool in_list) {
  if (depth > kDeepestThrift) return spoil();
  switch (kind) {
    case Kind::yes:
    case Kind::no:
      if (in_list) byte();
      return;
    case Kind::byte: byte(); return;
    case Kind::i16:
    case Kind::i32:
    case Kind::i64: varint(); return;
    case Kind::number: take(8); return;
    case Kind::binary: take(varint()); return;
    case Kind::uuid: take(16); return;
    case Kind::list:
    case Kind::set: {
      Kind element{};
      const std::size_t count = list_head(element);
      for (std::size_t i = 0; i < count && good_; ++i) skip(element, depth + 1, true);
      return;
    }
    case Kind::map: {
      const std::uint64_t count = varint();
      if (count == 0) return;
      const std::uint8_t kinds = byte();
      for (std::uint64_t i = 0; i < count && good_; ++i) {
        skip(static_cast<Kind>(kinds >> 4), depth + 1, true);
        skip(static_cast<Kind>(kinds & 0x0F), depth + 1, true);
      }
      return;
    }
    case Kind::structure:
      while (good_) {
        const std::uint8_t head = byte();
        const Kind field = static_cast<Kind>(head & 0x0F);
        if (field == Kind::stop) return;
        if (head >> 4 == 0) varint();
        skip(field, depth + 1, false);
      }
      return;
    case Kind::stop: break;
  }
  spoil();
}

bool ThriftStruct::next() {
  using Kind = ThriftReader::Kind;
  if (!taken_) reader_->skip(kind_, 0, false);
  taken_ = true;
  if (ended_ || !reader_->good()) return false;
  const std::uint8_t head = reader_->byte();
  kind_ = static_cast<Kind>(head & 0x0F);
  if (kind_ == Kind::stop || !reader_->good()) {
    ended_ = true;
    return false;
  }
  const std::int64_t id = head >> 4 ? id_ + (head >> 4) : reader_->zigzag();
  id_ = static_cast<std::int16_t>(id);
  if (id != id_) reader_->spoil();
  taken_ = false;
  return reader_->good();
}

bool ThriftStruct::begin(ThriftReader::Kind kind) {
  if (taken_) return false;
  taken_ = true;
  if (kind_ == kind) return true;
  reader_->spoil();
  return false;
}

std::int64_t ThriftStruct::integer() {
  using Kind = ThriftReader::Kind;
  if (kind_ == Kind::byte) return begin(Kind::byte) ? static_cast<std::int8_t>(reader_->byte()) : 0;
  const bool whole = kind_ == Kind::i16 || kind_ == Kind::i32 || kind_ == Kind::i64;
  return begin(whole ? kind_ : Kind::i64) ? reader_->zigzag() : 0;
}

bool ThriftStruct::boolean() {
  using Kind = ThriftReader::Kind;
  return begin(kind_ == Kind::no ? Kind::no : Kind::yes) && kind_ == Kind::yes;
}

std::string ThriftStruct::text() {
  if (!begin(ThriftReader::Kind::binary)) return {};
  const auto bytes = reader_->take(reader_->varint());
  return {bytes.begin(), bytes.end()};
}

}  // namespace hourglass

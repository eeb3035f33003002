#include "data/parquet_pages.h"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "data/crc.h"
#include "data/gzip.h"
#include "data/snappy.h"
#include "data/text.h"
#include "data/thrift.h"

namespace hourglass {
namespace {

using PageBytes = std::span<const std::uint8_t>;

constexpr std::uint64_t kFirstHeadBytes = 16 * 1024;  // with most of a small page
constexpr std::uint64_t kLongestHead = 16u << 20;     // statistics may hold whole pictures

enum ParquetCodec : std::int32_t { kPlainCodec = 0, kSnappyCodec = 1, kGzipCodec = 2, kZstdCodec = 6 };

std::string_view codec_name(std::int32_t codec) {
  switch (codec) {
    case 3: return "LZO";
    case 4: return "Brotli";
    case 5:
    case 7: return "LZ4";
    default: return {};
  }
}

std::string_view encoding_name(std::int64_t encoding) {
  switch (static_cast<ParquetEncoding>(encoding)) {
    case ParquetEncoding::plain: return "PLAIN";
    case ParquetEncoding::plain_dictionary: return "PLAIN_DICTIONARY";
    case ParquetEncoding::runs: return "RLE";
    case ParquetEncoding::packed_bits: return "BIT_PACKED";
    case ParquetEncoding::delta_numbers: return "DELTA_BINARY_PACKED";
    case ParquetEncoding::delta_lengths: return "DELTA_LENGTH_BYTE_ARRAY";
    case ParquetEncoding::delta_bytes: return "DELTA_BYTE_ARRAY";
    case ParquetEncoding::dictionary: return "RLE_DICTIONARY";
    case ParquetEncoding::byte_streams: return "BYTE_STREAM_SPLIT";
  }
  return {};
}

std::uint64_t little_u32(PageBytes bytes) {
  return std::uint64_t{bytes[0]} | std::uint64_t{bytes[1]} << 8 | std::uint64_t{bytes[2]} << 16 |
         std::uint64_t{bytes[3]} << 24;
}

bool is_bytes(ParquetType type) { return type == ParquetType::bytes || type == ParquetType::fixed_bytes; }

/// As many bits as levels up to the deepest need.
unsigned level_bits(unsigned deepest) { return static_cast<unsigned>(std::bit_width(deepest)); }

}  // namespace

struct ParquetColumn::PageHead {
  enum Kind : std::int64_t { data = 0, index = 1, dictionary = 2, data2 = 3 };
  std::int64_t kind = -1;
  std::int64_t unpacked = -1, packed = -1;  // bytes
  std::optional<std::uint32_t> crc;
  std::int64_t values = -1;
  std::int64_t encoding = -1;
  std::int64_t definition_encoding = 3, repetition_encoding = 3;
  std::int64_t definition_bytes = 0, repetition_bytes = 0;  // of data2
  bool is_packed = true;                                    // of data2
};

std::unexpected<Error> ParquetColumn::damaged() const {
  return damaged_parquet(source_->name, say("a page of its column {0} cannot be read.", in_quotes(leaf().column)));
}

std::unexpected<Error> ParquetColumn::unknown(std::int64_t encoding) const {
  const std::string_view name = encoding_name(encoding);
  if (name.empty()) return damaged();
  return fail("{0} has its column {1} in the encoding {2}, which is not read here; save it anew, with another.",
              in_quotes(source_->name), in_quotes(leaf().column), name);
}

std::expected<void, Error> ParquetColumn::begin_group(std::size_t group) {
  chunk_ = footer_->chunk(group, leaf_);
  if (chunk_.encrypted) {
    return fail("{0} is a Parquet file whose column {1} is encrypted; save it without encryption.",
                in_quotes(source_->name), in_quotes(leaf().column));
  }
  if (chunk_.elsewhere) {
    return fail("{0} keeps its column {1} in another file, which cannot be followed from here.",
                in_quotes(source_->name), in_quotes(leaf().column));
  }
  for (const ParquetCodec known : {kPlainCodec, kSnappyCodec, kGzipCodec, kZstdCodec}) {
    if (chunk_.codec != known) continue;
    at_ = chunk_.begin;
    values_left_ = chunk_.values;
    page_left_ = 0;
    ahead_ = false;
    dictionary_ = {};
    return {};
  }
  const std::string_view codec = codec_name(chunk_.codec);
  if (codec.empty()) return damaged();
  return fail("{0} is packed with {1}, which is not read here; snappy, gzip and zstd are. Save it with one of these.",
              in_quotes(source_->name), codec);
}

std::expected<void, Error> ParquetColumn::end_group() {
  const bool all = page_left_ == 0 && values_left_ == 0 && !ahead_;
  return all ? std::expected<void, Error>() : damaged();
}

/// Leaves at_ at the page's body.
std::expected<ParquetColumn::PageHead, Error> ParquetColumn::read_head() {
  const std::uint64_t left = chunk_.end - at_;
  for (std::uint64_t wanted = kFirstHeadBytes;; wanted *= 8) {
    Buffer bytes(*budget_);
    auto room = bytes.resize(std::min(wanted, left));
    if (!room) return std::unexpected(room.error());
    const auto got = source_->read(at_, *room);
    if (!got) return std::unexpected(got.error());
    ThriftReader reader(bytes.bytes().first(*got));
    PageHead head;
    for (ThriftStruct fields(reader); fields.next();) {
      switch (fields.id()) {
        case 1: head.kind = fields.integer(); break;
        case 2: head.unpacked = fields.integer(); break;
        case 3: head.packed = fields.integer(); break;
        case 4: head.crc = static_cast<std::uint32_t>(fields.integer()); break;
        case 5:
        case 7:
          fields.inside([&](ThriftStruct& page) {
            while (page.next()) {
              switch (page.id()) {
                case 1: head.values = page.integer(); break;
                case 2: head.encoding = page.integer(); break;
                case 3:
                  if (fields.id() == 5) head.definition_encoding = page.integer();
                  break;
                case 4: head.repetition_encoding = page.integer(); break;
                default: break;
              }
            }
          });
          break;
        case 8:
          fields.inside([&](ThriftStruct& page) {
            while (page.next()) {
              switch (page.id()) {
                case 1: head.values = page.integer(); break;
                case 4: head.encoding = page.integer(); break;
                case 5: head.definition_bytes = page.integer(); break;
                case 6: head.repetition_bytes = page.integer(); break;
                case 7: head.is_packed = page.boolean(); break;
                default: break;
              }
            }
          });
          break;
        default: break;
      }
    }
    if (!reader.good()) {
      if (reader.ran_out() && *got == wanted && wanted < kLongestHead) continue;
      return damaged();
    }
    at_ += reader.position();
    const std::uint64_t body = chunk_.end - at_;
    constexpr std::int64_t kLargestPage = INT32_MAX;
    const bool possible = head.packed >= 0 && static_cast<std::uint64_t>(head.packed) <= body && head.unpacked >= 0 &&
                          head.unpacked <= kLargestPage && head.values <= kLargestPage;
    if (!possible) return damaged();
    return head;
  }
}

std::expected<void, Error> ParquetColumn::read_body(const PageHead& head, Buffer& into) {
  auto room = into.resize(static_cast<std::uint64_t>(head.packed));
  if (!room) return std::unexpected(room.error());
  const auto got = source_->read(at_, *room);
  if (!got) return std::unexpected(got.error());
  if (*got != room->size() || (head.crc && *head.crc != crc(0, *room))) return damaged();
  at_ += room->size();
  return {};
}

/// Whether bytes can unpack to so many, as far as can be told before there is room for them.
bool ParquetColumn::may_unpack_to(PageBytes packed, std::uint64_t size) const {
  // Bytes of each packed one.
  constexpr std::uint64_t kMostBySnappy = 22, kMostByGzip = 1040, kMostByZstd = 1 << 15;
  if (size == 0) return true;
  switch (chunk_.codec) {
    case kSnappyCodec: return size <= kMostBySnappy * packed.size();
    case kGzipCodec: return size <= kMostByGzip * packed.size();
    case kZstdCodec: {
      const unsigned long long said = ZSTD_getFrameContentSize(packed.data(), packed.size());
      return said == ZSTD_CONTENTSIZE_UNKNOWN ? size <= kMostByZstd * packed.size() : said == size;
    }
    default: return size == packed.size();
  }
}

std::expected<void, Error> ParquetColumn::unpack(PageBytes packed, std::span<std::uint8_t> into) {
  if (into.empty()) return {};
  switch (chunk_.codec) {
    case kSnappyCodec:
      if (!unpack_snappy(packed, into)) return damaged();
      return {};
    case kGzipCodec: {
      Gunzip stream;
      std::size_t at = 0;
      const auto fed = stream.feed(packed, [&](PageBytes more) -> std::expected<void, Error> {
        if (more.size() > into.size() - at) return damaged();
        std::copy(more.begin(), more.end(), into.begin() + static_cast<std::ptrdiff_t>(at));
        at += more.size();
        return {};
      });
      if (!fed || !stream.complete() || at != into.size()) return damaged();
      return {};
    }
    case kZstdCodec: {
      const std::size_t made = ZSTD_decompress(into.data(), into.size(), packed.data(), packed.size());
      if (ZSTD_isError(made) || made != into.size()) return damaged();
      return {};
    }
    default:
      if (packed.size() != into.size()) return damaged();
      std::copy(packed.begin(), packed.end(), into.begin());
      return {};
  }
}

std::expected<void, Error> ParquetColumn::take_dictionary(const PageHead& head, Buffer packed) {
  const auto encoding = static_cast<ParquetEncoding>(head.encoding);
  const bool plain = encoding == ParquetEncoding::plain || encoding == ParquetEncoding::plain_dictionary;
  if (!plain || head.values < 0) return damaged();
  if (!may_unpack_to(packed.bytes(), static_cast<std::uint64_t>(head.unpacked))) return damaged();
  auto room = dictionary_bytes_.resize(static_cast<std::uint64_t>(head.unpacked));
  if (!room) return std::unexpected(room.error());
  if (auto done = unpack(packed.bytes(), *room); !done) return done;
  const PageBytes bytes = dictionary_bytes_.bytes();
  const auto count = static_cast<std::uint64_t>(head.values);
  begins_.values.clear();
  if (leaf().type == ParquetType::bytes) {
    // Each takes four bytes at least, so there is a bound for their number.
    if (count > bytes.size() / 4) return damaged();
    if (auto places = begins_.room(static_cast<std::size_t>(count)); !places) return places;
    std::uint64_t at = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      if (bytes.size() - at < 4) return damaged();
      const std::uint64_t length = little_u32(bytes.subspan(static_cast<std::size_t>(at), 4));
      at += 4;
      if (length > bytes.size() - at) return damaged();
      begins_.values.push_back(static_cast<std::uint32_t>(at));
      at += length;
    }
  } else if (plain_size(leaf()) == 0 || count > bytes.size() / plain_size(leaf())) {
    return damaged();
  }
  dictionary_ = {bytes, begins_.values, static_cast<std::size_t>(count)};
  return {};
}

std::expected<void, Error> ParquetColumn::open_values(std::int64_t encoding, PageBytes bytes) {
  const auto known = static_cast<ParquetEncoding>(encoding);
  if (!ParquetValues::can_read(leaf().type, known)) return unknown(encoding);
  auto values = ParquetValues::open(leaf(), known, bytes, dictionary_);
  if (!values) return damaged();
  values_ = std::move(*values);
  return {};
}

std::expected<void, Error> ParquetColumn::take_data(const PageHead& head, Buffer packed) {
  page_left_ = static_cast<std::uint64_t>(head.values);
  const unsigned repetition_bits = level_bits(leaf().deepest_repetition),
                 definition_bits = level_bits(leaf().deepest_definition);
  if (head.kind == PageHead::data2) {
    const std::int64_t levels = head.repetition_bytes + head.definition_bytes;
    const bool possible = head.repetition_bytes >= 0 && head.definition_bytes >= 0 &&
                          head.repetition_bytes <= head.packed && head.definition_bytes <= head.packed &&
                          levels <= head.packed && levels <= head.unpacked;
    if (!possible) return damaged();
    // The levels are never packed, the values behind them mostly.
    const PageBytes stored = packed.bytes();
    const auto front = static_cast<std::size_t>(levels);
    const PageBytes behind = stored.subspan(front);
    const auto values = static_cast<std::uint64_t>(head.unpacked - levels);
    if (head.is_packed ? !may_unpack_to(behind, values) : values != behind.size()) return damaged();
    auto room = page_.resize(static_cast<std::uint64_t>(head.unpacked));
    if (!room) return std::unexpected(room.error());
    std::copy_n(stored.begin(), front, room->begin());
    const std::span<std::uint8_t> into = room->subspan(front);
    if (!head.is_packed) {
      std::copy(behind.begin(), behind.end(), into.begin());
    } else if (auto done = unpack(behind, into); !done) {
      return done;
    }
    const PageBytes bytes = page_.bytes();
    const auto repetitions = static_cast<std::size_t>(head.repetition_bytes);
    repetitions_ = BitRuns(bytes.first(repetitions), repetition_bits);
    definitions_ = BitRuns(bytes.subspan(repetitions, front - repetitions), definition_bits);
    return open_values(head.encoding, bytes.subspan(front));
  }
  if (!may_unpack_to(packed.bytes(), static_cast<std::uint64_t>(head.unpacked))) return damaged();
  auto room = page_.resize(static_cast<std::uint64_t>(head.unpacked));
  if (!room) return std::unexpected(room.error());
  if (auto done = unpack(packed.bytes(), *room); !done) return done;
  PageBytes rest = page_.bytes();
  const auto levels = [&](unsigned bits, std::int64_t encoding, BitRuns& runs) -> std::expected<void, Error> {
    if (bits == 0) {
      runs = {};
      return {};
    }
    if (static_cast<ParquetEncoding>(encoding) != ParquetEncoding::runs) return unknown(encoding);
    if (rest.size() < 4) return damaged();
    const std::uint64_t length = little_u32(rest.first(4));
    rest = rest.subspan(4);
    if (length > rest.size()) return damaged();
    runs = BitRuns(rest.first(static_cast<std::size_t>(length)), bits);
    rest = rest.subspan(static_cast<std::size_t>(length));
    return {};
  };
  if (auto read = levels(repetition_bits, head.repetition_encoding, repetitions_); !read) return read;
  if (auto read = levels(definition_bits, head.definition_encoding, definitions_); !read) return read;
  return open_values(head.encoding, rest);
}

/// False where the row group has no more.
std::expected<bool, Error> ParquetColumn::next_page() {
  while (page_left_ == 0) {
    if (values_left_ == 0) return false;
    if (at_ >= chunk_.end) return damaged();
    const auto head = read_head();
    if (!head) return std::unexpected(head.error());
    if (head->kind == PageHead::index || head->kind < PageHead::data || head->kind > PageHead::data2) {
      at_ += static_cast<std::uint64_t>(head->packed);
      continue;
    }
    if (auto counted = budget_->unpack(static_cast<std::uint64_t>(head->unpacked)); !counted) {
      return std::unexpected(counted.error());
    }
    Buffer packed(*budget_);
    if (auto read = read_body(*head, packed); !read) return std::unexpected(read.error());
    if (head->kind == PageHead::dictionary) {
      if (auto taken = take_dictionary(*head, std::move(packed)); !taken) return std::unexpected(taken.error());
      continue;
    }
    if (head->values < 0 || static_cast<std::uint64_t>(head->values) > values_left_) return damaged();
    values_left_ -= static_cast<std::uint64_t>(head->values);
    if (auto taken = take_data(*head, std::move(packed)); !taken) return std::unexpected(taken.error());
  }
  return true;
}

std::expected<bool, Error> ParquetColumn::next_levels() {
  if (ahead_) return true;
  const auto more = next_page();
  if (!more || !*more) return more;
  --page_left_;
  const auto repetition = repetitions_.next(), definition = definitions_.next();
  if (!repetition || !definition || *repetition > leaf().deepest_repetition ||
      *definition > leaf().deepest_definition) {
    return damaged();
  }
  repetition_ = *repetition;
  definition_ = *definition;
  ahead_ = true;
  return true;
}

std::expected<void, Error> ParquetColumn::take_value(ParquetRow& row) {
  if (is_bytes(leaf().type)) {
    const auto bytes = values_.bytes();
    if (!bytes) return damaged();
    row.bytes = *bytes;
    return {};
  }
  const auto number = values_.number();
  if (!number) return damaged();
  row.numbers.push_back(*number);
  return {};
}

std::expected<void, Error> ParquetColumn::next(ParquetRow& row) {
  row.empty = true;
  row.ragged = false;
  row.bytes = {};
  row.numbers.clear();
  row.lists.assign(leaf().deepest_repetition, 0);
  std::size_t innermost = 0, first_innermost = 0;  // numbers in the present list of the last depth, and in the first
  const auto end_innermost = [&] {
    if (first_innermost == 0) first_innermost = innermost;
    row.ragged = row.ragged || innermost != first_innermost;
    innermost = 0;
  };
  for (bool first = true;; first = false) {
    const auto more = next_levels();
    if (!more) return std::unexpected(more.error());
    if (first && (!*more || repetition_ != 0)) return damaged();
    if (!*more || (!first && repetition_ == 0)) {
      end_innermost();
      return {};
    }
    ahead_ = false;
    const bool null = definition_ < leaf().deepest_definition;
    // Nothing in place of a list, and a list of nothing, are one value that is null.
    if (!first && (null || row.empty)) {
      return fail("{0} has lists in its column {1} in which numbers are missing.", in_quotes(source_->name),
                  in_quotes(leaf().column));
    }
    if (!null) {
      if (row.numbers.size() == kMostRowNumbers) {
        return fail("{0} has more than {1} numbers in a row of its column {2}.", in_quotes(source_->name),
                    kMostRowNumbers, in_quotes(leaf().column));
      }
      if (auto taken = take_value(row); !taken) return taken;
      row.empty = false;
      if (repetition_ < leaf().deepest_repetition) end_innermost();
      ++innermost;
      for (std::size_t depth = repetition_; depth < row.lists.size(); ++depth) ++row.lists[depth];
    }
    if (leaf().deepest_repetition == 0) return {};
  }
}

}  // namespace hourglass

#include "data/parquet_schema.h"

#include <array>
#include <cstring>
#include <optional>
#include <utility>

#include "data/text.h"
#include "data/thrift.h"

namespace hourglass {
namespace {

constexpr std::size_t kMarkBytes = 4;                 // "PAR1", at both ends
constexpr std::size_t kTailBytes = kMarkBytes + 4;    // the footer's length and the mark
constexpr std::size_t kMostParquetColumns = 200'000;  // with those that only hold others
constexpr std::size_t kDeepestParquetColumn = 32;     // columns within columns
constexpr std::uint64_t kMostRowGroups = 1'000'000;

constexpr Key kFooterDamaged = "its list of columns cannot be read. Fetch the file again.";

/// One element of the schema as it stands in the file.
struct SchemaElement {
  std::int64_t type = -1, type_length = 0, repetition = 0, children = 0, converted = -1;
  std::string name;
  int logical = 0;  // the field of the union LogicalType that is set
  bool logical_unsigned = false;
};

SchemaElement read_element(ThriftStruct& fields) {
  SchemaElement element;
  while (fields.next()) {
    switch (fields.id()) {
      case 1: element.type = fields.integer(); break;
      case 2: element.type_length = fields.integer(); break;
      case 3: element.repetition = fields.integer(); break;
      case 4: element.name = fields.text(); break;
      case 5: element.children = fields.integer(); break;
      case 6: element.converted = fields.integer(); break;
      case 10:
        fields.inside([&](ThriftStruct& kinds) {
          while (kinds.next()) {
            element.logical = kinds.id();
            constexpr int kInteger = 10;
            if (element.logical != kInteger) continue;
            kinds.inside([&](ThriftStruct& integer) {
              while (integer.next()) {
                if (integer.id() == 2) element.logical_unsigned = !integer.boolean();
              }
            });
          }
        });
        break;
      default: break;
    }
  }
  return element;
}

ParquetMeaning meaning_of(const SchemaElement& element) {
  constexpr std::int64_t kUtf8 = 0, kEnum = 4, kDecimal = 5, kJson = 19;
  constexpr int kLogicalString = 1, kLogicalEnum = 4, kLogicalDecimal = 5, kLogicalJson = 12, kLogicalHalf = 15;
  if (element.logical == kLogicalHalf) return ParquetMeaning::half;
  if (element.converted == kDecimal || element.logical == kLogicalDecimal) return ParquetMeaning::decimal;
  for (const std::int64_t text : {kUtf8, kEnum, kJson}) {
    if (element.converted == text) return ParquetMeaning::text;
  }
  for (const int text : {kLogicalString, kLogicalEnum, kLogicalJson}) {
    if (element.logical == text) return ParquetMeaning::text;
  }
  return ParquetMeaning::plain;
}

/// The tree of columns, which the file lists each before those within it, as its leaves. False where it is no tree.
class SchemaWalk {
 public:
  explicit SchemaWalk(std::vector<ParquetLeaf>& leaves) : leaves_(&leaves) {}

  bool add(const SchemaElement& element) {
    if (++elements_ > kMostParquetColumns) return false;
    if (elements_ == 1) {  // the table itself
      open_.push_back({element.children, 0, 0});
      return element.children > 0;
    }
    while (!open_.empty() && open_.back().left == 0) open_.pop_back();
    if (open_.empty() || element.repetition < 0 || element.repetition > 2) return false;
    --open_.back().left;
    Open level = open_.back();
    if (element.repetition != 0) ++level.definition;
    if (element.repetition == 2) ++level.repetition;
    constexpr std::size_t kLongestName = 200;
    if (open_.size() == 1) column_ = element.name.substr(0, kLongestName);
    const std::size_t depth = open_.size();
    if (element.children != 0) {
      if (element.children < 0 || open_.size() == kDeepestParquetColumn) return false;
      open_.push_back({element.children, level.definition, level.repetition});
      return true;
    }
    if (element.type < 0 || element.type > static_cast<std::int64_t>(ParquetType::fixed_bytes)) return false;
    ParquetLeaf leaf;
    leaf.type = static_cast<ParquetType>(element.type);
    leaf.meaning = meaning_of(element);
    if (leaf.type == ParquetType::fixed_bytes) {
      constexpr std::int64_t kLongest = 1 << 30;
      if (element.type_length < 1 || element.type_length > kLongest) return false;
      leaf.fixed_length = static_cast<std::uint32_t>(element.type_length);
    }
    constexpr std::int64_t kUint8 = 11, kUint64 = 14;
    leaf.is_unsigned = element.logical_unsigned || (element.converted >= kUint8 && element.converted <= kUint64);
    leaf.deepest_definition = level.definition;
    leaf.deepest_repetition = level.repetition;
    leaf.column = column_;
    leaf.field = element.name.substr(0, kLongestName);
    leaf.depth = depth;
    leaves_->push_back(std::move(leaf));
    return true;
  }

  bool complete() {
    while (!open_.empty() && open_.back().left == 0) open_.pop_back();
    return elements_ > 0 && open_.empty();
  }

 private:
  struct Open {
    std::int64_t left;
    unsigned definition, repetition;
  };

  std::vector<ParquetLeaf>* leaves_;
  std::size_t elements_ = 0;
  std::vector<Open> open_;
  std::string column_;
};

ParquetChunk read_chunk(ThriftStruct& fields, std::uint64_t pages_end) {
  ParquetChunk chunk;
  std::int64_t values = -1, length = -1, data = 0, dictionary = 0;
  bool described = false;
  while (fields.next()) {
    switch (fields.id()) {
      case 1: chunk.elsewhere = !fields.text().empty(); break;
      case 3:
        described = true;
        fields.inside([&](ThriftStruct& metadata) {
          while (metadata.next()) {
            switch (metadata.id()) {
              case 4: chunk.codec = static_cast<std::int32_t>(metadata.integer()); break;
              case 5: values = metadata.integer(); break;
              case 7: length = metadata.integer(); break;
              case 9: data = metadata.integer(); break;
              case 11: dictionary = metadata.integer(); break;
              default: break;
            }
          }
        });
        break;
      case 8:
      case 9: chunk.encrypted = true; break;
      default: break;
    }
  }
  // The dictionary comes first where there is one; some writers say 0 where there is none.
  const std::int64_t begin = dictionary > 0 && dictionary < data ? dictionary : data;
  const bool within = described && values >= 0 && length >= 0 && begin >= static_cast<std::int64_t>(kMarkBytes) &&
                      static_cast<std::uint64_t>(begin) <= pages_end &&
                      static_cast<std::uint64_t>(length) <= pages_end - static_cast<std::uint64_t>(begin);
  if (within) {
    chunk.begin = static_cast<std::uint64_t>(begin);
    chunk.end = chunk.begin + static_cast<std::uint64_t>(length);
    chunk.values = static_cast<std::uint64_t>(values);
  }
  return chunk;
}

}  // namespace

bool looks_like_parquet(std::span<const std::uint8_t> start) {
  return start.size() >= kMarkBytes &&
         (std::memcmp(start.data(), "PAR1", kMarkBytes) == 0 || std::memcmp(start.data(), "PARE", kMarkBytes) == 0);
}

std::unexpected<Error> damaged_parquet(std::string_view file, Sentence how) {
  return fail("{0} is a Parquet file that is damaged or cut off: {1}", in_quotes(file), std::move(how));
}

std::expected<void, Error> read_parquet_footer(const Source& source, Budget& budget, ParquetFooter& footer) {
  const auto encrypted = [&] {
    return fail("{0} is a Parquet file that is encrypted; save it without encryption.", in_quotes(source.name));
  };
  std::array<std::uint8_t, kTailBytes> tail{};
  if (source.size < kMarkBytes + kTailBytes) return damaged_parquet(source.name, say("it is too short."));
  const auto got = source.read(source.size - kTailBytes, tail);
  if (!got) return std::unexpected(got.error());
  if (std::memcmp(tail.data() + 4, "PARE", kMarkBytes) == 0) return encrypted();
  if (*got != kTailBytes || std::memcmp(tail.data() + 4, "PAR1", kMarkBytes) != 0) {
    return damaged_parquet(source.name, say("its end is missing. Fetch the file again."));
  }
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length |= std::uint64_t{tail[i]} << (8 * i);
  if (length == 0 || length > source.size - kMarkBytes - kTailBytes) {
    return damaged_parquet(source.name, kFooterDamaged);
  }
  const std::uint64_t pages_end = source.size - kTailBytes - length;
  Buffer bytes(budget);
  auto room = bytes.resize(length);
  if (!room) return std::unexpected(room.error());
  const auto read = source.read(pages_end, *room);
  if (!read) return std::unexpected(read.error());
  if (*read != length) return damaged_parquet(source.name, say("its end is missing. Fetch the file again."));

  ThriftReader reader(bytes.bytes());
  SchemaWalk walk(footer.leaves);
  bool sound = true, with_key = false;
  std::expected<void, Error> enough;
  for (ThriftStruct fields(reader); fields.next();) {
    switch (fields.id()) {
      case 2: fields.each([&](ThriftStruct& element) { sound = sound && walk.add(read_element(element)); }); break;
      case 4:
        // The columns come before the row groups, in every file that is written from front to back.
        sound = sound && walk.complete();
        fields.each([&](ThriftStruct& group) {
          if (!sound || !enough) return;
          std::int64_t rows = -1;
          std::size_t columns = 0;
          while (group.next()) {
            if (group.id() == 3) rows = group.integer();
            if (group.id() != 1) continue;
            group.each([&](ThriftStruct& chunk) {
              if (++columns > footer.leaves.size() || !enough) return;
              enough = footer.chunks.room(1);
              if (enough) footer.chunks.values.push_back(read_chunk(chunk, pages_end));
            });
          }
          sound = rows >= 0 && columns == footer.leaves.size() && footer.group_rows.size() < kMostRowGroups;
          const auto more = static_cast<std::uint64_t>(rows);
          sound = sound && more <= UINT64_MAX / 2 - footer.rows;
          if (!sound) return;
          footer.group_rows.push_back(more);
          footer.rows += more;
        });
        break;
      case 5:
        fields.each([&](ThriftStruct& pair) {
          std::string key, value;
          while (pair.next()) {
            if (pair.id() == 1) key = pair.text();
            if (pair.id() == 2) value = pair.text();
          }
          if (key == "huggingface") footer.hugging_face = std::move(value);
        });
        break;
      case 8: with_key = true; break;
      default: break;
    }
  }
  if (!enough) return enough;
  if (with_key) return encrypted();
  if (!reader.good() || !sound || !walk.complete()) return damaged_parquet(source.name, kFooterDamaged);
  return {};
}

}  // namespace hourglass

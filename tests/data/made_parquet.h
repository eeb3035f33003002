// Parquet files made for tests: schema, pages and footer written by code that shares nothing with the reader.
#pragma once

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "data/made_files.h"

namespace hourglass::made {

/// Thrift's compact protocol.
class ThriftWriter {
 public:
  Bytes out;

  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
  }
  void zigzag(std::int64_t value) {
    varint(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63));
  }
  void field(int id, int kind) {
    const int step = id - last_;
    if (step > 0 && step < 16) {
      out.push_back(static_cast<std::uint8_t>(step << 4 | kind));
    } else {
      out.push_back(static_cast<std::uint8_t>(kind));
      zigzag(id);
    }
    last_ = id;
  }
  void i32(int id, std::int64_t value) {
    field(id, 5);
    zigzag(value);
  }
  void i64(int id, std::int64_t value) {
    field(id, 6);
    zigzag(value);
  }
  void yes(int id, bool value) { field(id, value ? 1 : 2); }
  void binary(const std::string& text) {
    varint(text.size());
    put_text(out, text);
  }
  void text(int id, const std::string& value) {
    field(id, 8);
    binary(value);
  }
  void list(int id, int kind, std::size_t count) {
    field(id, 9);
    if (count < 15) {
      out.push_back(static_cast<std::uint8_t>(count << 4 | static_cast<unsigned>(kind)));
    } else {
      out.push_back(static_cast<std::uint8_t>(0xF0 | kind));
      varint(count);
    }
  }
  void begin() { open_.push_back(std::exchange(last_, 0)); }
  void begin(int id) {
    field(id, 12);
    begin();
  }
  void end() {
    out.push_back(0);
    last_ = open_.back();
    open_.pop_back();
  }

 private:
  int last_ = 0;
  std::vector<int> open_;
};

enum class Pq { boolean, int32, int64, int96, float32, float64, bytes, fixed };

/// Of the schema, in the file's order: a group says how many of the next stand in it.
struct PqElement {
  std::string name;
  int repetition = 1;  ///< 0 required, 1 optional, 2 repeated
  int children = 0;    ///< 0: a column of `type`
  Pq type = Pq::int32;
  int converted = -1;  ///< 0 text, 3 a list, 5 a decimal, 11 to 14 without sign
  int length = 0;      ///< of fixed
};

/// A value, or its absence, with its levels.
struct PqValue {
  int repetition = 0, definition = 0;
  Bytes bytes = {};  ///< as the plain encoding has it, without a length
};

struct PqColumn {
  Pq type = Pq::int32;
  int definition = 0, repetition = 0;  ///< the deepest levels
  int length = 0;                      ///< of fixed
  std::vector<std::vector<PqValue>> rows = {};
  /// 0 plain, 3 runs, 5 and 6 and 7 differences, 8 dictionary, 9 streams
  int encoding = 0;
};

struct PqKind {
  int codec = 0;  ///< 0 none, 1 snappy, 2 gzip, 6 zstd
  bool version2 = false;
  bool checksums = false;
  std::size_t rows_a_group = 1 << 20, rows_a_page = 1 << 20;
};

template <typename T>
Bytes little_bytes(T value, std::size_t bytes = sizeof(T)) {
  Bytes out(sizeof(T));
  std::memcpy(out.data(), &value, sizeof(T));
  out.resize(bytes);
  return out;
}
inline void put_bytes(Bytes& out, const Bytes& more) { out.insert(out.end(), more.begin(), more.end()); }

/// Literals, and copies where a byte comes again.
inline Bytes snappy(const Bytes& bytes) {
  ThriftWriter out;
  out.varint(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t again = 0;
    while (at > 0 && at + again < bytes.size() && again < 64 && bytes[at + again] == bytes[at - 1]) ++again;
    if (again >= 12) {
      out.out.push_back(static_cast<std::uint8_t>((again - 1) << 2 | 2));
      put_bytes(out.out, {1, 0});
    } else if (again >= 4) {
      out.out.push_back(static_cast<std::uint8_t>((again - 4) << 2 | 1));
      out.out.push_back(1);
    } else {
      again = std::min<std::size_t>(bytes.size() - at, at % 3 == 0 ? 70 : 5);
      if (again > 60) {
        out.out.push_back(60 << 2);
        out.out.push_back(static_cast<std::uint8_t>(again - 1));
      } else {
        out.out.push_back(static_cast<std::uint8_t>((again - 1) << 2));
      }
      out.out.insert(out.out.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at + again));
    }
    at += again;
  }
  return out.out;
}

inline Bytes pq_packed(const Bytes& bytes, int codec) {
  if (codec == 1) return snappy(bytes);
  if (codec == 2) return gzipped(bytes);
  if (codec != 6) return bytes;
  Bytes out(ZSTD_compressBound(bytes.size()));
  out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
  return out;
}

inline int pq_bits(std::uint64_t most) {
  int bits = 0;
  for (; most > 0; most >>= 1) ++bits;
  return bits;
}

inline void put_bits(Bytes& out, const std::vector<std::uint64_t>& values, int width) {
  std::size_t bit = 0;
  const std::size_t from = out.size();
  out.resize(from + (values.size() * static_cast<std::size_t>(width) + 7) / 8);
  for (const std::uint64_t value : values) {
    for (int i = 0; i < width; ++i, ++bit)
      out[from + bit / 8] |= static_cast<std::uint8_t>((value >> i & 1) << bit % 8);
  }
}

/// Runs where a number comes eight times or more, else eights of numbers packed bit by bit.
inline Bytes bit_runs(const std::vector<std::uint64_t>& values, int width) {
  ThriftWriter out;
  for (std::size_t at = 0; at < values.size();) {
    std::size_t run = 1;
    while (at + run < values.size() && values[at + run] == values[at]) ++run;
    if (run >= 8) {
      out.varint(run << 1);
      put_bytes(out.out, little_bytes(values[at], static_cast<std::size_t>(width + 7) / 8));
      at += run;
      continue;
    }
    std::vector<std::uint64_t> eight(values.begin() + static_cast<std::ptrdiff_t>(at),
                                     values.begin() + static_cast<std::ptrdiff_t>(std::min(at + 8, values.size())));
    eight.resize(8);
    out.varint(1 << 1 | 1);
    put_bits(out.out, eight, width);
    at += 8;
  }
  return out.out;
}

/// Blocks of 128 in four groups.
inline Bytes deltas(const std::vector<std::int64_t>& values) {
  ThriftWriter out;
  out.varint(128);
  out.varint(4);
  out.varint(values.size());
  out.zigzag(values.empty() ? 0 : values[0]);
  for (std::size_t at = 1; at < values.size(); at += 128) {
    std::vector<std::uint64_t> block;
    std::int64_t smallest = INT64_MAX;
    for (std::size_t i = at; i < std::min(at + 128, values.size()); ++i) {
      smallest = std::min(smallest, values[i] - values[i - 1]);
    }
    for (std::size_t i = at; i < std::min(at + 128, values.size()); ++i) {
      block.push_back(static_cast<std::uint64_t>(values[i] - values[i - 1] - smallest));
    }
    out.zigzag(smallest);
    const std::size_t groups = (block.size() + 31) / 32;
    block.resize(groups * 32);
    std::vector<int> widths(4);
    for (std::size_t i = 0; i < block.size(); ++i) widths[i / 32] = std::max(widths[i / 32], pq_bits(block[i]));
    for (const int width : widths) out.out.push_back(static_cast<std::uint8_t>(width));
    for (std::size_t group = 0; group < groups; ++group) {
      const auto from = block.begin() + static_cast<std::ptrdiff_t>(group * 32);
      put_bits(out.out, {from, from + 32}, widths[group]);
    }
  }
  return out.out;
}

inline Bytes pq_plain(const std::vector<Bytes>& values, Pq type) {
  Bytes out;
  if (type == Pq::boolean) {
    std::vector<std::uint64_t> bits;
    for (const Bytes& value : values) bits.push_back(value[0]);
    put_bits(out, bits, 1);
    return out;
  }
  for (const Bytes& value : values) {
    if (type == Pq::bytes) put_bytes(out, little_bytes(static_cast<std::uint32_t>(value.size())));
    put_bytes(out, value);
  }
  return out;
}

inline std::int64_t pq_number(const Bytes& value) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < value.size(); ++i) bits |= std::uint64_t{value[i]} << (8 * i);
  return value.size() == 4 ? static_cast<std::int32_t>(bits) : static_cast<std::int64_t>(bits);
}

/// Of every encoding but the dictionary's.
inline Bytes pq_encoded(const std::vector<Bytes>& values, const PqColumn& column) {
  Bytes out;
  std::vector<std::int64_t> numbers, prefixes;
  switch (column.encoding) {
    case 3: {
      std::vector<std::uint64_t> bits;
      for (const Bytes& value : values) bits.push_back(value[0]);
      const Bytes runs = bit_runs(bits, 1);
      out = little_bytes(static_cast<std::uint32_t>(runs.size()));
      put_bytes(out, runs);
      return out;
    }
    case 5:
      for (const Bytes& value : values) numbers.push_back(pq_number(value));
      return deltas(numbers);
    case 6:
      for (const Bytes& value : values) numbers.push_back(static_cast<std::int64_t>(value.size()));
      out = deltas(numbers);
      for (const Bytes& value : values) put_bytes(out, value);
      return out;
    case 7: {
      Bytes rest;
      for (std::size_t i = 0; i < values.size(); ++i) {
        std::size_t same = 0;
        while (i > 0 && same < values[i].size() && same < values[i - 1].size() &&
               values[i][same] == values[i - 1][same])
          ++same;
        prefixes.push_back(static_cast<std::int64_t>(same));
        numbers.push_back(static_cast<std::int64_t>(values[i].size() - same));
        rest.insert(rest.end(), values[i].begin() + static_cast<std::ptrdiff_t>(same), values[i].end());
      }
      out = deltas(prefixes);
      put_bytes(out, deltas(numbers));
      put_bytes(out, rest);
      return out;
    }
    case 9:
      for (std::size_t byte = 0; !values.empty() && byte < values[0].size(); ++byte) {
        for (const Bytes& value : values) out.push_back(value[byte]);
      }
      return out;
    default: return pq_plain(values, column.type);
  }
}

class ParquetWriter {
 public:
  std::vector<PqElement> schema;
  std::vector<PqColumn> columns;
  std::vector<std::pair<std::string, std::string>> metadata;

  Bytes file(const PqKind& kind = {}) const {
    Bytes out = {'P', 'A', 'R', '1'};
    const std::size_t rows = columns.front().rows.size();
    ThriftWriter groups;
    std::size_t count = 0;
    for (std::size_t from = 0; from < rows; from += kind.rows_a_group, ++count) {
      const std::size_t to = std::min(rows, from + kind.rows_a_group);
      groups.begin();
      groups.list(1, 12, columns.size());
      for (std::size_t c = 0; c < columns.size(); ++c) put_chunk_of(out, groups, columns[c], from, to, kind);
      groups.i64(2, 0);
      groups.i64(3, static_cast<std::int64_t>(to - from));
      groups.end();
    }
    ThriftWriter footer;
    footer.begin();
    footer.i32(1, 2);
    footer.list(2, 12, schema.size() + 1);
    put_root(footer);
    for (const PqElement& element : schema) put_element(footer, element);
    footer.i64(3, static_cast<std::int64_t>(rows));
    footer.list(4, 12, count);
    put_bytes(footer.out, groups.out);
    if (!metadata.empty()) {
      footer.list(5, 12, metadata.size());
      for (const auto& [key, value] : metadata) {
        footer.begin();
        footer.text(1, key);
        footer.text(2, value);
        footer.end();
      }
    }
    footer.text(6, "made for tests");
    footer.end();
    put_bytes(out, footer.out);
    put_bytes(out, little_bytes(static_cast<std::uint32_t>(footer.out.size())));
    put_text(out, "PAR1");
    return out;
  }

 private:
  void put_root(ThriftWriter& out) const {
    int roots = 0;
    std::vector<int> left;
    for (const PqElement& element : schema) {
      while (!left.empty() && left.back() == 0) left.pop_back();
      if (left.empty()) {
        ++roots;
      } else {
        --left.back();
      }
      if (element.children > 0) left.push_back(element.children);
    }
    out.begin();
    out.text(4, "schema");
    out.i32(5, roots);
    out.end();
  }
  static void put_element(ThriftWriter& out, const PqElement& element) {
    out.begin();
    if (element.children == 0) out.i32(1, static_cast<int>(element.type));
    if (element.length > 0) out.i32(2, element.length);
    out.i32(3, element.repetition);
    out.text(4, element.name);
    if (element.children > 0) out.i32(5, element.children);
    if (element.converted >= 0) out.i32(6, element.converted);
    out.end();
  }

  static void put_page(Bytes& out, const ThriftWriter& head, const Bytes& body) {
    put_bytes(out, head.out);
    put_bytes(out, body);
  }
  static void begin_head(ThriftWriter& head, int type, std::size_t unpacked, const Bytes& body, const PqKind& kind) {
    head.begin();
    head.i32(1, type);
    head.i32(2, static_cast<std::int64_t>(unpacked));
    head.i32(3, static_cast<std::int64_t>(body.size()));
    if (kind.checksums) {
      head.i32(4, static_cast<std::int32_t>(crc32(0, body.data(), static_cast<uInt>(body.size()))));
    }
  }

  void put_chunk_of(Bytes& out, ThriftWriter& groups, const PqColumn& column, std::size_t from, std::size_t to,
                    const PqKind& kind) const {
    const std::size_t begin = out.size();
    std::map<Bytes, std::uint64_t> numbers;
    if (column.encoding == 8) {
      std::vector<Bytes> values;
      for (std::size_t row = from; row < to; ++row) {
        for (const PqValue& value : column.rows[row]) {
          if (value.definition == column.definition && numbers.emplace(value.bytes, numbers.size()).second)
            values.push_back(value.bytes);
        }
      }
      const Bytes plain = pq_plain(values, column.type), body = pq_packed(plain, kind.codec);
      ThriftWriter head;
      begin_head(head, 2, plain.size(), body, kind);
      head.begin(7);
      head.i32(1, static_cast<std::int64_t>(values.size()));
      head.i32(2, 0);
      head.end();
      head.end();
      put_page(out, head, body);
    }
    const std::size_t data = out.size();
    std::size_t values = 0;
    for (std::size_t row = from; row < to; row += kind.rows_a_page) {
      values += put_data_page(out, column, row, std::min(to, row + kind.rows_a_page), numbers, kind);
    }
    groups.begin();
    groups.i64(2, static_cast<std::int64_t>(begin));
    groups.begin(3);
    groups.i32(1, static_cast<int>(column.type));
    groups.list(2, 5, 1);
    groups.zigzag(column.encoding);
    groups.list(3, 8, 1);
    groups.binary("unread");
    groups.i32(4, kind.codec);
    groups.i64(5, static_cast<std::int64_t>(values));
    groups.i64(6, 0);
    groups.i64(7, static_cast<std::int64_t>(out.size() - begin));
    groups.i64(9, static_cast<std::int64_t>(data));
    if (data > begin) groups.i64(11, static_cast<std::int64_t>(begin));
    groups.end();
    groups.end();
  }

  static std::size_t put_data_page(Bytes& out, const PqColumn& column, std::size_t from, std::size_t to,
                                   const std::map<Bytes, std::uint64_t>& numbers, const PqKind& kind) {
    std::vector<std::uint64_t> repetitions, definitions, places;
    std::vector<Bytes> values;
    for (std::size_t row = from; row < to; ++row) {
      for (const PqValue& value : column.rows[row]) {
        repetitions.push_back(static_cast<std::uint64_t>(value.repetition));
        definitions.push_back(static_cast<std::uint64_t>(value.definition));
        if (value.definition < column.definition) continue;
        values.push_back(value.bytes);
        if (column.encoding == 8) places.push_back(numbers.at(value.bytes));
      }
    }
    Bytes encoded;
    if (column.encoding == 8) {
      const int width = pq_bits(numbers.empty() ? 0 : numbers.size() - 1);
      encoded.push_back(static_cast<std::uint8_t>(width));
      put_bytes(encoded, bit_runs(places, width));
    } else {
      encoded = pq_encoded(values, column);
    }
    const auto levels = [](const std::vector<std::uint64_t>& all, int deepest) {
      return deepest == 0 ? Bytes() : bit_runs(all, pq_bits(static_cast<std::uint64_t>(deepest)));
    };
    const Bytes first = levels(repetitions, column.repetition), second = levels(definitions, column.definition);
    ThriftWriter head;
    if (kind.version2) {
      Bytes body = first;
      put_bytes(body, second);
      put_bytes(body, pq_packed(encoded, kind.codec));
      begin_head(head, 3, first.size() + second.size() + encoded.size(), body, kind);
      head.begin(8);
      head.i32(1, static_cast<std::int64_t>(definitions.size()));
      head.i32(2, static_cast<std::int64_t>(definitions.size() - values.size()));
      head.i32(3, static_cast<std::int64_t>(to - from));
      head.i32(4, column.encoding);
      head.i32(5, static_cast<std::int64_t>(second.size()));
      head.i32(6, static_cast<std::int64_t>(first.size()));
      head.yes(7, kind.codec != 0);
      head.end();
      head.end();
      put_page(out, head, body);
      return definitions.size();
    }
    Bytes plain;
    for (const Bytes* part : {&first, &second}) {
      if ((part == &first ? column.repetition : column.definition) == 0) continue;
      put_bytes(plain, little_bytes(static_cast<std::uint32_t>(part->size())));
      put_bytes(plain, *part);
    }
    put_bytes(plain, encoded);
    const Bytes body = pq_packed(plain, kind.codec);
    begin_head(head, 0, plain.size(), body, kind);
    head.begin(5);
    head.i32(1, static_cast<std::int64_t>(definitions.size()));
    head.i32(2, column.encoding);
    head.i32(3, 3);
    head.i32(4, 3);
    head.begin(5);  // statistics, which nobody reads here
    head.i64(3, 0);
    head.end();
    head.end();
    head.end();
    put_page(out, head, body);
    return definitions.size();
  }
};

inline const PqElement kPqLabel = {"label", 1, 0, Pq::int64};

/// A column of one value a row; a row without bytes is null.
inline PqColumn pq_column(Pq type, const std::vector<Bytes>& values, int encoding = 0, int definition = 1) {
  PqColumn column{type, definition, 0, 0, {}, encoding};
  for (const Bytes& value : values) {
    column.rows.push_back({value.empty() ? PqValue{} : PqValue{0, definition, value}});
  }
  return column;
}
inline PqColumn pq_labels(const ImageSet& set, int encoding = 0) {
  std::vector<Bytes> values;
  for (const std::uint8_t label : set.labels) values.push_back(little_bytes(std::int64_t{label}));
  return pq_column(Pq::int64, values, encoding);
}

/// As the library "datasets" writes it: a struct of a PNG's bytes and its path, and a label whose names stand beside.
inline ParquetWriter hugging_face(const ImageSet& set, int encoding = 0) {
  ParquetWriter file;
  file.schema = {{"image", 1, 2}, {"bytes", 1, 0, Pq::bytes}, {"path", 1, 0, Pq::bytes, 0}, kPqLabel};
  std::vector<Bytes> pictures, paths(set.size());
  for (std::size_t n = 0; n < set.size(); ++n) pictures.push_back(png(set.image(n)));
  file.columns = {pq_column(Pq::bytes, pictures, encoding, 2), pq_column(Pq::bytes, paths, 0, 2),
                  pq_labels(set, encoding == 8 ? 8 : 0)};
  std::string names;
  for (const std::string& name : set.class_names) names += (names.empty() ? "\"" : ", \"") + name + "\"";
  file.metadata = {
      {"huggingface", "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"}, \"label\": {\"names\": [" + names +
                          "], \"_type\": \"ClassLabel\"}}}}"}};
  return file;
}

/// Images as lists of numbers: `depth` 1 of 784, 2 of 28 lists of 28.
inline ParquetWriter pq_lists(const ImageSet& set, int depth, int encoding = 0) {
  ParquetWriter file;
  for (int d = 0; d < depth; ++d) {
    file.schema.push_back({d == 0 ? "image" : "element", 1, 1, Pq::int32, 3});
    file.schema.push_back({"list", 2, 1});
  }
  file.schema.push_back({"element", 1, 0, Pq::int32, 11});
  file.schema.push_back(kPqLabel);
  PqColumn numbers{Pq::int32, 2 * depth + 1, depth, 0, {}, encoding};
  for (std::size_t n = 0; n < set.size(); ++n) {
    std::vector<PqValue> row;
    for (int p = 0; p < kImagePixels; ++p) {
      const int repetition = p == 0 ? 0 : depth == 2 && p % kImageSide == 0 ? 1 : depth;
      row.push_back({repetition, 2 * depth + 1, little_bytes(std::int32_t{set.image(n)[p]})});
    }
    numbers.rows.push_back(std::move(row));
  }
  file.columns = {std::move(numbers), pq_labels(set)};
  return file;
}

/// A column for each pixel, as pandas writes a table.
inline ParquetWriter pq_cells(const ImageSet& set, const std::string& pixel = "pixel", bool label_last = false) {
  ParquetWriter file;
  if (!label_last) {
    file.schema.push_back(kPqLabel);
    file.columns.push_back(pq_labels(set));
  }
  for (int p = 0; p < kImagePixels; ++p) {
    file.schema.push_back({pixel + std::to_string(p), 1, 0, Pq::int64});
    std::vector<Bytes> values;
    for (std::size_t n = 0; n < set.size(); ++n) values.push_back(little_bytes(std::int64_t{set.image(n)[p]}));
    file.columns.push_back(pq_column(Pq::int64, values, 8));
  }
  if (label_last) {
    file.schema.push_back({"digit_class", 1, 0, Pq::int64});
    file.columns.push_back(pq_labels(set));
  }
  return file;
}

}  // namespace hourglass::made

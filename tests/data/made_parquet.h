// Parquet files made for tests: schema, pages and footer written by code that shares nothing with the reader.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "data/made_files.h"
#include "data/made_parquet_values.h"
#include "data/made_thrift.h"

namespace hourglass::made {

/// Of the schema, in the file's order: a group says how many of the next stand in it.
struct PqElement {
  std::string name;
  int repetition = 1;  ///< 0 required, 1 optional, 2 repeated
  int children = 0;    ///< 0: a column of `type`
  Pq type = Pq::int32;
  int converted = -1;  ///< 0 text, 3 a list, 5 a decimal, 11 to 14 without sign
  int length = 0;      ///< of fixed
};

struct PqKind {
  int codec = 0;  ///< 0 none, 1 snappy, 2 gzip, 6 zstd
  bool version2 = false;
  bool checksums = false;
  std::size_t rows_a_group = 1 << 20, rows_a_page = 1 << 20;
};

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

}  // namespace hourglass::made

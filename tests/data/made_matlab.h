// MATLAB's files made for tests, tag by tag as "MAT-File Format" (The MathWorks) has them: versions 4, and 5 with and
// without packing, in both orders of bytes. Shares nothing with the reader. The fuzzers' seeds come from here too.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/made_files.h"

namespace hourglass::made {

struct MatlabArray {
  std::string name;
  std::vector<std::uint32_t> shape;
  Bytes values;  ///< column by column, in the file's order of bytes
  /// MATLAB's data type of the values (2 uint8, 7 single, 9 double) and class of the array (6 double, 7 single, 9
  /// uint8).
  std::uint32_t type = 2, kind = 9;
};

class MatlabWriter {
 public:
  explicit MatlabWriter(bool packed = false, bool big_endian = false) : packed_(packed), big_endian_(big_endian) {
    std::string text = "MATLAB 5.0 MAT-file, made for a test";
    text.resize(124, ' ');
    put_text(out, text);
    big_endian ? put_text(out, std::string("\x01\x00MI", 4)) : put_text(out, std::string("\x00\x01IM", 4));
  }

  Bytes out;

  void variable(const MatlabArray& array) { put(matrix(array)); }
  /// A struct of one by one with these fields, each the bytes of a matrix.
  void variable(const std::string& name, const std::vector<std::pair<std::string, Bytes>>& fields) {
    put(record(name, fields));
  }

  Bytes matrix(const MatlabArray& array) const {
    Bytes body = head(array.kind, array.shape, array.name);
    put_bytes(body, element(array.type, array.values));
    return element(14, body);
  }
  Bytes record(const std::string& name, const std::vector<std::pair<std::string, Bytes>>& fields) const {
    Bytes body = head(2, {1, 1}, name);
    put_bytes(body, small(5, word(32)));
    Bytes names;
    for (const auto& [field, value] : fields) {
      std::string text = field;
      text.resize(32, '\0');
      put_text(names, text);
    }
    put_bytes(body, element(1, names));
    for (const auto& [field, value] : fields) put_bytes(body, value);
    return element(14, body);
  }
  /// A struct of one by so many: `fields`, and for each element the bytes of its matrices in that order.
  Bytes records(const std::string& name, const std::vector<std::string>& fields,
                const std::vector<std::vector<Bytes>>& elements) const {
    Bytes body = head(2, {1, static_cast<std::uint32_t>(elements.size())}, name);
    put_bytes(body, small(5, word(32)));
    Bytes names;
    for (std::string field : fields) {
      field.resize(32, '\0');
      put_text(names, field);
    }
    put_bytes(body, element(1, names));
    for (const auto& values : elements)
      for (const Bytes& value : values) put_bytes(body, value);
    return element(14, body);
  }
  /// A sparse matrix of bytes: the rows of what is stored, where each column begins, and the values.
  Bytes sparse(const std::string& name, const std::vector<std::uint32_t>& shape, const std::vector<std::uint32_t>& rows,
               const std::vector<std::uint32_t>& begins, const Bytes& values) const {
    Bytes body = head(5, shape, name), row_bytes, begin_bytes;
    for (std::uint32_t row : rows) put_bytes(row_bytes, word(row));
    for (std::uint32_t begin : begins) put_bytes(begin_bytes, word(begin));
    put_bytes(body, element(5, row_bytes));
    put_bytes(body, element(5, begin_bytes));
    put_bytes(body, element(2, values));
    return element(14, body);
  }
  /// A matrix of letters, each row a word filled up with spaces.
  Bytes letters(const std::string& name, const std::vector<std::string>& rows, std::size_t columns) const {
    Bytes body = head(4, {static_cast<std::uint32_t>(rows.size()), static_cast<std::uint32_t>(columns)}, name), wide;
    for (std::size_t column = 0; column < columns; ++column) {
      for (const std::string& row : rows) {
        const auto letter = static_cast<std::uint8_t>(column < row.size() ? row[column] : ' ');
        put_bytes(wide, big_endian_ ? Bytes{0, letter} : Bytes{letter, 0});
      }
    }
    put_bytes(body, element(4, wide));
    return element(14, body);
  }
  /// What MATLAB stores of a string array: its name and class, and where its contents are to be found.
  Bytes object(const std::string& name) const {
    Bytes body, flags = word(17), text;
    put_bytes(flags, word(0));
    put_bytes(body, element(6, flags));
    for (const std::string& words : {name, std::string("MCOS"), std::string("string")}) {
      text.clear();
      put_text(text, words);
      put_bytes(body, element(1, text));
    }
    put_bytes(body, matrix({"", {6, 1}, Bytes(6, 1)}));
    return element(14, body);
  }
  Bytes cell(const std::string& name, const std::vector<Bytes>& values) const {
    Bytes body = head(1, {1, static_cast<std::uint32_t>(values.size())}, name);
    for (const Bytes& value : values) put_bytes(body, value);
    return element(14, body);
  }
  Bytes text(const std::string& letters) const {
    Bytes body = head(4, {1, static_cast<std::uint32_t>(letters.size())}, "");
    Bytes wide;
    for (char letter : letters)
      put_bytes(wide, big_endian_ ? Bytes{0, std::uint8_t(letter)} : Bytes{std::uint8_t(letter), 0});
    put_bytes(body, element(4, wide));
    return element(14, body);
  }
  void put(const Bytes& whole) {
    if (!packed_) return put_bytes(out, whole);
    uLongf size = compressBound(static_cast<uLong>(whole.size()));
    Bytes packed(size);
    compress2(packed.data(), &size, whole.data(), static_cast<uLong>(whole.size()), 6);
    packed.resize(size);
    put_bytes(out, word(15)), put_bytes(out, word(static_cast<std::uint32_t>(size)));
    put_bytes(out, packed);
  }

  Bytes word(std::uint32_t value) const {
    Bytes bytes;
    for (int i = 0; i < 4; ++i) bytes.push_back(static_cast<std::uint8_t>(value >> 8 * (big_endian_ ? 3 - i : i)));
    return bytes;
  }

 private:
  Bytes element(std::uint32_t type, const Bytes& payload) const {
    Bytes bytes = word(type);
    put_bytes(bytes, word(static_cast<std::uint32_t>(payload.size())));
    put_bytes(bytes, payload);
    while (bytes.size() % 8 != 0) bytes.push_back(0);
    return bytes;
  }
  /// At most four bytes, in the tag itself.
  Bytes small(std::uint32_t type, Bytes payload) const {
    Bytes bytes = word(static_cast<std::uint32_t>(payload.size()) << 16 | type);
    payload.resize(4);
    put_bytes(bytes, payload);
    return bytes;
  }
  Bytes head(std::uint32_t kind, const std::vector<std::uint32_t>& shape, const std::string& name) const {
    Bytes flags = word(kind);
    put_bytes(flags, word(0));
    Bytes sizes;
    for (std::uint32_t size : shape) put_bytes(sizes, word(size));
    Bytes bytes = element(6, flags);
    put_bytes(bytes, element(5, sizes));
    Bytes letters;
    put_text(letters, name);
    put_bytes(bytes, letters.size() <= 4 && !letters.empty() ? small(1, letters) : element(1, letters));
    return bytes;
  }

  bool packed_, big_endian_;
};

/// A variable of version 4: `precision` 0 doubles, 5 bytes.
inline Bytes matlab4(const std::string& name, std::uint32_t rows, std::uint32_t columns, const Bytes& values,
                     std::uint32_t precision = 5, bool big_endian = false, std::uint32_t type = 0) {
  const MatlabWriter writer(false, big_endian);
  Bytes out;
  for (std::uint32_t value : {(big_endian ? 1000u : 0u) + precision * 10 + type, rows, columns, 0u,
                              static_cast<std::uint32_t>(name.size() + 1)}) {
    const Bytes bytes = writer.word(value);
    out.insert(out.end(), bytes.begin(), bytes.end());
  }
  put_text(out, name);
  out.push_back(0);
  put_bytes(out, values);
  return out;
}

/// (h, w, n) as MATLAB has images of one array: the pixel in row y and column x of image i stands at (y, x, i).
inline Bytes images_last(const ImageSet& set) {
  Bytes values;
  for (std::size_t i = 0; i < set.size(); ++i)
    for (int x = 0; x < kImageSide; ++x)
      for (int y = 0; y < kImageSide; ++y) values.push_back(set.image(i)[static_cast<std::size_t>(y * kImageSide + x)]);
  return values;
}
/// (n, 784): the pixels of each image row by row, column by column of the array.
inline Bytes rows_by_column(const ImageSet& set) {
  Bytes values;
  for (std::size_t pixel = 0; pixel < static_cast<std::size_t>(kImagePixels); ++pixel)
    for (std::size_t i = 0; i < set.size(); ++i) values.push_back(set.image(i)[pixel]);
  return values;
}

}  // namespace hourglass::made

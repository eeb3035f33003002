// Thrift's compact protocol, in which Parquet says what stands where, written for tests.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "data/made_files.h"

namespace hourglass::made {

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

}  // namespace hourglass::made

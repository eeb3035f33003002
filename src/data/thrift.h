// Thrift's compact protocol, in which Parquet writes its footer and the heads of its pages; after "Thrift compact
// protocol encoding" (Apache Thrift, doc/specs). Reading alone, from bytes that stand in memory. Nothing is believed:
// after the first thing that is not as it should be, all reads give 0 or nothing, and good() is false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace hourglass {

class ThriftReader {
 public:
  explicit ThriftReader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  bool good() const { return good_; }
  /// The bytes ended within a value: with more of them it may be good.
  bool ran_out() const { return ran_out_; }
  std::size_t position() const { return at_; }

 private:
  friend class ThriftStruct;
  enum class Kind : std::uint8_t {
    stop = 0,
    yes = 1,  // a boolean field's value stands in its kind
    no = 2,
    byte = 3,
    i16 = 4,
    i32 = 5,
    i64 = 6,
    number = 7,
    binary = 8,
    list = 9,
    set = 10,
    map = 11,
    structure = 12,
    uuid = 13
  };

  void spoil() { good_ = false; }
  std::size_t left() const { return bytes_.size() - at_; }
  std::uint8_t byte();
  std::uint64_t varint();
  std::int64_t zigzag();
  std::span<const std::uint8_t> take(std::uint64_t count);
  /// How many elements of which kind; each takes a byte at least, so there are not more than bytes.
  std::size_t list_head(Kind& kind);
  void skip(Kind kind, int depth, bool in_list);

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool good_ = true, ran_out_ = false;
};

/// The fields of one struct, in their order: `for (ThriftStruct fields(reader); fields.next();) switch (fields.id())`.
/// What is not asked for is passed over; a field of another kind than it is asked for spoils the reader.
class ThriftStruct {
 public:
  explicit ThriftStruct(ThriftReader& reader) : reader_(&reader) {}

  /// Goes to the next field; false at the struct's end.
  bool next();
  std::int16_t id() const { return id_; }

  std::int64_t integer();
  bool boolean();
  std::string text();
  /// `visit` takes a ThriftStruct: the field's own.
  template <class Visit>
  void inside(Visit visit) {
    if (!begin(ThriftReader::Kind::structure)) return;
    visit_struct(visit);
  }
  /// The same for each struct of a list.
  template <class Visit>
  void each(Visit visit) {
    if (!begin(ThriftReader::Kind::list)) return;
    ThriftReader::Kind kind{};
    const std::size_t count = reader_->list_head(kind);
    if (count > 0 && kind != ThriftReader::Kind::structure) reader_->spoil();
    for (std::size_t i = 0; i < count && reader_->good(); ++i) visit_struct(visit);
  }

 private:
  bool begin(ThriftReader::Kind kind);
  template <class Visit>
  void visit_struct(Visit& visit) {
    ThriftStruct fields(*reader_);
    visit(fields);
    while (fields.next()) continue;
  }

  ThriftReader* reader_;
  ThriftReader::Kind kind_ = ThriftReader::Kind::stop;
  std::int16_t id_ = 0;
  bool taken_ = true;
  bool ended_ = false;
};

}  // namespace hourglass

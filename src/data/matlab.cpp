#include "data/matlab.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::size_t kHeader = 128, kHeader4 = 20, kTag = 8;
/// A part that is no numbers, such as a name, is no longer than this.
constexpr std::uint64_t kLongestPart = 1u << 16;
/// MATLAB's own are of 63 letters at most; Octave's may be longer.
constexpr std::size_t kLongestName = 256;
constexpr std::size_t kDeepestMatrix = 32, kMostArrays = 4096;

/// MATLAB's data types (miINT8...), of tags.
enum Type : unsigned {
  kInt8 = 1,
  kUint8,
  kInt16,
  kUint16,
  kInt32,
  kUint32,
  kSingle,
  kDouble = 9,
  kInt64 = 12,
  kUint64,
  kMatrix,
  kPacked
};
/// MATLAB's array classes (mxCELL_CLASS...), of matrices; all from kDoubles on are numbers.
enum Kind : unsigned { kCell = 1, kStruct = 2, kDoubles = 6, kLastNumbers = 15 };

std::optional<Element> element_of(unsigned type) {
  switch (type) {
    case kInt8: return Element::i8;
    case kUint8: return Element::u8;
    case kInt16: return Element::i16;
    case kUint16: return Element::u16;
    case kInt32: return Element::i32;
    case kUint32: return Element::u32;
    case kSingle: return Element::f32;
    case kDouble: return Element::f64;
    case kInt64: return Element::i64;
    case kUint64: return Element::u64;
    default: return std::nullopt;
  }
}

std::uint32_t word(std::span<const std::uint8_t> bytes, std::size_t at, bool big_endian) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= std::uint32_t{bytes[at + i]} << 8 * (big_endian ? 3 - i : i);
  return value;
}

std::string text_of(std::span<const std::uint8_t> bytes) {
  const std::string text(bytes.begin(), bytes.end());
  return text.substr(0, text.find('\0'));
}

/// The head of a variable of version 4: what MATLAB calls MOPT (machine, nothing, precision, type), rows, columns,
/// whether imaginary parts follow, and the length of its name.
struct Head4 {
  bool big_endian = false;
  std::uint32_t precision = 0, type = 0, rows = 0, columns = 0, imaginary = 0, name_bytes = 0;
};

std::optional<Head4> head4_of(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kHeader4) return std::nullopt;
  Head4 head;
  std::uint32_t mopt = word(bytes, 0, false);
  head.big_endian = mopt > 0xFFFF;
  if (head.big_endian) mopt = word(bytes, 0, true);
  head.precision = mopt / 10 % 10;
  head.type = mopt % 10;
  head.rows = word(bytes, 4, head.big_endian);
  head.columns = word(bytes, 8, head.big_endian);
  head.imaginary = word(bytes, 12, head.big_endian);
  head.name_bytes = word(bytes, 16, head.big_endian);
  const bool sound = mopt / 1000 == (head.big_endian ? 1 : 0) && mopt / 100 % 10 == 0 && head.precision <= 5 &&
                     head.type <= 2 && head.imaginary <= 1 && head.name_bytes >= 2 && head.name_bytes <= 256;
  return sound ? std::optional(head) : std::nullopt;
}

constexpr Element kPrecision4[] = {Element::f64, Element::f32, Element::i32, Element::i16, Element::u16, Element::u8};

constexpr std::string_view kMark = "MATLAB ";

bool is_name(std::span<const std::uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  });
}

}  // namespace

bool looks_like_matlab(std::span<const std::uint8_t> start) {
  const std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
  if (text.starts_with(kMark))
    return start.size() >= kHeader && (text.substr(126, 2) == "IM" || text.substr(126, 2) == "MI");
  const auto head = head4_of(start);
  if (!head || start.size() < kHeader4 + head->name_bytes) return false;
  return start[kHeader4 + head->name_bytes - 1] == 0 && is_name(start.subspan(kHeader4, head->name_bytes - 1));
}

MatlabReader::MatlabReader(std::string name, Budget& budget) : name_(std::move(name)), budget_(&budget) {
  expect(Piece::header, kHeader4);
}
MatlabReader::~MatlabReader() { budget_->release(held_); }

std::unexpected<Error> MatlabReader::damaged() const {
  return fail("{0} is a MATLAB file that cannot be read: it is damaged.", in_quotes(name_));
}
std::unexpected<Error> MatlabReader::cut_off() const {
  return fail("{0} is a MATLAB file that ends too early: it was cut off.", in_quotes(name_));
}

void MatlabReader::expect(Piece piece, std::uint64_t bytes) {
  piece_ = piece;
  wanted_ = bytes;
  front_.clear();
}

std::expected<void, Error> MatlabReader::feed(Bytes bytes) {
  while (!bytes.empty()) {
    if (packed_ > 0) {
      const Bytes now = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(packed_, bytes.size())));
      auto fed = unpacking_->feed(now, [this](Bytes unpacked) -> std::expected<void, Error> {
        if (auto counted_in = budget_->unpack(unpacked.size()); !counted_in) return counted_in;
        return parse(unpacked);
      });
      if (!fed) return fed;
      bytes = bytes.subspan(now.size());
      packed_ -= now.size();
      if (packed_ > 0) continue;
      if (!unpacking_->complete() || !matrices_.empty() || !front_.empty()) return damaged();
      unpacking_.reset();
      expect(Piece::tag, kTag);
      continue;
    }
    // A packed element begins where a tag ends, and what follows is not for parse().
    const Bytes now =
        bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(wanted_ - front_.size(), bytes.size())));
    if (auto parsed = parse(now); !parsed) return parsed;
    bytes = bytes.subspan(now.size());
  }
  return {};
}

std::expected<void, Error> MatlabReader::parse(Bytes bytes) {
  while (!bytes.empty()) {
    const bool streams = piece_ == Piece::numbers || piece_ == Piece::skipped;
    const std::uint64_t missing = wanted_ - (streams ? 0 : front_.size());
    const Bytes now = bytes.first(static_cast<std::size_t>(std::min<std::uint64_t>(missing, bytes.size())));
    bytes = bytes.subspan(now.size());
    position_ += now.size();
    if (!streams) {
      front_.insert(front_.end(), now.begin(), now.end());
      if (front_.size() < wanted_) continue;
      const std::vector<std::uint8_t> piece = std::exchange(front_, {});
      if (auto done = whole(piece); !done) return done;
      continue;
    }
    wanted_ -= now.size();
    if (piece_ == Piece::numbers) {
      if (!arrays_.back().add({reinterpret_cast<const char*>(now.data()), now.size()})) return damaged();
    }
    if (wanted_ > 0) continue;
    const std::uint64_t after = piece_ == Piece::numbers ? std::exchange(padding_, 0) : 0;
    if (auto next = after > 0 ? skip(after) : leave(); !next) return next;
  }
  return {};
}

std::expected<void, Error> MatlabReader::whole(Bytes piece) {
  switch (piece_) {
    case Piece::header: return header(piece);
    case Piece::tag: return tag(piece);
    case Piece::small: return small(piece);
    case Piece::header4: return header4(piece);
    case Piece::name4: return variable4(piece);
    default: return damaged();
  }
}

std::expected<void, Error> MatlabReader::header(Bytes bytes) {
  if (!std::equal(kMark.begin(), kMark.end(), bytes.begin())) {
    level4_ = true;
    return header4(bytes);
  }
  if (bytes.size() < kHeader) {
    wanted_ = kHeader;
    front_.assign(bytes.begin(), bytes.end());
    return {};
  }
  big_endian_ = bytes[126] == 'M';
  const int version = bytes[big_endian_ ? 124 : 125];
  if (version != 1) {
    return fail(
        "{0} is a MATLAB file of version 7.3, which is an HDF5 file: save it in MATLAB with '-v7', then it can be "
        "read.",
        in_quotes(name_));
  }
  return leave();
}

std::expected<void, Error> MatlabReader::header4(Bytes bytes) {
  const auto head = head4_of(bytes);
  if (!head) return damaged();
  variable4_ = {};
  variable4_.big_endian = head->big_endian;
  variable4_.column_major = true;
  variable4_.element = kPrecision4[head->precision];
  // Texts and sparse matrices are passed over, so they are bytes of no shape.
  variable4_.shape = {head->rows, head->columns};
  const auto size = tensor_bytes(variable4_.shape, variable4_.element, name_);
  if (!size) return std::unexpected(size.error());
  imaginary4_ = head->imaginary ? *size : 0;
  if (head->type != 0) {
    imaginary4_ += *size;
    variable4_.shape.clear();
  }
  expect(Piece::name4, head->name_bytes);
  return {};
}

std::expected<void, Error> MatlabReader::variable4(Bytes name) {
  variable4_.path = text_of(name);
  padding_ = imaginary4_;
  if (variable4_.shape.empty()) return skip(std::exchange(padding_, 0));
  const auto size = tensor_bytes(variable4_.shape, variable4_.element, name_);
  if (!size) return std::unexpected(size.error());
  return begin_numbers(std::move(variable4_), *size, std::nullopt);
}

std::expected<void, Error> MatlabReader::tag(Bytes bytes) {
  std::uint32_t type = word(bytes, 0, big_endian_);
  std::uint64_t size = word(bytes, 4, big_endian_);
  std::optional<Bytes> here;
  if (type >> 16 != 0) {  // up to four bytes stand in the tag itself
    size = type >> 16;
    type &= 0xFFFF;
    if (size > 4) return damaged();
    here = bytes.subspan(4, static_cast<std::size_t>(size));
  }
  if (type == kPacked) {
    if (unpacking_ || !matrices_.empty() || size == 0) return damaged();
    unpacking_ = std::make_unique<Gunzip>(Gunzip::Wrapping::zlib);
    packed_ = size;
    position_ = 0;
    expect(Piece::tag, kTag);
    return {};
  }
  if (type == kMatrix) return here ? damaged() : begin_matrix(size);
  if (matrices_.empty()) return here ? leave() : skip((size + 7) / 8 * 8);
  return part(type, size, here);
}

std::expected<void, Error> MatlabReader::begin_matrix(std::uint64_t bytes) {
  Matrix matrix;
  matrix.end = position_ + bytes;
  if (!matrices_.empty()) {
    Matrix& outer = matrices_.back();
    const bool holds = outer.kind == kCell || (outer.kind == kStruct && !outer.fields.empty());
    if (outer.part != Matrix::Part::body || !holds || matrix.end > outer.end) return damaged();
    const std::uint64_t place = outer.children++, fields = std::max<std::size_t>(1, outer.fields.size());
    matrix.path = outer.path;
    const bool several = outer.kind == kCell || std::any_of(outer.shape.begin(), outer.shape.end(),
                                                            [](std::uint64_t size) { return size > 1; });
    if (several) matrix.path += "/" + std::to_string(place / fields);
    if (!outer.fields.empty()) matrix.path += "/" + outer.fields[static_cast<std::size_t>(place % fields)];
  }
  if (matrices_.size() == kDeepestMatrix) return damaged();
  if (bytes == 0) return leave();
  matrices_.push_back(std::move(matrix));
  expect(Piece::tag, kTag);
  return {};
}

std::expected<void, Error> MatlabReader::part(unsigned type, std::uint64_t bytes, std::optional<Bytes> here) {
  Matrix& matrix = matrices_.back();
  const std::uint64_t left = matrix.end > position_ ? matrix.end - position_ : 0;
  if (!here && bytes > left) return damaged();
  const bool numbers = matrix.kind >= kDoubles && matrix.kind <= kLastNumbers;
  if (matrix.part == Matrix::Part::rest || (matrix.part == Matrix::Part::body && !numbers && matrix.kind != kStruct)) {
    return skip(left);
  }
  padding_ = here ? 0 : std::min((8 - bytes % 8) % 8, left - bytes);
  if (matrix.part == Matrix::Part::body && numbers) {
    const auto element = element_of(type);
    if (!element) return damaged();
    matrix.part = Matrix::Part::rest;
    NamedArray array{matrix.path, *element, big_endian_, true, matrix.shape, {}};
    const auto size = tensor_bytes(array.shape, array.element, name_);
    if (!size) return std::unexpected(size.error());
    if (*size != bytes) return damaged();
    return begin_numbers(std::move(array), bytes, here);
  }
  if (bytes > kLongestPart) return damaged();
  if (here) return small(*here);
  if (bytes == 0) return small({});
  expect(Piece::small, bytes + padding_);
  return {};
}

/// `bytes`: with what fills them up to a multiple of eight.
std::expected<void, Error> MatlabReader::small(Bytes bytes) {
  bytes = bytes.first(bytes.size() - static_cast<std::size_t>(std::exchange(padding_, 0)));
  Matrix& matrix = matrices_.back();
  switch (matrix.part) {
    case Matrix::Part::flags:
      if (bytes.size() < 4) return damaged();
      matrix.kind = word(bytes, 0, big_endian_) & 0xFF;
      matrix.part = Matrix::Part::shape;
      break;
    case Matrix::Part::shape:
      if (bytes.size() % 4 != 0 || bytes.size() < 8 || bytes.size() > 64) return damaged();
      for (std::size_t at = 0; at < bytes.size(); at += 4) matrix.shape.push_back(word(bytes, at, big_endian_));
      matrix.part = Matrix::Part::name;
      break;
    case Matrix::Part::name:
      if (bytes.size() > kLongestName) return damaged();
      if (matrices_.size() == 1) matrix.path = text_of(bytes);
      matrix.part = Matrix::Part::body;
      break;
    case Matrix::Part::body:  // of a struct: how long names are, then the names
      if (matrix.name_bytes == 0) {
        if (bytes.size() != 4) return damaged();
        matrix.name_bytes = word(bytes, 0, big_endian_);
        if (matrix.name_bytes == 0 || matrix.name_bytes > kLongestName) return damaged();
      } else {
        if (!matrix.fields.empty() || bytes.size() % matrix.name_bytes != 0) return damaged();
        for (std::size_t at = 0; at < bytes.size(); at += matrix.name_bytes)
          matrix.fields.push_back(text_of(bytes.subspan(at, matrix.name_bytes)));
      }
      break;
    case Matrix::Part::rest: return damaged();
  }
  return leave();
}

std::expected<void, Error> MatlabReader::begin_numbers(NamedArray array, std::uint64_t bytes,
                                                       std::optional<Bytes> here) {
  // A lone number is a setting, not an image; a row is a list, as MATLAB has no other.
  const bool lone = bytes <= element_bytes(array.element);
  if (array.shape.size() == 2 && array.shape[0] == 1 && array.shape[1] != kImagePixels)
    array.shape.erase(array.shape.begin());
  if (lone) return here ? leave() : skip(bytes + std::exchange(padding_, 0));
  if (arrays_.size() == kMostArrays)
    return fail("{0} is a MATLAB file of more than {1} arrays.", in_quotes(name_), kMostArrays);
  arrays_.emplace_back(std::move(array), bytes);
  const std::uint64_t holds = arrays_.back().held();
  if (auto kept = budget_->keep(holds); !kept) return kept;
  held_ += holds;
  if (here) {
    if (!arrays_.back().add({reinterpret_cast<const char*>(here->data()), here->size()})) return damaged();
    return leave();
  }
  expect(Piece::numbers, bytes);
  return {};
}

std::expected<void, Error> MatlabReader::skip(std::uint64_t bytes) {
  if (bytes == 0) return leave();
  expect(Piece::skipped, bytes);
  return {};
}

std::expected<void, Error> MatlabReader::leave() {
  while (!matrices_.empty() && position_ >= matrices_.back().end) {
    if (position_ > matrices_.back().end) return damaged();
    matrices_.pop_back();
  }
  if (level4_) {
    expect(Piece::header4, kHeader4);
  } else {
    expect(Piece::tag, kTag);
  }
  return {};
}

std::expected<std::vector<NamedArray>, Error> MatlabReader::finish() {
  const bool between = (piece_ == Piece::tag || piece_ == Piece::header4) && front_.empty();
  if (!between || !matrices_.empty() || packed_ > 0) return cut_off();
  if (arrays_.empty()) return fail("{0} is a MATLAB file without arrays of numbers.", in_quotes(name_));
  std::vector<NamedArray> arrays;
  for (IncomingArray& array : arrays_) arrays.push_back(array.take());
  return arrays;
}

}  // namespace hourglass

#include "data/matlab.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "data/gathered_arrays.h"
#include "data/image_set.h"
#include "data/matlab_marks.h"
#include "data/text.h"
#include "text/characters.h"

namespace hourglass {
namespace {

constexpr std::size_t kHeader = 128, kTag = 8;
/// A part that is no numbers, such as a name, is no longer than this.
constexpr std::uint64_t kLongestPart = 1u << 16;
/// MATLAB's own are of 63 letters at most; Octave's may be longer.
constexpr std::size_t kLongestVariable = 256;
/// A text, or a matrix of letters whose rows are words.
constexpr std::uint64_t kLongestLetters = 8u << 20;
/// One by one: an array of structs may hold an image and a label for each of a set's images.
constexpr std::size_t kDeepestMatrix = 32, kMostArrays = 1u << 18;
/// Bytes of memory that an array takes beside its numbers.
constexpr std::uint64_t kArrayItself = 256;

/// MATLAB's array classes (mxCELL_CLASS...), of matrices; all from kDoubles to kLastNumbers are numbers. kOpaque:
/// string arrays, tables and other objects of MATLAB's own.
enum Kind : unsigned { kCell = 1, kStruct, kObject, kChars, kSparse, kDoubles, kLastNumbers = 15, kFunction, kOpaque };
/// Among a matrix's flags: it has imaginary parts.
constexpr std::uint32_t kComplex = 0x800;

std::string text_of(std::span<const std::uint8_t> bytes) {
  const std::string text(bytes.begin(), bytes.end());
  return text.substr(0, text.find('\0'));
}

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
  const auto head = matlab4_head(start);
  if (!head || start.size() < kMatlab4Head + head->name_bytes) return false;
  return start[kMatlab4Head + head->name_bytes - 1] == 0 && is_name(start.subspan(kMatlab4Head, head->name_bytes - 1));
}

MatlabReader::MatlabReader(std::string name, Budget& budget) : name_(std::move(name)), budget_(&budget) {
  expect(Piece::header, kMatlab4Head);
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
  const auto head = matlab4_head(bytes);
  if (!head) return damaged();
  variable4_ = {};
  variable4_.big_endian = head->big_endian;
  variable4_.column_major = true;
  variable4_.element = head->element;
  variable4_.shape = {head->rows, head->columns};
  const auto size = tensor_bytes(variable4_.shape, variable4_.element, name_);
  if (!size) return std::unexpected(size.error());
  imaginary4_ = head->imaginary ? *size : 0;
  type4_ = head->type;
  expect(Piece::name4, head->name_bytes);
  return {};
}

std::expected<void, Error> MatlabReader::variable4(Bytes name) {
  variable4_.path = text_of(name);
  padding_ = imaginary4_;
  const auto size = tensor_bytes(variable4_.shape, variable4_.element, name_);
  if (!size) return std::unexpected(size.error());
  if (type4_ == 0) return begin_numbers(std::move(variable4_), *size, std::nullopt);
  const bool letters = type4_ == 1;
  if (!letters) {
    tell(say("{0} is a sparse matrix of MATLAB's version 4 and was passed over: save full({1}) instead.",
             in_quotes(variable4_.path), verbatim(printable(variable4_.path))));
  }
  if (!letters || *size == 0 || *size > kLongestLetters) return skip(*size + std::exchange(padding_, 0));
  texts4_.insert(arrays_.size());
  if (auto added = add_array(std::move(variable4_), *size); !added) return added;
  expect(Piece::numbers, *size);
  return {};
}

void MatlabReader::tell(Sentence note) {
  constexpr std::size_t kMostNotes = 4;
  if (notes_.size() < kMostNotes) notes_.push_back(std::move(note));
}

std::expected<void, Error> MatlabReader::tag(Bytes bytes) {
  std::uint32_t type = matlab_word(bytes, 0, big_endian_);
  std::uint64_t size = matlab_word(bytes, 4, big_endian_);
  std::optional<Bytes> here;
  if (type >> 16 != 0) {  // up to four bytes stand in the tag itself
    size = type >> 16;
    type &= 0xFFFF;
    if (size > 4) return damaged();
    here = bytes.subspan(4, static_cast<std::size_t>(size));
  }
  if (type == MatlabType::kPacked) {
    if (unpacking_ || !matrices_.empty() || size == 0) return damaged();
    unpacking_ = std::make_unique<Gunzip>(Gunzip::Wrapping::zlib);
    packed_ = size;
    position_ = 0;
    expect(Piece::tag, kTag);
    return {};
  }
  if (type == MatlabType::kMatrix) return here ? damaged() : begin_matrix(size);
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
    matrix.listed = outer.listed || several;
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
  const bool known = numbers || matrix.kind == kStruct || matrix.kind == kChars || matrix.kind == kSparse;
  // A matrix without a name at the end of a file is what MATLAB keeps there of its objects.
  const bool nameless = numbers && matrices_.size() == 1 && matrix.path.empty();
  const bool passed_over = matrix.part == Matrix::Part::body && (!known || nameless);
  if (matrix.part == Matrix::Part::rest || passed_over) return skip(left);
  padding_ = here ? 0 : std::min((8 - bytes % 8) % 8, left - bytes);
  if (matrix.part == Matrix::Part::body && matrix.kind == kSparse) return begin_sparse_part(type, bytes, here);
  if (matrix.part == Matrix::Part::body && numbers) {
    const auto element = matlab_element(type);
    if (!element) return damaged();
    matrix.part = Matrix::Part::rest;
    NamedArray array{matrix.path, *element, big_endian_, true, matrix.shape, {}, {}};
    const auto size = tensor_bytes(array.shape, array.element, name_);
    if (!size) return std::unexpected(size.error());
    if (*size != bytes) return damaged();
    return begin_numbers(std::move(array), bytes, here, matrix.listed);
  }
  const bool letters = matrix.part == Matrix::Part::body && matrix.kind == kChars;
  if (letters) matrix.letters = type;
  if (letters && bytes > kLongestLetters) return skip(left);
  if (!letters && bytes > kLongestPart) return damaged();
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
      matrix.kind = matlab_word(bytes, 0, big_endian_) & 0xFF;
      matrix.complex = matlab_word(bytes, 0, big_endian_) & kComplex;
      // An object of MATLAB's own has no shape.
      matrix.part = matrix.kind == kOpaque ? Matrix::Part::name : Matrix::Part::shape;
      break;
    case Matrix::Part::shape:
      if (bytes.size() % 4 != 0 || bytes.size() < 8 || bytes.size() > 64) return damaged();
      for (std::size_t at = 0; at < bytes.size(); at += 4) matrix.shape.push_back(matlab_word(bytes, at, big_endian_));
      matrix.part = Matrix::Part::name;
      break;
    case Matrix::Part::name:
      if (bytes.size() > kLongestVariable) return damaged();
      if (matrices_.size() == 1) matrix.path = text_of(bytes);
      matrix.part = Matrix::Part::body;
      if (matrix.kind == kOpaque || matrix.kind == kObject) {
        tell(say(
            "{0} is an object of MATLAB's own (a string array, a table or the like) and was passed over: save it as "
            "numbers, or with cellstr().",
            in_quotes(matrix.path)));
      }
      if (matrix.complex) tell(say("The imaginary parts of {0} were left out.", in_quotes(matrix.path)));
      break;
    case Matrix::Part::body:  // of a text its letters; of a struct how long names are, then the names
      if (matrix.kind == kChars) {
        if (auto taken = take_letters(matrix, bytes); !taken) return taken;
      } else if (matrix.name_bytes == 0) {
        if (bytes.size() != 4) return damaged();
        matrix.name_bytes = matlab_word(bytes, 0, big_endian_);
        if (matrix.name_bytes == 0 || matrix.name_bytes > kLongestVariable) return damaged();
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

/// The rows of a matrix of letters are a word each; MATLAB fills them with spaces.
std::expected<void, Error> MatlabReader::take_letters(Matrix& matrix, Bytes bytes) {
  matrix.part = Matrix::Part::rest;
  if (matrix.shape.size() != 2) return {};
  const std::uint64_t rows = std::max<std::uint64_t>(1, matrix.shape[0]), columns = matrix.shape[1];
  const bool wide = matrix.letters == MatlabType::kUint16 || matrix.letters == MatlabType::kUtf16;
  const std::size_t each = wide ? 2 : 1;
  NamedArray text;
  text.path = matrix.path;
  if (rows == 1 && !wide) {
    text.words.emplace_back(bytes.begin(), bytes.end());
  } else {
    if (rows > bytes.size() + 1 || columns > bytes.size() / each / rows) return damaged();
    for (std::uint64_t row = 0; row < rows; ++row) {
      std::string word;
      for (std::uint64_t column = 0; column < columns; ++column) {
        const auto at = static_cast<std::size_t>((column * rows + row) * each);
        const unsigned low = wide ? bytes[at + (big_endian_ ? 1 : 0)] : bytes[at];
        const unsigned high = wide ? bytes[at + (big_endian_ ? 0 : 1)] : 0;
        append_utf8(word, high << 8 | low);
      }
      word.erase(word.find_last_not_of(' ') + 1);
      text.words.push_back(std::move(word));
    }
  }
  if (auto kept = budget_->keep(bytes.size()); !kept) return kept;
  held_ += bytes.size();
  return add_array(std::move(text), 0);
}

std::expected<void, Error> MatlabReader::add_array(NamedArray array, std::uint64_t bytes) {
  if (arrays_.size() == kMostArrays)
    return fail("{0} is a MATLAB file of more than {1} arrays.", in_quotes(name_), kMostArrays);
  arrays_.emplace_back(std::move(array), bytes);
  if (auto kept = budget_->keep(kArrayItself); !kept) return kept;
  held_ += kArrayItself;
  if (auto room = arrays_.back().make_room(*budget_); !room) return room;
  held_ += arrays_.back().held();
  return {};
}

std::expected<void, Error> MatlabReader::begin_numbers(NamedArray array, std::uint64_t bytes, std::optional<Bytes> here,
                                                       bool listed) {
  // A lone number is a setting, not an image, but where there is one for each of many; a row is a list, as MATLAB has
  // no other.
  const bool lone = bytes <= element_bytes(array.element);
  if (lone && (!listed || bytes == 0)) return here ? leave() : skip(bytes + std::exchange(padding_, 0));
  if (lone) {
    array.shape.clear();
  } else if (array.shape.size() == 2 && array.shape[0] == 1 && array.shape[1] != kImagePixels) {
    array.shape.erase(array.shape.begin());
  }
  if (auto added = add_array(std::move(array), bytes); !added) return added;
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
    expect(Piece::header4, kMatlab4Head);
  } else {
    expect(Piece::tag, kTag);
  }
  return {};
}

std::expected<std::vector<NamedArray>, Error> MatlabReader::finish() {
  const bool between = (piece_ == Piece::tag || piece_ == Piece::header4) && front_.empty();
  if (!between || !matrices_.empty() || packed_ > 0) return cut_off();
  auto arrays = found();
  if (!arrays) return arrays;
  gather_arrays(*arrays);
  const bool numbers = std::ranges::any_of(*arrays, [](const NamedArray& array) { return array.words.empty(); });
  if (numbers) return arrays;
  return notes_.empty() ? fail("{0} is a MATLAB file without arrays of numbers.", in_quotes(name_))
                        : fail(followed_by(say("{0} is a MATLAB file without arrays of numbers.", in_quotes(name_)),
                                           notes_.front()));
}

/// What came, sparse matrices made full and the letters of version 4 made words.
std::expected<std::vector<NamedArray>, Error> MatlabReader::found() {
  std::vector<NamedArray> came;
  for (IncomingArray& array : arrays_) came.push_back(array.take());
  std::set<std::size_t> parts;
  for (const Sparse& sparse : sparse_) {
    auto array = full(sparse, std::span(came).subspan(sparse.first, sparse.parts));
    if (!array) return std::unexpected(array.error());
    came[sparse.first] = *std::move(array);
    for (std::size_t i = 1; i < sparse.parts; ++i) parts.insert(sparse.first + i);
  }
  std::vector<NamedArray> arrays;
  for (std::size_t i = 0; i < came.size(); ++i) {
    if (parts.contains(i)) continue;
    if (texts4_.contains(i)) {
      const TensorView letters = came[i].view();
      const std::uint64_t rows = came[i].shape[0], columns = came[i].shape[1];
      for (std::uint64_t row = 0; row < rows; ++row) {
        std::string word;
        for (std::uint64_t column = 0; column < columns; ++column) {
          const double letter = letters.at(static_cast<std::size_t>(column * rows + row));
          append_utf8(word, letter >= 1 && letter <= 0xFFFF ? static_cast<char32_t>(letter) : U'?');
        }
        word.erase(word.find_last_not_of(' ') + 1);
        came[i].words.push_back(std::move(word));
      }
      came[i].bytes = {};
      came[i].shape = {};
    }
    arrays.push_back(std::move(came[i]));
  }
  return arrays;
}

}  // namespace hourglass

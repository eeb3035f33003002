// MATLAB's files of variables, versions 4 to 7, after "MAT-File Format" (The MathWorks): arrays of numbers wherever
// they stand in structs and cells, sparse ones made full, and words, packed elements unpacked as they pass. Pushed
// piece by piece, large arrays narrowed on the way (incoming_array.h). Objects of MATLAB's own are passed over and
// told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "data/budget.h"
#include "data/gzip.h"
#include "data/incoming_array.h"
#include "math/error.h"

namespace hourglass {

/// Whether the file begins as one of MATLAB's does; also 7.3, which the reader refuses with a way out.
bool looks_like_matlab(std::span<const std::uint8_t> start);

class MatlabReader {
 public:
  /// `budget` counts what is held.
  MatlabReader(std::string name, Budget& budget);
  ~MatlabReader();
  MatlabReader(const MatlabReader&) = delete;
  MatlabReader& operator=(const MatlabReader&) = delete;

  /// Errors: damaged, too large, of version 7.3.
  std::expected<void, Error> feed(std::span<const std::uint8_t> bytes);
  /// After the last byte: the arrays, column by column as MATLAB stores them, in the order in which they stand; an
  /// array's path is its variable, and the fields and places within ("dataset/train/images"); what cells and arrays of
  /// structs hold one by one is gathered (gathered_arrays.h). Errors: cut off, no numbers at all.
  std::expected<std::vector<NamedArray>, Error> finish();
  /// What was passed over, as a person should know.
  std::vector<Sentence> take_notes() { return std::move(notes_); }

 private:
  using Bytes = std::span<const std::uint8_t>;

  /// What the next bytes are, of which `wanted_` make a whole.
  enum class Piece { header, tag, small, header4, name4, numbers, skipped };

  /// A matrix of version 5 to 7 under way: its parts come in this order, those of `body` as its class has them.
  struct Matrix {
    enum class Part { flags, shape, name, body, rest };
    std::uint64_t end = 0;  // in the stream, where it ends
    Part part = Part::flags;
    std::string path;
    unsigned kind = 0;  // MATLAB's class: 2 a struct, 6 doubles...
    std::vector<std::uint64_t> shape;
    std::size_t name_bytes = 0;       // of a struct: of each field's name
    std::vector<std::string> fields;  // of a struct
    std::uint64_t children = 0;       // of a struct or cell, so far
    bool complex = false;             // it has imaginary parts
    bool listed = false;              // it stands in a cell or in an array of structs
    unsigned letters = 0;             // the data type of a text's letters
  };
  /// A matrix of which only what is not 0 is stored: into arrays_, the rows, where columns begin, and the values.
  struct Sparse {
    std::string path;
    std::vector<std::uint64_t> shape;
    std::size_t first = 0, parts = 0;
  };

  std::unexpected<Error> damaged() const;
  std::unexpected<Error> cut_off() const;
  void expect(Piece piece, std::uint64_t bytes);
  /// Where bytes are packed, those that they unpack to.
  std::expected<void, Error> parse(Bytes bytes);
  std::expected<void, Error> whole(Bytes piece);
  std::expected<void, Error> header(Bytes bytes);
  std::expected<void, Error> header4(Bytes bytes);
  std::expected<void, Error> variable4(Bytes name);
  std::expected<void, Error> tag(Bytes bytes);
  std::expected<void, Error> begin_matrix(std::uint64_t bytes);
  /// A part of the innermost matrix, of MATLAB's type `type`, that is `bytes` long, and stands in `here` where it is
  /// so small that it stands in its own tag.
  std::expected<void, Error> part(unsigned type, std::uint64_t bytes, std::optional<Bytes> here);
  std::expected<void, Error> small(Bytes bytes);
  /// `listed`: a lone number is one of several.
  std::expected<void, Error> begin_numbers(NamedArray array, std::uint64_t bytes, std::optional<Bytes> here,
                                           bool listed = false);
  std::expected<void, Error> add_array(NamedArray array, std::uint64_t bytes);
  std::expected<void, Error> take_letters(Matrix& matrix, Bytes bytes);
  std::expected<void, Error> begin_sparse_part(unsigned type, std::uint64_t bytes, std::optional<Bytes> here);
  std::expected<NamedArray, Error> full(const Sparse& sparse, std::span<const NamedArray> parts);
  std::expected<std::vector<NamedArray>, Error> found();
  void tell(Sentence note);
  std::expected<void, Error> skip(std::uint64_t bytes);
  /// Leaves the matrices that end here.
  std::expected<void, Error> leave();

  std::string name_;
  Budget* budget_;
  std::uint64_t held_ = 0;  // bytes, of the budget
  bool level4_ = false;
  bool big_endian_ = false;

  Piece piece_ = Piece::header;
  std::uint64_t wanted_ = 0;         // bytes of the present piece
  std::uint64_t padding_ = 0;        // that follows it
  std::vector<std::uint8_t> front_;  // of a piece that must be whole
  std::uint64_t position_ = 0;       // in the stream that is parsed: the file, or what an element unpacks to

  std::vector<Matrix> matrices_;
  std::vector<IncomingArray> arrays_;
  std::vector<Sparse> sparse_;
  std::set<std::size_t> texts4_;  // of version 4: which of arrays_ are letters
  std::vector<Sentence> notes_;
  std::uint64_t imaginary4_ = 0;  // of a variable of version 4: bytes that follow its numbers
  NamedArray variable4_;
  std::uint32_t type4_ = 0;  // of it: 0 numbers, 1 letters, 2 sparse

  std::unique_ptr<Gunzip> unpacking_;
  std::uint64_t packed_ = 0;  // bytes of the packed element to come
};

}  // namespace hourglass

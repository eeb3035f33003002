// Sparse matrices of MATLAB's version 5: three arrays (rows, where each column begins, values), of which a full one is
// made.
#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "data/image_set.h"
#include "data/matlab.h"
#include "data/matlab_marks.h"
#include "data/text.h"

namespace hourglass {

/// Of a sparse matrix come the rows of what is stored, where in these each column begins, the values, and perhaps
/// imaginary ones.
std::expected<void, Error> MatlabReader::begin_sparse_part(unsigned type, std::uint64_t bytes,
                                                           std::optional<Bytes> here) {
  Matrix& matrix = matrices_.back();
  constexpr std::uint64_t kParts = 3;
  const auto element = matlab_element(type);
  if (!element || bytes % element_bytes(*element) != 0) return damaged();
  if (matrix.children == kParts) return skip(matrix.end - position_);
  if (matrix.children++ == 0) sparse_.push_back({matrix.path, matrix.shape, arrays_.size(), 0});
  ++sparse_.back().parts;
  NamedArray stored{matrix.path, *element, big_endian_, true, {bytes / element_bytes(*element)}, {}, {}};
  if (auto added = add_array(std::move(stored), bytes); !added) return added;
  if (here && !arrays_.back().add({reinterpret_cast<const char*>(here->data()), here->size()})) return damaged();
  if (here || bytes == 0) return leave();
  expect(Piece::numbers, bytes);
  return {};
}

std::expected<NamedArray, Error> MatlabReader::full(const Sparse& sparse, std::span<const NamedArray> parts) {
  if (sparse.parts != 3 || sparse.shape.size() != 2) return damaged();
  const NamedArray& values = parts[2];
  const TensorView rows = parts[0].view(), begins = parts[1].view();
  const std::uint64_t height = sparse.shape[0], width = sparse.shape[1];
  const std::uint64_t stored = std::min(rows.shape[0], values.shape[0]);
  NamedArray array{sparse.path, values.element, values.big_endian, true, sparse.shape, {}, {}};
  const auto size = tensor_bytes(array.shape, array.element, name_);
  if (!size) return std::unexpected(size.error());
  if (*size == 0 || begins.shape[0] != width + 1) return damaged();
  if (height == 1 && width != static_cast<std::uint64_t>(kImagePixels)) array.shape.erase(array.shape.begin());
  IncomingArray whole(std::move(array), *size);
  if (auto room = whole.make_room(*budget_); !room) return std::unexpected(room.error());
  held_ += whole.held();
  const std::size_t each = element_bytes(values.element);
  std::uint64_t at = 0;
  std::string column;
  for (std::uint64_t c = 0; c < width; ++c) {
    column.assign(static_cast<std::size_t>(height) * each, '\0');
    const double end = begins.at(static_cast<std::size_t>(c + 1));
    if (!(end >= static_cast<double>(at)) || end > static_cast<double>(stored)) return damaged();
    for (; static_cast<double>(at) < end; ++at) {
      const double row = rows.at(static_cast<std::size_t>(at));
      if (!(row >= 0) || row >= static_cast<double>(height)) return damaged();
      std::memcpy(column.data() + static_cast<std::size_t>(row) * each,
                  values.bytes.data() + static_cast<std::size_t>(at) * each, each);
    }
    if (!whole.add(column)) return damaged();
  }
  return whole.take();
}

}  // namespace hourglass

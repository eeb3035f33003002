#include "math/gemm_pack.h"

#include <algorithm>

namespace hourglass::detail {
namespace {

// Four floats whatever the machine's width: transposing is done in 4x4 blocks everywhere.
using Four = float __attribute__((vector_size(16)));

HOURGLASS_INLINE inline Four load_four(const float* p) {
  Four v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

HOURGLASS_INLINE inline void store_four(float* p, Four v) { std::memcpy(p, &v, sizeof v); }

/// to[p * width + i] = from[i * row + p] for a 4x4 block.
HOURGLASS_INLINE inline void transpose_block(const float* from, Index row, float* to, Index width) {
  const Four r0 = load_four(from), r1 = load_four(from + row);
  const Four r2 = load_four(from + 2 * row), r3 = load_four(from + 3 * row);
  const Four t0 = __builtin_shufflevector(r0, r1, 0, 4, 1, 5), t1 = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
  const Four t2 = __builtin_shufflevector(r2, r3, 0, 4, 1, 5), t3 = __builtin_shufflevector(r2, r3, 2, 6, 3, 7);
  store_four(to, __builtin_shufflevector(t0, t2, 0, 1, 4, 5));
  store_four(to + width, __builtin_shufflevector(t0, t2, 2, 3, 6, 7));
  store_four(to + 2 * width, __builtin_shufflevector(t1, t3, 0, 1, 4, 5));
  store_four(to + 3 * width, __builtin_shufflevector(t1, t3, 2, 3, 6, 7));
}

template <int width>
void copy_columns(const float* from, Index row, Index k, float* to) {
  for (Index p = 0; p < k; ++p, from += row, to += width) std::memcpy(to, from, width * sizeof(float));
}

}  // namespace

void pack_columns(const float* b, Index b_row, Index k, int columns, int width, float* packed) {
  constexpr int lanes = simd::kLanes;
  if (columns == width) {
    if (width == lanes) return copy_columns<lanes>(b, b_row, k, packed);
    if (width == 2 * lanes) return copy_columns<2 * lanes>(b, b_row, k, packed);
    if (width == 3 * lanes) return copy_columns<3 * lanes>(b, b_row, k, packed);
  }
  for (Index p = 0; p < k; ++p, b += b_row, packed += width) {
    std::copy_n(b, columns, packed);
    std::fill(packed + columns, packed + width, 0.0f);
  }
}

void pack_rows_as_columns(const float* b, Index b_row, Index k, int columns, int width, float* packed) {
  int column = 0;
  for (; column + 4 <= columns; column += 4, b += 4 * b_row) {
    float* to = packed + column;
    Index p = 0;
    for (; p + 4 <= k; p += 4, to += 4 * width) transpose_block(b + p, b_row, to, width);
    for (; p < k; ++p, to += width) {
      for (int i = 0; i < 4; ++i) to[i] = b[i * b_row + p];
    }
  }
  for (; column < columns; ++column, b += b_row) {
    for (Index p = 0; p < k; ++p) packed[p * width + column] = b[p];
  }
  for (; column < width; ++column) {
    for (Index p = 0; p < k; ++p) packed[p * width + column] = 0.0f;
  }
}

void pack_transposed_a(const float* a, Index a_row, Index k, Index rows, float* packed) {
  for (Index row = 0; row < rows; row += kTileRows, packed += k * kTileRows) {
    const int columns = static_cast<int>(std::min<Index>(kTileRows, rows - row));
    if (columns == kTileRows) {
      copy_columns<kTileRows>(a + row, a_row, k, packed);
    } else {
      pack_columns(a + row, a_row, k, columns, kTileRows, packed);
    }
  }
}

}  // namespace hourglass::detail

// The innermost part of the matrix product: a strip of c, a few vectors wide, computed tile by tile in registers.
// Apart from gemm.cpp, which decides what is packed, blocked and shared among threads.
#pragma once

#include "math/matrix.h"
#include "math/simd.h"

namespace hourglass::detail {

// As many accumulators as hide a multiply-add's latency and still leave registers for one row of b, one number of a and
// a product. WebAssembly engines have 15 vector registers on x86-64: 5x2 fits with and without relaxed instructions,
// while 6x2 and 4x3 are spilled and run at half the speed.
#if defined(__AVX512F__)
inline constexpr int kTileRows = 8;
inline constexpr int kTileVectors = 3;
#elif defined(__AVX2__)
inline constexpr int kTileRows = 6;
inline constexpr int kTileVectors = 2;
#else
inline constexpr int kTileRows = 5;
inline constexpr int kTileVectors = 2;
#endif
inline constexpr int kTileColumns = kTileVectors * simd::kLanes;

/// One strip: c (rows, vectors * lanes) = [c +] a (rows, k) * b (k, vectors * lanes) [+ bias] [positive part].
struct Strip {
  const float* a = nullptr;
  Index a_row = 0, a_step = 0;  ///< floats from row to row, and from one of the k to the next
  bool a_packed = false;  ///< a is panels of kTileRows rows, each (k, kTileRows); a_row and a_step are then unused
  const float* b = nullptr;
  Index b_step = 0;  ///< floats from one of the k to the next
  Index k = 0;
  float* c = nullptr;
  Index c_row = 0;
  bool add_to_c = false;
  const float* bias = nullptr;
  bool positive = false;
};

template <int rows, int vectors, bool packed>
HOURGLASS_INLINE inline void tile(const Strip& s, Index first_row) {
  using namespace simd;
  const float* a = s.a + first_row * (packed ? s.k : s.a_row);
  const float* a_rows[rows];
  if constexpr (!packed) each<rows>([&](auto i) HOURGLASS_INLINE { a_rows[i] = a + i * s.a_row; });
  const Index a_step = s.a_step;
  const float* b = s.b;
  const Index b_step = s.b_step;
  Floats sums[rows * vectors];
  each<rows * vectors>([&](auto i) HOURGLASS_INLINE { sums[i] = Floats{}; });
  HOURGLASS_ROLLED
  for (Index p = s.k; p > 0; --p) {
    Floats b_now[vectors];
    each<vectors>([&](auto j) HOURGLASS_INLINE { b_now[j] = load(b + j * kLanes); });
    each<rows>([&](auto i) HOURGLASS_INLINE {
      const Floats x = packed ? broadcast(a + i) : broadcast(a_rows[i]);
      each<vectors>([&](auto j) HOURGLASS_INLINE { sums[i * vectors + j] = madd(x, b_now[j], sums[i * vectors + j]); });
    });
    b += b_step;
    if constexpr (packed) {
      a += kTileRows;
    } else {
      each<rows>([&](auto i) HOURGLASS_INLINE { a_rows[i] += a_step; });
    }
  }
  if (s.bias) {
    each<vectors>([&](auto j) HOURGLASS_INLINE {
      const Floats bias = load(s.bias + j * kLanes);
      each<rows>([&](auto i) HOURGLASS_INLINE { sums[i * vectors + j] += bias; });
    });
  }
  float* c = s.c + first_row * s.c_row;
  each<rows>([&](auto i) HOURGLASS_INLINE {
    each<vectors>([&](auto j) HOURGLASS_INLINE {
      float* place = c + i * s.c_row + j * kLanes;
      Floats value = sums[i * vectors + j];
      // c is read here and not at the start, so that waiting for it overlaps the next tile's work.
      if (s.add_to_c) value += load(place);
      if (s.positive) value = positive_part(value);
      store(place, value);
    });
  });
}

/// The rows that do not fill a tile.
template <int rows, int vectors, bool packed>
__attribute__((noinline)) void last_tile(const Strip& s, Index first_row, Index left) {
  if constexpr (rows > 0) {
    if (left == rows) {
      tile<rows, vectors, packed>(s, first_row);
    } else {
      last_tile<rows - 1, vectors, packed>(s, first_row, left);
    }
  }
}

template <int vectors, bool packed>
__attribute__((noinline)) void whole_tiles(const Strip& s, Index rows) {
  for (Index row = 0; row + kTileRows <= rows; row += kTileRows) tile<kTileRows, vectors, packed>(s, row);
}

template <int vectors>
inline void strip(const Strip& s, Index rows) {
  const Index left = rows % kTileRows;
  if (s.a_packed) {
    whole_tiles<vectors, true>(s, rows);
    last_tile<kTileRows - 1, vectors, true>(s, rows - left, left);
  } else {
    whole_tiles<vectors, false>(s, rows);
    last_tile<kTileRows - 1, vectors, false>(s, rows - left, left);
  }
}

}  // namespace hourglass::detail

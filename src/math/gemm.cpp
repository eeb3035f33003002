#include "math/gemm.h"

#include <algorithm>
#include <cassert>

#include "math/gemm_pack.h"
#include "math/gemm_tile.h"
#include "math/thread_pool.h"

// The plan, after Goto & van de Geijn 2008: a strip of b, kTileColumns wide and at most kDepth deep, is packed into the
// first-level cache and multiplied with kRows rows of a, which stay in the second. a is read where it lies, unless it
// is stored transposed and used often: then its rows, too, are packed.

namespace hourglass {
namespace {

using detail::kTileColumns;
using detail::kTileRows;
using detail::kTileVectors;
using simd::kLanes;

constexpr Index kDepth = 8192 / kTileColumns < 256 ? 256 : 8192 / kTileColumns > 512 ? 512 : 8192 / kTileColumns;
constexpr Index kRows = 240;  // whole tiles of any height
/// A transposed a is read in steps of a whole row; up to so many strips that costs less than packing it.
constexpr Index kStripsWorthPackingA = 8;
/// Multiplications below which waking another thread costs more than it brings.
constexpr Index kWorthSharing = 1 << 19;
constexpr int kPartsPerThread = 3;

/// `part` of `parts` nearly equal shares of 0..items, cut at multiples of `grain`.
struct Share {
  Index first, last;
};
Share share(Index items, Index grain, Index part, Index parts) {
  const Index grains = (items + grain - 1) / grain;
  return {std::min(items, grains * part / parts * grain), std::min(items, grains * (part + 1) / parts * grain)};
}

struct Product {
  const float* a;
  Index a_row;
  bool ta;
  const float* b;
  Index b_row;
  bool tb;
  float* c;
  Index c_row;
  Index m, n, k;
  GemmEpilogue epilogue;

  bool pack_a;
  bool pack_b;
  Index depth;  ///< of one block of k
  Index rows;   ///< of one block of m
  Index row_parts, column_parts;

  Index a_floats() const { return pack_a ? rows * depth : 0; }
  Index b_floats() const { return (depth + rows) * kTileColumns; }
};

/// Adds a strip that was computed beside c, because it is narrower than its vectors, into its `columns` of c.
void place_narrow_strip(const detail::Strip& strip, const float* beside, Index width, Index rows, int columns) {
  for (Index i = 0; i < rows; ++i) {
    float* c = strip.c + i * strip.c_row;
    for (int j = 0; j < columns; ++j) {
      float value = beside[i * width + j];
      if (strip.bias) value += strip.bias[j];
      if (strip.add_to_c) value += c[j];
      c[j] = strip.positive && value < 0.0f ? 0.0f : value;
    }
  }
}

void multiply_strip(detail::Strip& strip, Index rows, int columns, float* beside) {
  const int vectors = (columns + kLanes - 1) / kLanes;
  detail::Strip whole = strip;
  const bool narrow = columns != vectors * kLanes;
  if (narrow) {
    whole.c = beside;
    whole.c_row = vectors * kLanes;
    whole.add_to_c = false;
    whole.bias = nullptr;
    whole.positive = false;
  }
  if (vectors == 1) {
    detail::strip<1>(whole, rows);
  } else if (vectors == 2 || kTileVectors == 2) {
    detail::strip<2>(whole, rows);
  } else {
    detail::strip<kTileVectors>(whole, rows);
  }
  if (narrow) place_narrow_strip(strip, beside, whole.c_row, rows, columns);
}

void multiply_block(const Product& p, Share rows, Share columns, Share depth, float* packed_a, float* scratch_b) {
  const Index m = rows.last - rows.first, k = depth.last - depth.first;
  const bool last = depth.last == p.k;
  detail::Strip strip;
  strip.k = k;
  strip.a = p.ta ? p.a + depth.first * p.a_row + rows.first : p.a + rows.first * p.a_row + depth.first;
  strip.a_row = p.ta ? 1 : p.a_row;
  strip.a_step = p.ta ? p.a_row : 1;
  strip.a_packed = p.pack_a;
  if (p.pack_a) {
    detail::pack_transposed_a(strip.a, p.a_row, k, m, packed_a);
    strip.a = packed_a;
  }
  strip.c_row = p.c_row;
  strip.add_to_c = p.epilogue.accumulate || depth.first > 0;
  strip.positive = last && p.epilogue.activation == Activation::relu;
  float* beside = scratch_b + p.depth * kTileColumns;
  for (Index column = columns.first; column < columns.last; column += kTileColumns) {
    const int width = static_cast<int>(std::min<Index>(kTileColumns, columns.last - column));
    const int padded = (width + kLanes - 1) / kLanes * kLanes;
    strip.b = p.tb ? p.b + column * p.b_row + depth.first : p.b + depth.first * p.b_row + column;
    strip.b_step = p.b_row;
    if (p.pack_b || padded != width) {
      const auto pack = p.tb ? detail::pack_rows_as_columns : detail::pack_columns;
      pack(strip.b, p.b_row, k, width, padded, scratch_b);
      strip.b = scratch_b;
      strip.b_step = padded;
    }
    strip.c = p.c + rows.first * p.c_row + column;
    strip.bias = last && p.epilogue.bias ? p.epilogue.bias + column : nullptr;
    multiply_strip(strip, m, width, beside);
  }
}

void multiply_part(const Product& p, Share rows, Share columns, float* packed_a, float* scratch_b) {
  const Index row_blocks = (rows.last - rows.first + p.rows - 1) / p.rows;
  const Index depth_blocks = std::max<Index>(1, (p.k + p.depth - 1) / p.depth);
  for (Index i = 0; i < row_blocks; ++i) {
    Share block = share(rows.last - rows.first, kTileRows, i, row_blocks);
    block = {rows.first + block.first, rows.first + block.last};
    for (Index d = 0; d < depth_blocks; ++d) {
      multiply_block(p, block, columns, share(p.k, 1, d, depth_blocks), packed_a, scratch_b);
    }
    const Activation f = p.epilogue.activation;
    if (f == Activation::linear || f == Activation::relu) continue;
    for (Index row = block.first; row < block.last; ++row) {
      activate(f, {p.c + row * p.c_row + columns.first, static_cast<std::size_t>(columns.last - columns.first)});
    }
  }
}

void plan(Product& p, int threads) {
  const Index strips = (p.n + kTileColumns - 1) / kTileColumns;
  const Index tiles = (p.m + kTileRows - 1) / kTileRows;
  p.pack_a = p.ta && strips > kStripsWorthPackingA;
  p.pack_b = p.tb || tiles > 2;
  const Index depth_blocks = std::max<Index>(1, (p.k + kDepth - 1) / kDepth);
  p.depth = std::max<Index>(1, (p.k + depth_blocks - 1) / depth_blocks);
  p.rows = std::min(kRows, tiles * kTileRows);

  Index parts = threads > 1 && p.m * p.n * p.k >= kWorthSharing ? threads * kPartsPerThread : 1;
  const Index row_grains = std::max<Index>(1, tiles / 4);
  // A gradient's rows are cut where there are more of them than columns: take_step cuts the weights so, and who
  // computes a weight's gradient then updates the weight.
  if (p.pack_a || (p.ta && p.m > 2 * p.n)) {
    p.row_parts = std::min(parts, row_grains);
    p.column_parts = std::min((parts + p.row_parts - 1) / p.row_parts, strips);
  } else {
    p.column_parts = std::min(parts, strips);
    p.row_parts = std::min((parts + p.column_parts - 1) / p.column_parts, row_grains);
  }
}

}  // namespace

void gemm(ConstMatrixView a, Transpose transpose_a, ConstMatrixView b, Transpose transpose_b, MatrixView c,
          const GemmEpilogue& epilogue, GemmScratch& scratch, ThreadPool* pool) {
  Product p{};
  p.ta = transpose_a == Transpose::yes;
  p.tb = transpose_b == Transpose::yes;
  p.m = c.rows();
  p.n = c.cols();
  p.k = p.ta ? a.rows() : a.cols();
  assert((p.ta ? a.cols() : a.rows()) == p.m);
  assert((p.tb ? b.cols() : b.rows()) == p.k && (p.tb ? b.rows() : b.cols()) == p.n);
  if (p.m == 0 || p.n == 0) return;
  p.a = a.data();
  p.a_row = a.outerStride();
  p.b = b.data();
  p.b_row = b.outerStride();
  p.c = c.data();
  p.c_row = c.outerStride();
  p.epilogue = epilogue;
  plan(p, pool ? pool->threads() : 1);

  const Index parts = p.row_parts * p.column_parts;
  const auto grow = [](std::vector<float>& buffer, Index floats) {
    if (static_cast<Index>(buffer.size()) < floats) buffer.resize(static_cast<std::size_t>(floats));
  };
  grow(scratch.a, parts * p.a_floats());
  grow(scratch.b, parts * p.b_floats());
  // One reference fits into std::function without an allocation.
  struct {
    const Product& product;
    GemmScratch& scratch;
  } job{p, scratch};
  const auto run_part = [&job](int part) {
    const Product& q = job.product;
    multiply_part(q, share(q.m, kTileRows, part % q.row_parts, q.row_parts),
                  share(q.n, kTileColumns, part / q.row_parts, q.column_parts),
                  job.scratch.a.data() + part * q.a_floats(), job.scratch.b.data() + part * q.b_floats());
  };
  if (parts == 1) {
    run_part(0);
  } else {
    pool->run(static_cast<int>(parts), run_part);
  }
}

}  // namespace hourglass

// Copies of parts of a and b in the order in which the tiles read them. Apart because this is where transposes end: the
// tiles know none.
#pragma once

#include "math/gemm_tile.h"

namespace hourglass::detail {

/// b's rows first..first+k, columns column..column+columns as (k, width), the missing columns zero. `b` is (k, n).
void pack_columns(const float* b, Index b_row, Index k, int columns, int width, float* packed);

/// The same from b stored transposed, (n, k): `b` points at its row `column`.
void pack_rows_as_columns(const float* b, Index b_row, Index k, int columns, int width, float* packed);

/// a stored transposed, (k, m), as panels of kTileRows of its columns, each (k, kTileRows), the missing rows zero.
void pack_transposed_a(const float* a, Index a_row, Index k, Index rows, float* packed);

}  // namespace hourglass::detail

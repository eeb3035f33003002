// Splits rows of element-wise work over a pool. Apart from the pool, which knows parts and no rows.
#pragma once

#include <algorithm>
#include <functional>

#include "math/matrix.h"
#include "math/thread_pool.h"

namespace hourglass {

/// From so many rows on, a pass over a few hundred floats a row is worth waking a thread for.
inline constexpr Index kRowsWorthAThread = 16;

/// A pass over single floats is worth as many threads as get so many floats each.
inline constexpr Index kFloatsWorthAThread = 1 << 14;

/// Calls body(begin, end) so that each of the rows 0..rows-1 is in one call; on this thread alone when there is no pool
/// or fewer than `worth` rows. The body must treat each row by itself, so that the cut does not show in the result.
template <class Body>
void parallel_rows(ThreadPool* pool, Index rows, Index worth, const Body& body) {
  const int parts = pool ? static_cast<int>(std::min<Index>(pool->threads(), rows / std::max<Index>(worth, 1))) : 1;
  if (parts <= 1) {
    body(Index{0}, rows);
    return;
  }
  const auto task = [&](int part) { body(rows * part / parts, rows * (part + 1) / parts); };
  pool->run(parts, std::cref(task));  // a reference: std::function would allocate for a closure
}

}  // namespace hourglass

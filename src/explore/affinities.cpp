#include "explore/affinities.h"

#include <algorithm>
#include <cmath>

#include "math/parallel_rows.h"
#include "math/vector_math.h"

namespace hourglass {

/// By doubling beta until it is too large, and halving the interval then.
void neighbour_probabilities(std::span<const float> squares, double perplexity, std::span<float> into) {
  constexpr int kMostTries = 60;
  constexpr double kClose = 1e-5;  // in nats
  const double wanted = std::log(perplexity);
  const float nearest = squares.front();  // taken away first, so that the largest exponential is 1
  double beta = 1, low = 0, high = 0;
  for (int tries = 0; tries < kMostTries; ++tries) {
    double sum = 0, weighted = 0;
    std::size_t i = 0;
    const simd::Floats factor = simd::broadcast(static_cast<float>(-beta));
    simd::Floats sums{}, weights{};
    for (; i + simd::kLanes <= squares.size(); i += simd::kLanes) {
      const simd::Floats away = simd::load(squares.data() + i) - simd::broadcast(nearest);
      const simd::Floats p = simd::exp(factor * away);
      simd::store(into.data() + i, p);
      sums += p;
      weights = simd::madd(p, away, weights);
    }
    sum = simd::sum(sums), weighted = simd::sum(weights);
    for (; i < squares.size(); ++i) {
      const float away = squares[i] - nearest;
      into[i] = std::exp(static_cast<float>(-beta) * away);
      sum += into[i], weighted += into[i] * away;
    }
    const double entropy = std::log(sum) + beta * weighted / sum;
    for (float& p : into) p /= static_cast<float>(sum);
    if (std::abs(entropy - wanted) < kClose) return;
    if (entropy > wanted) {
      low = beta;
      beta = high > 0 ? (beta + high) / 2 : beta * 2;
    } else {
      high = beta;
      beta = (beta + low) / 2;
    }
  }
}

Affinities make_affinities(const NeighbourGraph& graph, double perplexity, ThreadPool* pool) {
  const std::size_t n = graph.size(), k = static_cast<std::size_t>(graph.count);
  std::vector<float> conditionals(n * k);
  parallel_rows(pool, static_cast<Index>(n), kRowsWorthAThread, [&](Index from, Index to) {
    for (Index i = from; i < to; ++i) {
      const auto row = static_cast<std::size_t>(i);
      neighbour_probabilities(graph.squares_of(row), perplexity, std::span(conditionals).subspan(row * k, k));
    }
  });
  // Each row's own neighbours, and those whose neighbour it is.
  std::vector<std::size_t> begins(n + 1, 0);
  for (std::size_t i = 0; i < n; ++i) begins[i + 1] += k;
  for (const std::uint32_t j : graph.rows) ++begins[j + 1];
  for (std::size_t i = 0; i < n; ++i) begins[i + 1] += begins[i];
  struct Entry {
    std::uint32_t column;
    float value;
  };
  std::vector<Entry> entries(begins[n]);
  std::vector<std::size_t> ends(begins.begin(), begins.end() - 1);
  const float share = 1 / (2 * static_cast<float>(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t e = i * k; e < (i + 1) * k; ++e) {
      const std::uint32_t j = graph.rows[e];
      const float p = conditionals[e] * share;
      entries[ends[i]++] = {j, p};
      entries[ends[j]++] = {static_cast<std::uint32_t>(i), p};
    }
  }
  Affinities affinities;
  affinities.begins.push_back(0);
  affinities.columns.reserve(entries.size());
  affinities.values.reserve(entries.size());
  for (std::size_t i = 0; i < n; ++i) {
    const auto row = std::span(entries).subspan(begins[i], begins[i + 1] - begins[i]);
    std::ranges::sort(row, {}, &Entry::column);
    for (const Entry& entry : row) {
      if (affinities.columns.size() > affinities.begins.back() && affinities.columns.back() == entry.column)
        affinities.values.back() += entry.value;
      else
        affinities.columns.push_back(entry.column), affinities.values.push_back(entry.value);
    }
    affinities.begins.push_back(affinities.columns.size());
  }
  return affinities;
}

}  // namespace hourglass

// NeighbourGraph: the k nearest other rows of every row, which t-SNE and the measures of a map begin from. Found
// exactly, by products of blocks of rows, or among the rows of nearby clusters where there are too many for that.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "math/gemm.h"
#include "math/matrix.h"

namespace hourglass {

class ThreadPool;

struct NeighbourGraph {
  int count = 0;                    ///< k
  std::vector<std::uint32_t> rows;  ///< (n, k), nearest first; of equally near rows the earlier first
  std::vector<float> squares;       ///< (n, k): squared Euclidean distances

  std::size_t size() const { return count > 0 ? rows.size() / static_cast<std::size_t>(count) : 0; }
  std::span<const std::uint32_t> of(std::size_t i) const {
    return {rows.data() + i * static_cast<std::size_t>(count), static_cast<std::size_t>(count)};
  }
  std::span<const float> squares_of(std::size_t i) const {
    return {squares.data() + i * static_cast<std::size_t>(count), static_cast<std::size_t>(count)};
  }
};

/// Finds the graph in slices. What it finds does not depend on `pool` (nullptr: this thread).
class NeighbourSearch {
 public:
  /// From so many rows on, clusters are looked through instead of all rows.
  static constexpr Index kManyRows = 20'000;
  enum class Way { by_size, exact, by_clusters };

  /// points (n, d), finite, which must stay; `count` is cut to n - 1.
  NeighbourSearch(ConstMatrixView points, int count, ThreadPool* pool = nullptr, Way way = Way::by_size);

  /// Works until `pause` returns true (asked between pieces of a few milliseconds) or all is found. True when done.
  bool work(const std::function<bool()>& pause);
  /// 0 to 1.
  double progress() const;
  NeighbourGraph take() { return std::move(graph_); }

 private:
  void cluster();
  /// Rows `queries` (places) among rows `candidates` (places), both of gathered rows.
  void search(ConstMatrixView queries, std::span<const std::uint32_t> query_places, ConstMatrixView candidates,
              std::span<const std::uint32_t> candidate_places);
  /// Of each query, a square beyond which its neighbours hardly lie, from a look at some of the candidates: what is
  /// farther need not be collected.
  std::vector<float> limits_of(ConstMatrixView queries, std::span<const std::uint32_t> query_places,
                               ConstMatrixView candidates, std::span<const std::uint32_t> candidate_places);
  /// Writes each query's neighbours, where enough lie within its limit.
  void look_through(ConstMatrixView queries, std::span<const std::uint32_t> query_places, ConstMatrixView candidates,
                    std::span<const std::uint32_t> candidate_places, std::span<const float> limits);
  void search_rows(Index begin, Index end);
  void search_cluster(std::size_t cluster);

  ConstMatrixView points_;
  ThreadPool* pool_;
  bool by_clusters_;
  NeighbourGraph graph_;
  GemmScratch scratch_;
  Matrix products_;
  std::vector<float> norms_;                         ///< of each row, squared
  std::vector<std::uint32_t> places_;                ///< 0..n-1
  std::vector<std::vector<std::uint32_t>> members_;  ///< of each cluster
  Matrix centres_;
  Index next_ = 0;  ///< the row or cluster that is searched next
};

}  // namespace hourglass

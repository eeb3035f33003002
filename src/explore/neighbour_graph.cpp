#include "explore/neighbour_graph.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "math/parallel_rows.h"
#include "math/random.h"
#include "math/simd.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

constexpr Index kRowsAtOnce = 128, kCandidatesAtOnce = 2048;
constexpr Index kClusterSize = 240;        // rows of a cluster, about
constexpr std::size_t kClustersSeen = 20;  // in which the neighbours of a cluster's rows are looked for
constexpr int kMeansRounds = 5;            // of k-means
constexpr Index kSample = 20'000;          // rows that k-means looks at
constexpr Index kLooked = 512;             // candidates that tell how far the neighbours are, about

/// A row and how far it is, as one number, so that they are ordered by distance and then by row: of floats that are not
/// negative the bits are ordered as the numbers are.
using Candidate = std::uint64_t;
constexpr std::uint32_t kMissed = 0xffffffffu;  // in the place of a row's first neighbour
Candidate candidate(float square, std::uint32_t row) {
  return static_cast<Candidate>(std::bit_cast<std::uint32_t>(square)) << 32 | row;
}
float square_of(Candidate candidate) { return std::bit_cast<float>(static_cast<std::uint32_t>(candidate >> 32)); }
std::uint32_t row_of(Candidate candidate) { return static_cast<std::uint32_t>(candidate); }

/// The `count` nearest of all that is offered within `limit`: what may be among them is collected, and thinned when it
/// is much.
class Nearest {
 public:
  void clear(std::size_t count, float limit) {
    count_ = count;
    limit_ = limit;
    kept_.clear();
    kept_.reserve(most());
  }
  float limit() const { return limit_; }
  void offer(float square, std::uint32_t row) {
    if (!(square <= limit_)) return;
    kept_.push_back(candidate(square, row));
    if (kept_.size() == most()) thin();
  }
  std::span<const Candidate> sorted() {
    if (kept_.size() > count_) thin();
    std::ranges::sort(kept_);
    return kept_;
  }

 private:
  std::size_t most() const { return 3 * count_ + 32; }
  void thin() {
    std::ranges::nth_element(kept_, kept_.begin() + static_cast<std::ptrdiff_t>(count_) - 1);
    kept_.resize(count_);
    limit_ = square_of(kept_.back());
  }
  std::size_t count_ = 0;
  float limit_ = 0;
  std::vector<Candidate> kept_;
};

/// Which of `looked` candidates, drawn from `all` evenly, is farther than all but very few of the `count` nearest:
/// their expected number among those, and three standard deviations and a half more.
std::size_t surely_beyond(std::size_t count, Index looked, Index all) {
  const double expected = static_cast<double>(count) * static_cast<double>(looked) / static_cast<double>(all);
  return static_cast<std::size_t>(expected + 3.5 * std::sqrt(expected) + 3);
}

float squared_norm(const float* row, Index d) {
  float sum = 0;
  for (Index i = 0; i < d; ++i) sum += row[i] * row[i];
  return sum;
}

Matrix gathered(ConstMatrixView rows, std::span<const std::uint32_t> places) {
  Matrix out(static_cast<Index>(places.size()), rows.cols());
  for (std::size_t i = 0; i < places.size(); ++i) out.row(static_cast<Index>(i)) = rows.row(places[i]);
  return out;
}

}  // namespace

NeighbourSearch::NeighbourSearch(ConstMatrixView points, int count, ThreadPool* pool, Way way)
    : points_(points),
      pool_(pool),
      by_clusters_(way == Way::by_clusters || (way == Way::by_size && points.rows() >= kManyRows)) {
  const Index n = points.rows();
  graph_.count = static_cast<int>(std::clamp<Index>(count, 0, std::max<Index>(n - 1, 0)));
  graph_.rows.resize(static_cast<std::size_t>(n * graph_.count));
  graph_.squares.resize(graph_.rows.size());
  norms_.resize(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i)
    norms_[static_cast<std::size_t>(i)] = squared_norm(points_.row(i).data(), points_.cols());
  places_.resize(static_cast<std::size_t>(n));
  std::iota(places_.begin(), places_.end(), 0u);
}

double NeighbourSearch::progress() const {
  const Index all = by_clusters_ ? static_cast<Index>(members_.size()) : points_.rows();
  return all == 0 ? 0 : static_cast<double>(next_) / static_cast<double>(all);
}

bool NeighbourSearch::work(const std::function<bool()>& pause) {
  if (graph_.count == 0) return true;
  if (by_clusters_ && members_.empty()) cluster();
  const Index all = by_clusters_ ? static_cast<Index>(members_.size()) : points_.rows();
  while (next_ < all) {
    if (by_clusters_) {
      search_cluster(static_cast<std::size_t>(next_++));
    } else {
      const Index end = std::min(next_ + kRowsAtOnce, all);
      search_rows(next_, end);
      next_ = end;
    }
    if (next_ < all && pause()) return false;
  }
  return true;
}

void NeighbourSearch::search_rows(Index begin, Index end) {
  const auto queries =
      std::span(places_).subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
  const Index stride = points_.outerStride();
  search({points_.data() + begin * stride, end - begin, points_.cols(), Eigen::OuterStride<>(stride)}, queries, points_,
         places_);
}

void NeighbourSearch::search(ConstMatrixView queries, std::span<const std::uint32_t> query_places,
                             ConstMatrixView candidates, std::span<const std::uint32_t> candidate_places) {
  const std::vector<float> limits = limits_of(queries, query_places, candidates, candidate_places);
  look_through(queries, query_places, candidates, candidate_places, limits);
  // Where the look at some misled, all are looked at without a limit.
  std::vector<std::uint32_t> missed;
  for (const std::uint32_t place : query_places)
    if (graph_.rows[place * static_cast<std::size_t>(graph_.count)] == kMissed) missed.push_back(place);
  if (missed.empty()) return;
  const Matrix again = gathered(points_, missed);
  look_through(view(again), missed, candidates, candidate_places,
               std::vector<float>(missed.size(), std::numeric_limits<float>::infinity()));
}

std::vector<float> NeighbourSearch::limits_of(ConstMatrixView queries, std::span<const std::uint32_t> query_places,
                                              ConstMatrixView candidates,
                                              std::span<const std::uint32_t> candidate_places) {
  std::vector<float> limits(query_places.size(), std::numeric_limits<float>::infinity());
  const Index every = candidates.rows() / kLooked, stride = candidates.outerStride();
  if (every < 2) return limits;
  const Index looked = candidates.rows() / every;
  const std::size_t beyond = surely_beyond(static_cast<std::size_t>(graph_.count), looked, candidates.rows());
  if (beyond >= static_cast<std::size_t>(looked)) return limits;
  products_.resize(queries.rows(), looked);
  gemm(queries, Transpose::no, {candidates.data(), looked, candidates.cols(), Eigen::OuterStride<>(every * stride)},
       Transpose::yes, view(products_), {}, scratch_, pool_);
  parallel_rows(pool_, queries.rows(), kRowsWorthAThread, [&](Index from, Index to) {
    std::vector<float> squares(static_cast<std::size_t>(looked));
    for (Index q = from; q < to; ++q) {
      const float* product = products_.row(q).data();
      for (std::size_t j = 0; j < squares.size(); ++j)
        squares[j] = norms_[candidate_places[j * static_cast<std::size_t>(every)]] - 2 * product[j];
      const auto limit = squares.begin() + static_cast<std::ptrdiff_t>(beyond);
      std::ranges::nth_element(squares, limit);
      const auto query = static_cast<std::size_t>(q);
      limits[query] = std::max(0.0f, *limit + norms_[query_places[query]]);
    }
  });
  return limits;
}

void NeighbourSearch::look_through(ConstMatrixView queries, std::span<const std::uint32_t> query_places,
                                   ConstMatrixView candidates, std::span<const std::uint32_t> candidate_places,
                                   std::span<const float> limits) {
  const auto count = static_cast<std::size_t>(graph_.count);
  std::vector<Nearest> nearest(query_places.size());
  for (std::size_t q = 0; q < nearest.size(); ++q) nearest[q].clear(count, limits[q]);
  for (Index begin = 0; begin < candidates.rows(); begin += kCandidatesAtOnce) {
    const Index size = std::min(kCandidatesAtOnce, candidates.rows() - begin), stride = candidates.outerStride();
    products_.resize(queries.rows(), size);
    gemm(queries, Transpose::no,
         {candidates.data() + begin * stride, size, candidates.cols(), Eigen::OuterStride<>(stride)}, Transpose::yes,
         view(products_), {}, scratch_, pool_);
    std::vector<float> norms(static_cast<std::size_t>(size));
    for (std::size_t j = 0; j < norms.size(); ++j)
      norms[j] = norms_[candidate_places[static_cast<std::size_t>(begin) + j]];
    parallel_rows(pool_, queries.rows(), kRowsWorthAThread, [&](Index from, Index to) {
      for (Index q = from; q < to; ++q) {
        Nearest& best = nearest[static_cast<std::size_t>(q)];
        const std::uint32_t self = query_places[static_cast<std::size_t>(q)];
        const float own = norms_[self];
        const float* product = products_.row(q).data();
        const auto offer = [&](Index j) {
          const float square = std::max(0.0f, own + norms[static_cast<std::size_t>(j)] - 2 * product[j]);
          const std::uint32_t row = candidate_places[static_cast<std::size_t>(begin + j)];
          if (row != self) best.offer(square, row);
        };
        // Nearly all are too far: several are found to be so at once.
        Index j = 0;
        const simd::Floats minus_two = simd::broadcast(-2.0f);
        for (; j + simd::kLanes <= size; j += simd::kLanes) {
          const simd::Floats square = simd::madd(minus_two, simd::load(product + j), simd::load(norms.data() + j));
          if (!simd::any(square <= simd::broadcast(best.limit() - own))) continue;
          for (Index lane = 0; lane < simd::kLanes; ++lane) offer(j + lane);
        }
        for (; j < size; ++j) offer(j);
      }
    });
  }
  parallel_rows(pool_, queries.rows(), kRowsWorthAThread, [&](Index from, Index to) {
    for (Index q = from; q < to; ++q) {
      const auto found = nearest[static_cast<std::size_t>(q)].sorted();
      const std::size_t at = query_places[static_cast<std::size_t>(q)] * count;
      // A cluster's surroundings always hold more rows than are asked for (search_cluster), but not all within a limit.
      if (found.size() < count) {
        graph_.rows[at] = kMissed;
        continue;
      }
      for (std::size_t i = 0; i < count; ++i) {
        graph_.rows[at + i] = row_of(found[i]);
        graph_.squares[at + i] = square_of(found[i]);
      }
    }
  });
}

/// k-means (Lloyd) on some of the rows; then every row goes to its nearest centre.
void NeighbourSearch::cluster() {
  const Index n = points_.rows(), d = points_.cols();
  const Index clusters = std::max<Index>(n / kClusterSize, 1);
  Random random(1);
  std::vector<std::uint32_t> sample = places_;
  random.shuffle(sample);
  sample.resize(static_cast<std::size_t>(std::min(n, kSample)));
  const Matrix seen = gathered(points_, sample);
  centres_ = seen.topRows(std::min(clusters, seen.rows()));
  const auto assign = [&](ConstMatrixView rows) {
    std::vector<std::uint32_t> to(static_cast<std::size_t>(rows.rows()));
    std::vector<float> norms(static_cast<std::size_t>(centres_.rows()));
    for (Index c = 0; c < centres_.rows(); ++c)
      norms[static_cast<std::size_t>(c)] = squared_norm(centres_.row(c).data(), d);
    for (Index begin = 0; begin < rows.rows(); begin += kCandidatesAtOnce) {
      const Index size = std::min(kCandidatesAtOnce, rows.rows() - begin), stride = rows.outerStride();
      products_.resize(size, centres_.rows());
      gemm({rows.data() + begin * stride, size, d, Eigen::OuterStride<>(stride)}, Transpose::no,
           view(std::as_const(centres_)), Transpose::yes, view(products_), {}, scratch_, pool_);
      parallel_rows(pool_, size, kRowsWorthAThread, [&](Index from, Index until) {
        for (Index r = from; r < until; ++r) {
          const float* product = products_.row(r).data();
          std::size_t best = 0;
          float least = std::numeric_limits<float>::infinity();
          for (std::size_t c = 0; c < norms.size(); ++c) {
            const float square = norms[c] - 2 * product[c];
            if (square < least) least = square, best = c;
          }
          to[static_cast<std::size_t>(begin + r)] = static_cast<std::uint32_t>(best);
        }
      });
    }
    return to;
  };
  for (int round = 0; round < kMeansRounds; ++round) {
    const std::vector<std::uint32_t> to = assign(view(seen));
    Matrix sums = Matrix::Zero(centres_.rows(), d);
    std::vector<float> counts(static_cast<std::size_t>(centres_.rows()));
    for (std::size_t i = 0; i < to.size(); ++i) {
      sums.row(to[i]) += seen.row(static_cast<Index>(i));
      counts[to[i]] += 1;
    }
    for (Index c = 0; c < centres_.rows(); ++c)
      if (counts[static_cast<std::size_t>(c)] > 0) centres_.row(c) = sums.row(c) / counts[static_cast<std::size_t>(c)];
  }
  members_.resize(static_cast<std::size_t>(centres_.rows()));
  const std::vector<std::uint32_t> to = assign(points_);
  for (std::size_t i = 0; i < to.size(); ++i) members_[to[i]].push_back(static_cast<std::uint32_t>(i));
}

void NeighbourSearch::search_cluster(std::size_t cluster) {
  if (members_[cluster].empty()) return;
  std::vector<Candidate> others;
  for (std::size_t c = 0; c < members_.size(); ++c) {
    const float square =
        (centres_.row(static_cast<Index>(c)) - centres_.row(static_cast<Index>(cluster))).squaredNorm();
    others.push_back(candidate(square, static_cast<std::uint32_t>(c)));
  }
  std::ranges::sort(others);
  std::vector<std::uint32_t> candidates;
  for (std::size_t i = 0; i < others.size(); ++i) {
    if (i >= kClustersSeen && candidates.size() > 2 * static_cast<std::size_t>(graph_.count)) break;
    const auto& more = members_[row_of(others[i])];
    candidates.insert(candidates.end(), more.begin(), more.end());
  }
  const Matrix rows = gathered(points_, candidates);
  const auto& own = members_[cluster];
  for (std::size_t begin = 0; begin < own.size(); begin += static_cast<std::size_t>(kRowsAtOnce)) {
    const auto some =
        std::span(own).subspan(begin, std::min(static_cast<std::size_t>(kRowsAtOnce), own.size() - begin));
    const Matrix queries = gathered(points_, some);
    search(view(queries), some, view(rows), candidates);
  }
}

}  // namespace hourglass

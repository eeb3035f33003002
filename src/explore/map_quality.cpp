#include "explore/map_quality.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "math/parallel_rows.h"

namespace hourglass {
namespace {

constexpr Index kRanked = 16;

/// The places of the `count` smallest of (n) squares but `self`, the smallest first; of equals the earlier.
std::vector<std::uint32_t> smallest(const float* squares, Index n, Index count, Index self) {
  std::vector<std::uint32_t> kept;
  const auto less = [&](std::uint32_t a, std::uint32_t b) {
    return squares[a] != squares[b] ? squares[a] < squares[b] : a < b;
  };
  for (Index j = 0; j < n; ++j) {
    const auto place = static_cast<std::uint32_t>(j);
    if (j == self || (static_cast<Index>(kept.size()) == count && !less(place, kept.back()))) continue;
    kept.insert(std::ranges::upper_bound(kept, place, less), place);
    if (static_cast<Index>(kept.size()) > count) kept.pop_back();
  }
  return kept;
}

/// The sum of how far beyond `count` the ranks of `places` lie among (n) squares, those within it counting nothing.
double beyond(const float* squares, Index n, Index count, Index self, std::span<const std::uint32_t> places,
              std::span<const std::uint32_t> nearest) {
  double sum = 0;
  for (const std::uint32_t place : places) {
    if (std::ranges::find(nearest, place) != nearest.end()) continue;
    const float limit = squares[place];
    Index rank = 1;
    for (Index j = 0; j < n; ++j) rank += squares[j] < limit;
    // Of equally far ones those before count as nearer, as smallest() has it.
    for (Index j = 0; j < static_cast<Index>(place); ++j) rank += squares[j] == limit && j != self;
    if (squares[self] < limit) --rank;
    sum += static_cast<double>(rank - count);
  }
  return sum;
}

}  // namespace

MapQualityJob::MapQualityJob(ConstMatrixView images, ConstMatrixView map, std::span<const std::uint8_t> labels,
                             ThreadPool* pool)
    : images_(images), map_(map), labels_(labels), pool_(pool) {
  const Index n = images.rows();
  neighbours_ = std::min<Index>(kNeighbours, (n - 1) / 2);
  for (Index i = 0; i < n; ++i) norms_.push_back(images_.row(i).squaredNorm());
}

double MapQualityJob::progress() const {
  return images_.rows() == 0 ? 1 : static_cast<double>(next_) / static_cast<double>(images_.rows());
}

bool MapQualityJob::work(const std::function<bool()>& pause) {
  const Index n = images_.rows();
  while (next_ < n && neighbours_ > 0) {
    const Index begin = next_, size = std::min(kRanked, n - begin), stride = images_.outerStride();
    image_products_.resize(size, n);
    gemm({images_.data() + begin * stride, size, images_.cols(), Eigen::OuterStride<>(stride)}, Transpose::no, images_,
         Transpose::yes, view(image_products_), {}, scratch_, pool_);
    std::array<Sums, kRanked> sums;
    parallel_rows(pool_, size, 1, [&](Index from, Index to) {
      std::vector<float> map_squares(static_cast<std::size_t>(n));
      for (Index r = from; r < to; ++r) {
        float* squares = image_products_.row(r).data();
        const float own = norms_[static_cast<std::size_t>(begin + r)];
        for (Index j = 0; j < n; ++j) squares[j] = own + norms_[static_cast<std::size_t>(j)] - 2 * squares[j];
        squares[begin + r] = 0;
        std::ranges::fill(map_squares, 0.0f);
        for (Index c = 0; c < map_.cols(); ++c) {
          const float at = map_(begin + r, c);
          for (Index j = 0; j < n; ++j) {
            const float away = map_(j, c) - at;
            map_squares[static_cast<std::size_t>(j)] += away * away;
          }
        }
        sums[static_cast<std::size_t>(r)] = measure(begin + r, squares, map_squares.data());
      }
    });
    for (Index r = 0; r < size; ++r) {
      sums_.strangers += sums[static_cast<std::size_t>(r)].strangers;
      sums_.missed += sums[static_cast<std::size_t>(r)].missed;
      sums_.right += sums[static_cast<std::size_t>(r)].right;
    }
    next_ += size;
    if (next_ < n && pause()) return false;
  }
  return true;
}

MapQualityJob::Sums MapQualityJob::measure(Index row, const float* image_squares, const float* map_squares) const {
  const Index n = images_.rows();
  const auto in_images = smallest(image_squares, n, neighbours_, row),
             on_map = smallest(map_squares, n, neighbours_, row);
  Sums sums;
  sums.strangers = beyond(image_squares, n, neighbours_, row, on_map, in_images);
  sums.missed = beyond(map_squares, n, neighbours_, row, in_images, on_map);
  if (labels_.empty()) return sums;
  std::array<int, 256> votes{};
  const auto voters = std::span(on_map).first(std::min<std::size_t>(kVoters, on_map.size()));
  for (const std::uint32_t j : voters) ++votes[labels_[j]];
  std::uint8_t winner = labels_[voters.front()];
  for (const std::uint32_t j : voters)
    if (votes[labels_[j]] > votes[winner]) winner = labels_[j];
  sums.right = winner == labels_[static_cast<std::size_t>(row)];
  return sums;
}

MapQuality MapQualityJob::result() const {
  const auto n = static_cast<double>(images_.rows()), k = static_cast<double>(neighbours_);
  MapQuality quality;
  if (neighbours_ < 1) return quality;
  const double most = n * k * (2 * n - 3 * k - 1) / 2;
  quality.trustworthiness = 1 - sums_.strangers / most;
  quality.continuity = 1 - sums_.missed / most;
  quality.neighbour_accuracy = labels_.empty() ? 0 : sums_.right / n;
  return quality;
}

}  // namespace hourglass

#include "explore/nearest.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <limits>

namespace hourglass {
namespace {

/// The `count` smallest squares seen, in order; small counts, so a sorted list and one comparison for most rows.
class Best {
 public:
  explicit Best(int count) : count_(static_cast<std::size_t>(std::max(count, 0))) { kept_.reserve(count_ + 1); }

  void offer(std::uint32_t row, float square) {
    if (kept_.size() == count_ && (count_ == 0 || square >= kept_.back().distance)) return;
    const auto at = std::upper_bound(kept_.begin(), kept_.end(), square,
                                     [](float value, const Neighbour& other) { return value < other.distance; });
    kept_.insert(at, {row, square});
    if (kept_.size() > count_) kept_.pop_back();
  }

  void clear() { kept_.clear(); }
  const std::vector<Neighbour>& squares() const { return kept_; }

  std::vector<Neighbour> take() {
    for (Neighbour& n : kept_) n.distance = std::sqrt(n.distance);
    return std::move(kept_);
  }

 private:
  std::size_t count_;
  std::vector<Neighbour> kept_;
};

/// Infinite where it is no number, as the difference of two infinite codes is: such a row is as far as can be.
float squared_distance(const float* a, const float* b, Index d) {
  float sum = 0.0f;
  for (Index i = 0; i < d; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::isnan(sum) ? std::numeric_limits<float>::infinity() : sum;
}

/// The most frequent label among neighbours that come nearest first; a tie goes to the label met first.
std::uint8_t vote(std::span<const Neighbour> neighbours, std::span<const std::uint8_t> labels) {
  std::array<int, 256> votes{};
  for (const Neighbour& n : neighbours) ++votes[labels[n.row]];
  std::uint8_t winner = labels[neighbours.front().row];
  for (const Neighbour& n : neighbours) {
    if (votes[labels[n.row]] > votes[winner]) winner = labels[n.row];
  }
  return winner;
}

}  // namespace

std::vector<Neighbour> nearest_rows(ConstMatrixView rows, std::span<const float> point, int count) {
  assert(static_cast<Index>(point.size()) == rows.cols());
  Best best(count);
  for (Index r = 0; r < rows.rows(); ++r) {
    best.offer(static_cast<std::uint32_t>(r),
               squared_distance(rows.data() + r * rows.outerStride(), point.data(), rows.cols()));
  }
  return best.take();
}

std::vector<Neighbour> nearest_images(std::span<const std::uint8_t> images, std::span<const std::uint32_t> among,
                                      std::span<const std::uint8_t> image, int count) {
  const std::size_t d = image.size();
  assert(d > 0 && images.size() % d == 0 && d <= 30'000);
  Best best(count);
  for (std::size_t r = 0; r < among.size(); ++r) {
    const std::uint8_t* row = images.data() + among[r] * d;
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < d; ++i) {
      const int difference = row[i] - image[i];
      sum += difference * difference;
    }
    best.offer(static_cast<std::uint32_t>(r), static_cast<float>(sum));
  }
  return best.take();
}

double neighbour_accuracy(ConstMatrixView known, std::span<const std::uint8_t> known_labels, ConstMatrixView points,
                          std::span<const std::uint8_t> point_labels, int k, bool same_set) {
  assert(static_cast<Index>(known_labels.size()) == known.rows());
  assert(static_cast<Index>(point_labels.size()) == points.rows());
  if (points.rows() == 0 || known.rows() <= (same_set ? 1 : 0) || k < 1) return 0.0;
  std::int64_t right = 0;
  Best best(k);
  for (Index p = 0; p < points.rows(); ++p) {
    best.clear();
    const float* point = points.data() + p * points.outerStride();
    for (Index r = 0; r < known.rows(); ++r) {
      if (same_set && r == p) continue;
      best.offer(static_cast<std::uint32_t>(r),
                 squared_distance(known.data() + r * known.outerStride(), point, known.cols()));
    }
    right += vote(best.squares(), known_labels) == point_labels[static_cast<std::size_t>(p)];
  }
  return static_cast<double>(right) / static_cast<double>(points.rows());
}

}  // namespace hourglass

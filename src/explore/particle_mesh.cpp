#include "explore/particle_mesh.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <numbers>
#include <utility>

#include "math/simd.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

using simd::broadcast;
using simd::Floats;
using simd::kLanes;

constexpr int kMargin = 2;             // nodes beyond the points on each side: as far as a point's weights reach
constexpr float kReach = 2.5f;         // cells
constexpr float kSmallestCell = 0.1f;  // below that K is smooth between two nodes
constexpr float kNearMatters = 0.15f;  // a cell from which on the near part is worth its pairs
constexpr float kCellStep = 1.03f;     // cells are powers of it, so that the kernel is seldom made anew
constexpr int kRealColumns = 2 * Fft::kColumns;  // two real columns are one complex
constexpr std::size_t kFew = 200;                // points for which all pairs are as quick
constexpr float kBin = kReach / 2;               // cells: what is near a point lies in five by five bins
constexpr int kEmptyBins = 2;                    // around all others
constexpr float kFar = 1e15f;                    // a place that is near no point

/// Between a point at `t` of a cell from its nearest node, -0.5 to 0.5, and the three nodes around it: the quadratic
/// B-spline and its derivative.
struct Spline {
  std::array<float, 3> weight, slope;
};
Spline spline(float t) {
  const float below = 0.5f - t, above = 0.5f + t;
  return {{0.5f * below * below, 0.75f - t * t, 0.5f * above * above}, {-below, -2 * t, above}};
}
/// Its transform at k of `length` frequencies, sampled at the nodes.
double spline_symbol(int k, int length) { return (3 + std::cos(2 * std::numbers::pi * k / length)) / 4; }

/// About as many cells as points.
int nodes_for(std::size_t points) {
  const double wanted = 1.25 * std::sqrt(static_cast<double>(points));
  for (const int nodes : {32, 64, 96, 128, 192, 256, 384})
    if (nodes >= wanted) return nodes;
  return 512;
}

float smooth_kernel(float square, float reach_square) {
  const float q = std::max(0.0f, (reach_square - square) / (1 + reach_square));
  return (1 - q * q * q) / (1 + square);
}

/// Of one point: the sums of the near kernel and of what it pushes, over sorted points begin..end.
struct Push {
  Floats potential{}, x{}, y{};
};
struct NearKernel {
  Floats reach_square, inverse;  ///< 1 / (1 + reach_square)

  HOURGLASS_INLINE void add(Push& push, Floats dx, Floats dy) const {
    const Floats one = broadcast(1.0f);
    const Floats s = simd::madd(dx, dx, dy * dy);
    const Floats q = simd::positive_part((reach_square - s) * inverse);
    const Floats k = one / (one + s), q2k = q * q * k;
    push.potential += q2k * q;
    const Floats slope = q2k * simd::madd(q, k, broadcast(3.0f) * inverse);
    push.x = simd::madd(slope, dx, push.x);
    push.y = simd::madd(slope, dy, push.y);
  }
};

}  // namespace

ParticleMesh::ParticleMesh(std::size_t points, ThreadPool* pool)
    : pool_(pool), nodes_(nodes_for(points)), fft_(2 * nodes_) {
  halves_ = nodes_ + 1;
  blocks_ = (halves_ + Fft::kColumns - 1) / Fft::kColumns;
  const auto square = [](int side) { return static_cast<std::size_t>(side) * static_cast<std::size_t>(side); };
  const std::size_t wide = static_cast<std::size_t>(blocks_) * Fft::kColumns;
  density_.resize(square(nodes_));
  re_.resize(wide * static_cast<std::size_t>(nodes_ + kRealColumns));
  im_.resize(re_.size());
  kernel_.resize(wide * static_cast<std::size_t>(fft_.length()));
  bins_ = static_cast<int>(static_cast<float>(nodes_) / kBin) + 2 * kEmptyBins + 2;
  bin_of_.resize(points);
  bin_ends_.resize(square(bins_));
  const std::size_t places = points + static_cast<std::size_t>(bins_) * kLanes;
  order_.resize(places);
  for (std::vector<float>* list : {&x_, &y_}) list->resize(places);
  sums_.resize(static_cast<std::size_t>(bins_));
}

template <class Task>
void ParticleMesh::run(int parts, const Task& task) {
  if (!pool_ || pool_->threads() == 1) {
    for (int part = 0; part < parts; ++part) task(part);
  } else {
    pool_->run(parts, std::cref(task));
  }
}

double ParticleMesh::repel(std::span<const float> x, std::span<const float> y, std::span<float> fx,
                           std::span<float> fy) {
  place(x, y);
  return push(fx, fy);
}

double ParticleMesh::push(std::span<float> fx, std::span<float> fy) {
  const std::size_t n = fx.size();
  if (n <= kFew) return repel_reference(std::span(x_).first(n), std::span(y_).first(n), fx, fy);
  make_kernel();
  convolve();
  run(bins_, [&](int row) { sums_[static_cast<std::size_t>(row)] = gather(row, fx, fy); });
  double sum = 0;
  for (const double row : sums_) sum += row;
  return sum - static_cast<double>(n);
}

void ParticleMesh::choose_box(std::span<const float> x, std::span<const float> y) {
  const auto [left, right] = std::ranges::minmax(x);
  const auto [low, high] = std::ranges::minmax(y);
  const float wanted = std::max(right - left, high - low) / static_cast<float>(nodes_ - 2 * kMargin - 1);
  const float step = std::ceil(std::log(std::max(wanted, kSmallestCell) / kSmallestCell) / std::log(kCellStep) - 1e-3f);
  box_.cell = kSmallestCell * std::pow(kCellStep, std::max(step, 0.0f));
  box_.reach = box_.cell < kNearMatters ? 0 : kReach * box_.cell;
  box_.x = left - kMargin * box_.cell;
  box_.y = low - kMargin * box_.cell;
}

/// Sorts the points into bins and spreads them over the grid's nodes.
void ParticleMesh::place(std::span<const float> x, std::span<const float> y) {
  if (x.size() <= kFew) {
    std::ranges::copy(x, x_.begin());
    std::ranges::copy(y, y_.begin());
    return;
  }
  choose_box(x, y);
  std::ranges::fill(density_, 0.0f);
  std::ranges::fill(bin_ends_, 0u);
  const float inverse = 1 / box_.cell;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const float u = (x[i] - box_.x) * inverse, v = (y[i] - box_.y) * inverse;
    const int bin_column = static_cast<int>(u * (1 / kBin)) + kEmptyBins;
    const int bin_row = static_cast<int>(v * (1 / kBin)) + kEmptyBins;
    bin_of_[i] = static_cast<std::uint32_t>(bin_row * bins_ + bin_column);
    ++bin_ends_[bin_of_[i]];
    const int column = static_cast<int>(u + 0.5f), row = static_cast<int>(v + 0.5f);
    const Spline across = spline(u - static_cast<float>(column)), up = spline(v - static_cast<float>(row));
    float* at = density_.data() + (row - 1) * nodes_ + column - 1;
    for (std::size_t r = 0; r < 3; ++r, at += nodes_)
      for (std::size_t c = 0; c < 3; ++c) at[c] += up.weight[r] * across.weight[c];
  }
  // From the number of points in each bin to where it begins. After each row of bins come places that are near nothing,
  // so that kLanes points can be read at once where fewer are left.
  std::uint32_t begin = 0;
  for (std::size_t b = 0, row = 0; row < static_cast<std::size_t>(bins_); ++row) {
    for (int column = 0; column < bins_; ++column, ++b) begin += std::exchange(bin_ends_[b], begin);
    std::fill_n(x_.begin() + begin, kLanes, kFar);
    std::fill_n(y_.begin() + begin, kLanes, kFar);
    begin += kLanes;
  }
  // Each bin's beginning moves on to its end while it is filled.
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::uint32_t at = bin_ends_[bin_of_[i]]++;
    order_[at] = static_cast<std::uint32_t>(i);
    x_[at] = x[i], y_[at] = y[i];
  }
}

void ParticleMesh::make_kernel() {
  if (kernel_cell_ == box_.cell) return;
  kernel_cell_ = box_.cell;
  const int length = fft_.length();
  const auto wide = static_cast<std::size_t>(blocks_) * Fft::kColumns;
  const float reach_square = box_.reach * box_.reach, square = box_.cell * box_.cell;
  const int pairs = (halves_ + kRealColumns - 1) / kRealColumns;
  const auto size = static_cast<std::size_t>(length) * Fft::kColumns;
  // It is even in both directions, so its transforms are real, and of a complex column's two the one stays in the real
  // and the other in the imaginary part.
  run(pairs, [&](int pair) {
    std::vector<float> buffer(4 * size);
    float *re = buffer.data(), *im = re + size;
    const int begin = pair * kRealColumns;
    for (int row = 0; row < length; ++row) {
      const int v = std::min(row, length - row);
      for (int c = 0; c < Fft::kColumns; ++c) {
        const int u = begin + c, w = u + Fft::kColumns;
        re[row * Fft::kColumns + c] = smooth_kernel(square * static_cast<float>(u * u + v * v), reach_square);
        im[row * Fft::kColumns + c] = smooth_kernel(square * static_cast<float>(w * w + v * v), reach_square);
      }
    }
    fft_.transform(re, im, re + 2 * size);
    for (int c = 0; c < Fft::kColumns; ++c) {
      for (int k = 0; k < halves_; ++k) {
        for (const int half : {0, 1}) {
          const int u = begin + half * Fft::kColumns + c;
          if (u < halves_)
            re_[static_cast<std::size_t>(u) * wide + static_cast<std::size_t>(k)] =
                (half ? im : re)[k * Fft::kColumns + c];
        }
      }
    }
  });
  run(blocks_, [&](int block) {
    std::vector<float> buffer(4 * size);
    float *re = buffer.data(), *im = re + size;
    const std::size_t begin = static_cast<std::size_t>(block) * Fft::kColumns;
    for (int column = 0; column < length; ++column) {
      const auto u = static_cast<std::size_t>(std::min(column, length - column));
      std::copy_n(re_.data() + u * wide + begin, Fft::kColumns, re + column * Fft::kColumns);
    }
    fft_.transform(re, im, re + 2 * size);
    for (int column = 0; column < length; ++column) {
      for (int c = 0; c < Fft::kColumns; ++c) {
        const double symbol = spline_symbol(column, length) * spline_symbol(static_cast<int>(begin) + c, length);
        const double scale = 1 / (symbol * symbol * length * length);
        kernel_[static_cast<std::size_t>(column) * wide + begin + static_cast<std::size_t>(c)] =
            re[column * Fft::kColumns + c] * static_cast<float>(scale);
      }
    }
  });
}

void ParticleMesh::convolve() {
  constexpr int kWide = Fft::kColumns;
  const int length = fft_.length();
  const auto wide = static_cast<std::size_t>(blocks_) * kWide;
  const auto size = static_cast<std::size_t>(length) * kWide;
  const auto at = [&](int column, int k) {
    return static_cast<std::size_t>(column) * wide + static_cast<std::size_t>(k);
  };
  // Along y: of two real columns a and b, as a + ib, A[k] = (Z[k] + conj Z[-k]) / 2 and B[k] = (Z[k] - conj Z[-k]) /
  // 2i.
  run(nodes_ / kRealColumns, [&](int block) {
    const auto buffer = std::make_unique_for_overwrite<float[]>(4 * size);
    float *re = buffer.get(), *im = re + size;
    const int begin = block * kRealColumns;
    for (int row = 0; row < nodes_; ++row) {
      const float* from = density_.data() + row * nodes_ + begin;
      std::copy_n(from, kWide, re + row * kWide);
      std::copy_n(from + kWide, kWide, im + row * kWide);
    }
    fft_.transform_padded(re, im, re + 2 * size);
    for (int k = 0; k < halves_; ++k) {
      const float *zr = re + k * kWide, *zi = im + k * kWide;
      const float *mr = re + (length - k) % length * kWide, *mi = im + (length - k) % length * kWide;
      for (int c = 0; c < kWide; ++c) {
        re_[at(begin + c, k)] = 0.5f * (zr[c] + mr[c]);
        im_[at(begin + c, k)] = 0.5f * (zi[c] - mi[c]);
        re_[at(begin + kWide + c, k)] = 0.5f * (zi[c] + mi[c]);
        im_[at(begin + kWide + c, k)] = 0.5f * (mr[c] - zr[c]);
      }
    }
  });
  // Along x, times the kernel, and back.
  run(blocks_, [&](int block) {
    const auto buffer = std::make_unique_for_overwrite<float[]>(4 * size);
    float *re = buffer.get(), *im = re + size;
    const int begin = block * kWide;
    for (int column = 0; column < nodes_; ++column) {
      std::copy_n(re_.data() + at(column, begin), kWide, re + column * kWide);
      std::copy_n(im_.data() + at(column, begin), kWide, im + column * kWide);
    }
    fft_.transform_padded(re, im, re + 2 * size);
    for (int column = 0; column < length; ++column) {
      const float* kernel = kernel_.data() + at(column, begin);
      for (int c = 0; c < kWide; ++c) {
        re[column * kWide + c] *= kernel[c];
        im[column * kWide + c] *= kernel[c];
      }
    }
    fft_.transform_cropped(im, re, re + 2 * size);
    for (int column = 0; column < nodes_; ++column) {
      std::copy_n(re + column * kWide, kWide, re_.data() + at(column, begin));
      std::copy_n(im + column * kWide, kWide, im_.data() + at(column, begin));
    }
  });
  // Back along y: Z[k] = A[k] + iB[k], Z[-k] = conj A[k] + i conj B[k].
  run(nodes_ / kRealColumns, [&](int block) {
    const auto buffer = std::make_unique_for_overwrite<float[]>(4 * size);
    float *re = buffer.get(), *im = re + size;
    const int begin = block * kRealColumns;
    for (int k = 0; k < halves_; ++k) {
      float *zr = re + k * kWide, *zi = im + k * kWide;
      float *mr = re + (length - k) % length * kWide, *mi = im + (length - k) % length * kWide;
      for (int c = 0; c < kWide; ++c) {
        const float ar = re_[at(begin + c, k)], ai = im_[at(begin + c, k)];
        const float br = re_[at(begin + kWide + c, k)], bi = im_[at(begin + kWide + c, k)];
        mr[c] = ar + bi, mi[c] = br - ai;
        zr[c] = ar - bi, zi[c] = ai + br;
      }
    }
    fft_.transform_cropped(im, re, re + 2 * size);
    for (int row = 0; row < nodes_; ++row) {
      float* to = density_.data() + row * nodes_ + begin;
      std::copy_n(re + row * kWide, kWide, to);
      std::copy_n(im + row * kWide, kWide, to + kWide);
    }
  });
}

double ParticleMesh::gather(int bin_row, std::span<float> fx, std::span<float> fy) const {
  if (bin_row <= kEmptyBins || bin_row >= bins_ - kEmptyBins) return 0;
  const float inverse = 1 / box_.cell, reach_square = box_.reach * box_.reach;
  const NearKernel near{broadcast(reach_square), broadcast(1 / (1 + reach_square))};
  double sum = 0;
  for (int bin_column = kEmptyBins + 1; bin_column < bins_ - kEmptyBins; ++bin_column) {
    const std::uint32_t* ends = bin_ends_.data() + bin_row * bins_ + bin_column;
    for (std::size_t i = ends[-1]; i < ends[0]; ++i) {
      const float u = (x_[i] - box_.x) * inverse, v = (y_[i] - box_.y) * inverse;
      const int column = static_cast<int>(u + 0.5f), row = static_cast<int>(v + 0.5f);
      const Spline across = spline(u - static_cast<float>(column)), up = spline(v - static_cast<float>(row));
      const float* at = density_.data() + (row - 1) * nodes_ + column - 1;
      float potential = 0, slope_x = 0, slope_y = 0;
      for (std::size_t r = 0; r < 3; ++r, at += nodes_) {
        const float line = at[0] * across.weight[0] + at[1] * across.weight[1] + at[2] * across.weight[2];
        const float tilt = at[0] * across.slope[0] + at[1] * across.slope[1] + at[2] * across.slope[2];
        potential += up.weight[r] * line;
        slope_x += up.weight[r] * tilt;
        slope_y += up.slope[r] * line;
      }
      float push_x = -0.5f * inverse * slope_x, push_y = -0.5f * inverse * slope_y;
      if (box_.reach > 0) {
        Push push;
        const Floats px = broadcast(x_[i]), py = broadcast(y_[i]);
        for (int line = -2; line <= 2; ++line) {
          // What is read beyond the five bins lies in others of the row or is kFar: out of reach.
          const std::uint32_t first = ends[line * bins_ - 3], last = ends[line * bins_ + 2];
          HOURGLASS_ROLLED
          for (std::size_t j = first; j < last; j += kLanes)
            near.add(push, px - simd::load(x_.data() + j), py - simd::load(y_.data() + j));
        }
        potential += simd::sum(push.potential);
        push_x += simd::sum(push.x);
        push_y += simd::sum(push.y);
      }
      fx[order_[i]] = push_x, fy[order_[i]] = push_y;
      sum += potential;
    }
  }
  return sum;
}

double repel_reference(std::span<const float> x, std::span<const float> y, std::span<float> fx, std::span<float> fy) {
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double push_x = 0, push_y = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (i == j) continue;
      const double dx = static_cast<double>(x[i]) - x[j], dy = static_cast<double>(y[i]) - y[j];
      const double k = 1 / (1 + dx * dx + dy * dy);
      sum += k;
      push_x += k * k * dx, push_y += k * k * dy;
    }
    fx[i] = static_cast<float>(push_x), fy[i] = static_cast<float>(push_y);
  }
  return sum;
}

}  // namespace hourglass

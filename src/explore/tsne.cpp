#include "explore/tsne.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "math/random.h"
#include "math/simd.h"
#include "math/thread_pool.h"

namespace hourglass {
namespace {

using simd::broadcast;
using simd::Floats;
using simd::kLanes;

constexpr int kExaggeratedIterations = 250;
constexpr float kExaggeration = 12;
constexpr float kFirstMomentum = 0.5f, kLaterMomentum = 0.8f;
constexpr float kGainGrows = 0.2f, kGainShrinks = 0.8f, kLeastGain = 0.01f;
constexpr float kStartSpread = 1e-4f;  // standard deviation along the first axis
constexpr float kLeastRate = 50;
constexpr int kMapParts = 64;  // in which the points are worked on, however many threads there are

/// How the force on one coordinate becomes a step (Jacobs 1988, as t-SNE uses it).
inline float stepped(float gradient, float rate, float momentum, float& gain, float& step) {
  gain = std::max(kLeastGain, (gradient > 0) == (step > 0) ? gain * kGainShrinks : gain + kGainGrows);
  step = momentum * step - rate * gain * gradient;
  return step;
}

}  // namespace

Tsne::Tsne(Matrix points, const TsneOptions& options, ThreadPool* pool)
    : points_(std::move(points)), options_(options), pool_(pool) {
  const auto n = static_cast<double>(points_.rows());
  options_.perplexity = std::max(1.0, std::min(options_.perplexity, (n - 1) / 3));
  search_.emplace(view(std::as_const(points_)), static_cast<int>(3 * options_.perplexity), pool_);
  start();
}

void Tsne::start() {
  const Index n = points_.rows();
  const auto size = static_cast<std::size_t>(n);
  for (std::vector<float>* list : {&x_, &y_, &next_x_, &next_y_, &push_x_, &push_y_, &step_x_, &step_y_})
    list->assign(size, 0.0f);
  gain_x_.assign(size, 1.0f), gain_y_.assign(size, 1.0f);
  double mean = 0, square = 0;
  for (Index i = 0; i < n && points_.cols() > 0; ++i) mean += points_(i, 0), square += points_(i, 0) * points_(i, 0);
  mean /= std::max<double>(1, static_cast<double>(n)), square /= std::max<double>(1, static_cast<double>(n));
  const double deviation = std::sqrt(std::max(0.0, square - mean * mean));
  if (deviation > 0 && points_.cols() > 1) {
    const float scale = static_cast<float>(kStartSpread / deviation);
    for (Index i = 0; i < n; ++i) {
      x_[static_cast<std::size_t>(i)] = points_(i, 0) * scale;
      y_[static_cast<std::size_t>(i)] = points_(i, 1) * scale;
    }
    return;
  }
  Random random(options_.seed);
  for (std::size_t i = 0; i < size; ++i) x_[i] = kStartSpread * random.normal(), y_[i] = kStartSpread * random.normal();
}

double Tsne::preparation() const { return ready_ ? 1.0 : search_->progress(); }

bool Tsne::work(const std::function<bool()>& pause) {
  if (points_.rows() < 2) {
    iteration_ = options_.iterations;
    return true;
  }
  if (!ready_) {
    if (!search_->work(pause)) return false;
    affinities_ = make_affinities(search_->take(), options_.perplexity, pool_);
    search_.reset();
    mesh_.emplace(x_.size(), pool_);
    ready_ = true;
    if (pause()) return false;
  }
  while (iteration_ < options_.iterations) {
    iterate();
    if (iteration_ < options_.iterations && pause()) return false;
  }
  return true;
}

void Tsne::iterate() {
  const bool exaggerated = iteration_ < kExaggeratedIterations;
  const float exaggeration = exaggerated ? kExaggeration : 1.0f;
  const std::size_t n = x_.size();
  const float rate = std::max(static_cast<float>(n) / kExaggeration / 4, kLeastRate);
  const float momentum = exaggerated ? kFirstMomentum : kLaterMomentum;
  const double z = mesh_->repel(x_, y_, push_x_, push_y_);
  const auto repulsion = static_cast<float>(1 / z);
  const auto part_of = [&](int part) {
    const auto cut = [&](int at) { return n * static_cast<std::size_t>(at) / kMapParts; };
    const std::size_t begin = cut(part), end = cut(part + 1);
    attract(begin, end, exaggeration, repulsion);
    for (std::size_t i = begin; i < end; ++i) {
      next_x_[i] = x_[i] + stepped(next_x_[i], rate, momentum, gain_x_[i], step_x_[i]);
      next_y_[i] = y_[i] + stepped(next_y_[i], rate, momentum, gain_y_[i], step_y_[i]);
    }
  };
  if (pool_) {
    pool_->run(kMapParts, part_of);
  } else {
    for (int part = 0; part < kMapParts; ++part) part_of(part);
  }
  // The map stays around the middle: forces do not know where it is.
  double mean_x = 0, mean_y = 0;
  for (std::size_t i = 0; i < n; ++i) mean_x += next_x_[i], mean_y += next_y_[i];
  const auto dx = static_cast<float>(mean_x / static_cast<double>(n)),
             dy = static_cast<float>(mean_y / static_cast<double>(n));
  for (std::size_t i = 0; i < n; ++i) x_[i] = next_x_[i] - dx, y_[i] = next_y_[i] - dy;
  ++iteration_;
}

/// The gradient at points begin..end, into next_x_ and next_y_ (van der Maaten 2014, equation 8): 4 times the sum over
/// neighbours of exaggeration p_ij K (x_i - x_j), less the repulsion.
void Tsne::attract(std::size_t begin, std::size_t end, float exaggeration, float repulsion) {
  const std::uint32_t* columns = affinities_.columns.data();
  const float* values = affinities_.values.data();
  const Floats one = broadcast(1.0f);
  for (std::size_t i = begin; i < end; ++i) {
    const Floats own_x = broadcast(x_[i]), own_y = broadcast(y_[i]);
    Floats pull_x{}, pull_y{};
    std::size_t e = affinities_.begins[i];
    const std::size_t last = affinities_.begins[i + 1];
    const auto add = [&](Floats p, const std::uint32_t* which) HOURGLASS_INLINE {
      float at_x[kLanes], at_y[kLanes];
      for (int lane = 0; lane < kLanes; ++lane) at_x[lane] = x_[which[lane]], at_y[lane] = y_[which[lane]];
      const Floats dx = own_x - simd::load(at_x), dy = own_y - simd::load(at_y);
      const Floats pull = p / simd::madd(dx, dx, simd::madd(dy, dy, one));
      pull_x = simd::madd(pull, dx, pull_x);
      pull_y = simd::madd(pull, dy, pull_y);
    };
    for (; e + kLanes <= last; e += kLanes) add(simd::load(values + e), columns + e);
    if (e < last) {
      std::array<std::uint32_t, kLanes> some;
      some.fill(static_cast<std::uint32_t>(i));
      std::copy(columns + e, columns + last, some.begin());
      add(simd::load_part(values + e, last - e), some.data());
    }
    next_x_[i] = 4 * (exaggeration * simd::sum(pull_x) - repulsion * push_x_[i]);
    next_y_[i] = 4 * (exaggeration * simd::sum(pull_y) - repulsion * push_y_[i]);
  }
}

double Tsne::divergence() {
  if (!ready_) return 0;
  const double z = mesh_->repel(x_, y_, push_x_, push_y_);
  double sum = 0;
  for (std::size_t i = 0; i < x_.size(); ++i) {
    for (std::size_t e = affinities_.begins[i]; e < affinities_.begins[i + 1]; ++e) {
      const std::size_t j = affinities_.columns[e];
      const double dx = x_[i] - x_[j], dy = y_[i] - y_[j], p = affinities_.values[e];
      if (p > 0) sum += p * std::log(p * z * (1 + dx * dx + dy * dy));
    }
  }
  return sum;
}

}  // namespace hourglass

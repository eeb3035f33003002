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
  places_.assign(2 * size, 0.0f);
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

template <class Column>
Tsne::Links Tsne::links_of(const Affinities& affinities) {
  Links links;
  std::vector<Column> columns;
  const std::size_t n = affinities.begins.size() - 1, most = affinities.columns.size() + n * kLanes;
  columns.reserve(most), links.values.reserve(most);
  links.begins.push_back(0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t e = affinities.begins[i]; e < affinities.begins[i + 1]; ++e)
      columns.push_back(static_cast<Column>(affinities.columns[e]));
    links.values.insert(links.values.end(),
                        affinities.values.begin() + static_cast<std::ptrdiff_t>(affinities.begins[i]),
                        affinities.values.begin() + static_cast<std::ptrdiff_t>(affinities.begins[i + 1]));
    links.begins.push_back((columns.size() + kLanes - 1) / kLanes * kLanes);
    columns.resize(links.begins.back(), static_cast<Column>(i));
    links.values.resize(links.begins.back(), 0.0f);
  }
  links.columns = std::move(columns);
  return links;
}

double Tsne::preparation() const { return ready_ ? 1.0 : search_->progress(); }

bool Tsne::work(const std::function<bool()>& pause) {
  if (points_.rows() < 2) {
    iteration_ = options_.iterations;
    return true;
  }
  if (!ready_) {
    if (!search_->work(pause)) return false;
    const Affinities affinities = make_affinities(search_->take(), options_.perplexity, pool_);
    const bool narrow = x_.size() <= std::size_t{1} << 16;
    links_ = narrow ? links_of<std::uint16_t>(affinities) : links_of<std::uint32_t>(affinities);
    search_.reset();
    mesh_.emplace(x_.size(), pool_);
    pair_places();
    ready_ = true;
    if (pause()) return false;
  }
  while (iteration_ < options_.iterations) {
    iterate();
    if (iteration_ < options_.iterations && pause()) return false;
  }
  return true;
}

template <class Task>
void Tsne::run(int parts, const Task& task) {
  if (pool_) {
    pool_->run(parts, std::cref(task));
  } else {
    for (int part = 0; part < parts; ++part) task(part);
  }
}

void Tsne::iterate() {
  const bool exaggerated = iteration_ < kExaggeratedIterations;
  const float exaggeration = exaggerated ? kExaggeration : 1.0f;
  const std::size_t n = x_.size();
  const float rate = std::max(static_cast<float>(n) / kExaggeration / 4, kLeastRate);
  const float momentum = exaggerated ? kFirstMomentum : kLaterMomentum;
  const auto cut = [&](int part) { return n * static_cast<std::size_t>(part) / kMapParts; };
  // What one thread does for the mesh takes less time than the attraction that the others find meanwhile.
  run(1 + kMapParts, [&](int part) {
    if (part == 0) return mesh_->place(x_, y_);
    std::visit([&](const auto& columns) { attract(cut(part - 1), cut(part), columns.data()); }, links_.columns);
  });
  const auto repulsion = static_cast<float>(1 / mesh_->push(push_x_, push_y_));
  std::array<double, kMapParts> sums_x{}, sums_y{};
  run(kMapParts, [&](int part) {
    const auto step = [&](float at, float pull, float push, float& gain, float& last) HOURGLASS_INLINE {
      return at + stepped(4 * (exaggeration * pull - repulsion * push), rate, momentum, gain, last);
    };
    double sum_x = 0, sum_y = 0;
    for (std::size_t i = cut(part); i < cut(part + 1); ++i) {
      next_x_[i] = step(x_[i], next_x_[i], push_x_[i], gain_x_[i], step_x_[i]);
      next_y_[i] = step(y_[i], next_y_[i], push_y_[i], gain_y_[i], step_y_[i]);
      sum_x += next_x_[i], sum_y += next_y_[i];
    }
    sums_x[static_cast<std::size_t>(part)] = sum_x, sums_y[static_cast<std::size_t>(part)] = sum_y;
  });
  // The map stays around the middle: forces do not know where it is.
  double mean_x = 0, mean_y = 0;
  for (std::size_t part = 0; part < kMapParts; ++part) mean_x += sums_x[part], mean_y += sums_y[part];
  const auto dx = static_cast<float>(mean_x / static_cast<double>(n)),
             dy = static_cast<float>(mean_y / static_cast<double>(n));
  for (std::size_t i = 0; i < n; ++i) x_[i] = next_x_[i] - dx, y_[i] = next_y_[i] - dy;
  pair_places();
  ++iteration_;
}

void Tsne::pair_places() {
  for (std::size_t i = 0; i < x_.size(); ++i) places_[2 * i] = x_[i], places_[2 * i + 1] = y_[i];
}

/// The attraction of points begin..end, into next_x_ and next_y_ (van der Maaten 2014, equation 8): the sum over
/// neighbours of p_ij K (x_i - x_j).
template <class Column>
void Tsne::attract(std::size_t begin, std::size_t end, const Column* columns) {
  const float *values = links_.values.data(), *places = places_.data();
  const Floats one = broadcast(1.0f);
  for (std::size_t i = begin; i < end; ++i) {
    const Floats own_x = broadcast(x_[i]), own_y = broadcast(y_[i]);
    Floats pull_x{}, pull_y{};
    const std::size_t last = links_.begins[i + 1];
    HOURGLASS_ROLLED
    for (std::size_t e = links_.begins[i]; e < last; e += kLanes) {
      Floats x, y;
      simd::gather_pairs(places, columns + e, x, y);
      const Floats dx = own_x - x, dy = own_y - y;
      const Floats pull = simd::load(values + e) / simd::madd(dx, dx, simd::madd(dy, dy, one));
      pull_x = simd::madd(pull, dx, pull_x);
      pull_y = simd::madd(pull, dy, pull_y);
    }
    next_x_[i] = simd::sum(pull_x);
    next_y_[i] = simd::sum(pull_y);
  }
}

double Tsne::divergence() {
  if (!ready_) return 0;
  const double z = mesh_->repel(x_, y_, push_x_, push_y_);
  double sum = 0;
  const auto add_all = [&](const auto& columns) {
    for (std::size_t i = 0; i < x_.size(); ++i) {
      for (std::size_t e = links_.begins[i]; e < links_.begins[i + 1]; ++e) {
        const std::size_t j = columns[e];
        const double dx = x_[i] - x_[j], dy = y_[i] - y_[j], p = links_.values[e];
        if (p > 0) sum += p * std::log(p * z * (1 + dx * dx + dy * dy));
      }
    }
  };
  std::visit(add_all, links_.columns);
  return sum;
}

}  // namespace hourglass

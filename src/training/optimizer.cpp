#include "training/optimizer.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cmath>

#include "math/parallel_rows.h"

namespace hourglass {
namespace {

bool keeps_first(OptimizerKind kind) { return kind != OptimizerKind::sgd && kind != OptimizerKind::adagrad; }

bool keeps_second(OptimizerKind kind) {
  return kind == OptimizerKind::adagrad || kind == OptimizerKind::rmsprop || kind == OptimizerKind::adam ||
         kind == OptimizerKind::nadam || kind == OptimizerKind::adamw;
}

/// A stretch of the parameter block with all that belongs to it; m and s are null when the optimizer keeps none.
struct Stretch {
  float* w;
  const float* g;
  float* m;
  float* s;
  Index count;
  float decay;  ///< weight decay here: 0 for biases
};

// Each rule is one loop over restrict pointers, without branches, so that the compiler makes vectors of it.

void sgd(const Stretch& at, float rate) {
  float* __restrict w = at.w;
  const float* __restrict g = at.g;
  for (Index i = 0; i < at.count; ++i) w[i] -= rate * (g[i] + at.decay * w[i]);
}

/// look_ahead 0: momentum; 1: Nesterov.
void momentum(const Stretch& at, float rate, float mu, bool look_ahead) {
  float* __restrict w = at.w;
  const float* __restrict g = at.g;
  float* __restrict v = at.m;
  const float direct = look_ahead ? 1.0f : 0.0f, carried = look_ahead ? mu : 1.0f;
  for (Index i = 0; i < at.count; ++i) {
    const float slope = g[i] + at.decay * w[i];
    v[i] = mu * v[i] + slope;
    w[i] -= rate * (direct * slope + carried * v[i]);
  }
}

/// 0, and NaN of a sum of squares that no float holds any more. Added to its weight it ends the run there; the division
/// by infinity would leave the weight where it is for good, and a run that cannot be saved and opened again.
float nothing_if_finite(float squares) { return 0.0f * squares; }

void adagrad(const Stretch& at, float rate, float epsilon) {
  float* __restrict w = at.w;
  const float* __restrict g = at.g;
  float* __restrict s = at.s;
  for (Index i = 0; i < at.count; ++i) {
    const float slope = g[i] + at.decay * w[i];
    s[i] += slope * slope;
    w[i] -= rate * slope / (std::sqrt(s[i]) + epsilon) + nothing_if_finite(s[i]);
  }
}

void rmsprop(const Stretch& at, float rate, float decay, float mu, float epsilon) {
  float* __restrict w = at.w;
  const float* __restrict g = at.g;
  float* __restrict v = at.m;
  float* __restrict s = at.s;
  for (Index i = 0; i < at.count; ++i) {
    const float slope = g[i] + at.decay * w[i];
    s[i] = decay * s[i] + (1.0f - decay) * slope * slope;
    v[i] = mu * v[i] + rate * slope / std::sqrt(s[i] + epsilon) + nothing_if_finite(s[i]);
    w[i] -= v[i];
  }
}

struct AdamNumbers {
  float carried;    ///< what is taken of the mean of gradients: the rate, with both bias corrections in it
  float direct;     ///< ... of this step's gradient, for nadam
  float decoupled;  ///< rate times weight decay, for adamw
  float beta1, beta2, epsilon;
};

void adam(const Stretch& at, const AdamNumbers& k) {
  float* __restrict w = at.w;
  const float* __restrict g = at.g;
  float* __restrict m = at.m;
  float* __restrict s = at.s;
  const float new1 = 1.0f - k.beta1, new2 = 1.0f - k.beta2;
  for (Index i = 0; i < at.count; ++i) {
    const float slope = g[i] + at.decay * w[i];
    m[i] = k.beta1 * m[i] + new1 * slope;
    s[i] = k.beta2 * s[i] + new2 * slope * slope;
    w[i] -= (k.carried * m[i] + k.direct * slope) / (std::sqrt(s[i]) + k.epsilon) + k.decoupled * w[i] +
            nothing_if_finite(s[i]);
  }
}

bool all_finite(const float* w, Index count) {
  // 0 * x is 0 for a finite x and NaN otherwise; sixteen sums, for the reason given in model/loss.cpp.
  constexpr Index kLanes = 16;
  float sums[kLanes] = {};
  Index i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (Index lane = 0; lane < kLanes; ++lane) sums[lane] += 0.0f * w[i + lane];
  }
  float sum = 0.0f;
  for (; i < count; ++i) sum += 0.0f * w[i];
  for (const float s : sums) sum += s;
  return sum == 0.0f;
}

void apply(const TrainingSettings& settings, double rate, std::int64_t t, bool is_decayed, Stretch at) {
  const float decay = is_decayed ? settings.weight_decay : 0.0f;
  const bool decoupled = settings.optimizer == OptimizerKind::adamw;
  at.decay = decoupled ? 0.0f : decay;
  const auto eta = static_cast<float>(rate);
  const auto epsilon = static_cast<float>(settings.epsilon);
  switch (settings.optimizer) {
    case OptimizerKind::sgd: sgd(at, eta); return;
    case OptimizerKind::momentum: momentum(at, eta, settings.momentum, false); return;
    case OptimizerKind::nesterov: momentum(at, eta, settings.momentum, true); return;
    case OptimizerKind::adagrad: adagrad(at, eta, epsilon); return;
    case OptimizerKind::rmsprop: rmsprop(at, eta, settings.decay, settings.momentum, epsilon); return;
    case OptimizerKind::adam:
    case OptimizerKind::nadam:
    case OptimizerKind::adamw: {
      const auto steps = static_cast<double>(t);
      const double beta1 = settings.beta1;
      const double size = rate * std::sqrt(1.0 - std::pow(settings.beta2, steps));
      const double of_mean = size / (1.0 - std::pow(beta1, steps));
      const bool ahead = settings.optimizer == OptimizerKind::nadam;
      adam(at, {.carried = static_cast<float>(ahead ? size * beta1 / (1.0 - std::pow(beta1, steps + 1.0)) : of_mean),
                .direct = static_cast<float>(ahead ? (1.0 - beta1) * of_mean : 0.0),
                .decoupled = decoupled ? static_cast<float>(rate * decay) : 0.0f,
                .beta1 = settings.beta1,
                .beta2 = settings.beta2,
                .epsilon = epsilon});
      return;
    }
  }
}

/// Copied, changed and looked at while they are in the first-level cache.
constexpr Index kBlock = 2048;

}  // namespace

OptimizerState start_optimizer(OptimizerKind kind, std::size_t parameters) {
  OptimizerState state;
  if (keeps_first(kind)) state.first.assign(parameters, 0.0f);
  if (keeps_second(kind)) state.second.assign(parameters, kind == OptimizerKind::rmsprop ? 1.0f : 0.0f);
  return state;
}

bool take_step(const TrainingSettings& settings, double rate, OptimizerState& state, std::span<float> parameters,
               std::span<const float> gradient, std::size_t decayed, ThreadPool* pool, std::span<float> before) {
  const auto total = static_cast<Index>(parameters.size());
  assert(gradient.size() == parameters.size() && decayed <= parameters.size());
  assert(state.first.empty() || state.first.size() == parameters.size());
  assert(state.second.empty() || state.second.size() == parameters.size());
  assert(before.empty() || before.size() == parameters.size());
  ++state.steps;
  const auto weights = static_cast<Index>(decayed);
  std::atomic<bool> finite{true};
  const auto step_block = [&](Index begin, Index end) {
    if (!before.empty()) std::copy(parameters.begin() + begin, parameters.begin() + end, before.begin() + begin);
    const auto stretch = [&](Index from, Index to, bool is_decayed) {
      if (from >= to) return;
      apply(settings, rate, state.steps, is_decayed,
            {.w = parameters.data() + from,
             .g = gradient.data() + from,
             .m = state.first.empty() ? nullptr : state.first.data() + from,
             .s = state.second.empty() ? nullptr : state.second.data() + from,
             .count = to - from,
             .decay = 0.0f});
    };
    stretch(begin, std::min(end, weights), true);
    stretch(std::max(begin, weights), end, false);
    if (!all_finite(parameters.data() + begin, end - begin)) finite = false;
  };
  parallel_rows(pool, total, kFloatsWorthAThread, [&](Index begin, Index end) {
    for (Index block = begin; block < end; block += kBlock) step_block(block, std::min(end, block + kBlock));
  });
  return finite;
}

}  // namespace hourglass

// The optimizers: one pass over the parameter block. Kind and numbers come from TrainingSettings, what must be
// remembered between steps is OptimizerState, which a checkpoint carries.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "training/experiment.h"

namespace hourglass {

class ThreadPool;

struct OptimizerState {
  std::int64_t steps = 0;     ///< taken so far
  std::vector<float> first;   ///< momentum; adam's mean of gradients. Empty when the optimizer keeps none
  std::vector<float> second;  ///< mean or sum of squared gradients. Empty likewise
};

/// The state before the first step: zeros, but rmsprop's mean square starts at 1 (as TensorFlow's does).
OptimizerState start_optimizer(OptimizerKind kind, std::size_t parameters);

/// One step. g: gradient; rate: the schedule's rate for this step; the first `decayed` parameters feel weight decay,
/// which adds weight_decay * w to g, but for adamw takes rate * weight_decay * w off w (Loshchilov & Hutter 2019).
///   sgd       w -= rate g
///   momentum  v = momentum v + g;  w -= rate v                                  (Polyak 1964)
///   nesterov  v = momentum v + g;  w -= rate (g + momentum v)                   (Sutskever et al. 2013, as TensorFlow)
///   adagrad   s += g^2;  w -= rate g / (sqrt(s) + epsilon)                      (Duchi et al. 2011)
///   rmsprop   s = decay s + (1-decay) g^2;  v = momentum v + rate g / sqrt(s + epsilon);  w -= v    (as TensorFlow)
///   adam      m = beta1 m + (1-beta1) g;  s = beta2 s + (1-beta2) g^2;
///             w -= rate sqrt(1-beta2^t)/(1-beta1^t) m / (sqrt(s) + epsilon)     (Kingma & Ba 2015, the form before
///             section 2.1, "epsilon hat", as TensorFlow)
///   nadam     as adam, with beta1 m / (1-beta1^(t+1)) + (1-beta1) g / (1-beta1^t) in place of m / (1-beta1^t): the
///             mean as one more gradient like this one would make it              (Dozat 2016, at a constant momentum)
/// `before`, where it is not empty: takes the parameters as they were. Returns false when a parameter, m, s or v is no
/// longer finite. The result does not depend on `pool`.
bool take_step(const TrainingSettings& settings, double rate, OptimizerState& state, std::span<float> parameters,
               std::span<const float> gradient, std::size_t decayed, ThreadPool* pool = nullptr,
               std::span<float> before = {});

}  // namespace hourglass

#include "math/activation.h"

#include <cassert>
#include <cstddef>

#include "math/simd.h"
#include "math/vector_math.h"

namespace hourglass {
namespace {

using simd::broadcast;
using simd::Floats;

template <class F>
void map(std::span<float> values, const F& f) {
  float* p = values.data();
  std::size_t left = values.size();
  for (; left >= simd::kLanes; left -= simd::kLanes, p += simd::kLanes) simd::store(p, f(simd::load(p)));
  if (left > 0) simd::store_part(p, f(simd::load_part(p, left)), left);
}

/// gradients[i] = f(gradients[i], outputs[i])
template <class F>
void combine(std::span<float> gradients, const float* y, const F& f) {
  float* g = gradients.data();
  std::size_t left = gradients.size();
  for (; left >= simd::kLanes; left -= simd::kLanes, g += simd::kLanes, y += simd::kLanes) {
    simd::store(g, f(simd::load(g), simd::load(y)));
  }
  if (left > 0) simd::store_part(g, f(simd::load_part(g, left), simd::load_part(y, left)), left);
}

}  // namespace

void activate(Activation f, std::span<float> values) {
  switch (f) {
    case Activation::linear: return;
    case Activation::sigmoid: return map(values, [](Floats x) HOURGLASS_INLINE { return simd::sigmoid(x); });
    case Activation::tanh: return map(values, [](Floats x) HOURGLASS_INLINE { return simd::tanh(x); });
    case Activation::relu: return map(values, [](Floats x) HOURGLASS_INLINE { return simd::positive_part(x); });
    case Activation::elu: return map(values, [](Floats x) HOURGLASS_INLINE { return simd::elu(x); });
  }
}

void multiply_by_derivative(Activation f, std::span<const float> outputs, std::span<float> gradients) {
  assert(outputs.size() == gradients.size());
  const float* y = outputs.data();
  switch (f) {
    case Activation::linear: return;
    case Activation::sigmoid:
      return combine(gradients, y, [](Floats g, Floats v) HOURGLASS_INLINE { return g * (v * (broadcast(1.0f) - v)); });
    case Activation::tanh:
      return combine(gradients, y, [](Floats g, Floats v) HOURGLASS_INLINE { return g * (broadcast(1.0f) - v * v); });
    case Activation::relu:
      return combine(gradients, y,
                     [](Floats g, Floats v) HOURGLASS_INLINE { return simd::select(v > Floats{}, g, Floats{}); });
    case Activation::elu:
      return combine(gradients, y, [](Floats g, Floats v) HOURGLASS_INLINE {
        return g * simd::select(v > Floats{}, broadcast(1.0f), v + broadcast(1.0f));
      });
  }
}

}  // namespace hourglass

// The activations of the house, applied and differentiated over whole buffers.
// Every derivative is a function of the output y alone, so the forward pass keeps y and forgets its argument.
#pragma once

#include <span>

namespace hourglass {

enum class Activation { linear, sigmoid, tanh, relu, elu };

/// values[i] = f(values[i]), in place. Error bounds of the vectorised exp, sigmoid and tanh stand in
/// math/vector_math.h.
void activate(Activation f, std::span<float> values);

/// gradients[i] *= f'(x) expressed by y = f(x): sigmoid y(1-y), tanh 1-y^2, relu [y>0], elu y>0 ? 1 : y+1.
void multiply_by_derivative(Activation f, std::span<const float> outputs, std::span<float> gradients);

}  // namespace hourglass

// The code of a variational network: the encoder gives a normal distribution for each number, training draws from it,
// and its divergence from the unit normal is part of what training makes small. Kingma & Welling, Auto-Encoding
// Variational Bayes (2014), section 2.4 and appendix B. Element by element; shapes are the caller's.
#pragma once

#include <span>

namespace hourglass {

/// samples = means + exp(log_variances / 2) * noise, where noise is drawn from the unit normal.
void sample_codes(std::span<const float> means, std::span<const float> log_variances, std::span<const float> noise,
                  std::span<float> samples);

/// Of all numbers together, in nats: 1/2 sum(mean^2 + exp(log_variance) - log_variance - 1).
double divergence_from_unit_normal(std::span<const float> means, std::span<const float> log_variances);

/// The gradient through sample_codes() and the divergence, which counts `weight` times. mean_gradient holds the
/// gradient of the loss by the samples and becomes that by the means; variance_gradient becomes that by the
/// log-variances.
void code_gradients(std::span<const float> means, std::span<const float> log_variances, std::span<const float> noise,
                    float weight, std::span<float> mean_gradient, std::span<float> variance_gradient);

}  // namespace hourglass

#include "model/gaussian_code.h"

#include <cassert>
#include <cmath>

namespace hourglass {

void sample_codes(std::span<const float> means, std::span<const float> log_variances, std::span<const float> noise,
                  std::span<float> samples) {
  assert(log_variances.size() == means.size() && noise.size() == means.size() && samples.size() == means.size());
  for (std::size_t i = 0; i < means.size(); ++i) {
    samples[i] = means[i] + std::exp(0.5f * log_variances[i]) * noise[i];
  }
}

double divergence_from_unit_normal(std::span<const float> means, std::span<const float> log_variances) {
  assert(log_variances.size() == means.size());
  double sum = 0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double mean = means[i], log_variance = log_variances[i];
    sum += mean * mean + std::expm1(log_variance) - log_variance;
  }
  return 0.5 * sum;
}

void code_gradients(std::span<const float> means, std::span<const float> log_variances, std::span<const float> noise,
                    float weight, std::span<float> mean_gradient, std::span<float> variance_gradient) {
  assert(log_variances.size() == means.size() && noise.size() == means.size());
  assert(mean_gradient.size() == means.size() && variance_gradient.size() == means.size());
  for (std::size_t i = 0; i < means.size(); ++i) {
    const float by_sample = mean_gradient[i];
    mean_gradient[i] = by_sample + weight * means[i];
    variance_gradient[i] =
        0.5f * (by_sample * std::exp(0.5f * log_variances[i]) * noise[i] + weight * std::expm1(log_variances[i]));
  }
}

}  // namespace hourglass

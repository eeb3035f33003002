#include "studio/latent/path_model.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hourglass {
namespace {

constexpr double kWay = 2.0, kRest = 0.8;  // seconds

}  // namespace

std::vector<float> path_at(std::span<const float> a, std::span<const float> b, double t) {
  std::vector<float> code(a.size());
  for (std::size_t i = 0; i < code.size() && i < b.size(); ++i) {
    code[i] = static_cast<float>(a[i] + (static_cast<double>(b[i]) - a[i]) * t);
  }
  return code;
}

double morph_at(double seconds) {
  double s = std::fmod(std::max(0.0, seconds), 2 * (kWay + kRest));
  const bool back = s >= kWay + kRest;
  if (back) s -= kWay + kRest;
  const double t = 0.5 - 0.5 * std::cos(std::numbers::pi * std::min(1.0, s / kWay));
  return back ? 1 - t : t;
}

std::vector<float> class_middle(std::span<const float> codes, int width, std::span<const std::uint8_t> labels,
                                unsigned which) {
  const auto k = static_cast<std::size_t>(std::max(0, width));
  if (k == 0) return {};
  const std::size_t n = std::min(codes.size() / k, labels.size());
  std::vector<double> mean(k, 0);
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (labels[i] != which) continue;
    for (std::size_t j = 0; j < k; ++j) mean[j] += codes[i * k + j];
    ++count;
  }
  if (count == 0) return {};
  for (double& m : mean) m /= static_cast<double>(count);
  std::size_t best = n;
  double nearest = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (labels[i] != which) continue;
    double d = 0;
    for (std::size_t j = 0; j < k; ++j) d += (codes[i * k + j] - mean[j]) * (codes[i * k + j] - mean[j]);
    if (best == n || d < nearest) {
      best = i;
      nearest = d;
    }
  }
  const auto code = codes.subspan(best * k, k);
  return {code.begin(), code.end()};
}

}  // namespace hourglass

#include "studio/state/error_scale.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "studio/state/published.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

double in_figure(double per_image, LossFigure figure) {
  return figure == LossFigure::rmse ? std::sqrt(per_image / kImagePixels) : per_image;
}

std::optional<double> pca_error(const State& state) {
  const PcaErrors& pca = state.pca_errors;
  const auto numbers = static_cast<std::size_t>(state.run.experiment.network.code_width());
  if (pca.of_dataset != state.dataset.version || numbers == 0 || numbers > pca.errors.size()) return std::nullopt;
  return static_cast<double>(pca.errors[numbers - 1]);
}

}  // namespace

double mean_image_error(std::span<const std::uint8_t> images) {
  const std::size_t n = images.size() / kImagePixels;
  if (n == 0) return 0;
  std::array<std::uint64_t, kImagePixels> sums{}, squares{};
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t p = 0; p < kImagePixels; ++p) {
      const std::uint64_t v = images[i * kImagePixels + p];
      sums[p] += v, squares[p] += v * v;
    }
  double error = 0;
  for (std::size_t p = 0; p < kImagePixels; ++p) {
    const double mean = static_cast<double>(sums[p]) / static_cast<double>(n);
    error += std::max(0.0, static_cast<double>(squares[p]) / static_cast<double>(n) - mean * mean);
  }
  return error / (255.0 * 255.0);
}

std::optional<ErrorScale> error_scale(const State& state, LossFigure figure) {
  const RunSigns& signs = state.signs;
  if (state.run.history.empty() || signs.mean_of_dataset != state.dataset.version || signs.mean_image <= 0)
    return std::nullopt;
  ErrorScale scale;
  scale.figure = figure == LossFigure::rmse ? LossFigure::rmse : LossFigure::per_image;
  scale.now = held_out_value(state.run.history.back(), scale.figure);
  if (!std::isfinite(scale.now)) return std::nullopt;
  const double mean = in_figure(signs.mean_image, scale.figure);
  scale.end = 1.06 * std::max(mean, std::min(scale.now, 2 * mean));
  if (const auto pca = pca_error(state)) scale.marks.push_back({ErrorMark::Of::pca, in_figure(*pca, scale.figure)});
  if (const PublishedFigure* published = published_figure(state, state.preset))
    if (const auto line = published_line(*published, scale.figure))
      scale.marks.push_back({ErrorMark::Of::published, *line});
  scale.marks.push_back({ErrorMark::Of::mean_image, mean});
  std::erase_if(scale.marks, [&](const ErrorMark& mark) { return !(mark.value > 0 && mark.value <= scale.end); });
  std::ranges::sort(scale.marks, {}, &ErrorMark::value);
  return scale;
}

Sentence name_of(const ErrorMark& mark) {
  const std::string value = figure(mark.value, 3);
  switch (mark.of) {
    case ErrorMark::Of::pca: return say("PCA {0}", value);
    case ErrorMark::Of::published: return say("published {0}", value);
    case ErrorMark::Of::mean_image: return say("mean image {0}", value);
  }
  return {};
}

Sentence short_name_of(const ErrorMark& mark) {
  switch (mark.of) {
    case ErrorMark::Of::pca: return "PCA";
    case ErrorMark::Of::published: return "Published";
    case ErrorMark::Of::mean_image: return "Mean image";
  }
  return {};
}

Sentence said_of(const ErrorScale& scale) {
  std::vector<Sentence> marks;
  for (const ErrorMark& mark : scale.marks) marks.push_back(name_of(mark));
  const std::string now = figure(scale.now, 3);
  return scale.figure == LossFigure::rmse ? say("Held-out RMSE {0}; beside it {1}", now, list_of(marks))
                                          : say("Held-out error {0}; beside it {1}", now, list_of(marks));
}

}  // namespace hourglass

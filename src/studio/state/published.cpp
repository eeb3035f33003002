#include "studio/state/published.h"

#include <cmath>
#include <limits>

namespace hourglass {
namespace {

bool is_rmse(const PublishedFigure& f) { return measured_as(f) == &HistoryPoint::heldout_rmse; }
bool is_loss(const PublishedFigure& f) { return measured_as(f) == &HistoryPoint::train_loss; }

}  // namespace

const PublishedFigure* published_figure(const State& state, std::string_view key) {
  const Preset* preset = find_preset(key);
  if (!preset || !preset->published) return nullptr;
  const DataSettings &published = preset->experiment.data, &now = state.run.experiment.data;
  const bool same =
      now.dataset == published.dataset && now.images == published.images && now.classes == published.classes;
  return same ? &*preset->published : nullptr;
}

std::optional<double> measured_figure(const State& state, std::string_view key) {
  const PublishedFigure* published = published_figure(state, key);
  if (!published || state.run.history.empty()) return std::nullopt;
  const Preset* preset = find_preset(key);
  const Experiment& run = state.run.experiment;
  if (run.network != preset->experiment.network || run.training.loss != preset->experiment.training.loss)
    return std::nullopt;
  return state.run.history.back().*measured_as(*published);
}

double train_value(const HistoryPoint& p, LossFigure f) {
  switch (f) {
    case LossFigure::per_image: return p.train_sse;
    case LossFigure::rmse: return std::sqrt(p.train_sse / 784);
    case LossFigure::trained: return p.train_loss;
    case LossFigure::divergence: return p.train_kl;
  }
  return 0;
}

double held_out_value(const HistoryPoint& p, LossFigure f) {
  switch (f) {
    case LossFigure::per_image: return p.heldout_sse;
    case LossFigure::rmse: return p.heldout_rmse;
    case LossFigure::trained: return std::numeric_limits<double>::quiet_NaN();
    case LossFigure::divergence: return p.heldout_kl;
  }
  return 0;
}

std::optional<double> published_line(const PublishedFigure& published, LossFigure f) {
  if (published.value <= 0 || f == LossFigure::divergence) return std::nullopt;
  const double v = published.value;
  if (is_loss(published)) return f == LossFigure::trained ? std::optional(v) : std::nullopt;
  if (f == LossFigure::trained) return std::nullopt;
  if (is_rmse(published)) return f == LossFigure::rmse ? v : v * v * 784;
  return f == LossFigure::per_image ? v : std::sqrt(v / 784);
}

bool curve_fits(const PublishedFigure& published, LossFigure f) {
  if (published.curve.empty()) return false;
  return is_loss(published) == (f == LossFigure::trained) &&
         (is_loss(published) || is_rmse(published) == (f == LossFigure::rmse));
}

}  // namespace hourglass

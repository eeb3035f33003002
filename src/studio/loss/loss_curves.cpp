#include "studio/loss/loss_curves.h"

#include <algorithm>
#include <cmath>

#include "studio/state/published.h"
#include "studio/state/run_title.h"
#include "studio/ui/markers.h"

namespace hourglass {
namespace {

/// A point within the first epoch is measured over the batches so far, a whole epoch's point is the mean over all of
/// its batches. As the error falls fastest in the first epoch, its mean is above the last of those points: the training
/// curve would rise where nothing did. So those points are shown only until the first epoch is whole.
bool before_first_mean(const HistoryPoint& p, const History& history) {
  return p.epoch < 1 && !history.empty() && history.back().epoch >= 1;
}

/// The published curve only as far as the run has come: ahead of it, it would flatten the part being watched.
void cut_curve(ChartLine& curve, double last) {
  const auto beyond = std::find_if(curve.points.begin(), curve.points.end(),
                                   [&](const ImVec2& p) { return static_cast<double>(p.x) > last; });
  if (beyond != curve.points.end() && beyond != curve.points.begin()) {
    const ImVec2 a = *(beyond - 1), b = *beyond;
    const float f = (static_cast<float>(last) - a.x) / (b.x - a.x);
    *beyond = {static_cast<float>(last), a.y + (b.y - a.y) * f};
    curve.points.erase(beyond + 1, curve.points.end());
  } else if (beyond == curve.points.begin()) {
    curve.points.clear();
  }
}

/// "Loss as trained" of two runs is one unit only where both make the same loss small; a divergence is of variational
/// codes.
bool same_unit(const Experiment& a, const Experiment& b, LossFigure figure) {
  if (figure == LossFigure::divergence) return a.network.variational && b.network.variational;
  return figure != LossFigure::trained || a.training.loss == b.training.loss;
}

std::optional<LossCurve> published_curve(const State& state, LossFigure figure, const Theme& t, double last) {
  const PublishedFigure* published = published_figure(state, state.preset);
  if (!published || figure == LossFigure::divergence) return std::nullopt;
  LossCurve out{.line = {{}, t.chart_published, 1.5f, true}};
  out.value = published->value;
  const bool comparable = same_unit(find_preset(state.preset)->experiment, state.run.experiment, figure);
  if (comparable && curve_fits(*published, figure)) {
    for (const auto& [epoch, value] : published->curve)
      out.line.points.push_back({static_cast<float>(epoch), static_cast<float>(value)});
    cut_curve(out.line, last);
    if (!out.line.points.empty()) out.value = static_cast<double>(out.line.points.back().y);
  } else if (const auto value = comparable ? published_line(*published, figure) : std::nullopt) {
    out.value = value;
    out.line.points = {{0, static_cast<float>(*value)}, {static_cast<float>(last), static_cast<float>(*value)}};
  } else {
    out.why_none = figure == LossFigure::trained ? say("Published in another unit") : say("Published as the loss");
  }
  return out;
}

/// PCA is the linear autoencoder: what is below its line has learnt more than a plane.
std::optional<LossCurve> pca_line(const State& state, LossFigure figure, const Theme& t, double last) {
  const auto numbers = static_cast<std::size_t>(state.run.experiment.network.code_width());
  const PcaErrors& pca = state.pca_errors;
  if (figure == LossFigure::trained || figure == LossFigure::divergence || pca.of_dataset != state.dataset.version ||
      state.run.history.empty() || numbers > pca.errors.size())
    return std::nullopt;
  const auto error = static_cast<double>(pca.errors[numbers - 1]);
  const double value = figure == LossFigure::rmse ? std::sqrt(error / kImagePixels) : error;
  LossCurve out{.line = {{}, t.muted, 1.25f, true}};
  out.value = value;
  out.line.points = {{0, static_cast<float>(value)}, {static_cast<float>(last), static_cast<float>(value)}};
  return out;
}

double end_of(const ChartLine& line) { return line.points.empty() ? 0 : static_cast<double>(line.points.back().x); }

}  // namespace

ChartLine line_of(const History& history, LossFigure figure, bool held_out, ImU32 color, float width) {
  ChartLine line{{}, color, width, false};
  for (const HistoryPoint& p : history) {
    if (!held_out && before_first_mean(p, history)) continue;
    const double value = held_out ? held_out_value(p, figure) : train_value(p, figure);
    line.points.push_back({static_cast<float>(p.epoch), static_cast<float>(value)});
  }
  return line;
}

bool LossCurves::blank() const {
  return training.line.points.empty() && held_out.line.points.empty() &&
         std::ranges::all_of(pinned, [](const LossCurve& curve) { return curve.line.points.empty(); });
}

std::vector<ChartLine> LossCurves::lines() const {
  std::vector<ChartLine> lines;
  const auto add = [&](const LossCurve& curve) {
    if (!curve.line.points.empty()) lines.push_back(curve.line);
  };
  for (const LossCurve& curve : pinned) add(curve);
  add(training), add(held_out);
  if (published) add(*published);
  if (pca) add(*pca);
  return lines;
}

LossFigure shown_figure(const State& state) {
  const bool diverges = state.run.experiment.network.variational;
  if (state.loss.chosen && (diverges || state.loss.chosen != LossFigure::divergence)) return *state.loss.chosen;
  const PublishedFigure* published = published_figure(state, state.preset);
  const bool as_trained = published && curve_fits(*published, LossFigure::trained) &&
                          find_preset(state.preset)->experiment.training.loss == state.run.experiment.training.loss;
  return as_trained ? LossFigure::trained : LossFigure::per_image;
}

LossCurves loss_curves(const State& state, const Theme& t) {
  LossCurves out;
  out.figure = shown_figure(state);
  const bool trained = out.figure == LossFigure::trained;
  const History& history = state.run.history;
  out.training.line = line_of(history, out.figure, false, t.chart_train, 1.75f);
  if (trained)
    out.held_out.why_none = "Held-out: not measured as the loss";
  else
    out.held_out.line = line_of(history, out.figure, true, t.chart_heldout, 2);
  double last = std::max(1.0, end_of(out.training.line));
  for (const Run& run : state.pinned) {
    LossCurve curve;
    if (same_unit(run.experiment, state.run.experiment, out.figure))
      curve.line = line_of(run.history, out.figure, !trained, class_line(t, run.color), 1.25f);
    else
      curve.why_none = out.figure == LossFigure::divergence
                           ? say("Its code is not variational and has no divergence.")
                           : say("It was trained on another loss and has no value in this chart.");
    if (history.empty()) last = std::max(last, end_of(curve.line));
    out.pinned.push_back(std::move(curve));
  }
  out.published = published_curve(state, out.figure, t, last);
  out.pca = pca_line(state, out.figure, t, last);

  std::vector<ChartLine> beside;
  for (const LossCurve& curve : out.pinned) beside.push_back(curve.line);
  if (out.published) beside.push_back(out.published->line);
  if (out.pca) beside.push_back(out.pca->line);
  out.range = chart_range({out.training.line, out.held_out.line}, beside, state.loss.logarithmic);
  for (LossCurve& curve : out.pinned) curve.beyond = ends_beyond(curve.line, out.range);
  if (out.published) out.published->beyond = ends_beyond(out.published->line, out.range);
  if (out.pca) out.pca->beyond = ends_beyond(out.pca->line, out.range);
  return out;
}

const HistoryPoint* nearest_point(const History& history, double epoch) {
  const HistoryPoint* best = nullptr;
  for (const HistoryPoint& p : history)
    if (!best || std::abs(p.epoch - epoch) < std::abs(best->epoch - epoch)) best = &p;
  return best;
}

}  // namespace hourglass

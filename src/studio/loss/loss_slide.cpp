#include "studio/loss/loss_slide.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "studio/loss/loss_curves.h"
#include "studio/state/published.h"
#include "studio/state/run_title.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

constexpr float kTitle = 40, kText = 26, kSmall = 24;
constexpr float kMargin = 60;
/// Lines of the screen's chart, so many times as wide.
constexpr float kWider = 2.4f;
constexpr std::array<Key, 4> kHeights = {"Squared error of an image", "RMSE of a pixel", "Loss, as trained",
                                         "Divergence, in nats"};
constexpr std::array<Key, 4> kLogHeights = {"Squared error of an image, powers of ten",
                                            "RMSE of a pixel, powers of ten", "Loss, as trained, powers of ten",
                                            "Divergence, in nats, powers of ten"};

struct Entry {
  Said text;
  const LossCurve* curve = nullptr;
};

Sentence placed(Sentence name, const LossCurve& curve) {
  if (!curve.why_none.empty()) return say("{0} (no value here)", std::move(name));
  switch (curve.beyond) {
    case Beyond::above: return say("{0}, above the chart", std::move(name));
    case Beyond::below: return say("{0}, below the chart", std::move(name));
    case Beyond::no: break;
  }
  return name;
}

std::vector<Entry> entries_of(const State& state, const Ui& ui, const LossCurves& curves) {
  std::vector<Entry> entries;
  const HistoryPoint* last = state.run.history.empty() ? nullptr : &state.run.history.back();
  const LossFigure f = curves.figure;
  const auto add = [&](const Sentence& words, const LossCurve& curve) { entries.push_back({ui.say(words), &curve}); };
  add(last ? say("Training {0}", figure(train_value(*last, f))) : say("Training"), curves.training);
  if (!curves.held_out.why_none.empty())
    add(curves.held_out.why_none, curves.held_out);
  else
    add(last ? say("Held-out {0}", figure(held_out_value(*last, f))) : say("Held-out"), curves.held_out);
  if (const auto& published = curves.published)
    add(published->why_none.empty() ? placed(say("Published {0}", figure(published->value.value_or(0))), *published)
                                    : published->why_none,
        *published);
  if (const auto& pca = curves.pca) add(placed(say("PCA {0}", figure(pca->value.value_or(0))), *pca), *pca);
  for (std::size_t i = 0; i < curves.pinned.size(); ++i)
    add(placed(pinned_title(state, state.pinned[i]), curves.pinned[i]), curves.pinned[i]);
  return entries;
}

class Drawing {
 public:
  explicit Drawing(const Ui& ui) : ui_(ui), theme_(ui.theme), fonts_(ui.fonts) {
    slide_.ground = theme_.card;
    slide_.more = fonts_.more;
  }

  Slide finished() && { return std::move(slide_); }

  void title(const Said& title, const Said& below) {
    slide_.title = title;
    text({kMargin, kMargin + kTitle * 0.8f}, title, kTitle, theme_.text, SlideText::Anchor::start, true);
    text({kMargin, kMargin + kTitle * 0.8f + 44}, below, kText, theme_.muted);
  }

  /// Entries beside each other, wrapped; returns the height used.
  float legend(const Rect& area, const std::vector<Entry>& entries) {
    constexpr float kStroke = 44, kAfter = 14, kBetween = 44, kLine = 42;
    float x = area.x, y = area.y;
    for (const Entry& entry : entries) {
      const bool drawn = entry.curve->why_none.empty();
      const float width = (drawn ? kStroke + kAfter : 0) + slide_text_width(fonts_, entry.text, kText);
      if (x > area.x && x + width > area.right()) x = area.x, y += kLine;
      const float middle = y + kLine / 2;
      const ChartLine& line = entry.curve->line;
      if (drawn)
        slide_.add(SlideLine{.points = {{x, middle}, {x + kStroke, middle}},
                             .color = line.color,
                             .width = line.width * kWider,
                             .dash = line.dashed ? 10.0f : 0.0f});
      text({x + (drawn ? kStroke + kAfter : 0), middle + kText * 0.36f}, entry.text, kText, theme_.text);
      x += width + kBetween;
    }
    return y + kLine - area.y;
  }

  void axes(const Rect& plot, const ChartRange& range, Key height) {
    const auto values = chart_ticks(range.y0, range.y1, static_cast<int>(plot.h / 90), range.logarithmic);
    for (const double tick : values) {
      const float y = chart_y(plot, range, tick);
      slide_.add(SlideLine{.points = {{plot.x, y}, {plot.right(), y}}, .color = theme_.grid, .width = 2});
      text({plot.x - 14, y + kSmall * 0.36f}, Said::as_is(tick_text(tick, tick_step(values))), kSmall, theme_.muted,
           SlideText::Anchor::end);
    }
    const auto epochs = chart_ticks(range.x0, range.x1, static_cast<int>(plot.w / 140), false);
    for (const double tick : epochs) {
      const float x = chart_x(plot, range, tick);
      slide_.add(
          SlideLine{.points = {{x, plot.bottom()}, {x, plot.bottom() + 10}}, .color = theme_.field_border, .width = 2});
      text({x, plot.bottom() + 12 + kSmall}, Said::as_is(tick_text(tick, tick_step(epochs))), kSmall, theme_.muted,
           SlideText::Anchor::middle);
    }
    slide_.add(SlideLine{
        .points = {{plot.x, plot.bottom()}, {plot.right(), plot.bottom()}}, .color = theme_.field_border, .width = 2});
    text({plot.center().x, plot.bottom() + 16 + 2.4f * kSmall}, ui_.say("Epochs"), kText, theme_.text,
         SlideText::Anchor::middle);
    slide_.add(SlideText{.at = {kMargin + kText * 0.5f, plot.center().y},
                         .text = ui_.say(height),
                         .size = kText,
                         .color = theme_.text,
                         .anchor = SlideText::Anchor::middle,
                         .upright = true});
  }

  void lines(const Rect& plot, const ChartRange& range, const std::vector<ChartLine>& lines) {
    slide_.add(SlideClip{plot.inset(-4)});
    int arrows = 0;
    for (const ChartLine& line : lines) {
      for (std::vector<ImVec2>& stroke : chart_strokes(plot, range, line)) {
        if (stroke.size() == 1) slide_.add(SlideCircle{.at = stroke[0], .radius = 6, .fill = line.color});
        if (stroke.size() > 1)
          slide_.add(SlideLine{.points = std::move(stroke),
                               .color = line.color,
                               .width = line.width * kWider,
                               .dash = line.dashed ? 10.0f : 0.0f});
      }
      if (const Beyond beyond = ends_beyond(line, range); beyond != Beyond::no) {
        const auto arrow = exit_arrow(plot, beyond, arrows++, 10);
        slide_.add(SlideShape{.corners = {arrow.begin(), arrow.end()}, .fill = line.color});
      }
    }
    slide_.add(SlideClip{});
  }

  float width_of(const std::string& words) const { return slide_text_width(fonts_, words, kSmall); }
  Rect inside() const {
    return Rect{0, 0, static_cast<float>(slide_.width), static_cast<float>(slide_.height)}.inset(kMargin);
  }

 private:
  void text(ImVec2 at, Said words, float size, ImU32 color, SlideText::Anchor anchor = SlideText::Anchor::start,
            bool strong = false) {
    slide_.add(SlideText{
        .at = at, .text = std::move(words), .size = size, .color = color, .anchor = anchor, .strong = strong});
  }

  Slide slide_;
  const Ui& ui_;
  const Theme& theme_;
  const Fonts& fonts_;
};

/// "Digits, 10,000 \u00b7 epoch 30 \u00b7 seed 1"
Sentence about(const State& state) {
  const Sentence images = dataset_title(state);
  const Argument seed = in_number(state.run.experiment.seed);
  if (state.run.history.empty()) return say("{0} \u00b7 seed {1}", images, seed);
  return say("{0} \u00b7 epoch {1} \u00b7 seed {2}", images, in_epochs(state.run.history.back().epoch), seed);
}

}  // namespace

Slide loss_slide(const State& state, const Ui& ui) {
  const LossCurves curves = loss_curves(state, ui.theme);
  Drawing drawing(ui);
  Rect rest = drawing.inside();
  drawing.title(ui.say(run_title(state.run)), ui.say(about(state)));
  cut_top(rest, 100, kGap4);
  cut_top(rest, drawing.legend(rest, entries_of(state, ui, curves)), kGap4);
  float widest = 0;
  const auto values =
      chart_ticks(curves.range.y0, curves.range.y1, static_cast<int>(rest.h / 90), curves.range.logarithmic);
  for (const double tick : values) widest = std::max(widest, drawing.width_of(tick_text(tick, tick_step(values))));
  cut_left(rest, kText * 1.6f + widest, 14);
  cut_bottom(rest, 3 * kSmall);
  drawing.axes(rest, curves.range,
               (curves.range.logarithmic ? kLogHeights : kHeights)[static_cast<std::size_t>(curves.figure)]);
  drawing.lines(rest, curves.range, curves.lines());
  return std::move(drawing).finished();
}

}  // namespace hourglass

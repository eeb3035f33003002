// One chart holds one unit, and what stands beside the running curve never squeezes it out.
#include "studio/loss/loss_curves.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>

#include "data/png.h"
#include "studio/loss/loss_slide.h"
#include "studio/slide/slide_svg.h"
#include "studio/state/actions.h"
#include "studio/state/published.h"
#include "studio/state/run_title.h"
#include "studio_room.h"

namespace hourglass {
namespace {

/// Falls from `first` towards `last` over so many epochs.
History falling(double first, double last, int epochs) {
  History history;
  for (int e = 0; e <= epochs; ++e) {
    HistoryPoint p;
    p.epoch = e;
    p.train_loss = p.train_sse = last + (first - last) * std::exp(-e / 3.0);
    p.heldout_sse = p.train_sse + 1;
    p.heldout_rmse = std::sqrt(p.heldout_sse / 784);
    history.push_back(p);
  }
  return history;
}

/// A state in which the run of a preset is shown.
State running(const char* preset, int epochs = 20) {
  State state;
  state.preset = preset;
  state.experiment = state.run.experiment = find_preset(preset)->experiment;
  state.run.history = falling(60, 31, epochs);
  return state;
}

hourglass::Run pinned(const Experiment& experiment, History history) {
  hourglass::Run run;
  run.experiment = experiment;
  run.history = std::move(history);
  return run;
}

LossCurves curves_of(const State& state) { return loss_curves(state, make_theme(false, false)); }

/// The share of the chart's height that a line takes up, of its points over the range's epochs after the first fall.
double share_of_height(const ChartLine& line, const ChartRange& range) {
  const Rect plot{0, 0, 100, 100};
  float low = 100, high = 0;
  for (const ImVec2& p : line.points) {
    if (static_cast<double>(p.x) < range.x1 * 0.03) continue;
    const float y = chart_y(plot, range, static_cast<double>(p.y));
    low = std::min(low, y), high = std::max(high, y);
  }
  return static_cast<double>(high - low) / 100;
}

TEST(LossCurves, AFigureThatOnePresetWantsDoesNotStayForTheNext) {
  EXPECT_EQ(shown_figure(running("post-b-mnist")), LossFigure::trained);
  State state = running("post-b-mnist");
  state.preset = "classroom";
  state.experiment = state.run.experiment = find_preset("classroom")->experiment;
  EXPECT_EQ(shown_figure(state), LossFigure::per_image);
  EXPECT_TRUE(curves_of(state).held_out.why_none.empty());
}

TEST(LossCurves, TheFigureThatAPersonChoseStays) {
  State state = running("post-b-mnist");
  show_loss_figure(state, LossFigure::rmse);
  EXPECT_EQ(shown_figure(state), LossFigure::rmse);
  state.preset = "classroom";
  EXPECT_EQ(shown_figure(state), LossFigure::rmse);
}

TEST(LossCurves, ARunOfAnotherLossHasNoValueAmongLosses) {
  State state = running("post-b-mnist");
  const Experiment& other = find_preset("post-a-128-10")->experiment;
  ASSERT_NE(other.training.loss, state.run.experiment.training.loss);
  state.pinned = {pinned(state.run.experiment, falling(50, 33, 20)), pinned(other, falling(0.3, 0.15, 20))};
  const LossCurves losses = curves_of(state);
  ASSERT_EQ(losses.figure, LossFigure::trained);
  EXPECT_FALSE(losses.pinned[0].line.points.empty());
  EXPECT_TRUE(losses.pinned[1].line.points.empty());
  EXPECT_FALSE(losses.pinned[1].why_none.empty());
  EXPECT_FALSE(losses.held_out.why_none.empty());
  show_loss_figure(state, LossFigure::per_image);
  EXPECT_FALSE(curves_of(state).pinned[1].line.points.empty());
}

TEST(LossCurves, ARunWithoutADivergenceSaysSoAmongDivergences) {
  State state = running("variational-classroom");
  state.pinned = {pinned(state.run.experiment, falling(50, 33, 20)),
                  pinned(find_preset("classroom")->experiment, falling(50, 33, 20))};
  show_loss_figure(state, LossFigure::divergence);
  const LossCurves curves = curves_of(state);
  ASSERT_EQ(curves.figure, LossFigure::divergence);
  EXPECT_FALSE(curves.pinned[0].line.points.empty());
  EXPECT_TRUE(curves.pinned[1].line.points.empty());
  EXPECT_EQ(curves.pinned[1].why_none, say("Its code is not variational and has no divergence."));
  // A plain run has no such figure: its chart goes back to what it has.
  state.run.experiment = find_preset("classroom")->experiment;
  EXPECT_NE(curves_of(state).figure, LossFigure::divergence);
}

TEST(LossCurves, EveryCurveOfAChartIsOfItsUnit) {
  for (const Preset& preset : presets()) {
    for (const LossFigure figure :
         {LossFigure::per_image, LossFigure::rmse, LossFigure::trained, LossFigure::divergence}) {
      State state = running(preset.key.c_str());
      show_loss_figure(state, figure);
      const LossCurves curves = curves_of(state);
      EXPECT_FALSE(curves.training.line.points.empty() && curves.training.why_none.empty());
      EXPECT_NE(curves.held_out.line.points.empty(), curves.held_out.why_none.empty()) << preset.key;
      if (curves.published) {
        EXPECT_NE(curves.published->line.points.empty(), curves.published->why_none.empty()) << preset.key;
      }
    }
  }
}

TEST(LossCurves, ThePublishedFigureIsNotDrawnOverOtherImagesOrAnotherLoss) {
  State state = running("post-b-mnist");
  ASSERT_TRUE(curves_of(state).published);
  state.run.experiment.training.loss = Loss::bce;
  const LossCurves other_loss = curves_of(state);
  EXPECT_EQ(other_loss.figure, LossFigure::per_image);
  EXPECT_TRUE(!other_loss.published || other_loss.published->line.points.empty());
  state = running("post-b-mnist");
  state.run.experiment.data.dataset = "letters";
  EXPECT_FALSE(curves_of(state).published);
}

TEST(LossCurves, PcaWithAsManyNumbersIsALineInTheChartsUnit) {
  State state = running("classroom");
  EXPECT_FALSE(curves_of(state).pca);
  state.dataset.version = 3;
  state.pca_errors = {3, {60, 43.6f, 40}};
  state.run.experiment.network.encoder = {784, 128, 2};
  ASSERT_TRUE(curves_of(state).pca);
  EXPECT_NEAR(curves_of(state).pca->value.value(), 43.6, 1e-4) << "of two numbers";
  state.loss.chosen = LossFigure::rmse;
  EXPECT_NEAR(curves_of(state).pca->value.value(), std::sqrt(43.6 / 784), 1e-5);
  state.loss.chosen = LossFigure::trained;
  EXPECT_FALSE(curves_of(state).pca) << "PCA makes another loss small";
  state.loss.chosen.reset();
  state.dataset.version = 4;
  EXPECT_FALSE(curves_of(state).pca) << "of other images";
}

TEST(LossCurves, APinnedRunNeverSqueezesTheRunningCurve) {
  for (const bool logarithmic : {false, true}) {
    for (const double far : {1.0, 5.0, 29.0, 45.0, 300.0, 1e5}) {
      State state = running("classroom");
      show_log_scale(state, logarithmic);
      const double alone = share_of_height(curves_of(state).held_out.line, curves_of(state).range);
      state.pinned = {pinned(state.run.experiment, falling(far * 2, far, 20))};
      const LossCurves curves = curves_of(state);
      EXPECT_GT(share_of_height(curves.held_out.line, curves.range), 0.33 * alone) << far << " " << logarithmic;
      const ChartLine& pin = curves.pinned[0].line;
      const double last = static_cast<double>(pin.points.back().y);
      const bool seen = last >= curves.range.y0 && last <= curves.range.y1;
      EXPECT_EQ(curves.pinned[0].beyond == Beyond::no, seen) << far;
      if (far > 1000) {
        EXPECT_EQ(curves.pinned[0].beyond, Beyond::above);
      }
    }
  }
}

TEST(LossCurves, APinnedRunThatIsNearIsShownWhole) {
  State state = running("classroom");
  state.pinned = {pinned(state.run.experiment, falling(62, 34, 20))};
  const LossCurves curves = curves_of(state);
  EXPECT_EQ(curves.pinned[0].beyond, Beyond::no);
  EXPECT_GE(curves.range.y1, 34);
}

TEST(LossCurves, ALongPinnedRunLeavesTheRunningCurveAThirdOfTheWidth) {
  State state = running("classroom", 4);
  state.pinned = {pinned(state.run.experiment, falling(60, 30, 200))};
  EXPECT_LE(curves_of(state).range.x1, 12);
  state.run.history.clear();
  EXPECT_EQ(curves_of(state).range.x1, 200) << "before the run begins there is nothing to squeeze";
}

TEST(LossPanel, APinThatHasNoValueOrHasLeftTheChartSaysSo) {
  StudioRoom room({}, "encoder=784,16,2&batch=20&epochs=300");
  room.open_images();
  room.ask("train", {{"epochs", 2}});
  room.press("loss/pin");
  room.ask("configure", {{"loss", "rmse"}});
  room.ask("train", {{"epochs", 2}});
  room.turns(3);
  EXPECT_EQ(room.value("loss/pinned/0"), "") << "per image all runs can be compared";
  room.set("loss/figure", "Loss");
  EXPECT_NE(room.value("loss/pinned/0").find("another loss"), std::string::npos) << room.value("loss/pinned/0");
}

/// Points of width for each letter of a legend's entry: fewer where its end is cut.
double width_of_a_letter(const StudioRoom& room, const std::string& id) {
  const Json& item = room.item(id);
  return item.contains("rect") ? item["rect"][2].get<double>() / static_cast<double>(room.name(id).size()) : 0;
}

TEST(LossPanel, TheLegendIsReadWhole) {
  const std::array entries = {"loss/legend/training-error", "loss/legend/held-out", "loss/legend/published"};
  std::map<std::string, double> wide;
  for (const float width : {2600.0f, 1440.0f, 1280.0f, 1024.0f, 768.0f, 390.0f}) {
    StudioRoom room({}, "preset=quick-2d");
    room.width = width;
    room.studio->open_files("mnist-full", {"pictures-images-idx3-ubyte", "pictures-labels-idx1-ubyte"},
                            two_kinds_of_images(120));
    ASSERT_TRUE(room.until([&] { return room.ask("state")["dataset"].is_object(); }));
    room.ask("train", {{"epochs", 1}});
    room.call("show", {{"panel", "loss"}});
    room.turns(5);
    for (const char* id : entries) {
      const double now = width_of_a_letter(room, id);
      if (width == 2600) wide[id] = now;
      EXPECT_GT(wide[id], 3) << id;
      EXPECT_GE(now, 0.85 * wide[id]) << id << " at " << width << ": " << room.name(id);
    }
  }
}

TEST(LossPanel, TheSavedPictureIsAChartOfItsOwn) {
  StudioRoom room({}, "encoder=784,16,2&batch=20&epochs=300");
  room.open_images();
  room.ask("train", {{"epochs", 2}});
  room.press("loss/pin");
  room.press("loss/png");
  ASSERT_TRUE(room.saved_files.contains("hourglass-loss.png"));
  const auto png = decode_png(room.saved_files["hourglass-loss.png"], "hourglass-loss.png");
  ASSERT_TRUE(png);
  EXPECT_GE(png->width, 1600);
  room.press("loss/svg");
  const Bytes& bytes = room.saved_files["hourglass-loss.svg"];
  const std::string svg(bytes.begin(), bytes.end());
  for (const char* part : {"Training", "Held-out", "Epochs", "Squared error of an image", "<title>", "seed"})
    EXPECT_NE(svg.find(part), std::string::npos) << part;
  EXPECT_EQ(svg.find("Log scale"), std::string::npos) << "buttons are none of it";
}

}  // namespace
}  // namespace hourglass

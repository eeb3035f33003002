#include "studio/loss/loss_chart.h"

#include <gtest/gtest.h>

#include "studio/state/history_csv.h"
#include "studio/ui/format.h"

namespace hourglass {
namespace {

TEST(LossChart, TheRangeHoldsEveryFinitePoint) {
  const std::vector<ChartLine> lines = {{{{0.5f, 100}, {1, 60}, {2, 50}, {3, NAN}}, 0}};
  const ChartRange range = chart_range(lines, {}, false);
  EXPECT_EQ(range.x1, 2);
  EXPECT_LE(range.y0, 50);
  EXPECT_GE(range.y1, 100);
}

TEST(LossChart, TheFirstFallOfALongRunDoesNotSqueezeTheRest) {
  std::vector<ChartLine> lines(1);
  for (int i = 0; i <= 200; ++i) lines[0].points.push_back({static_cast<float>(i) / 10, i == 0 ? 180.0f : 32.0f});
  EXPECT_LT(chart_range(lines, {}, false).y1, 60);
  EXPECT_GT(chart_range(lines, {}, true).y1, 180);
}

TEST(LossChart, ALogarithmicRangeStaysAboveZero) {
  const std::vector<ChartLine> lines = {{{{0, 0}, {1, 10}, {2, 0.1f}}, 0}};
  const ChartRange range = chart_range(lines, {}, true);
  EXPECT_GT(range.y0, 0);
  EXPECT_LT(range.y0, 0.1);
  EXPECT_GT(range.y1, 10);
}

TEST(LossChart, NoPointsStillGiveARange) {
  const ChartRange range = chart_range({}, {}, false);
  EXPECT_LT(range.y0, range.y1);
  EXPECT_LT(range.x0, range.x1);
}

TEST(LossChart, APointBeyondAllMeasureIsDrawnWithinReach) {
  const Rect plot{40, 10, 300, 200};
  for (const bool logarithmic : {false, true}) {
    const ChartRange range{.x0 = 0, .x1 = 10, .y0 = 30, .y1 = 60, .logarithmic = logarithmic};
    const auto strokes = chart_strokes(plot, range, {{{0, 3e38f}, {1, 50}, {2, 40}, {1e30f, 35}}, 0});
    ASSERT_EQ(strokes.size(), 1u);
    for (const ImVec2& p : strokes[0]) {
      EXPECT_LT(std::abs(p.x), 1e5f);
      EXPECT_LT(std::abs(p.y), 1e5f);
    }
    EXPECT_LT(strokes[0][0].y, plot.y - plot.h) << "far above";
  }
}

TEST(LossChart, ALineMeetsAPlaceThroughWhichItPassesAlsoBetweenItsPoints) {
  const Rect place{100, 100, 40, 15};
  using Strokes = std::vector<std::vector<ImVec2>>;
  EXPECT_TRUE(line_meets(Strokes{{{0, 107}, {300, 107}}}, place));
  EXPECT_TRUE(line_meets(Strokes{{{90, 80}, {150, 140}}}, place));
  EXPECT_TRUE(line_meets(Strokes{{{0, 0}}, {{110, 110}}}, place)) << "a single point";
  EXPECT_FALSE(line_meets(Strokes{{{0, 90}, {300, 90}}}, place));
  EXPECT_FALSE(line_meets(Strokes{{{90, 104}, {104, 90}}}, place)) << "past a corner: their boxes overlap";
  EXPECT_FALSE(line_meets(Strokes{{{0, 107}, {90, 107}}, {{150, 107}, {300, 107}}}, place))
      << "two strokes, one on each side";
  EXPECT_FALSE(line_meets(Strokes{{}}, place));
}

TEST(Grid, LinesAreMultiplesOfTheStepWithinTheRange) {
  EXPECT_EQ(grid_values(-0.25, 0.21, 0.1), (std::vector<double>{-0.2, -0.1, 0, 0.1, 0.2}));
  EXPECT_EQ(grid_values(3, 3, 1), std::vector<double>{3});
  EXPECT_TRUE(grid_values(3.1, 3.2, 1).empty());
}

TEST(Grid, NumbersThatCannotBeToldApartHaveNoLinesAndNoEnd) {
  for (const double far : {1e10, 1e30, 3e38, 1e300})
    for (const double step : {0.1, 1.0, 100.0}) EXPECT_TRUE(grid_values(far, far + 10 * step, step).empty()) << far;
  EXPECT_TRUE(grid_values(0, 1, 1e-9).empty());
  EXPECT_TRUE(grid_values(0, 1, 0).empty());
  EXPECT_TRUE(grid_values(NAN, 1, 0.1).empty());
  EXPECT_TRUE(grid_values(0, INFINITY, 0.1).empty());
}

TEST(LossChart, TicksAreRoundNumbersInsideTheRange) {
  EXPECT_EQ(chart_ticks(0, 100, 5, false), (std::vector<double>{0, 20, 40, 60, 80, 100}));
  EXPECT_EQ(chart_ticks(1, 1000, 4, true), (std::vector<double>{1, 10, 100, 1000}));
  for (const double tick : chart_ticks(31.2, 33.9, 6, false)) {
    EXPECT_GE(tick, 31.2);
    EXPECT_LE(tick, 33.95);
  }
  EXPECT_TRUE(chart_ticks(1, 1, 5, false).empty());
}

TEST(LossChart, PlacesAndEpochsAreInverse) {
  const Rect plot{100, 50, 300, 200};
  const ChartRange range{0, 40, 10, 1000, true};
  for (const double epoch : {0.0, 7.5, 40.0})
    EXPECT_NEAR(chart_epoch(plot, range, chart_x(plot, range, epoch)), epoch, 1e-4);
  EXPECT_NEAR(static_cast<double>(chart_y(plot, range, 100)), 150, 1e-3);
}

TEST(Format, NumbersReadAsPeopleWriteThem) {
  EXPECT_EQ(duration(80).english(), "1 min 20 s");
  EXPECT_EQ(duration(0.2).english(), "1 s");
  EXPECT_EQ(duration(120).english(), "2 min");
  EXPECT_EQ(duration(650).english(), "11 min");
  EXPECT_EQ(duration(3700).english(), "1 h 1 min");
  EXPECT_EQ(figure(31.984), "31.98");
  EXPECT_EQ(figure(0.127140), "0.1271");
  EXPECT_EQ(figure(0.0123456), "0.01235");
  EXPECT_EQ(figure(1234.5), "1234");
  const auto epochs = [](double epoch) { return say("{0}", in_epochs(epoch)).english(); };
  EXPECT_EQ(epochs(0.25), "0.25");
  EXPECT_EQ(epochs(12.34), "12.3");
  EXPECT_EQ(epochs(12), "12");
  EXPECT_EQ(epochs(92300), "92,300");
}

TEST(HistoryCsv, HasALineAPointAndQuotesTitles) {
  hourglass::Run run;
  run.experiment.network.encoder = {784, 2};
  run.history = {{.epoch = 1, .step = 10, .train_loss = 50.5, .heldout_sse = 49}};
  const std::string csv = history_csv(run, {});
  EXPECT_NE(csv.find("\"784,2 \u00b7 Adam 0.001, seed 1\",1,10,50.5,0,49,"), std::string::npos) << csv;
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 2);
}

}  // namespace
}  // namespace hourglass

// A figure of error has a scale beside it.
#include "studio/state/error_scale.h"

#include <gtest/gtest.h>

#include <cmath>

#include "explore_panels.h"
#include "training/presets.h"

namespace hourglass {
namespace {

TEST(ErrorScale, TheMeanImageLosesTheSpreadOfTheImages) {
  std::vector<std::uint8_t> images(2 * kImagePixels, 0);
  EXPECT_EQ(mean_image_error({}), 0);
  EXPECT_EQ(mean_image_error(images), 0);
  std::fill_n(images.begin(), kImagePixels, std::uint8_t{255});
  // A white and a black image: the mean is grey, and each pixel of both is half off.
  EXPECT_DOUBLE_EQ(mean_image_error(images), 0.25 * kImagePixels);
}

State measured(double held_out) {
  State state;
  state.preset = "best-2d";
  state.experiment = state.run.experiment = find_preset("best-2d")->experiment;
  state.dataset.version = 1;
  state.signs.mean_of_dataset = 1;
  state.signs.mean_image = 52.9;
  state.pca_errors = {1, {47.0f, 43.6f}};
  HistoryPoint p;
  p.epoch = 1;
  p.heldout_sse = held_out;
  p.heldout_rmse = std::sqrt(held_out / 784);
  state.run.history = {p};
  return state;
}

TEST(ErrorScale, HasPcaWithAsManyNumbersTheMeanImageAndWhatWasPublished) {
  const auto scale = error_scale(measured(33), LossFigure::per_image);
  ASSERT_TRUE(scale);
  ASSERT_EQ(scale->marks.size(), 3u);
  EXPECT_EQ(scale->marks[0].of, ErrorMark::Of::published);
  EXPECT_NEAR(scale->marks[0].value, 30.748, 1e-9);
  EXPECT_EQ(scale->marks[1].of, ErrorMark::Of::pca);
  EXPECT_NEAR(scale->marks[1].value, 43.6, 1e-5);
  EXPECT_EQ(scale->marks[2].of, ErrorMark::Of::mean_image);
  EXPECT_GT(scale->end, 52.9);
  EXPECT_EQ(said_of(*scale).english(), "Held-out error 33.0; beside it published 30.7, PCA 43.6, mean image 52.9");
}

TEST(ErrorScale, EveryMarkHasANameWithoutItsFigure) {
  const auto scale = error_scale(measured(33), LossFigure::per_image);
  ASSERT_TRUE(scale);
  for (const ErrorMark& mark : scale->marks) {
    const std::string whole = name_of(mark).english(), brief = short_name_of(mark).english();
    EXPECT_FALSE(brief.empty());
    EXPECT_LT(brief.size(), whole.size());
  }
}

TEST(ErrorScale, IsInTheChartsUnitWhereThatIsAnError) {
  const auto rmse = error_scale(measured(33), LossFigure::rmse);
  ASSERT_TRUE(rmse);
  EXPECT_NEAR(rmse->now, std::sqrt(33 / 784.0), 1e-9);
  EXPECT_NEAR(rmse->marks.back().value, std::sqrt(52.9 / 784), 1e-9);
  EXPECT_EQ(error_scale(measured(33), LossFigure::trained)->figure, LossFigure::per_image);
}

TEST(ErrorScale, AnErrorWorseThanTheMeanImageLengthensItAndAnAbsurdOneDoesNot) {
  EXPECT_GT(error_scale(measured(80), LossFigure::per_image)->end, 80);
  EXPECT_LT(error_scale(measured(1e9), LossFigure::per_image)->end, 120);
}

TEST(ErrorScale, ThereIsNoneWithoutAPointOrOfOtherImages) {
  State state = measured(33);
  state.run.history.clear();
  EXPECT_FALSE(error_scale(state, LossFigure::per_image));
  state = measured(33);
  state.dataset.version = 2;
  EXPECT_FALSE(error_scale(state, LossFigure::per_image));
  state = measured(std::nan(""));
  EXPECT_FALSE(error_scale(state, LossFigure::per_image));
}

TEST_F(ExplorePanels, TheLossPanelSaysWhatTheErrorIsWorth) {
  EXPECT_FALSE(room.shows("loss/scale"));
  room.press("bar/epoch-step");
  ASSERT_TRUE(room.until([&] { return room.shows("loss/scale"); }));
  EXPECT_NE(room.name("loss/scale").find("mean image"), std::string::npos) << room.name("loss/scale");
  EXPECT_NE(room.why("loss/scale").find("PCA"), std::string::npos) << room.why("loss/scale");
}

}  // namespace
}  // namespace hourglass

#include "studio/state/explore_state.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "studio/map/codes_csv.h"

namespace hourglass {
namespace {

TEST(ExploreState, ChoicesSurviveARefresh) {
  ExploreState before;
  before.map.manifold = false;
  before.map.subset = command::Subset::training;
  before.pad.brush = 35;
  before.pad.framing.as_mnist = false;
  before.pad.noise = {CorruptionKind::gaussian, 0.4f};
  before.map.shapes = true;
  before.map.kind = MapKind::tsne;
  before.map.perplexity = 50;
  before.sweep.chosen_x = {-2, 2, 0.25, true};
  before.sweep.chosen_y = {0, 5, 0.5, false};
  before.sweep.chosen_for = "mnist";
  before.sweep.axes = false;
  ExploreState after;
  from_json(after, nlohmann::json::parse(to_json(before).dump()));
  EXPECT_FALSE(after.map.manifold);
  EXPECT_EQ(after.map.subset, command::Subset::training);
  EXPECT_EQ(after.pad.brush, 35);
  EXPECT_FALSE(after.pad.framing.as_mnist);
  EXPECT_EQ(after.pad.noise, before.pad.noise);
  EXPECT_TRUE(after.map.shapes);
  EXPECT_EQ(after.map.kind, MapKind::tsne);
  EXPECT_EQ(after.map.perplexity, 50);
  EXPECT_EQ(after.sweep.chosen_x, before.sweep.chosen_x);
  EXPECT_EQ(after.sweep.chosen_y, before.sweep.chosen_y);
  EXPECT_EQ(after.sweep.chosen_for, "mnist");
  EXPECT_FALSE(after.sweep.axes);
}

TEST(ExploreState, ASavedTextFromElsewhereDoesNoHarm) {
  for (const char* text : {"null", "3", "[]", R"({"brush":"wide","noise":99,"noise_amount":-4,"png_scale":70})",
                           R"({"sweep":{"x":{"from":1,"to":0,"step":0.1}}})", R"({"sweep":4,"manifold":7})"}) {
    ExploreState state;
    from_json(state, nlohmann::json::parse(text));
    EXPECT_GE(state.pad.brush, 10) << text;
    EXPECT_TRUE(validate(state.sweep.chosen_x)) << text;
    EXPECT_LE(state.sweep.scale, 2) << text;
    EXPECT_LE(static_cast<int>(state.pad.noise.kind), static_cast<int>(CorruptionKind::salt_pepper)) << text;
    EXPECT_FALSE(state.sweep.chosen_for) << text;
  }
}

TEST(CodesCsv, HasALineForEachImageWithItsLabel) {
  const std::vector<float> codes = {1.5f, -2, 0, 0.25f};
  const std::vector<std::uint8_t> labels = {1, 0};
  EXPECT_EQ(codes_csv(codes, 2, 1, labels, {"zero", "one, \"1\""}),
            "index,label,code 1,code 2\n0,\"one, \"\"1\"\"\",1.5,-2\n1,zero,0,0.25\n");
  EXPECT_EQ(codes_csv(codes, 1, 10, {}, {}), "index,code 1\n0,1.5\n10,-2\n20,0\n30,0.25\n");
}

}  // namespace
}  // namespace hourglass

// Two runs side by side: both see the same images, what is done to one map is done to the other, and what differs is
// told.
#include "studio/state/compare.h"

#include <cmath>

#include "studio_room.h"

namespace hourglass {
namespace {

/// A run with these settings that has learnt something; the one before goes to the shelf.
void train(StudioRoom& room, const Json& settings) {
  room.ask("configure", settings);
  room.ask("train", {{"epochs", 2}});
  const Json run = room.ask("state")["run"];
  ASSERT_TRUE(room.until([&] {
    for (const Json& one : room.ask("runs"))
      if (one["id"] == run) return true;
    return false;
  }));
}

Json run_at(StudioRoom& room, std::size_t place) { return room.ask("runs")[place]["id"]; }

bool both_seen(StudioRoom& room) {
  return room.until([&] {
    return !room.name("compare/row/images/a").empty() && room.name("compare/row/images/a") != "\u2013" &&
           !room.name("compare/row/images/b").empty() && room.name("compare/row/images/b") != "\u2013";
  });
}

/// What the graphics card is asked to draw of the points in a frame.
std::vector<PointStyle> drawn_points(StudioRoom& room) {
  room.draw();
  std::vector<PointStyle> styles;
  for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists)
    for (const ImDrawCmd& command : list->CmdBuffer) {
      if (!command.UserCallback || command.UserCallback == ImDrawCallback_ResetRenderState) continue;
      command.UserCallback(list, &command);
      styles.push_back(room.graphics.point_style());
    }
  return styles;
}

class Compare : public ::testing::Test {
 protected:
  Compare() : room({}, {}, nullptr, {}, &shelf) { room.open_images(120); }
  /// The same recipe from two seeds, side by side.
  bool two_seeds() {
    train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}});
    train(room, {{"seed", 2}});
    room.studio->key("c", false);
    return both_seen(room);
  }
  RoomShelf shelf;
  StudioRoom room;
};

// Two networks and what they make of all images are tens of megabytes.
TEST_F(Compare, WhatItKnewIsForgottenWhenItIsClosedAndAskedForAnew) {
  ASSERT_TRUE(two_seeds());
  const std::string images = room.name("compare/row/images/b");
  room.studio->key("c", false);
  room.turns(3);
  room.studio->key("c", false);
  room.draw();
  EXPECT_NE(room.name("compare/row/images/b"), images);
  EXPECT_TRUE(both_seen(room));
  EXPECT_EQ(room.name("compare/row/images/b"), images);
}

TEST_F(Compare, TheRunOnThePageStandsBesideTheNewestOther) {
  train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}, {"hidden", "tanh"}});
  const Json first = room.ask("state");
  train(room, {{"hidden", "relu"}, {"encoder", {784, 6, 3}}});
  const Json second = room.ask("state");
  room.studio->key("c", false);
  ASSERT_TRUE(both_seen(room)) << room.name("compare/a/facts") << room.name("compare/b/facts");
  EXPECT_EQ(room.name("compare/row/hidden/a"), "ReLU");
  EXPECT_EQ(room.name("compare/row/hidden/b"), "tanh");
  EXPECT_EQ(room.name("compare/row/encoder/a"), "784,6,3");
  EXPECT_FALSE(room.shows("compare/row/batch/a")) << "it is the same";
  // What both make of the held-out images is what their histories say.
  const auto last = [](const Json& state) { return state["history"].back()["heldoutSse"].get<double>(); };
  EXPECT_NEAR(std::stod(room.name("compare/row/images/a")), last(second), 0.01 * last(second));
  EXPECT_NEAR(std::stod(room.name("compare/row/images/b")), last(first), 0.01 * last(first));
  EXPECT_EQ(room.graphics.points(1), 20u);
  EXPECT_EQ(room.graphics.points(2), 20u);
  room.studio->key("c", false);
  room.turns(3);
  EXPECT_FALSE(room.shows("compare/a/map"));
}

TEST_F(Compare, KeysGoFromImageToImageOnBothMaps) {
  ASSERT_TRUE(two_seeds());
  EXPECT_EQ(room.name("compare/image"), "Point at an image on one map to see it on both, and what both make of it.");
  room.studio->mirror_focus("compare/b/map");
  EXPECT_TRUE(room.studio->key("ArrowRight", false));
  room.turns(3);
  EXPECT_TRUE(room.name("compare/image").starts_with("Image 1, class ")) << room.name("compare/image");
  EXPECT_TRUE(room.studio->key("ArrowRight", true));
  room.turns(3);
  EXPECT_TRUE(room.name("compare/image").starts_with("Image 11, class ")) << room.name("compare/image");
  EXPECT_NE(room.name("compare/image/1/error"), "");
  EXPECT_NE(room.name("compare/image/2/error"), "");
  EXPECT_TRUE(room.studio->key("Escape", false));
  room.turns(3);
  EXPECT_TRUE(room.shows("compare/a/map")) << "the first Escape lets go of the image";
  EXPECT_TRUE(room.studio->key("Escape", false));
  room.turns(3);
  EXPECT_FALSE(room.shows("compare/a/map"));
}

TEST_F(Compare, TrainingImagesAreFetchedFromTheEngine) {
  ASSERT_TRUE(two_seeds());
  room.set("compare/part", "Training 100");
  ASSERT_TRUE(room.until([&] { return room.graphics.points(1) == 100 && room.graphics.points(2) == 100; }));
  room.studio->mirror_focus("compare/a/map");
  room.studio->key("ArrowRight", false);
  EXPECT_TRUE(room.until([&] { return room.shows("compare/image/1/error"); })) << room.name("compare/image");
  EXPECT_TRUE(room.name("compare/image").starts_with("Image 1, class ")) << room.name("compare/image");
}

TEST_F(Compare, TheyChangePlacesAndEitherIsOpened) {
  train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}, {"hidden", "tanh"}});
  const Json first = room.ask("state");
  train(room, {{"hidden", "relu"}});
  room.studio->key("c", false);
  ASSERT_TRUE(both_seen(room));
  EXPECT_TRUE(room.disabled("compare/a/open"));
  const std::string error = room.name("compare/row/images/b");
  room.press("compare/swap");
  ASSERT_TRUE(both_seen(room));
  EXPECT_EQ(room.name("compare/row/hidden/a"), "tanh");
  EXPECT_EQ(room.name("compare/row/images/a"), error);
  EXPECT_TRUE(room.disabled("compare/b/open"));
  room.press("compare/a/open");
  EXPECT_TRUE(room.until([&] { return room.ask("state")["run"] == first["run"]; }));
  EXPECT_FALSE(room.shows("compare/a/map"));
}

TEST_F(Compare, BIsTurnedToAAndBack) {
  train(room, {{"encoder", {784, 8, 2}}, {"batch", 16}});
  train(room, {{"seed", 5}});
  const auto apart = [&](bool align) {
    const Json told = room.ask("compare", {{"b", run_at(room, 1)}, {"align", align}});
    room.turns(5);
    const Json again = room.ask("compare", {{"b", run_at(room, 1)}, {"align", align}});
    double sum = 0;
    for (std::size_t i = 0; i < again["a"]["places"].size(); ++i)
      for (std::size_t c = 0; c < 2; ++c)
        sum += std::pow(again["a"]["places"][i][c].get<double>() - again["b"]["places"][i][c].get<double>(), 2);
    return sum;
  };
  const double as_they_are = apart(false), turned = apart(true);
  EXPECT_LT(turned, 0.9 * as_they_are);
  EXPECT_DOUBLE_EQ(apart(false), as_they_are);
}

TEST_F(Compare, PointsThatAreScrolledAwayAreNotDrawnOverTheTitle) {
  ASSERT_TRUE(two_seeds());
  room.turns(60);
  const auto whole = drawn_points(room);
  ASSERT_EQ(whole.size(), 3u) << "the map below the sheet, A and B";
  EXPECT_EQ(whole[1].cy0, whole[1].py0);
  ImGui::GetIO().AddMousePosEvent(720, 600);
  room.draw();
  ImGui::GetIO().AddMouseWheelEvent(0, -3);
  for (int i = 0; i < 5; ++i) room.draw();
  const auto scrolled = drawn_points(room);
  ASSERT_EQ(scrolled.size(), 3u);
  for (const std::size_t i : {1u, 2u}) {
    EXPECT_LT(scrolled[i].py0, whole[i].py0 - 50) << "it was scrolled";
    EXPECT_EQ(scrolled[i].py1 - scrolled[i].py0, whole[i].py1 - whole[i].py0);
    const Json& title = room.item("compare/title")["rect"];
    EXPECT_GE(scrolled[i].cy0, title[1].get<float>() + title[3].get<float>() - 1);
  }
}

TEST_F(Compare, OneNumberBesideTwoHasNothingToTurn) {
  train(room, {{"encoder", {784, 6, 1}}, {"batch", 16}});
  train(room, {{"encoder", {784, 6, 2}}});
  room.studio->key("c", false);
  ASSERT_TRUE(both_seen(room));
  EXPECT_TRUE(room.disabled("compare/align"));
  EXPECT_EQ(room.graphics.points(2), 20u);
  EXPECT_TRUE(room.until([&] { return room.shows("compare/b/sweep"); }));
}

TEST_F(Compare, AVariationalCodeHasItsDivergenceBesideNone) {
  train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}});
  train(room, {{"variational", true}});
  room.studio->key("c", false);
  ASSERT_TRUE(both_seen(room));
  EXPECT_GT(std::stod(room.name("compare/row/divergence/a")), 0);
  EXPECT_EQ(room.name("compare/row/divergence/b"), "\u2013");
}

TEST_F(Compare, RunsOfOtherImagesSayWhatCannotBeCompared) {
  train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}});
  room.studio->open_files("", {"others-images-idx3-ubyte", "others-labels-idx1-ubyte"}, two_kinds_of_images(80));
  ASSERT_TRUE(room.until([&] { return room.ask("state")["dataset"]["training"] != 100; }));
  train(room, {{"seed", 3}});
  room.studio->key("c", false);
  ASSERT_TRUE(both_seen(room));
  std::string said;
  for (const auto& [id, item] : room.mirror)
    if (id.starts_with("compare/warning/")) said += item.value("name", "") + "\n";
  EXPECT_NE(said.find("They were trained on different images"), std::string::npos) << said;
  EXPECT_NE(said.find("B has never seen these images"), std::string::npos) << said;
  EXPECT_EQ(said.find("A has never seen"), std::string::npos) << said;
}

TEST_F(Compare, ARunThatLearnsIsFollowed) {
  ASSERT_TRUE(two_seeds());
  const std::string before = room.name("compare/row/images/a"), other = room.name("compare/row/images/b");
  room.ask("train", {{"epochs", 2}});
  EXPECT_TRUE(room.until([&] { return room.name("compare/row/images/a") != before; }));
  EXPECT_EQ(room.name("compare/row/images/b"), other);
}

TEST_F(Compare, WhereThereIsOneRunTheSheetSaysHowToGetAnother) {
  room.studio->key("c", false);
  room.turns(5);
  EXPECT_TRUE(room.shows("compare/none"));
  train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}});
  room.turns(5);
  EXPECT_TRUE(room.shows("compare/none"));
  EXPECT_TRUE(room.call("compare").contains("error"));
}

TEST_F(Compare, ARunThatIsGoneOrDamagedSaysSo) {
  train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}});
  const std::string first = run_at(room, 0);
  train(room, {{"seed", 2}});
  Bytes& model = shelf.runs[first].model;
  model.resize(model.size() / 2);
  room.studio->key("c", false);
  EXPECT_TRUE(room.until([&] { return !room.name("compare/b/empty").empty() && room.graphics.points(1) == 20; }));
  EXPECT_EQ(room.name("compare/b/empty"), room.name("compare/b/facts"));
  const Json told = room.call("compare", {{"b", first}});
  ASSERT_TRUE(told.contains("pending"));
  ASSERT_TRUE(room.until([&] { return room.answers.contains(told["pending"].get<std::uint32_t>()); }));
  EXPECT_TRUE(room.answers[told["pending"].get<std::uint32_t>()].contains("error"));
}

TEST_F(Compare, ThePairOutlastsAReload) {
  train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}, {"hidden", "tanh"}});
  train(room, {{"hidden", "relu"}});
  train(room, {{"hidden", "sigmoid"}});
  room.ask("compare", {{"a", run_at(room, 1)}, {"b", run_at(room, 2)}, {"align", true}});
  room.turns(60);
  const Json saved = Json::parse(room.kept);
  EXPECT_EQ(saved["explore"]["compared"], Json({run_at(room, 1), run_at(room, 2), true}));
}

TEST_F(Compare, FromTheShelfAndFromAPin) {
  train(room, {{"encoder", {784, 6, 2}}, {"batch", 16}, {"hidden", "tanh"}});
  const std::string first = run_at(room, 0);
  room.press("loss/pin");
  EXPECT_EQ(room.item("loss/pinned/0")["role"], "text") << "it is the run on the page";
  train(room, {{"hidden", "relu"}});
  room.turns(3);
  EXPECT_EQ(room.item("loss/pinned/0")["role"], "button");
  room.press("loss/pinned/0");
  ASSERT_TRUE(both_seen(room));
  EXPECT_EQ(room.name("compare/row/hidden/b"), "tanh");
  room.studio->key("Escape", false);
  room.studio->key("b", false);
  room.turns(3);
  room.press("shelf/" + first + "/compare");
  ASSERT_TRUE(both_seen(room));
  EXPECT_EQ(room.name("compare/row/hidden/b"), "tanh");
}

TEST(RecipeDifferences, AreTheSettingsThatDifferAndHaveAnEffect) {
  Experiment a, b;
  EXPECT_TRUE(recipe_differences(a, b).empty());
  b.training.learning_rate = 0.02f;
  b.training.step_every = 7;  // of no effect under a constant schedule
  const auto differences = recipe_differences(a, b);
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].key, "learning-rate");
  EXPECT_EQ(differences[0].b, verbatim("0.02"));
  b = a;
  b.network.variational = true;
  b.training.kl_weight = 0.3f;
  const auto variational = recipe_differences(a, b);
  ASSERT_EQ(variational.size(), 2u) << "not the code penalty, which has no effect any more and had none before";
  EXPECT_EQ(variational[0].key, "variational");
  EXPECT_EQ(variational[1].key, "kl-weight");
  EXPECT_TRUE(variational[1].a.empty());
}

}  // namespace
}  // namespace hourglass

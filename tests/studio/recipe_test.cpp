#include "studio_room.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

std::string setting(StudioRoom& room, const std::string& key) { return room.ask("state")["settings"][key]; }

TEST(Recipe, EverySettingOfTheTableIsReachable) {
  StudioRoom room;
  room.open_images();
  for (const char* more : {"data-more", "network-more", "training-more"})
    room.press(std::string("recipe/section/") + more);
  for (const Field& field : experiment_fields()) {
    const std::string id = "recipe/" + std::string(field.key);
    if (field.key == "classes")
      EXPECT_TRUE(room.shows(id + "/0"));
    else
      EXPECT_TRUE(room.shows(id)) << id;
  }
}

TEST(Recipe, AValueTypedIsTaken) {
  StudioRoom room;
  room.open_images();
  room.set("recipe/learning-rate", "0.005");
  EXPECT_EQ(setting(room, "learning-rate"), "0.005");
  room.set("recipe/optimizer", "RMSProp");
  EXPECT_EQ(setting(room, "optimizer"), "rmsprop");
  room.press("recipe/learning-rate/less");
  EXPECT_EQ(setting(room, "learning-rate"), "0.003");
}

TEST(Recipe, AValueOutOfRangeIsRefusedAtItsFieldWithTheReason) {
  StudioRoom room;
  room.open_images();
  const std::string before = setting(room, "batch");
  room.set("recipe/batch", "100000");
  EXPECT_EQ(setting(room, "batch"), before);
  EXPECT_TRUE(room.item("recipe/batch").value("invalid", false));
  EXPECT_NE(room.why("recipe/batch").find("from 1 to 4096"), std::string::npos) << room.why("recipe/batch");
  room.set("recipe/batch", "32");
  EXPECT_FALSE(room.item("recipe/batch").value("invalid", false));
  EXPECT_EQ(setting(room, "batch"), "32");
}

TEST(Recipe, WhatWasTypedAndRefusedStaysInItsFieldUntilItIsCorrected) {
  StudioRoom room;
  room.open_images();
  const std::string before = setting(room, "batch");
  room.set("recipe/batch", "many");
  EXPECT_EQ(room.value("recipe/batch"), "many");
  room.set("recipe/epochs", "0");
  EXPECT_TRUE(room.item("recipe/batch").value("invalid", false)) << "another field's entry is no correction";
  EXPECT_EQ(room.value("recipe/epochs"), "0");
  room.set("recipe/batch", before);
  EXPECT_FALSE(room.item("recipe/batch").value("invalid", false)) << "the value that holds is an entry too";
  EXPECT_TRUE(room.item("recipe/epochs").value("invalid", false));
  room.set("recipe/epochs", "7");
  EXPECT_FALSE(room.item("recipe/epochs").value("invalid", false));
  EXPECT_EQ(setting(room, "epochs"), "7");
}

TEST(Recipe, ARefusedEntryIsLeftByAnEmptyOneAndByAPreset) {
  StudioRoom room;
  room.open_images();
  const std::string before = setting(room, "batch");
  room.set("recipe/batch", "many");
  room.set("recipe/batch", "");
  EXPECT_EQ(room.value("recipe/batch"), before);
  EXPECT_FALSE(room.item("recipe/batch").value("invalid", false));
  room.set("recipe/batch", "many");
  room.press("bar/preset");
  room.press("presets/classroom");
  EXPECT_FALSE(room.item("recipe/batch").value("invalid", false)) << room.why("recipe/batch");
}

TEST(Recipe, ARefusedEntryIsLeftByEscapeInItsField) {
  StudioRoom room;
  room.open_images();
  const std::string before = room.value("recipe/images");
  room.set("recipe/images", "none");
  const Json rect = room.item("recipe/images")["rect"];
  const float x = rect[0].get<float>() + 10, y = rect[1].get<float>() + 10;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(x, y);
  room.draw(), room.draw();
  for (const bool down : {true, false}) {
    io.AddMouseButtonEvent(0, down);
    room.draw(), room.draw();
  }
  room.draw(), room.draw();
  ASSERT_TRUE(io.WantTextInput) << "the field is typed into";
  io.AddKeyEvent(ImGuiKey_Escape, true);
  room.draw(), room.draw();
  io.AddKeyEvent(ImGuiKey_Escape, false);
  room.turns(4);
  EXPECT_FALSE(room.item("recipe/images").value("invalid", false));
  EXPECT_EQ(room.value("recipe/images"), before);
}

TEST(Recipe, ALayersWidthIsRefusedAtItsOwnFieldWithTheReason) {
  StudioRoom room({}, "encoder=784,64,2");
  room.open_images();
  room.set("recipe/layer/1", "many");
  EXPECT_EQ(room.value("recipe/layer/1"), "many");
  EXPECT_TRUE(room.item("recipe/layer/1").value("invalid", false));
  EXPECT_FALSE(room.item("recipe/encoder").value("invalid", false));
  room.set("recipe/layer/2", "9999");
  EXPECT_NE(room.why("recipe/layer/2").find("256"), std::string::npos) << room.why("recipe/layer/2");
  EXPECT_EQ(room.value("recipe/layer/1"), "many");
  room.set("recipe/layer/1", "100");
  EXPECT_FALSE(room.item("recipe/layer/1").value("invalid", false));
  EXPECT_EQ(setting(room, "encoder"), "784,100,2");
  room.press("recipe/add-layer");
  EXPECT_FALSE(room.item("recipe/layer/2").value("invalid", false)) << "the layers are counted anew";
}

TEST(Recipe, ADecimalCommaIsReadWhereverANumberIsTyped) {
  StudioRoom room;
  room.open_images();
  room.set("recipe/learning-rate", "0,005");
  EXPECT_EQ(setting(room, "learning-rate"), "0.005");
  room.set("recipe/epochs", "1,000");
  EXPECT_TRUE(room.item("recipe/epochs").value("invalid", false)) << "a thousand to some, one to others";
}

TEST(Recipe, ARefusedChoiceIsTakenOnceNothingStandsAgainstIt) {
  StudioRoom room({}, "output=linear&pixels=0:1");
  room.open_images();
  room.set("recipe/loss", "cross-entropy");
  EXPECT_EQ(room.value("recipe/loss"), "cross-entropy");
  EXPECT_EQ(setting(room, "loss"), "sse");
  room.set("recipe/output", "sigmoid");
  EXPECT_EQ(setting(room, "loss"), "bce");
  EXPECT_FALSE(room.item("recipe/loss").value("invalid", false));
}

TEST(Recipe, ACombinationThatCannotBeIsRefusedAtTheField) {
  StudioRoom room({}, "output=linear&pixels=-0.5:0.5");
  room.open_images();
  room.set("recipe/loss", "cross-entropy");
  EXPECT_NE(setting(room, "loss"), "bce");
  EXPECT_TRUE(room.item("recipe/loss").value("invalid", false));
  EXPECT_NE(room.why("recipe/loss").find("sigmoid"), std::string::npos);
}

TEST(Recipe, WhileTrainingWhatNeedsANewStartIsDisabledAndSaysWhy) {
  StudioRoom room({}, "epochs=100000");
  room.open_images();
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Training"; }));
  for (const char* id : {"recipe/batch", "recipe/optimizer", "recipe/layer/1", "recipe/add-layer", "recipe/seed",
                         "bar/step", "bar/new-seed"}) {
    EXPECT_TRUE(room.disabled(id)) << id;
    EXPECT_FALSE(room.why(id).empty()) << id;
  }
  EXPECT_FALSE(room.disabled("recipe/learning-rate"));
  room.set("recipe/learning-rate", "0.0003");
  EXPECT_EQ(setting(room, "learning-rate"), "0.0003");
  EXPECT_EQ(room.ask("state")["state"], "training");
}

TEST(Recipe, LayersAreAddedTakenAwayAndGivenWidths) {
  StudioRoom room;
  room.open_images();
  room.set("recipe/encoder", "784,64,2");
  ASSERT_EQ(setting(room, "encoder"), "784,64,2");
  room.press("recipe/add-layer");
  EXPECT_EQ(setting(room, "encoder"), "784,64,16,2");
  room.set("recipe/layer/1", "100");
  EXPECT_EQ(setting(room, "encoder"), "784,100,16,2");
  room.press("recipe/layer/2/remove");
  EXPECT_EQ(setting(room, "encoder"), "784,100,2");
  room.set("recipe/layer/2", "3");
  EXPECT_EQ(setting(room, "encoder"), "784,100,3");
}

TEST(Recipe, ClassesAreTickedInAndOutAndTheLastOneStays) {
  StudioRoom room;
  room.open_images();
  room.press("recipe/classes/0");
  EXPECT_EQ(setting(room, "classes"), "1");
  ASSERT_TRUE(room.until([&] { return room.disabled("recipe/classes/1"); }));
  room.press("recipe/classes/0");
  EXPECT_EQ(setting(room, "classes"), "all");
}

TEST(Recipe, ASettingWithoutEffectSaysSo) {
  StudioRoom room({}, "optimizer=adam");
  room.open_images();
  room.press("recipe/section/training-more");
  EXPECT_TRUE(room.disabled("recipe/momentum"));
  EXPECT_NE(room.why("recipe/momentum").find("Momentum"), std::string::npos);
  room.set("recipe/optimizer", "Momentum");
  EXPECT_FALSE(room.disabled("recipe/momentum"));
}

TEST(Recipe, ACorruptionIsShownOnImagesOfTheSet) {
  StudioRoom room({}, "corruption=none");
  room.open_images();
  EXPECT_FALSE(room.shows("recipe/corruption/1/0"));
  room.set("recipe/corruption", "Gaussian");
  ASSERT_TRUE(room.shows("recipe/corruption/1/0"));
  EXPECT_FALSE(room.disabled("recipe/corruption-amount"));
}

TEST(Recipe, APresetReplacesTheSettingsAndCanBeComeBackTo) {
  StudioRoom room;
  room.open_images();
  room.press("bar/preset");
  ASSERT_TRUE(room.shows("presets/post-b-mnist"));
  room.press("presets/post-b-mnist");
  EXPECT_FALSE(room.shows("presets/post-b-mnist"));
  EXPECT_EQ(setting(room, "pixels"), "-0.5:0.5");
  EXPECT_EQ(room.ask("state")["preset"], "post-b-mnist");
  EXPECT_NE(room.name("recipe/published").find("31.38"), std::string::npos) << room.name("recipe/published");
  room.set("recipe/batch", "64");
  ASSERT_TRUE(room.shows("recipe/back-to-preset"));
  room.press("recipe/back-to-preset");
  EXPECT_EQ(setting(room, "batch"), "128");
}

TEST(Recipe, ADivergedRunOffersALowerRateAndStartsAgain) {
  StudioRoom room({}, "optimizer=sgd&learning-rate=100&loss=sse&output=linear&pixels=0:1");
  room.open_images();
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Diverged"; })) << room.value("bar/state");
  ASSERT_TRUE(room.shows("loss/lower-rate"));
  EXPECT_TRUE(room.disabled("bar/train")) << "it would only fail";
  EXPECT_FALSE(room.disabled("bar/reset"));
  EXPECT_NE(room.name("loss/diverged").find("step"), std::string::npos);
  room.press("loss/lower-rate");
  EXPECT_LE(std::stod(setting(room, "learning-rate")), 34);
  EXPECT_NE(room.ask("state")["state"], "ready");
}

}  // namespace
}  // namespace hourglass

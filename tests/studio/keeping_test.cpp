#include "exchange/link.h"
#include "studio_room.h"
#include "training/experiment_fields.h"
#include "training/presets.h"

namespace hourglass {
namespace {

TEST(Link, EveryFieldsWayThroughALinkAndBackIsExact) {
  for (const Preset& preset : presets()) {
    Experiment changed = preset.experiment;
    changed.seed = 4242;
    changed.training.learning_rate = 0.0021f;
    changed.network.encoder = {784, 33, 7};
    changed.training.corruption = {CorruptionKind::gaussian, 0.25f};
    changed.data.classes = 0b1011;
    const std::string query = to_link({preset.key, changed}, presets().front().key);
    const auto back = from_link("?" + query, {presets().front().key, presets().front().experiment});
    ASSERT_TRUE(back) << query << ": " << back.error().message.english();
    EXPECT_EQ(back->experiment, changed) << query;
  }
}

TEST(Link, SaysOnlyWhatDiffersFromThePreset) {
  const Preset& preset = presets().front();
  EXPECT_EQ(to_link({preset.key, preset.experiment}, preset.key), "");
  Experiment other = preset.experiment;
  other.seed = 7;
  EXPECT_EQ(to_link({preset.key, other}, preset.key), "seed=7");
}

TEST(Link, ABadValueIsRefusedWithASentenceAndUnknownKeysAreLetBe) {
  const auto bad = from_link("learning-rate=fast", {});
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().message.english().find("Learning rate"), std::string::npos);
  EXPECT_TRUE(from_link("utm_source=x&fbclid=y", {}));
  EXPECT_FALSE(from_link("preset=nonsense", {}));
}

TEST(Link, NamesWithSpacesAndAccentsSurvive) {
  Experiment experiment;
  experiment.data.dataset = "mes lettres & caf\u00e9";
  const auto back = from_link(to_link({"", experiment}, ""), {});
  ASSERT_TRUE(back);
  EXPECT_EQ(back->experiment.data.dataset, experiment.data.dataset);
}

TEST(Keeping, TheLinkFollowsTheSettings) {
  StudioRoom room;
  room.open_images();
  room.set("recipe/learning-rate", "0.0005");
  ASSERT_TRUE(room.until([&] { return room.link.find("learning-rate=0.0005") != std::string::npos; })) << room.link;
}

TEST(Keeping, ARefreshLosesNothingThatWasChosen) {
  std::string kept, link;
  {
    StudioRoom room;
    room.open_images();
    room.set("recipe/learning-rate", "0.0005");
    room.set("recipe/encoder", "784,40,2");
    room.ask("train", {{"epochs", 2}});
    room.press("loss/pin");
    room.press("loss/log");
    room.set("loss/figure", "RMSE");
    room.press("bar/theme");
    room.turns(120);
    kept = room.kept, link = room.link;
  }
  StudioRoom again(kept, link);
  again.turns(5);
  const Json settings = again.ask("state")["settings"];
  EXPECT_EQ(settings["learning-rate"], "0.0005");
  EXPECT_EQ(settings["encoder"], "784,40,2");
  EXPECT_TRUE(again.item("loss/log").value("checked", false));
  EXPECT_EQ(again.value("loss/figure"), "RMSE");
  EXPECT_EQ(again.name("bar/theme"), "Light theme");
  EXPECT_TRUE(again.shows("loss/pinned/0"));
}

TEST(Keeping, ALinkWinsOverWhatWasKept) {
  std::string kept;
  {
    StudioRoom room;
    room.open_images();
    room.set("recipe/learning-rate", "0.0005");
    room.turns(120);
    kept = room.kept;
  }
  StudioRoom again(kept, "?learning-rate=0.02");
  EXPECT_EQ(again.ask("state")["settings"]["learning-rate"], "0.02");
}

TEST(Keeping, WhatWasDoneRightBeforeThePageGoesIsKeptAndTheAddressItWroteBeforeDoesNotUndoIt) {
  std::string kept, link;
  {
    StudioRoom room;
    room.open_images();
    room.set("recipe/learning-rate", "0.0005");
    kept = room.kept, link = room.link;
    room.set("recipe/learning-rate", "0.0007");
    room.press("loss/shelf");
    ASSERT_EQ(room.kept, kept) << "not every press is kept at once";
    room.studio->leave();
    EXPECT_EQ(room.link, link);
    kept = room.kept;
  }
  StudioRoom again(kept, "?" + link);
  again.turns(5);
  EXPECT_EQ(again.ask("state")["settings"]["learning-rate"], "0.0007");
  EXPECT_TRUE(again.shows("shelf"));
}

TEST(Keeping, ALinkCountsFromTheUsualPresetWhateverWasKept) {
  std::string kept;
  {
    StudioRoom room;
    room.open_images();
    room.press("bar/preset");
    room.press("presets/post-b-mnist");
    room.turns(120);
    kept = room.kept;
  }
  StudioRoom again(kept, "?seed=7");
  EXPECT_EQ(again.ask("state")["preset"], presets().front().key);
  EXPECT_EQ(again.ask("state")["settings"]["seed"], "7");
}

TEST(Keeping, AKeptStateOfNonsenseIsAsNone) {
  for (const char* nonsense :
       {"{", "[]", "{\"version\":1,\"settings\":{\"batch\":\"x\"},\"pinned\":[3,{}],\"loss\":7}", "null"}) {
    StudioRoom room(nonsense);
    room.turns(3);
    EXPECT_TRUE(room.shows("bar/train")) << nonsense;
  }
}

TEST(Keeping, ABadLinkIsToldAndThePageStaysAlive) {
  StudioRoom room({}, "batch=0");
  room.open_images();
  bool told = false;
  for (const auto& [id, item] : room.mirror)
    if (id.starts_with("notice/") && item.value("value", "").find("Batch") != std::string::npos) told = true;
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace hourglass

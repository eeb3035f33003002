#include "scripted_engine.h"
#include "studio/state/state.h"
#include "studio_room.h"

namespace hourglass {
namespace {

int notices_shown(const StudioRoom& room) {
  int count = 0;
  for (const auto& [id, item] : room.mirror)
    if (id.starts_with("notice/") && item["role"] == "status") ++count;
  return count;
}

/// Twice the same images: the set that is made of them has a note on its duplicates.
std::vector<Bytes> images_with_duplicates() {
  auto files = two_kinds_of_images(60);
  auto once = files;
  for (std::size_t f = 0; f < 2; ++f) {
    const std::size_t head = f == 0 ? 16 : 8;
    files[f].insert(files[f].end(), once[f].begin() + static_cast<std::ptrdiff_t>(head), once[f].end());
    files[f][7] = 120;
  }
  return files;
}

TEST(Notices, ErrorsOfOneTopicReplaceEachOtherAndGoWithTheNextSuccess) {
  StudioRoom room;
  room.open_images();
  for (const char* name : {"first.txt", "second.txt", "third.txt"}) {
    room.studio->open_files("", {name}, {{'h', 'e', 'l', 'l', 'o'}});
    ASSERT_TRUE(room.until([&] { return room.notices().find(name) != std::string::npos; })) << name;
    EXPECT_EQ(notices_shown(room), 1) << room.notices();
  }
  room.turns(1200);
  EXPECT_EQ(notices_shown(room), 1) << "an error does not go by itself";
  room.studio->open_files("", {"x-images-idx3-ubyte", "x-labels-idx1-ubyte"}, two_kinds_of_images(80));
  ASSERT_TRUE(room.until([&] { return notices_shown(room) == 0; })) << room.notices();
}

TEST(Notices, ALaterOneOfTheSameTopicTakesThePlaceOfTheFirst) {
  State state;
  notify(state, 0, NoticeTopic::images, NoticeKind::error, "The first file is empty.");
  notify(state, 1, NoticeTopic::images, NoticeKind::error, "The second file is empty.");
  notify(state, 2, NoticeTopic::model, NoticeKind::error, "The model is cut.");
  ASSERT_EQ(state.notices.size(), 2u);
  EXPECT_EQ(state.notices[0].text.english(), "The second file is empty.");
}

TEST(Notices, WhatBringsSomethingBackWaitsForThePersonAndThenGivesTime) {
  State state;
  notify(state, 0, NoticeTopic::shelf, NoticeKind::info, "The run before is on the shelf.", NoticeAction::bring_back,
         "7");
  notify(state, 0, NoticeTopic::saving, NoticeKind::good, "Saved.");
  expire_notices(state, 3600);
  ASSERT_EQ(state.notices.size(), 1u) << "what only tells goes by itself";
  person_acts(state, 3600);
  person_acts(state, 3615);
  expire_notices(state, 3619);
  EXPECT_EQ(state.notices.size(), 1u);
  expire_notices(state, 3621);
  EXPECT_TRUE(state.notices.empty());
}

TEST(Notices, WhatIsWorthKnowingOfASetIsToldOnceAndThenFoundWhereItIsLookedAt) {
  std::string kept;
  {
    StudioRoom room;
    room.press("bar/dataset");
    room.press("data/own/drop-duplicates");
    EXPECT_TRUE(room.studio->key("Escape", false));
    room.turns(3);
    room.studio->open_files("", {"x-images-idx3-ubyte", "x-labels-idx1-ubyte"}, images_with_duplicates());
    ASSERT_TRUE(room.until([&] { return room.notices().find("duplicates") != std::string::npos; })) << room.notices();
    room.turns(600);
    EXPECT_EQ(notices_shown(room), 0);
    room.studio->open_files("", {"x-images-idx3-ubyte", "x-labels-idx1-ubyte"}, images_with_duplicates());
    room.turns(200);
    EXPECT_EQ(notices_shown(room), 0) << room.notices();
    kept = room.kept;
  }
  StudioRoom again(kept);
  again.press("bar/dataset");
  again.press("data/own/drop-duplicates");
  EXPECT_TRUE(again.studio->key("Escape", false));
  again.turns(3);
  again.studio->open_files("", {"x-images-idx3-ubyte", "x-labels-idx1-ubyte"}, images_with_duplicates());
  ASSERT_TRUE(again.until([&] { return again.value("bar/state") == "Ready"; }));
  again.turns(20);
  EXPECT_EQ(notices_shown(again), 0) << again.notices();
  again.press("bar/dataset");
  again.press("data/look");
  EXPECT_TRUE(again.until([&] { return again.shows("look/note/0"); }));
}

TEST(Notices, ThePageHasOneForEachOfItsTopicsAndTakesThemBack) {
  StudioRoom room;
  room.studio->page_notice("version", "There is a later one.", "Load it");
  room.studio->page_notice("offline", "1 of 2 MB.", "");
  room.studio->page_notice("offline", "2 of 2 MB.", "");
  room.turns(1200);
  EXPECT_EQ(notices_shown(room), 2) << room.notices();
  EXPECT_EQ(room.notices().find("1 of 2"), std::string::npos);
  room.studio->page_notice("offline", "", "");
  room.turns(3);
  EXPECT_EQ(notices_shown(room), 1);
  room.press_notice("Load it");
  EXPECT_EQ(room.pressed_notices, std::vector<std::string>{"version"});
  EXPECT_EQ(notices_shown(room), 0);
}

TEST(Notices, AnEngineThatWasGivenUpCanBeStartedByNoticeByButtonAndByKey) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  const auto lose = [&] {
    engine.tell(event::EngineLost{"The engine did not arrive."});
    room.turns(3);
    EXPECT_EQ(room.value("bar/state"), "Stopped");
  };
  engine.tell(event::EngineReady{"relaxed", 1});
  room.turns(3);
  lose();
  room.press_notice("Start it again");
  EXPECT_EQ(room.engine_starts, 1);
  EXPECT_EQ(room.value("bar/state"), "Loading");
  EXPECT_EQ(room.notices(), "");
  lose();
  EXPECT_EQ(room.name("bar/train"), "Start the engine");
  EXPECT_FALSE(room.disabled("bar/train"));
  EXPECT_TRUE(room.disabled("bar/step"));
  room.press("bar/train");
  EXPECT_EQ(room.engine_starts, 2);
  lose();
  EXPECT_TRUE(room.studio->key(" ", false));
  EXPECT_EQ(room.engine_starts, 3);
  engine.tell(event::EngineReady{"relaxed", 1});
  room.turns(3);
  EXPECT_NE(room.value("bar/state"), "Stopped");
}

TEST(Notices, StandUnderTheBarAndLeaveTheLossChartAlone) {
  StudioRoom room;
  room.open_images();
  room.studio->open_files("", {"first.txt"}, {{'h', 'e', 'l', 'l', 'o'}});
  ASSERT_TRUE(room.until([&] { return notices_shown(room) == 1; }));
  const auto rect = [&](const std::string& id) { return room.item(id)["rect"]; };
  for (const auto& [id, item] : room.mirror) {
    if (!id.starts_with("notice/")) continue;
    const double top = item["rect"][1], bottom = top + item["rect"][3].get<double>();
    EXPECT_GE(top, rect("bar/train")[1].get<double>() + rect("bar/train")[3].get<double>()) << id;
    EXPECT_LT(bottom, rect("loss")[1].get<double>()) << id;
  }
}

}  // namespace
}  // namespace hourglass

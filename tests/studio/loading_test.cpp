#include "studio_room.h"

namespace hourglass {
namespace {

constexpr const char* kTwoSets = R"({"sets": [
  {"id": "mnist", "title": "Digits, a part", "about": "Few.", "images": 120, "bytes": 2000000, "terms": "free", "source": "here",
   "files": [{"path": "a", "bytes": 1, "sha256": ""}]},
  {"id": "mnist-full", "title": "Digits", "about": "All.", "images": 70000, "bytes": 11000000,
   "files": [{"path": "b", "bytes": 1, "sha256": ""}]}]})";

/// A set whose two files bring() brings.
constexpr const char* kTwoFiles =
    R"({"sets": [{"id": "mnist", "title": "Digits", "about": "", "images": 60, "bytes": 100,
  "files": [{"path": "x-images-idx3-ubyte", "bytes": 47056, "sha256": ""},
            {"path": "x-labels-idx1-ubyte", "bytes": 68, "sha256": ""}]}]})";

bool notice_says(const StudioRoom& room, const std::string& words) {
  for (const auto& [id, item] : room.mirror)
    if (id.starts_with("notice/") && item.value("value", "").find(words) != std::string::npos) return true;
  return false;
}

/// Files as the page gives them, without the checks of the catalogue that a test's images would not pass.
void bring(StudioRoom& room, const std::string& id, int count) {
  room.studio->open_files(id, {"x-images-idx3-ubyte", "x-labels-idx1-ubyte"}, two_kinds_of_images(count));
}

TEST(Loading, AsksForTheExperimentsImagesWhenTheCatalogueIsKnown) {
  StudioRoom room;
  room.studio->set_catalogue(kTwoSets);
  room.turns(3);
  EXPECT_EQ(room.fetched, std::vector<std::string>{"mnist"});
  EXPECT_EQ(room.value("bar/state"), "Loading");
  room.studio->fetch_progress("mnist", 500000, 2000000);
  room.turns(2);
  EXPECT_EQ(room.item("bar/progress").value("value", ""), "25%");
}

TEST(Loading, AFailedFetchIsToldAndCanBeTriedAgain) {
  StudioRoom room;
  room.studio->set_catalogue(kTwoSets);
  room.turns(3);
  room.studio->fetch_failed("mnist", "digits.gz did not arrive: the connection failed.");
  room.turns(3);
  ASSERT_TRUE(notice_says(room, "the connection failed"));
  room.press("bar/dataset");
  EXPECT_EQ(room.name("data/mnist/use"), "Try again");
  room.press("data/mnist/use");
  EXPECT_EQ(room.fetched, (std::vector<std::string>{"mnist", "mnist"}));
}

TEST(Loading, APressOfTrainWaitsForImagesThatAreOnTheirWay) {
  StudioRoom room;
  room.turns(3);
  EXPECT_TRUE(room.disabled("bar/train")) << "nothing is on its way yet";
  room.studio->set_catalogue(kTwoFiles);
  room.turns(3);
  EXPECT_EQ(room.name("bar/train"), "Train");
  room.press("bar/train");
  EXPECT_EQ(room.name("bar/train"), "Don't start");
  EXPECT_NE(room.name("bar/progress").find("then it trains"), std::string::npos) << room.name("bar/progress");
  room.studio->key(" ", false);
  room.turns(3);
  EXPECT_EQ(room.name("bar/train"), "Train");
  EXPECT_EQ(room.name("bar/progress").find("then it trains"), std::string::npos);
  room.press("bar/train");
  bring(room, "mnist", 60);
  ASSERT_TRUE(room.until([&] { return room.ask("state")["epoch"] > 1.0; })) << room.notices();
}

TEST(Loading, APressOfTrainIsForgottenWithTheImagesThatItWaitedFor) {
  const std::vector<std::function<void(StudioRoom&)>> ends = {
      [](StudioRoom& room) { room.studio->fetch_failed("mnist", "digits.gz did not arrive."); },
      [](StudioRoom& room) {
        room.studio->fetch_stalled("mnist");
        room.turns(3);
        room.press_notice("Cancel");
      }};
  for (const auto& end : ends) {
    StudioRoom room;
    room.studio->set_catalogue(kTwoSets);
    room.turns(3);
    room.press("bar/train");
    end(room);
    room.turns(3);
    EXPECT_EQ(room.name("bar/train"), "Train");
    EXPECT_TRUE(room.disabled("bar/train"));
    room.open_images(60);
    room.turns(20);
    EXPECT_EQ(room.ask("state")["epoch"], 0.0);
  }
}

TEST(Loading, AFetchThatStallsSaysSoUntilItGoesOn) {
  StudioRoom room;
  room.studio->set_catalogue(kTwoSets);
  room.turns(3);
  room.studio->fetch_stalled("mnist");
  room.turns(3);
  EXPECT_TRUE(notice_says(room, "Digits, a part: nothing has come for ten seconds.")) << room.notices();
  room.studio->fetch_progress("mnist", 600000, 2000000);
  room.turns(3);
  EXPECT_EQ(room.notices(), "");
  room.studio->fetch_stalled("another");
  room.turns(3);
  EXPECT_EQ(room.notices(), "") << "what nobody waits for is not told of";
}

TEST(Loading, AFetchThatStallsCanBeAskedForAgainOrLetBe) {
  StudioRoom room;
  room.studio->set_catalogue(kTwoSets);
  room.turns(3);
  room.studio->fetch_stalled("mnist");
  room.turns(3);
  room.press_notice("Try again");
  EXPECT_EQ(room.cancelled, std::vector<std::string>{"mnist"});
  EXPECT_EQ(room.fetched, (std::vector<std::string>{"mnist", "mnist"}));
  EXPECT_EQ(room.notices(), "");
  room.studio->fetch_stalled("mnist");
  room.turns(3);
  room.press_notice("Cancel");
  EXPECT_EQ(room.cancelled.size(), 2u);
  EXPECT_EQ(room.fetched.size(), 2u);
  EXPECT_EQ(room.notices(), "");
  EXPECT_NE(room.value("bar/state"), "Loading");
}

TEST(Loading, AFetchCanBeCancelledAndWhatArrivesLaterIsLetGo) {
  StudioRoom room;
  room.open_images();
  room.studio->set_catalogue(kTwoSets);
  room.press("bar/dataset");
  room.press("data/mnist-full/use");
  ASSERT_TRUE(room.shows("data/mnist-full/cancel"));
  room.press("data/mnist-full/cancel");
  EXPECT_EQ(room.cancelled, std::vector<std::string>{"mnist-full"});
  bring(room, "mnist-full", 60);
  room.turns(40);
  EXPECT_EQ(room.ask("state")["dataset"]["name"], "pictures-images-idx3-ubyte");
}

TEST(Loading, AFileThatIsNoneLeavesTheImagesInPlaceAndSaysWhatWasWrong) {
  StudioRoom room;
  room.open_images();
  const Json before = room.ask("state")["dataset"];
  room.studio->open_files("", {"holiday.txt"}, {{'h', 'e', 'l', 'l', 'o'}});
  room.turns(60);
  bool told = notice_says(room, "holiday.txt");
  EXPECT_TRUE(told);
  EXPECT_EQ(room.ask("state")["dataset"], before);
  EXPECT_EQ(room.ask("train", {{"epochs", 1}}).empty(), false);
}

TEST(Loading, APresetOnOtherImagesFetchesThemAndBeginsWhenTheyCome) {
  StudioRoom room;
  room.open_images();
  room.studio->set_catalogue(kTwoSets);
  room.press("bar/preset");
  room.press("presets/post-b-mnist");
  ASSERT_FALSE(room.fetched.empty());
  EXPECT_EQ(room.fetched.back(), "mnist-full");
  EXPECT_EQ(room.ask("state")["dataset"]["name"], "pictures-images-idx3-ubyte");
}

TEST(Loading, TheFileChooserIsOneButtonAway) {
  StudioRoom room;
  room.press("bar/dataset");
  room.press("data/open");
  EXPECT_EQ(room.chooser_opened, 1);
}

TEST(Loading, ACatalogueThatIsNoneIsTold) {
  StudioRoom room;
  room.studio->set_catalogue("<html>");
  room.turns(3);
  EXPECT_TRUE(notice_says(room, "list of data sets"));
}

}  // namespace
}  // namespace hourglass

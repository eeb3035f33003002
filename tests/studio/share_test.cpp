// A teacher's link: what it leaves of the page and how the person gets all of it back, panels alone, the projector, and
// the sheet that makes such a link.
#include <gtest/gtest.h>

#include <utility>

#include "studio/state/share.h"
#include "studio_room.h"

namespace hourglass {
namespace {

constexpr const char* kSmallRecipe = "encoder=784,16,2&batch=20&epochs=300";

std::string with(const std::string& more) { return std::string(kSmallRecipe) + "&" + more; }

Json rect_of(const StudioRoom& room, const std::string& id) { return room.item(id).at("rect"); }

TEST(Shown, ALinkSaysWhatIsLeftOut) {
  EXPECT_FALSE(shown_of("").restricts());
  EXPECT_FALSE(shown_of("preset=classroom&utm_source=x").restricts());
  const Shown hides = shown_of("?hide=loss,train,nonsense&readonly=1");
  EXPECT_EQ(list_of_parts(hides.hidden), "loss,train");
  EXPECT_TRUE(hides.read_only);
  EXPECT_FALSE(hides.shows(PagePart::loss));
  EXPECT_TRUE(hides.shows(PagePart::map));
  EXPECT_FALSE(shown_of("readonly=0").read_only);
  // Panels that are named leave the controls, and the other way round.
  EXPECT_EQ(list_of_parts(shown_of("show=map,paint").hidden), "loss,samples,recipe");
  EXPECT_EQ(list_of_parts(shown_of("show=train").hidden), "data,maps,lessons");
  EXPECT_EQ(list_of_parts(shown_of("show=map,paint&hide=paint").hidden), "paint,loss,samples,recipe");
  EXPECT_FALSE(shown_of("hide=map,paint,loss,samples,recipe").restricts()) << "a page without a panel is none";
  const Shown alone = shown_of("embed=paint,map,paint,train&origin=https%3A%2F%2Fcourse.example&theme=dark");
  EXPECT_EQ(alone.embedded, (std::vector{PagePart::paint, PagePart::map}));
  EXPECT_EQ(alone.origins, "https://course.example");
  EXPECT_EQ(alone.dark, true);
}

TEST(Shown, WhatIsHiddenIsOnePressAway) {
  StudioRoom room({}, with("hide=loss,samples,data,train,maps"));
  room.open_images();
  for (const char* id : {"loss/chart", "samples", "bar/train", "bar/reset", "bar/dataset", "bar/preset", "map/kind"})
    EXPECT_FALSE(room.shows(id)) << id;
  for (const char* id : {"map/surface", "paint/pad", "recipe", "bar/help"}) EXPECT_TRUE(room.shows(id)) << id;
  EXPECT_FALSE(room.studio->key(" ", false)) << "the keys of what is hidden are hidden with it";
  room.press("bar/show-all");
  for (const char* id : {"loss/chart", "samples", "bar/train", "bar/dataset", "map/kind"})
    EXPECT_TRUE(room.shows(id)) << id;
  EXPECT_EQ(room.name("bar/show-all"), "As the link has it");
  room.press("bar/show-all");
  EXPECT_FALSE(room.shows("bar/train"));
}

TEST(Shown, APageThatLeavesNothingOutSaysNothingOfIt) {
  StudioRoom room({}, kSmallRecipe);
  room.open_images();
  EXPECT_FALSE(room.shows("bar/show-all"));
}

TEST(Shown, WhateverIsLeftHasTheRoom) {
  for (const char* parts : {"map", "paint", "loss", "recipe", "samples,loss", "map,recipe", "paint,loss"}) {
    StudioRoom room({}, with("show=" + std::string(parts)));
    room.open_images();
    float widest = 0, lowest = 0;
    for (const auto& [id, item] : room.mirror)
      if (item["role"] == "region" && id != "bar") {
        widest = std::max(widest, item["rect"][0].get<float>() + item["rect"][2].get<float>());
        lowest = std::max(lowest, item["rect"][1].get<float>() + item["rect"][3].get<float>());
      }
    EXPECT_GT(widest, 1400) << parts;
    EXPECT_GT(lowest, 860) << parts;
  }
}

TEST(Shown, OnAPhoneTheTabsAreThoseThatAreLeft) {
  StudioRoom room({}, with("show=paint,loss"));
  room.width = 390, room.height = 844;
  room.open_images();
  EXPECT_FALSE(room.shows("tabs/map"));
  EXPECT_TRUE(room.shows("tabs/paint"));
  EXPECT_TRUE(room.shows("paint/pad")) << "the first of them";
  EXPECT_FALSE(room.shows("map/surface"));
  room.press("tabs/loss");
  EXPECT_TRUE(room.shows("loss/chart"));
}

TEST(Shown, OnePartOnAPhoneNeedsNoTabs) {
  StudioRoom room({}, with("show=map"));
  room.width = 390, room.height = 844;
  room.open_images();
  EXPECT_FALSE(room.shows("tabs"));
  EXPECT_TRUE(room.shows("map/surface"));
}

TEST(ReadOnly, SettingsStayUntilThePersonAsksForAll) {
  StudioRoom room({}, with("readonly=1"));
  room.open_images();
  for (const char* id :
       {"recipe/seed", "recipe/epochs", "recipe/loss", "recipe/preset", "bar/preset", "bar/dataset", "bar/new-seed"}) {
    EXPECT_TRUE(room.disabled(id)) << id;
    EXPECT_NE(room.why(id).find("Show all"), std::string::npos) << id << ": " << room.why(id);
  }
  EXPECT_FALSE(room.disabled("bar/train"));
  const auto seed = [&] { return room.ask("state")["settings"]["seed"].get<std::string>(); };
  const std::string before = seed();
  room.studio->key("n", false);
  room.turns(3);
  EXPECT_EQ(seed(), before) << "nor by a key";
  room.ask("configure", {{"seed", 41}});
  EXPECT_EQ(seed(), "41") << "a lesson and a script set it up all the same";
  room.press("bar/show-all");
  EXPECT_FALSE(room.disabled("recipe/seed"));
  EXPECT_FALSE(room.disabled("bar/preset"));
}

TEST(Theme, ALinkNamesOneAndThePersonsOwnChoiceEndsThat) {
  StudioRoom room(R"({"version":1,"dark":false})", "theme=dark&lang=en");
  room.turns(3);
  EXPECT_EQ(room.theme, "dark");
  room.press("bar/theme");
  room.time += 1;
  room.turns(3);
  EXPECT_EQ(room.theme, "light");
  EXPECT_EQ(room.link, "lang=en") << "the address names it no more";
}

TEST(Embedded, PanelsStandAloneWithoutTheBar) {
  StudioRoom room({}, with("embed=map,paint"));
  room.width = 900, room.height = 480;
  room.open_images();
  EXPECT_FALSE(room.shows("bar"));
  EXPECT_FALSE(room.shows("tabs"));
  EXPECT_FALSE(room.shows("embed/origins"));
  const Json map = rect_of(room, "map"), paint = rect_of(room, "paint");
  EXPECT_LT(map[0].get<float>() + map[2].get<float>(), paint[0].get<float>()) << "side by side in a wide frame";
  EXPECT_GT(map[3].get<float>(), 400);
  room.width = 420, room.height = 900;
  room.draw(), room.draw();
  EXPECT_LT(rect_of(room, "map")[1].get<float>() + rect_of(room, "map")[3].get<float>(),
            rect_of(room, "paint")[1].get<float>())
      << "above each other in a high one";
  room.width = 320, room.height = 300;
  room.draw(), room.draw();
  EXPECT_TRUE(room.shows("tabs/map")) << "as tabs in a small one";
  EXPECT_FALSE(room.shows("tabs/loss"));
  room.press("embed/open");
  ASSERT_EQ(room.opened_pages.size(), 1u);
  EXPECT_NE(room.opened_pages[0].find("encoder=784,16,2"), std::string::npos) << room.opened_pages[0];
  EXPECT_EQ(room.opened_pages[0].find("embed"), std::string::npos);
}

TEST(Embedded, WhoCanSteerItIsSaid) {
  StudioRoom room({}, with("embed=map&origin=https%3A%2F%2Fcourse.example"));
  room.width = 600, room.height = 480;
  room.open_images();
  EXPECT_NE(room.name("embed/origins").find("https://course.example"), std::string::npos);
}

TEST(Embedded, WhoCanSteerTheWholePageIsSaid) {
  StudioRoom page({}, with("origin=https%3A%2F%2Fcourse.example"));
  page.turns(3);
  EXPECT_NE(page.notices().find("https://course.example"), std::string::npos) << page.notices();
}

TEST(Projector, ShowsTheMapOrTheSweepAlone) {
  StudioRoom room({}, kSmallRecipe);
  room.open_images();
  EXPECT_TRUE(room.studio->key("p", false));
  room.turns(3);
  EXPECT_TRUE(room.projected) << "the page draws it larger";
  for (const char* id : {"paint/pad", "loss/chart", "recipe", "bar/help"}) EXPECT_FALSE(room.shows(id)) << id;
  for (const char* id : {"map/surface", "bar/train", "projector/leave"}) EXPECT_TRUE(room.shows(id)) << id;
  EXPECT_TRUE(room.studio->key("PageDown", false)) << "a presenter's key, where no lesson took it";
  room.turns(3);
  EXPECT_TRUE(room.shows("sweep/picture"));
  room.studio->key("PageUp", false);
  room.turns(3);
  EXPECT_TRUE(room.shows("map/surface"));
  room.studio->key("Escape", false);
  room.turns(3);
  EXPECT_FALSE(room.projected);
  EXPECT_TRUE(room.shows("paint/pad"));
  EXPECT_FALSE(room.studio->key("PageDown", false)) << "elsewhere it scrolls the page around";
  room.press("bar/help");
  room.press("help/projector");
  EXPECT_TRUE(room.projected);
  EXPECT_FALSE(room.shows("help"));
  room.press("projector/leave");
  EXPECT_FALSE(room.projected);
}

class ShareSheet : public ::testing::Test {
 protected:
  void SetUp() override {
    room.studio->set_address("https://host.example/hourglass/");
    room.open_images();
    room.press("recipe/share");
  }
  std::string link() const { return room.name("share/link"); }
  bool says(const std::string& part) const { return link().find(part) != std::string::npos; }

  StudioRoom room{{}, "encoder=784,16,2&seed=5"};
};

TEST_F(ShareSheet, TheLinkHasTheSettingsAndWhatIsFixed) {
  EXPECT_TRUE(link().starts_with("https://host.example/hourglass/?")) << link();
  for (const char* part : {"encoder=784,16,2", "seed=5", "lang=en"}) EXPECT_TRUE(says(part)) << link();
  for (const char* part : {"theme=", "hide=", "readonly=", "embed=", "origin="}) EXPECT_FALSE(says(part)) << link();
  room.press("share/seed");
  room.press("share/language");
  room.press("share/theme");
  EXPECT_FALSE(says("seed=")) << link();
  EXPECT_FALSE(says("lang=")) << link();
  EXPECT_TRUE(says("theme=light")) << link();
}

TEST_F(ShareSheet, APresetIsSharedAsItIs) {
  room.set("share/start", "A preset");
  EXPECT_FALSE(says("encoder=")) << link();
  EXPECT_TRUE(says("preset=")) << link();
  EXPECT_TRUE(says("seed=5")) << "said even where it is the preset's own";
}

TEST_F(ShareSheet, LessonsAreOfferedOnceThePageToldThem) {
  EXPECT_EQ(room.lessons_listed, 1);
  EXPECT_EQ(room.item("share/start")["options"].size(), 2u);
  room.studio->set_lessons(
      R"({"lessons": [{"key": "noise", "title": "Noise"}, {"key": "holes", "title": "Holes"}, 3], "open": ""})");
  room.turns(3);
  room.set("share/start", "A lesson");
  EXPECT_TRUE(says("?lesson=noise")) << link();
  EXPECT_FALSE(says("seed=")) << "a lesson sets that up: " << link();
  EXPECT_TRUE(room.disabled("share/seed"));
  room.set("share/lesson", "Holes");
  EXPECT_TRUE(says("lesson=holes")) << link();
  for (const char* told : {"", "no JSON", "[]", R"({"lessons": 3})", R"({"lessons": [{"key": 1}]})"}) {
    room.studio->set_lessons(told);
    room.turns(3);
    EXPECT_FALSE(says("lesson=")) << told;
  }
  room.studio->set_lessons(R"({"lessons": [{"key": "noise", "title": "Noise"}], "open": "noise"})");
  room.turns(3);
  EXPECT_TRUE(says("lesson=noise")) << "the one that is open is meant";
}

TEST_F(ShareSheet, PartsAreHiddenButNeverAllPanels) {
  room.press("share/part/loss");
  room.press("share/part/train");
  room.press("share/read-only");
  EXPECT_TRUE(says("hide=loss,train")) << link();
  EXPECT_TRUE(says("readonly=1")) << link();
  for (const char* part : {"map", "paint", "samples"}) room.press("share/part/" + std::string(part));
  EXPECT_TRUE(room.disabled("share/part/recipe"));
  room.press("share/part/recipe");
  EXPECT_TRUE(says("hide=map,paint,loss,samples,train")) << link();
  // What the sheet says, the link does.
  const Shown shown = shown_of(link().substr(link().find('?')));
  EXPECT_FALSE(shown.shows(PagePart::map));
  EXPECT_TRUE(shown.shows(PagePart::recipe));
  EXPECT_TRUE(shown.settings_stay());
}

TEST_F(ShareSheet, PanelsForAnArticle) {
  room.set("share/form", "Single panels");
  EXPECT_TRUE(says("embed=map,paint")) << link();
  room.press("share/part/loss");
  room.press("share/part/paint");
  EXPECT_TRUE(says("embed=map,loss")) << link();
  room.set("share/origin", "course.example");
  EXPECT_TRUE(room.item("share/origin").value("invalid", false));
  EXPECT_FALSE(says("origin=")) << link();
  room.set("share/origin", "https://Course.example/some/page?x=1");
  EXPECT_TRUE(says("origin=https:%2F%2Fcourse.example")) << link();
  const std::string frame = room.name("share/frame");
  EXPECT_NE(frame.find("<iframe src=\"https://host.example/hourglass/?"), std::string::npos) << frame;
  EXPECT_NE(frame.find("&amp;embed=map,loss"), std::string::npos) << frame;
  EXPECT_NE(frame.find("sandbox="), std::string::npos) << frame;
}

TEST_F(ShareSheet, LinkAndFrameAreCopied) {
  room.press("share/copy");
  EXPECT_NE(room.copied.find("seed=5"), std::string::npos) << "the query, of which the page makes an address";
  EXPECT_EQ(room.copied.find("https"), std::string::npos);
  EXPECT_NE(room.notices().find("clipboard"), std::string::npos);
  room.press("share/copy-frame");
  EXPECT_EQ(room.copied, room.name("share/frame"));
}

TEST_F(ShareSheet, ACodeIsAskedForOnceForEachLink) {
  ASSERT_EQ(room.coded.size(), 1u);
  EXPECT_EQ(room.coded[0], link());
  EXPECT_FALSE(room.shows("share/code"));
  const std::vector<std::uint8_t> modules(21 * 21, 1);
  room.studio->set_code(link(), 21, modules);
  room.turns(3);
  EXPECT_EQ(room.value("share/code"), link());
  EXPECT_EQ(room.coded.size(), 1u);
  room.press("share/large");
  const Json large = rect_of(room, "code/picture");
  EXPECT_GT(large[3].get<float>(), 0.7f * room.height) << "for the last row";
  EXPECT_EQ(large[2], large[3]);
  room.studio->key("Escape", false);
  room.turns(3);
  EXPECT_TRUE(room.shows("share/code")) << "and back to the sheet";
  room.press("share/seed");
  EXPECT_EQ(room.coded.size(), 2u);
  EXPECT_FALSE(room.shows("share/code")) << "one of another link is not shown";
  // A size that is no code's, and modules that are not as many as it says.
  for (const auto& [side, bytes] : {std::pair{0, 0}, {1000, 1000 * 1000}, {21, 440}, {-1, 1}}) {
    room.studio->set_code(link(), side, std::vector<std::uint8_t>(static_cast<std::size_t>(bytes)));
    room.turns(3);
    EXPECT_FALSE(room.shows("share/code")) << side;
    EXPECT_TRUE(room.shows("share/no-code")) << side;
  }
}

TEST_F(ShareSheet, FitsAPhoneAndAPageAt400Percent) {
  room.studio->set_code(link(), 21, std::vector<std::uint8_t>(21 * 21, 1));
  for (const auto& [width, height] : {std::pair{360.0f, 640.0f}, {320.0f, 256.0f}}) {
    room.width = width, room.height = height;
    for (int i = 0; i < 4; ++i) room.draw();
    for (const auto& [id, item] : room.mirror) {
      if (!id.starts_with("share/")) continue;
      const float left = item["rect"][0].get<float>(), right = left + item["rect"][2].get<float>();
      EXPECT_GE(left, -0.5f) << id << " at " << width;
      EXPECT_LE(right, width + 0.5f) << id << " at " << width;
    }
  }
}

TEST(Origins, AreTakenFromWhateverAddressWasTyped) {
  EXPECT_EQ(origin_of("https://moodle.example/course/view.php?id=3"), "https://moodle.example");
  EXPECT_EQ(origin_of("http://localhost:8000"), "http://localhost:8000");
  EXPECT_EQ(origin_of("HTTPS://Moodle.Example"), "") << "the scheme as addresses have it";
  for (const char* wrong :
       {"", "moodle.example", "https://", "javascript://x", "file:///tmp", "https://a b", "https://*"})
    EXPECT_EQ(origin_of(wrong), "") << wrong;
}

}  // namespace
}  // namespace hourglass

// The first visit, and no other, says what this is; any deed puts it away for good.
#include "studio/welcome.h"

#include <gtest/gtest.h>

#include "studio_room.h"

namespace hourglass {
namespace {

struct Visit : StudioRoom {
  explicit Visit(std::string saved = {}, std::string query = {})
      : StudioRoom(std::move(saved), std::move(query), nullptr, {}, nullptr, true) {
    turns(4);
  }
  bool welcomes() const { return shows("welcome/what"); }
  /// What a next visit begins with.
  std::string left() {
    turns(60);
    return kept;
  }
};

/// Whether the next visit is welcomed after one in which this was done. One studio at a time: Dear ImGui has one
/// context.
template <class Deed>
bool welcomed_after(Deed deed) {
  std::string saved;
  {
    Visit visit;
    deed(visit);
    saved = visit.left();
  }
  return Visit(saved).welcomes();
}

TEST(Welcome, SaysWhatThisIsAndShowsTheFirstLesson) {
  Visit visit;
  ASSERT_TRUE(visit.welcomes());
  EXPECT_TRUE(visit.name("welcome/what").starts_with("An autoencoder squeezes a picture into a few numbers"));
  visit.press("welcome/show");
  EXPECT_EQ(visit.opened_lessons, std::vector<std::string>{std::string(kFirstLesson)});
  EXPECT_FALSE(visit.welcomes());
}

TEST(Welcome, ComesOnce) {
  EXPECT_FALSE(welcomed_after([](Visit& visit) { visit.press("welcome/show"); }));
  EXPECT_FALSE(welcomed_after([](Visit& visit) { visit.press("welcome/try"); }));
  EXPECT_FALSE(welcomed_after([](Visit& visit) { visit.press("bar/theme"); }));
  EXPECT_TRUE(welcomed_after([](Visit&) {})) << "nothing was done before the page was loaded again";
}

TEST(Welcome, LetMeTryPutsItAway) {
  Visit visit;
  visit.press("welcome/try");
  EXPECT_FALSE(visit.welcomes());
  EXPECT_TRUE(visit.opened_lessons.empty());
}

TEST(Welcome, APressPutsItAwayAndDoesWhatItDoes) {
  Visit visit;
  visit.press("bar/theme");
  EXPECT_FALSE(visit.welcomes());
  EXPECT_EQ(visit.theme, "dark");
}

TEST(Welcome, AKeyPutsItAwayAndDoesWhatItDoes) {
  Visit visit;
  EXPECT_TRUE(visit.studio->key("h", false));
  visit.turns(3);
  EXPECT_FALSE(visit.welcomes());
  EXPECT_TRUE(visit.shows("help/title"));
}

TEST(Welcome, APointerPutsItAway) {
  Visit visit;
  visit.click(visit.width / 2, 200);
  visit.turns(3);
  EXPECT_FALSE(visit.welcomes());
}

TEST(Welcome, AScriptPutsItAway) {
  Visit visit;
  visit.ask("state");
  visit.turns(3);
  EXPECT_TRUE(visit.welcomes()) << "to ask is no deed";
  visit.ask("show", {{"panel", "loss"}});
  visit.turns(3);
  EXPECT_FALSE(visit.welcomes());
}

TEST(Welcome, ToWalkWithTheKeyboardIsNoDeed) {
  Visit visit;
  visit.studio->key("Tab", false);
  visit.studio->mirror_focus("bar/train");
  visit.turns(3);
  EXPECT_TRUE(visit.welcomes());
  EXPECT_TRUE(visit.studio->key("Escape", false));
  visit.turns(3);
  EXPECT_FALSE(visit.welcomes());
}

TEST(Welcome, ALinkWelcomesANewcomerToo) { EXPECT_TRUE(Visit({}, "preset=post-b-mnist").welcomes()); }

TEST(Welcome, OneWhoWasHereBeforeThisWasMadeIsNotWelcomed) {
  EXPECT_FALSE(Visit(R"({"version":1,"preset":"classroom"})").welcomes());
  EXPECT_FALSE(Visit("not json").welcomes());
}

TEST(Welcome, WithoutLessonsThereIsNone) {
  StudioRoom room;
  room.turns(4);
  EXPECT_FALSE(room.shows("welcome/what"));
}

TEST(Welcome, APanelInAnArticleWelcomesNobody) {
  EXPECT_FALSE(Visit({}, "embed=map").welcomes());
  EXPECT_FALSE(Visit({}, "hide=lessons").welcomes());
}

TEST(Welcome, FitsAPhone) {
  Visit visit;
  EXPECT_TRUE(visit.welcomes());
  for (const float width : {390.0f, 1440.0f}) {
    visit.width = width;
    visit.draw(), visit.draw();
    const Json& card = visit.item("welcome").at("rect");
    EXPECT_GE(card[0].get<float>(), 0);
    EXPECT_LE(card[0].get<float>() + card[2].get<float>(), width);
  }
}

}  // namespace
}  // namespace hourglass

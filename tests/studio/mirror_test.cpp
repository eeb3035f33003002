#include "studio/ui/mirror.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace hourglass {
namespace {

using Json = nlohmann::json;

MirrorItem item(std::string id, std::string name = "Name") {
  MirrorItem out;
  out.id = std::move(id);
  out.name = Said::as_is(std::move(name));
  return out;
}

TEST(Mirror, TellsOnlyWhatChanged) {
  Mirror mirror;
  mirror.begin_frame();
  mirror.add(item("a")), mirror.add(item("b"));
  const Json first = Json::parse(mirror.end_frame());
  EXPECT_EQ(first["items"].size(), 2u);
  EXPECT_EQ(first["order"], (Json{"a", "b"}));

  mirror.begin_frame();
  mirror.add(item("a")), mirror.add(item("b"));
  EXPECT_EQ(mirror.end_frame(), "");

  mirror.begin_frame();
  mirror.add(item("a")), mirror.add(item("b", "Other"));
  const Json third = Json::parse(mirror.end_frame());
  EXPECT_EQ(third["items"].size(), 1u);
  EXPECT_EQ(third["items"][0]["name"], "Other");
  EXPECT_FALSE(third.contains("order"));

  mirror.begin_frame();
  mirror.add(item("b", "Other"));
  const Json fourth = Json::parse(mirror.end_frame());
  EXPECT_EQ(fourth["removed"], Json{"a"});
  EXPECT_FALSE(fourth.contains("items"));
}

TEST(Mirror, FiguresThatAreHeldBackAreToldLaterAndAllElseAtOnce) {
  Mirror mirror;
  const auto frame = [&](std::string figure, std::string button, Mirror::Figures figures, bool more = false) {
    mirror.begin_frame();
    MirrorItem text = item("figure", std::move(figure));
    text.role = Role::text;
    mirror.add(text), mirror.add(item("button", std::move(button)));
    if (more) mirror.add(item("more"));
    const std::string told = mirror.end_frame(figures);
    return told.empty() ? Json::object() : Json::parse(told);
  };
  using enum Mirror::Figures;
  frame("epoch 1", "Train", as_told);
  EXPECT_FALSE(mirror.holds_back()) << "nothing was told before";
  EXPECT_EQ(frame("epoch 2", "Train", as_told), Json::object());
  EXPECT_TRUE(mirror.holds_back());
  Json told = frame("epoch 3", "Pause", as_told);
  ASSERT_EQ(told["items"].size(), 1u);
  EXPECT_EQ(told["items"][0]["name"], "Pause");
  told = frame("epoch 4", "Pause", of_this_frame);
  ASSERT_EQ(told["items"].size(), 1u);
  EXPECT_EQ(told["items"][0]["name"], "epoch 4");
  EXPECT_FALSE(mirror.holds_back());
  EXPECT_EQ(frame("epoch 5", "Pause", as_told, true)["items"].size(), 2u) << "with what comes or goes, all is told";
}

TEST(Mirror, APressIsTakenOnceAndForgottenAfterTheFrame) {
  Mirror mirror;
  mirror.press("a"), mirror.press("gone");
  EXPECT_TRUE(mirror.pending());
  mirror.begin_frame();
  EXPECT_TRUE(mirror.take_press("a"));
  EXPECT_FALSE(mirror.take_press("a"));
  mirror.end_frame();
  EXPECT_FALSE(mirror.pending());
  EXPECT_FALSE(mirror.take_press("gone"));
}

TEST(Mirror, ActionsAreTakenInTheOrderInWhichTheyWereMade) {
  Mirror mirror;
  mirror.press("low"), mirror.set("high", "1"), mirror.press("low");
  const auto frame = [&] {
    std::string taken;
    mirror.begin_frame();
    mirror.add(item("high")), mirror.add(item("low"));
    if (mirror.take_set("high")) taken += "high ";
    while (mirror.take_press("low")) taken += "low ";
    mirror.end_frame();
    return taken;
  };
  EXPECT_EQ(frame(), "low ");
  EXPECT_TRUE(mirror.pending()) << "what was made later waits for the next frame";
  EXPECT_EQ(frame(), "high low ");
  EXPECT_FALSE(mirror.pending());
  mirror.press("high");
  EXPECT_EQ(frame(), "") << "nobody takes a press there";
  EXPECT_FALSE(mirror.pending());
}

TEST(Mirror, TheLastValueSetWins) {
  Mirror mirror;
  mirror.set("a", "1"), mirror.set("a", "2");
  EXPECT_EQ(mirror.take_set("a"), "2");
  EXPECT_EQ(mirror.take_set("a"), std::nullopt);
}

TEST(Mirror, WhatIsMutedIsNeitherToldNorReached) {
  Mirror mirror;
  mirror.press("a");
  mirror.begin_frame();
  mirror.mute(true);
  mirror.add(item("a"));
  EXPECT_FALSE(mirror.take_press("a"));
  mirror.mute(false);
  mirror.add(item("b"));
  EXPECT_EQ(Json::parse(mirror.end_frame())["order"], Json{"b"});
}

TEST(Mirror, TextThatIsNoUtf8DoesNotBreakTheMessage) {
  Mirror mirror;
  mirror.begin_frame();
  mirror.add(item("a", "bad \xff\xfe name"));
  EXPECT_TRUE(Json::parse(mirror.end_frame(), nullptr, false).is_object());
}

}  // namespace
}  // namespace hourglass

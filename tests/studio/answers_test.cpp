// Answers are kept for those who wait for them, and for nobody else: each would stay as long as the page.
#include "studio/state/answers.h"

#include <gtest/gtest.h>

#include "scripted_engine.h"
#include "studio_room.h"

namespace hourglass {
namespace {

event::MapDrawn map_of(Ticket ticket, bool done) {
  event::MapDrawn drawn;
  drawn.ticket = ticket;
  drawn.done = done;
  drawn.places.resize(2000);
  return drawn;
}

TEST(Answers, OfARequestThatNobodyAwaitsAreLetGo) {
  Answers answers;
  answers.keep(5, event::Done{5});
  EXPECT_FALSE(answers.take<event::Done>(5));
  answers.await(5);
  EXPECT_FALSE(answers.see<event::Done>(5)) << "what came before";
  answers.keep(5, event::Done{5});
  EXPECT_EQ(answers.untaken(), 1u);
  EXPECT_FALSE(answers.take<event::Failed>(5)) << "of another kind";
  EXPECT_TRUE(answers.take<event::Done>(5));
  EXPECT_FALSE(answers.awaits(5)) << "nothing more comes";
  answers.await(0);
  EXPECT_FALSE(answers.awaits(0));
}

TEST(Answers, AreDroppedOnceTheRequestIsAbandoned) {
  Answers answers;
  answers.await(5), answers.await(6);
  answers.keep(5, map_of(5, false));
  answers.abandon(5);
  answers.keep(5, map_of(5, true));
  answers.keep(6, map_of(6, false));
  EXPECT_FALSE(answers.see<event::MapDrawn>(5));
  EXPECT_TRUE(answers.see<event::MapDrawn>(6)) << "somebody waits for that one";
  EXPECT_EQ(answers.untaken(), 1u);
}

TEST(Answers, OfAMapFollowEachOtherUntilItIsDone) {
  Answers answers;
  answers.await(5);
  answers.keep(5, map_of(5, false));
  EXPECT_TRUE(answers.take<event::MapDrawn>(5));
  EXPECT_FALSE(answers.take<event::MapDrawn>(5)) << "taken once";
  answers.keep(5, map_of(5, true));
  EXPECT_TRUE(answers.take<event::MapDrawn>(5)->done);
  EXPECT_FALSE(answers.awaits(5));
}

// An engine that takes longer than a panel waits for is asked again; what it says to the first question at last is
// nobody's any more. Codes of a large set were megabytes each, and stayed.
TEST(Answers, OfAQuestionThatWasAskedAgainDoNotStay) {
  ScriptedEngine engine;
  StudioRoom room({}, "encoder=784,8,2", &engine);
  engine.tell(event::EngineReady{});
  engine.tell(small_set());
  engine.tell(snapshot(1));
  std::vector<Ticket> asked;
  ASSERT_TRUE(room.until([&] {
    room.time += 1;
    room.draw();
    const Ticket last = engine.last<command::ComputeCodes>();
    if (last != 0 && (asked.empty() || asked.back() != last)) asked.push_back(last);
    return asked.size() >= 4;
  }));
  for (const Ticket ticket : asked)
    engine.tell(event::Codes{.ticket = ticket, .width = 2, .codes = std::vector<float>(80, 0.5f)});
  room.turns(5);
  EXPECT_EQ(room.ask("stats")["answersUntaken"], 0);
}

// What a press of a button asks for is noted and answered to nobody.
TEST(Answers, ToButtonsAreNotKept) {
  ScriptedEngine engine;
  StudioRoom room({}, "encoder=784,8,2", &engine);
  engine.tell(event::EngineReady{});
  engine.tell(small_set());
  room.turns(3);
  for (int i = 0; i < 5; ++i) {
    room.press("bar/reset");
    room.turns(2);
    engine.answer_all<command::Reset>([](Ticket ticket) { return event::Done{ticket}; });
    room.turns(2);
  }
  EXPECT_EQ(room.ask("stats")["answersUntaken"], 0);
}

}  // namespace
}  // namespace hourglass

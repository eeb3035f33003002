// Answers of requests that were given up are not kept: each would stay as long as the page.
#include <gtest/gtest.h>

#include "studio/state/events.h"

namespace hourglass {
namespace {

event::MapDrawn map_of(Ticket ticket, bool done) {
  event::MapDrawn drawn;
  drawn.ticket = ticket;
  drawn.done = done;
  drawn.places.resize(2000);
  return drawn;
}

TEST(AbandonedAnswers, AreDroppedUntilTheRequestHasEnded) {
  State state;
  apply(state, map_of(5, false), 1);
  abandon(state, 5);
  EXPECT_TRUE(state.answers.empty());
  apply(state, map_of(5, false), 1);
  apply(state, map_of(6, false), 1);
  EXPECT_FALSE(state.answers.contains(5));
  EXPECT_TRUE(state.answers.contains(6)) << "somebody waits for that one";
  EXPECT_TRUE(state.abandoned.contains(5)) << "more may be on the way";
  apply(state, event::Failed{5, "Drawing the map was stopped."}, 1);
  EXPECT_FALSE(state.answers.contains(5));
  EXPECT_TRUE(state.abandoned.empty());
}

TEST(AbandonedAnswers, EndWithAMapThatIsDone) {
  State state;
  abandon(state, 5);
  apply(state, map_of(5, true), 1);
  EXPECT_TRUE(state.answers.empty());
  EXPECT_TRUE(state.abandoned.empty());
  apply(state, map_of(6, true), 1);
  abandon(state, 6);
  EXPECT_TRUE(state.answers.empty());
  EXPECT_TRUE(state.abandoned.empty()) << "nothing more comes";
}

}  // namespace
}  // namespace hourglass

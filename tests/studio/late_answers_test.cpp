// After another data set nothing of the old one is shown, though its answers are still on their way.
#include <gtest/gtest.h>

#include "scripted_engine.h"
#include "studio_room.h"

namespace hourglass {
namespace {

event::Images nearest(Ticket ticket) {
  event::Images images;
  images.ticket = ticket;
  for (std::uint32_t i = 0; i < 5; ++i) {
    images.places.push_back(100 + i);
    images.values.push_back(0);
    images.labels.push_back(2);
  }
  images.pixels.assign(5 * 784, 130);
  return images;
}

/// Codes of all images of a small set, of weights of that epoch.
event::Codes codes(Ticket ticket, double epoch) {
  return {.ticket = ticket,
          .subset = command::Subset::held_out,
          .every = 1,
          .epoch = epoch,
          .width = 2,
          .codes = std::vector<float>(40 * 2, 0.5f),
          .step = static_cast<std::int64_t>(epoch) * 10};
}

class LateAnswers : public ::testing::Test {
 protected:
  void SetUp() override {
    engine.tell(small_set());
    engine.tell(snapshot(1));
    ASSERT_TRUE(room.until([&] { return engine.last<command::FindNearest>() != 0; }, 100));
    asked = engine.last<command::FindNearest>();
  }

  /// The ticket of the map's question, which it asks where there are no codes.
  Ticket codes_asked() {
    engine.tell(event::EngineReady{});
    EXPECT_TRUE(room.until([&] { return engine.last<command::ComputeCodes>() != 0; }, 100));
    return engine.last<command::ComputeCodes>();
  }

  ScriptedEngine engine;
  StudioRoom room{{}, "encoder=784,8,2", &engine};
  Ticket asked = 0;
};

TEST_F(LateAnswers, NearestImagesOfTheOldSetGoAtOnce) {
  engine.tell(nearest(asked));
  room.turns(3);
  ASSERT_EQ(room.name("paint/nearest/0"), "Training image 100, 2");
  engine.tell(small_set(20, false));
  room.turns(2);
  EXPECT_FALSE(room.shows("paint/nearest/0")) << room.name("paint/nearest/0");
}

TEST_F(LateAnswers, AnAnswerAboutTheOldSetIsLetGoAndTheNewOneAskedFor) {
  engine.tell(small_set(20, false));
  engine.tell(nearest(asked));
  room.turns(2);
  EXPECT_FALSE(room.shows("paint/nearest/0"));
  ASSERT_TRUE(room.until([&] { return engine.last<command::FindNearest>() != asked; }, 100));
  engine.tell(nearest(engine.last<command::FindNearest>()));
  room.turns(3);
  EXPECT_TRUE(room.shows("paint/nearest/0"));
}

/// A trained model was opened and begun anew at once: the codes that the map had asked for are answered, and before the
/// next frame come those of the new weights.
TEST_F(LateAnswers, CodesThatWereAskedForDoNotReplaceLaterOnes) {
  engine.tell(codes(codes_asked(), 30));
  engine.tell(codes(0, 0));
  room.turns(3);
  EXPECT_EQ(room.ask("state")["codesEpoch"], 0);
}

TEST_F(LateAnswers, CodesThatWereAskedForAreShownWhereThereAreNone) {
  engine.tell(codes(codes_asked(), 30));
  room.turns(3);
  EXPECT_EQ(room.ask("state")["codesEpoch"], 30);
}

TEST_F(LateAnswers, AnEngineThatWasStartedAgainReadsItsImagesAnew) {
  engine.tell(event::EngineRestarted{"The engine stopped and was started again."});
  engine.tell(event::Progress{.state = event::RunState::empty});
  room.turns(3);
  EXPECT_FALSE(room.disabled("bar/train")) << "a press waits in the engine for them";
  room.press("bar/train");
  const Ticket pressed = engine.last<command::Train>();
  EXPECT_NE(pressed, 0u);
  EXPECT_EQ(room.name("bar/train"), "Pause") << "and can be taken back";
  engine.tell(event::Progress{.state = event::RunState::empty});
  room.turns(3);
  EXPECT_EQ(room.name("bar/train"), "Pause");
  engine.tell(event::Progress{.state = event::RunState::training, .last_train = pressed});
  room.turns(3);
  EXPECT_EQ(room.value("bar/state"), "Training");
}

}  // namespace
}  // namespace hourglass

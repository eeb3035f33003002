// Train, Pause and Reset pressed in any order, faster than the engine hears: the last press wins, and the buttons say
// so.
#include <deque>

#include "math/random.h"
#include "studio_room.h"

namespace hourglass {
namespace {

/// An engine at the end of a slow line: commands arrive, and events come back, some turns later.
class SlowEngine final : public EngineClient {
 public:
  explicit SlowEngine(int delay) : delay_(delay), engine_({}, Drive::by_hand) {}
  void send(Command command) override { commands_.push_back({turn_ + delay_, std::move(command)}); }
  std::vector<Event> poll() override {
    ++turn_;
    while (!commands_.empty() && commands_.front().first <= turn_) {
      engine_.send(std::move(commands_.front().second));
      commands_.pop_front();
    }
    engine_.pump(2);
    for (Event& event : engine_.poll()) events_.push_back({turn_ + delay_, std::move(event)});
    std::vector<Event> heard;
    while (!events_.empty() && events_.front().first <= turn_) {
      heard.push_back(std::move(events_.front().second));
      events_.pop_front();
    }
    return heard;
  }

 private:
  int delay_, turn_ = 0;
  InProcessClient engine_;
  std::deque<std::pair<int, Command>> commands_;
  std::deque<std::pair<int, Event>> events_;
};

TEST(Presses, TheLastOneWinsHoweverSlowTheEngineHears) {
  for (const int delay : {0, 3, 20}) {
    SlowEngine engine(delay);
    StudioRoom room({}, "epochs=100000&encoder=784,8,2", &engine);
    room.open_images();
    Random random(static_cast<std::uint64_t>(delay) + 3);
    for (int round = 0; round < 5; ++round) {
      bool trains = false;
      for (int press = 0; press < 6; ++press) {
        const bool reset = random.below(3) == 0;
        room.studio->mirror_press(reset ? "bar/reset" : "bar/train");
        // A press means what the button says.
        trains = !reset && room.name("bar/train") != "Pause";
        room.turns(2 + static_cast<int>(random.below(5)));
      }
      room.turns(4 * delay + 60);
      EXPECT_EQ(room.value("bar/state") == "Training", trains) << "delay " << delay << ", round " << round;
      EXPECT_EQ(room.ask("state")["state"] == "training", trains) << "delay " << delay << ", round " << round;
      EXPECT_EQ(room.name("bar/train") == "Pause", trains);
    }
  }
}

TEST(Presses, TheButtonSaysAtOnceWhatWasPressed) {
  SlowEngine engine(30);
  StudioRoom room({}, "epochs=100000&encoder=784,8,2", &engine);
  room.open_images();
  room.press("bar/train");
  EXPECT_EQ(room.name("bar/train"), "Pause");
  EXPECT_EQ(room.value("bar/state"), "Training");
  room.press("bar/reset");
  EXPECT_EQ(room.name("bar/train"), "Train");
  EXPECT_EQ(room.value("bar/state"), "Ready");
  room.turns(200);
  EXPECT_EQ(room.name("bar/train"), "Train");
  EXPECT_EQ(room.value("bar/state"), "Ready");
}

}  // namespace
}  // namespace hourglass

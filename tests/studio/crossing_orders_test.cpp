// The last press wins (engine/protocol.h): presses at random, with commands and events that take their time on the way.
#include "math/random.h"
#include "slow_line.h"
#include "studio_room.h"

namespace hourglass {
namespace {

/// What the presses so far must have come to.
struct Expected {
  bool training = false;
  bool untrained = true, trained = false;  ///< neither: a pause may have come before the first step
  std::string rate, seed, dataset;
};

class Player {
 public:
  Player(std::uint64_t seed, int longest_delay)
      : random_(seed, 11),
        longest_(longest_delay),
        line_(options(), [this] { return pick(longest_ + 1); }),
        room({}, {}, &line_) {
    room.open_images(60);
    room.ask("configure",
             {{"encoder", {784, 6, 2}}, {"epochs", 100000}, {"batch", 16}, {"learning-rate", 0.001}, {"seed", 1}});
    note_settings();
  }

  void act() {
    const std::string button = room.name("bar/train");
    switch (pick(9)) {
      case 0:
      case 1:
      case 2:
        room.studio->mirror_press("bar/train");
        if (button == "Pause") expected.training = false, expected.trained = false;
        if (button == "Train" || button == "Resume")
          expected.training = true, expected.untrained = false, expected.trained = true;
        said_ = button;
        break;
      case 3:
      case 4:
        room.studio->mirror_press("bar/reset");
        expected.training = false, expected.untrained = true, expected.trained = false;
        said_ = "Reset";
        break;
      case 5: {
        const std::string rate = "0.00" + std::to_string(1 + pick(9));
        if (room.call("configure", {{"learning-rate", rate}}).contains("error")) break;
        expected.rate = rate;
        said_ = "rate " + rate;
        break;
      }
      case 6: {
        const std::string seed = std::to_string(1 + pick(1000));
        if (seed == expected.seed || room.call("configure", {{"seed", seed}}).contains("error")) break;
        expected.seed = seed, expected.training = false, expected.untrained = true, expected.trained = false;
        said_ = "seed " + seed;
        break;
      }
      case 7:
        room.call("step", {{"steps", 3}});
        expected.training = false, expected.untrained = false, expected.trained = true;
        said_ = "step";
        break;
      case 8: {
        if (pick(4) != 0) return;
        const std::string name = "set" + std::to_string(++loads_);
        room.studio->open_files("", {name + "-images-idx3-ubyte", name + "-labels-idx1-ubyte"},
                                two_kinds_of_images(60));
        ASSERT_TRUE(
            room.until([&] { return room.call("state")["value"]["dataset"]["name"] == name + "-images-idx3-ubyte"; }));
        expected.training = false, expected.untrained = true, expected.trained = false,
        expected.dataset = name + "-images-idx3-ubyte";
        said_ = "load " + name;
      }
    }
    log += said_ + "; ";
    // A press is taken by the frame after it, as the page sees to (web/src/screen/frames.ts).
    room.turns(1 + pick(3));
  }

  void expect_what_was_pressed() {
    room.turns(4 * longest_ + 12);
    const Json state = room.call("state")["value"];
    EXPECT_EQ(state["state"] == "training", expected.training) << state["state"];
    if (expected.untrained) {
      EXPECT_EQ(state["step"], 0);
    }
    if (expected.trained) {
      EXPECT_GT(state["step"], 0);
    }
    const std::string button = room.name("bar/train");
    EXPECT_EQ(button == "Pause", expected.training) << button;
    if (expected.untrained) {
      EXPECT_EQ(button, "Train");
    }
    if (expected.trained && !expected.training) {
      EXPECT_EQ(button, "Resume");
    }
    EXPECT_EQ(state["settings"]["learning-rate"], expected.rate);
    EXPECT_EQ(state["settings"]["seed"], expected.seed);
    EXPECT_EQ(state["dataset"]["name"], expected.dataset);
  }

  Expected expected;
  std::string log;

 private:
  static EngineOptions options() {
    EngineOptions options;
    options.clock = [now = 0.0]() mutable { return now += 0.01; };
    return options;
  }
  int pick(int below) { return static_cast<int>(random_.below(static_cast<std::uint32_t>(below))); }
  void note_settings() {
    const Json state = room.ask("state");
    expected.rate = state["settings"]["learning-rate"], expected.seed = state["settings"]["seed"];
    expected.dataset = state["dataset"]["name"];
  }

  Random random_;
  int longest_, loads_ = 0;
  std::string said_;
  SlowLine line_;

 public:
  StudioRoom room;
};

class DelayedOrders : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(PollsAtMost, DelayedOrders, ::testing::Values(0, 1, 4, 9));

TEST_P(DelayedOrders, TheLastPressWins) {
  for (std::uint64_t seed = 1; seed <= (is_long() ? 6 : 2); ++seed) {
    Player player(seed, GetParam());
    for (int sequence = 0; sequence < 8; ++sequence) {
      player.log.clear();
      for (int i = 0; i < 7; ++i) player.act();
      SCOPED_TRACE("seed " + std::to_string(seed) + ": " + player.log);
      player.expect_what_was_pressed();
      if (::testing::Test::HasFailure()) return;
    }
  }
}

TEST(CrossingOrders, APressOfPauseNeverBeginsATraining) {
  EngineOptions options;
  options.clock = [now = 0.0]() mutable { return now += 0.01; };
  SlowLine line(std::move(options), [] { return 1; });
  StudioRoom room({}, {}, &line);
  room.open_images();
  room.ask("configure", {{"epochs", 5}, {"batch", 4}});
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.name("bar/train") == "Pause"; }));
  // The run ends by itself while the person presses; both are heard by the same frame.
  line.held = true;
  room.turns(3);
  ASSERT_EQ(room.name("bar/train"), "Pause");
  while (line.work()) {
  }
  line.held = false;
  room.studio->mirror_press("bar/train");
  room.turns(20);
  EXPECT_EQ(room.ask("state")["state"], "finished");
  EXPECT_EQ(room.ask("state")["epoch"], 5);
}

TEST(CrossingOrders, TrainRightAfterResetOfAFinishedRunKeepsItsEpochs) {
  SlowLine line({}, [] { return 5; });
  StudioRoom room({}, {}, &line);
  room.open_images();
  room.ask("train", {{"epochs", 1}});
  room.ask("configure", {{"epochs", 1}});
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  room.studio->mirror_press("bar/reset");
  room.turn();
  room.studio->mirror_press("bar/train");
  room.turns(60);
  EXPECT_EQ(room.ask("state")["settings"]["epochs"], "1");
}

TEST(CrossingOrders, TheButtonSaysAtOnceWhatWasPressed) {
  SlowLine line({}, [] { return 30; });
  StudioRoom room({}, "epochs=100000&encoder=784,8,2", &line);
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

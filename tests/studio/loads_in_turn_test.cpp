// Every request for images begins clean: pairs of requests, each with every outcome, the second of which must go as if
// it were the first.
#include <algorithm>
#include <deque>

#include "data/base64.h"
#include "slow_line.h"
#include "studio_room.h"

namespace hourglass {
namespace {

constexpr const char* kOneSet = R"({"sets": [
  {"id": "mnist", "title": "Digits", "about": "Few.", "images": 120, "bytes": 2000000, "terms": "free", "source": "here",
   "files": [{"path": "a", "bytes": 1, "sha256": ""}]}]})";

enum class Outcome { comes, refused, cancelled, unfetched, too_large, half };
constexpr Outcome kOutcomes[] = {Outcome::comes,     Outcome::refused,   Outcome::cancelled,
                                 Outcome::unfetched, Outcome::too_large, Outcome::half};
constexpr const char* kOutcomeNames[] = {"comes", "refused", "cancelled", "unfetched", "too large", "half"};

std::string name_of(Outcome outcome) { return kOutcomeNames[static_cast<int>(outcome)]; }

/// A studio whose engine is at the end of a line that the test can hold.
class Bench {
 public:
  Bench() : line_(options(), [] { return 1; }), room({}, {}, &line_) {
    room.studio->open_files("", {"first-images-idx3-ubyte", "first-labels-idx1-ubyte"}, two_kinds_of_images(120));
    EXPECT_TRUE(room.until([&] { return room.value("bar/state") == "Ready"; })) << room.value("bar/state");
    room.width = 390, room.height = 844;  // fewer panels are drawn
    room.studio->set_catalogue(kOneSet);
    room.press("bar/dataset");
  }

  /// Asks, as a script does, for images that come to `outcome`; returns the number of the call.
  std::uint32_t begin(Outcome outcome, int turn) {
    const std::string name = (turn == 1 ? "one" : "two");
    const auto set = two_kinds_of_images(turn == 1 ? 80 : 100);
    line_.held = true;
    if (outcome == Outcome::unfetched) return number_of(room.call("load", {{"name", "mnist"}}));
    Json files = Json::array();
    const auto add = [&](const std::string& file, Bytes bytes) {
      lying_.push_back(std::move(bytes));
      files.push_back({{"name", file}, {"id", lying_.size()}, {"size", lying_.back().size()}});
    };
    switch (outcome) {
      case Outcome::refused: add(name + ".txt", {'h', 'e', 'l', 'l', 'o'}); break;
      case Outcome::too_large:
        add(name + "-images-idx3-ubyte", {0, 0, 8, 3, 127, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28});
        break;
      case Outcome::half: add(name + "-labels-idx1-ubyte", set[1]); break;
      default: add(name + "-images-idx3-ubyte", set[0]); add(name + "-labels-idx1-ubyte", set[1]);
    }
    return number_of(room.call("load", {{"files", files}}));
  }

  /// Lets it come to its outcome.
  void end(Outcome outcome, int turn) {
    if (outcome == Outcome::cancelled) room.press("data/own/cancel");
    if (outcome == Outcome::unfetched) room.studio->fetch_failed("mnist", sentence(turn));
    line_.held = false;
    for (int i = 0; i < 30; ++i) room.turn();
  }

  /// What the call was answered must be what happened, and what is shown must be of this request.
  void expect_outcome(Outcome outcome, int turn, std::uint32_t call) {
    const std::string name = turn == 1 ? "one" : "two";
    ASSERT_TRUE(room.until([&] { return room.answers.contains(call); })) << "never answered";
    const Json said = room.answers[call];
    const std::string error = said.value("error", "");
    switch (outcome) {
      case Outcome::comes: EXPECT_EQ(said["value"]["dataset"]["name"], name + "-images-idx3-ubyte") << said; break;
      case Outcome::refused:
      case Outcome::too_large: EXPECT_NE(error.find(name), std::string::npos) << said; break;
      case Outcome::cancelled: EXPECT_NE(error.find("given up"), std::string::npos) << said; break;
      case Outcome::unfetched: EXPECT_EQ(error, sentence(turn)); break;
      case Outcome::half: EXPECT_TRUE(said["value"].contains("waitingFor")) << said; break;
    }
    EXPECT_EQ(room.call("state")["value"]["state"], "ready");
    EXPECT_TRUE(room.call("state")["value"]["loading"].is_null());
  }

  static std::string sentence(int turn) { return "Try " + std::to_string(turn) + ": the connection failed."; }

 private:
  EngineOptions options() {
    EngineOptions options;
    options.open_file = [this](const std::string& name, FileHandle handle) -> std::expected<Source, Error> {
      return view_source(name, lying_.at(handle.id - 1));
    };
    return options;
  }
  static std::uint32_t number_of(const Json& said) {
    EXPECT_TRUE(said.contains("pending")) << said;
    return said.value("pending", 0u);
  }

  std::deque<Bytes> lying_;
  SlowLine line_;

 public:
  StudioRoom room;
};

TEST(LoadsInTurn, EveryRequestBeginsClean) {
  for (const Outcome first : kOutcomes) {
    for (const Outcome second : kOutcomes) {
      SCOPED_TRACE(name_of(first) + ", then " + name_of(second));
      Bench bench;
      const std::uint32_t one = bench.begin(first, 1);
      bench.end(first, 1);
      bench.expect_outcome(first, 1, one);
      const std::string earlier = bench.room.answers[one].value("error", "");

      const std::uint32_t two = bench.begin(second, 2);
      bench.room.turns(5);
      EXPECT_FALSE(bench.room.answers.contains(two)) << bench.room.answers[two] << " before anything has arrived";
      EXPECT_FALSE(bench.room.call("state")["value"]["loading"].is_null());
      if (!earlier.empty()) {
        EXPECT_EQ(bench.room.notices().find(earlier), std::string::npos) << "an old sentence is still shown";
      }
      EXPECT_FALSE(bench.room.shows("data/own/failed") || bench.room.shows("data/mnist/failed"));
      bench.end(second, 2);
      bench.expect_outcome(second, 2, two);
    }
  }
}

TEST(LoadsInTurn, ARequestThatTakesTheFirstOnesPlaceIsAnsweredForItself) {
  for (const Outcome second : kOutcomes) {
    SCOPED_TRACE(name_of(second));
    Bench bench;
    const std::uint32_t one = bench.begin(Outcome::comes, 1);
    const std::uint32_t two = bench.begin(second, 2);
    bench.end(second, 2);
    bench.expect_outcome(second, 2, two);
    EXPECT_NE(bench.room.answers[one].value("error", "").find("given up"), std::string::npos)
        << bench.room.answers[one];
  }
}

TEST(LoadsInTurn, AModelThatIsRefusedLeavesTheStartModelWhatItIsAndOneThatComesTakesItsPlace) {
  std::string model;
  {
    StudioRoom room;
    room.open_images();
    room.ask("train", {{"epochs", 1}});
    model = room.ask("exportModel").get<std::string>();
  }
  StudioRoom room;
  room.open_images();
  room.studio->open_start_model(from_base64(model).value_or(Bytes{}));
  ASSERT_TRUE(room.until([&] { return room.call("state")["value"]["startModel"] == true; }));
  const Json said = room.call("importModel", {{"bytes", "AAAA"}});
  ASSERT_TRUE(room.until([&] { return room.answers.contains(said["pending"].get<std::uint32_t>()); }));
  EXPECT_TRUE(room.answers[said["pending"].get<std::uint32_t>()].contains("error"));
  EXPECT_EQ(room.ask("state")["startModel"], true);
  room.ask("importModel", {{"bytes", model}});
  EXPECT_EQ(room.ask("state")["startModel"], false) << "a person's own model must not be taken for the page's";
}

TEST(LoadsInTurn, AHundredAnswersInOnePollAllReachTheirPromises) {
  SlowLine line({}, [] { return 1; });
  StudioRoom room({}, {}, &line);
  room.open_images();
  line.held = true;
  std::vector<std::uint32_t> calls;
  for (int i = 0; i < 100; ++i) calls.push_back(room.call(i % 2 ? "pause" : "codes")["pending"].get<std::uint32_t>());
  line.held = false;
  const auto answered = [&](std::uint32_t call) { return room.answers.contains(call); };
  room.until([&] { return std::ranges::all_of(calls, answered); });
  for (const std::uint32_t call : calls) EXPECT_TRUE(answered(call)) << call;
}

}  // namespace
}  // namespace hourglass

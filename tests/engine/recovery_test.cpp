#include "engine/recovery.h"

#include <gmock/gmock.h>

#include "engine/event_queue.h"
#include "engine/in_process_client.h"
#include "engine/shelf.h"
#include "engine/snapshot_limiter.h"
#include "harness.h"

namespace hourglass::testing {
namespace {

using event::RunState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// A client whose engine can be taken away: what the page's worker client does, without a page.
class Mortal {
 public:
  Mortal() {
    options_.keep = [this](KeptRun&& run) { kept_.push_back(std::move(run)); };
    options_.keep_prefix = "t-";
    options_.open_file = [this](const std::string& name, FileHandle handle) -> std::expected<Source, Error> {
      return view_source(name, files_.at(handle.id));
    };
    engine_ = std::make_unique<EngineHarness>(options_);
    receive();
  }
  FileHandle file(Bytes bytes) {
    files_.push_back(std::move(bytes));
    return {static_cast<std::uint32_t>(files_.size() - 1), files_.back().size()};
  }
  void send(Command command) {
    recovery_.sent(command);
    engine_->send(std::move(command));
    receive();
  }
  void settle() {
    engine_->settle();
    receive();
  }
  void work() {
    engine_->work();
    receive();
  }
  void die(bool reads = true) {
    told_ = recovery_.tell_restart("It died.");
    options_.keep_prefix += "again-";
    engine_ = std::make_unique<EngineHarness>(options_);
    receive();
    for (Command& command : recovery_.commands()) engine_->send(std::move(command));
    if (reads) settle();
  }
  EngineHarness& engine() { return *engine_; }
  Recovery& recovery() { return recovery_; }
  std::vector<Event> told_;
  std::vector<KeptRun> kept_;

 private:
  void receive() {
    for (; heard_ < engine_->events().size() || heard_ > engine_->events().size(); ++heard_) {
      if (heard_ > engine_->events().size()) heard_ = 0;
      recovery_.received(engine_->events()[heard_]);
    }
  }
  std::vector<Bytes> files_ = {{}};
  EngineOptions options_;
  std::unique_ptr<EngineHarness> engine_;
  std::size_t heard_ = 0;
  Recovery recovery_;
};

command::LoadFiles by_handle(Mortal& mortal, const ImageSet& set, Ticket ticket = 1) {
  command::LoadFiles load = load_of(set, "spots", ticket);
  for (Bytes& file : load.files) load.handles.push_back(mortal.file(std::move(file)));
  load.files.clear();
  return load;
}

/// An engine with the small experiment and 300 images to train it on.
void open_spots(Mortal& mortal) {
  mortal.send(command::Configure{0, small_experiment()});
  mortal.send(by_handle(mortal, spots(300)));
  mortal.settle();
}

TEST(Recovery, HasOfALongRunThePointsThatTheRunHas) {
  Recovery recovery;
  recovery.received(event::RunStarted{small_experiment(), {}, {}});
  History history;
  for (std::int64_t epoch = 1; epoch <= 3 * kPointsOfAHistory; ++epoch) {
    const HistoryPoint point = {.epoch = static_cast<double>(epoch), .step = epoch};
    add_point(history, point);
    recovery.received(event::HistoryAdded{point});
  }
  recovery.received(event::Snapshot{});
  const auto commands = recovery.commands();
  ASSERT_THAT(commands, SizeIs(1));
  EXPECT_EQ(std::get<command::Restore>(commands[0]).history.size(), history.size());
}

TEST(Recovery, ANewEngineGoesOnFromTheLastWeights) {
  Mortal mortal;
  Experiment experiment = small_experiment();
  mortal.send(command::Configure{0, experiment});
  mortal.send(by_handle(mortal, spots(300)));
  mortal.settle();
  mortal.send(command::Train{.epochs = 2});
  mortal.settle();
  experiment.training.learning_rate = 0.0005f;
  mortal.send(command::Configure{0, experiment});
  const auto weights = mortal.engine().last<event::Snapshot>().parameters;
  const auto points = mortal.engine().history().size();

  mortal.die();
  EXPECT_EQ(mortal.engine().last<event::Snapshot>().parameters, weights);
  EXPECT_EQ(mortal.engine().last<event::DatasetReady>().training, 250);
  EXPECT_EQ(mortal.engine().state(), RunState::paused);
  EXPECT_DOUBLE_EQ(mortal.engine().last<event::Progress>().epoch, 2.0);
  const auto started = mortal.engine().all<event::RunStarted>();
  ASSERT_THAT(started, SizeIs(1));
  EXPECT_EQ(started[0].history.size(), points);
  EXPECT_FLOAT_EQ(started[0].experiment.training.learning_rate, 0.0005f) << "what was changed during the run counts";

  mortal.send(command::Train{});
  mortal.settle();
  EXPECT_EQ(mortal.engine().state(), RunState::finished);
  mortal.die();
  EXPECT_EQ(mortal.engine().state(), RunState::finished) << "and a second death is survived like the first";
}

TEST(Recovery, TheRunKeepsItsNameOnTheShelf) {
  Mortal mortal;
  open_spots(mortal);
  mortal.send(command::Train{.ticket = 1, .epochs = 1});
  mortal.settle();
  ASSERT_THAT(mortal.kept_, Not(IsEmpty()));
  const std::string name = mortal.kept_.back().id;
  mortal.die();
  EXPECT_EQ(mortal.engine().last<event::RunStarted>().kept, name);
  mortal.send(command::Reset{2});
  EXPECT_EQ(mortal.engine().last<event::RunStarted>().before, name);
}

TEST(Recovery, TrainWaitsForTheImagesThatTheNewEngineReads) {
  Mortal mortal;
  open_spots(mortal);
  mortal.send(command::Train{.ticket = 1, .epochs = 1});
  mortal.settle();

  mortal.die(false);
  mortal.send(command::Train{.ticket = 40, .epochs = 1});
  EXPECT_EQ(mortal.engine().state(), RunState::empty) << "the images are not there yet";
  EXPECT_THAT(mortal.engine().all<event::Failed>(), IsEmpty());
  mortal.settle();
  EXPECT_TRUE(mortal.engine().done(40));
  EXPECT_DOUBLE_EQ(mortal.engine().last<event::Progress>().epoch, 2.0);
  EXPECT_EQ(mortal.engine().last<event::Progress>().last_train, 40u);
}

TEST(Recovery, WhatIsPressedAfterAWaitingTrainTakesItBack) {
  for (const bool pauses : {true, false}) {
    Mortal mortal;
    open_spots(mortal);
    mortal.die(false);
    mortal.send(command::Train{.ticket = 40});
    mortal.send(command::Train{.ticket = 41});
    EXPECT_TRUE(mortal.engine().done(40)) << "one training at a time";
    if (pauses)
      mortal.send(command::Pause{.ticket = 42});
    else
      mortal.send(command::Reset{.ticket = 42});
    mortal.settle();
    EXPECT_TRUE(mortal.engine().done(41));
    EXPECT_TRUE(mortal.engine().done(42));
    EXPECT_EQ(mortal.engine().state(), RunState::ready) << "not a step was trained";
  }
}

TEST(Recovery, TrainThatWaitsForImagesThatAreNotReadFails) {
  Mortal mortal;
  Experiment experiment = small_experiment();
  mortal.send(command::Configure{0, experiment});
  command::LoadFiles broken = by_handle(mortal, spots(300), 7);
  for (FileHandle& handle : broken.handles) handle = mortal.file(Bytes(100, 7));
  mortal.send(broken);
  mortal.send(command::Train{.ticket = 40});
  EXPECT_THAT(mortal.engine().all<event::Failed>(), IsEmpty());
  mortal.settle();
  std::vector<Ticket> failed;
  for (const auto& one : mortal.engine().all<event::Failed>()) failed.push_back(one.ticket);
  EXPECT_THAT(failed, ElementsAre(7u, 40u));
}

TEST(Recovery, OpenRequestsAreToldThatNobodyAnswers) {
  Mortal mortal;
  open_spots(mortal);
  mortal.send(command::Train{.ticket = 31});
  mortal.send(command::ComputeCodes{.ticket = 32});
  mortal.send(command::Pause{.ticket = 33});
  mortal.die();
  ASSERT_THAT(mortal.told_, SizeIs(2));
  EXPECT_EQ(std::get<event::EngineRestarted>(mortal.told_[0]).message.english(), "It died.");
  EXPECT_EQ(std::get<event::Failed>(mortal.told_[1]).ticket, 32u) << "31 and 33 were answered when the pause was heard";
  mortal.die();
  EXPECT_THAT(mortal.told_, SizeIs(1));
}

TEST(Recovery, ALoadThatMayHaveKilledTheEngineIsNotTriedAgain) {
  Mortal mortal;
  open_spots(mortal);
  Recovery& recovery = mortal.recovery();
  command::LoadFiles deadly;
  deadly.ticket = 9;
  deadly.name = "deadly";
  deadly.file_names = {"deadly.zip"};
  deadly.handles = {{77, 1000}};
  recovery.sent(deadly);
  const auto told = recovery.tell_restart("x");
  EXPECT_EQ(std::get<event::Failed>(told.at(1)).ticket, 9u);
  std::vector<std::string> loads;
  for (const Command& command : recovery.commands()) {
    if (const auto* load = std::get_if<command::LoadFiles>(&command)) loads.push_back(load->name);
  }
  EXPECT_THAT(loads, ElementsAre("spots"));
  EXPECT_THAT(recovery.take_unneeded_files(), ElementsAre(77));
}

TEST(Recovery, ImagesAndLabelsThatCameOneAfterTheOtherComeBackTogether) {
  Mortal mortal;
  mortal.send(command::Configure{0, small_experiment()});
  const command::LoadFiles both = by_handle(mortal, spots(300));
  for (const std::size_t half : {std::size_t{0}, std::size_t{1}}) {
    command::LoadFiles load = both;
    load.ticket = static_cast<Ticket>(half + 1);
    load.file_names = {both.file_names[half]};
    load.handles = {both.handles[half]};
    mortal.send(load);
    mortal.settle();
  }
  EXPECT_THAT(mortal.engine().last<event::DatasetReady>().held_out_labels, SizeIs(50));
  mortal.die();
  EXPECT_THAT(mortal.engine().last<event::DatasetReady>().held_out_labels, SizeIs(50));
  EXPECT_THAT(mortal.recovery().take_unneeded_files(), IsEmpty());
}

TEST(Recovery, FilesAreLetGoWhenAnotherSetTookTheirPlace) {
  Mortal mortal;
  mortal.send(by_handle(mortal, spots(300), 1));
  mortal.settle();
  EXPECT_THAT(mortal.recovery().take_unneeded_files(), IsEmpty());
  mortal.send(by_handle(mortal, spots(200, 10, 3), 2));
  mortal.settle();
  EXPECT_THAT(mortal.recovery().take_unneeded_files(), ElementsAre(1, 2));
}

TEST(Recovery, FollowingGoesOn) {
  Mortal mortal;
  mortal.send(command::Configure{0, small_experiment()});
  mortal.send(by_handle(mortal, spots(300)));
  mortal.send(command::FollowCodes{0.5});
  mortal.settle();
  mortal.die();
  EXPECT_TRUE(mortal.engine().any<event::Codes>());
}

event::Snapshot snapshot_at(std::int64_t step) { return {{}, 0, step, {}}; }

TEST(EventQueue, KeepsOnlyTheLastOfWhatReplacesItself) {
  EventQueue queue;
  queue.push(snapshot_at(1));
  queue.push(event::HistoryAdded{});
  queue.push(event::Progress{.step = 1});
  queue.push(snapshot_at(2));
  queue.push(event::HistoryAdded{});
  queue.push(event::Progress{.step = 2});
  const auto events = queue.take();
  ASSERT_THAT(events, SizeIs(4));
  EXPECT_EQ(std::get<event::Snapshot>(events[1]).step, 2);
  EXPECT_EQ(std::get<event::Progress>(events[3]).step, 2);
  EXPECT_TRUE(queue.empty());
}

TEST(EventQueue, ANewRunsSnapshotDoesNotReplaceAnOldRuns) {
  EventQueue queue;
  queue.push(snapshot_at(900));
  queue.push(event::RunStarted{});
  queue.push(snapshot_at(0));
  queue.push(snapshot_at(1));
  const auto events = queue.take();
  ASSERT_THAT(events, SizeIs(3));
  EXPECT_EQ(std::get<event::Snapshot>(events[0]).step, 900);
  EXPECT_EQ(std::get<event::Snapshot>(events[2]).step, 1);
}

TEST(EventQueue, AnswersAreNeverDroppedAndFollowedCodesOnlyWhenTheyAreMany) {
  EventQueue queue;
  event::Codes codes_followed, codes_asked;
  codes_asked.ticket = 5;
  event::FileProgress reading;
  for (int i = 0; i < 100; ++i) {
    queue.push(codes_followed);
    queue.push(codes_asked);
    reading.ticket = static_cast<Ticket>(i % 2);
    queue.push(reading);
  }
  std::size_t followed = 0, answers = 0, progress = 0;
  for (const Event& event : queue.take()) {
    if (const auto* codes = std::get_if<event::Codes>(&event)) ++(codes->ticket == 0 ? followed : answers);
    if (std::holds_alternative<event::FileProgress>(event)) ++progress;
  }
  EXPECT_EQ(followed, EventQueue::kMostFollowedCodes);
  EXPECT_EQ(answers, 100u);
  EXPECT_EQ(progress, 2u);
}

TEST(SnapshotLimiter, LetsTheFirstPassAndMakesTheNextWaitForItsBytes) {
  SnapshotLimiter limiter(1000);
  EXPECT_TRUE(limiter.due(0));
  limiter.posted(0, 500);
  EXPECT_FALSE(limiter.due(0.49));
  EXPECT_TRUE(limiter.due(0.5));
  limiter.posted(0.5, 1);
  EXPECT_FALSE(limiter.due(0.5 + 0.9 * SnapshotLimiter::kShortestInterval));
  EXPECT_TRUE(limiter.due(0.5 + 1.1 * SnapshotLimiter::kShortestInterval));
}

TEST(InProcessClient, ByHandWorksOnlyWhenPumped) {
  InProcessClient client({}, Drive::by_hand);
  client.send(command::Configure{0, small_experiment()});
  client.send(load_of(spots(300)));
  for (const Event& event : client.poll()) EXPECT_TRUE(std::holds_alternative<event::EngineReady>(event));
  EXPECT_FALSE(client.pump(1000));
  bool ready = false;
  for (const Event& event : client.poll()) ready = ready || std::holds_alternative<event::DatasetReady>(event);
  EXPECT_TRUE(ready);
}

TEST(InProcessClient, ByThreadWorksByItselfAndTellsWhenThereIsNews) {
  std::atomic<int> news = 0;
  InProcessClient client({}, Drive::by_thread, [&] { ++news; });
  client.send(command::Configure{0, small_experiment()});
  client.send(load_of(spots(300)));
  client.send(command::FollowCodes{0.01});
  RunState state = RunState::empty;
  bool sent = false;
  // Bounded by the run's own end; a broken client ends by the test's time limit.
  while (state != RunState::finished) {
    for (const Event& event : client.poll()) {
      if (const auto* progress = std::get_if<event::Progress>(&event)) state = progress->state;
    }
    if (state == RunState::ready && !std::exchange(sent, true)) client.send(command::Train{});
    std::this_thread::yield();
  }
  EXPECT_GT(news, 0);  // how often depends on how the threads take turns
}

}  // namespace
}  // namespace hourglass::testing

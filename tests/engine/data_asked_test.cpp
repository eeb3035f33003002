// What was guessed of images is asked before they are used, where the load wants it.
#include <gmock/gmock.h>

#include "harness.h"

namespace hourglass::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

/// Spots that are dark on light, which the reader notices.
command::LoadFiles doubtful_load(Ticket ticket, command::LoadAsking asks) {
  ImageSet set = spots(300);
  for (std::uint8_t& pixel : set.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  command::LoadFiles load = load_of(set, "dark", ticket);
  load.asks = asks;
  return load;
}

TEST(EngineAsks, WhatWasGuessedIsAskedBeforeTheImagesAreUsed) {
  EngineHarness engine;
  engine.open();
  engine.forget();
  engine.send(doubtful_load(9, command::LoadAsking::unsure));
  ASSERT_TRUE(engine.settle()) << "an engine that waits for the person does not work";
  const auto asks = engine.last<event::LoadAsks>();
  EXPECT_EQ(asks.ticket, 9u);
  EXPECT_EQ(asks.images, 300u);
  EXPECT_THAT(asks.pixels, SizeIs(12 * 784));
  EXPECT_THAT(asks.labels, SizeIs(12));
  EXPECT_THAT(asks.guesses, ElementsAre(Guess{Question::orientation, false}, Guess{Question::ground, false}));
  EXPECT_FALSE(engine.any<event::DatasetReady>());
  engine.send(command::AcceptLoad{8});
  engine.settle();
  EXPECT_FALSE(engine.any<event::DatasetReady>()) << "another load's ticket";
  engine.send(command::AcceptLoad{9});
  engine.settle();
  EXPECT_EQ(engine.last<event::DatasetReady>().ticket, 9u);
  EXPECT_EQ(engine.last<event::DatasetReady>().name, "dark");
  EXPECT_THAT(engine.last<event::DatasetReady>().guesses, ElementsAre(Guess{Question::ground, false}));
}

TEST(EngineAsks, ImagesThatAreAskedAboutGoWithACancelOrAnotherLoad) {
  for (const bool cancelled : {true, false}) {
    EngineHarness engine;
    engine.open();
    engine.forget();
    engine.send(doubtful_load(9, command::LoadAsking::unsure));
    engine.settle();
    ASSERT_TRUE(engine.any<event::LoadAsks>());
    engine.send(cancelled ? Command(command::CancelLoad{9}) : Command(load_of(spots(300), "others", 10)));
    engine.settle();
    EXPECT_EQ(engine.last<event::Failed>().ticket, 9u);
    EXPECT_EQ(engine.any<event::DatasetReady>(), !cancelled);
    engine.send(command::AcceptLoad{9});
    engine.settle();
    EXPECT_THAT(engine.all<event::DatasetReady>(), SizeIs(cancelled ? 0 : 1)) << "too late";
  }
}

TEST(EngineAsks, LabelsThatComeAfterImagesThatWereAskedAboutAskNothingAgain) {
  EngineHarness engine;
  command::LoadFiles images = doubtful_load(2, command::LoadAsking::unsure), labels = images;
  images.file_names.pop_back(), images.files.pop_back();
  labels.ticket = 3;
  labels.file_names.erase(labels.file_names.begin()), labels.files.erase(labels.files.begin());
  engine.send(images);
  engine.settle();
  ASSERT_EQ(engine.last<event::LoadAsks>().ticket, 2u);
  engine.send(command::AcceptLoad{2});
  engine.settle();
  ASSERT_EQ(engine.last<event::DatasetReady>().ticket, 2u);
  engine.send(labels);
  engine.settle();
  EXPECT_THAT(engine.all<event::LoadAsks>(), SizeIs(1));
  EXPECT_EQ(engine.last<event::DatasetReady>().ticket, 3u);
  EXPECT_THAT(engine.last<event::DatasetReady>().held_out_labels, SizeIs(50));
}

TEST(EngineAsks, NothingIsAskedOfScriptsNorOfWhatIsSure) {
  EngineHarness engine;
  engine.send(doubtful_load(2, command::LoadAsking::never));
  engine.settle();
  EXPECT_EQ(engine.last<event::DatasetReady>().ticket, 2u);
  command::LoadFiles sure = load_of(spots(300), "sure", 3);
  sure.asks = command::LoadAsking::unsure;
  engine.send(sure);
  engine.settle();
  EXPECT_EQ(engine.last<event::DatasetReady>().ticket, 3u);
  EXPECT_FALSE(engine.any<event::LoadAsks>());
  sure.ticket = 4;
  sure.asks = command::LoadAsking::always;
  engine.send(sure);
  engine.settle();
  EXPECT_EQ(engine.last<event::LoadAsks>().ticket, 4u);
}

}  // namespace
}  // namespace hourglass::testing

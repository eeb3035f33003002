#include <gmock/gmock.h>

#include "data/catalogue.h"
#include "data/pair.h"
#include "data/sha256.h"
#include "harness.h"

namespace hourglass::testing {
namespace {

using event::RunState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(EngineData, ALoadTellsProgressThenTheImagesThenARun) {
  EngineHarness engine;
  engine.send(load_of(spots(300), "spots", 8));
  EXPECT_EQ(engine.last<event::FileProgress>().ticket, 8u);
  EXPECT_THAT(engine.last<event::FileProgress>().doing.english(), HasSubstr("spots-images"));
  ASSERT_TRUE(engine.settle());
  const auto ready = engine.last<event::DatasetReady>();
  EXPECT_EQ(ready.ticket, 8u);
  EXPECT_EQ(ready.name, "spots");
  EXPECT_EQ(ready.training, 250);
  EXPECT_EQ(ready.held_out, 50);
  EXPECT_THAT(ready.held_out_pixels, SizeIs(50 * 784));
  EXPECT_THAT(ready.held_out_labels, SizeIs(50));
  EXPECT_THAT(ready.training_labels, SizeIs(250));
  EXPECT_THAT(ready.class_names, SizeIs(10));
  EXPECT_EQ(engine.last<event::RunStarted>().experiment.data.dataset, "spots");
  EXPECT_EQ(engine.state(), RunState::ready);
  const auto progress = engine.last<event::FileProgress>();
  EXPECT_EQ(progress.done, progress.total);
}

TEST(EngineData, TheImagesAtHandAreGivenBackAsAFileThatHoldsAllOfThem) {
  EngineHarness engine;
  engine.send(command::ExportData{3});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 3u) << "there are none yet";
  ImageSet set = spots(300);
  engine.send(load_of(set));
  ASSERT_TRUE(engine.settle());
  engine.send(command::ExportData{4});
  const auto told = engine.last<event::DataFile>();
  EXPECT_EQ(told.ticket, 4u);
  const std::vector<NamedBytes> files = {{"back.npz", told.file}};
  const auto back = decode_files(files);
  ASSERT_TRUE(back) << back.error().message.english();
  EXPECT_TRUE(back->pixels == set.pixels);
  EXPECT_EQ(back->labels, set.labels);
  EXPECT_EQ(back->class_names, set.class_names);
}

TEST(EngineData, ImagesThatDoNotFitIntoMemoryTwiceAreNotSaved) {
  bool little = false;
  EngineOptions options;
  options.memory_for = [&](std::uint64_t) { return !little; };
  EngineHarness engine(std::move(options));
  engine.send(load_of(spots(300)));
  ASSERT_TRUE(engine.settle());
  little = true;
  engine.send(command::ExportData{4});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 4u);
  EXPECT_THAT(engine.last<event::Failed>().message.english(), HasSubstr("not enough memory"));
}

TEST(EngineData, AFileThatIsNoDataSaysSoAndLeavesThePreviousImages) {
  EngineHarness engine;
  engine.open();
  engine.send(command::Train{.steps = 3});
  engine.settle();
  engine.forget();
  command::LoadFiles bad;
  bad.ticket = 12;
  bad.name = "holiday";
  bad.file_names = {"holiday.txt"};
  bad.files = {{'n', 'o', ' ', 'd', 'i', 'g', 'i', 't', 's'}};
  engine.send(bad);
  engine.settle();
  EXPECT_EQ(engine.last<event::Failed>().ticket, 12u);
  EXPECT_FALSE(engine.last<event::Failed>().message.english().empty());
  EXPECT_FALSE(engine.any<event::DatasetReady>());
  EXPECT_FALSE(engine.any<event::RunStarted>());
  engine.send(command::Train{.steps = 1});
  engine.settle();
  EXPECT_EQ(engine.last<event::Progress>().step, 4);
}

TEST(EngineData, TrainingGoesOnWhileAnotherSetIsRead) {
  EngineHarness engine({}, 0.004);
  Experiment longer = small_experiment();
  longer.training.epochs = 1000;
  engine.open(longer);
  engine.send(command::Train{});
  engine.work();
  const auto before = engine.last<event::Progress>().step;
  engine.send(load_of(spots(6000, 10, 3), "many", 2));
  while (engine.last<event::DatasetReady>().ticket != 2) engine.work();
  std::int64_t reached = 0;
  for (const auto& snapshot : engine.all<event::Snapshot>()) {
    reached = std::max(reached, snapshot.step);
  }
  EXPECT_GT(reached, before) << "steps were made while the file was read";
  EXPECT_EQ(engine.state(), RunState::ready) << "the new set begins a new run";
}

/// Spots that are dark on light, which the reader notices.
command::LoadFiles doubtful_load(Ticket ticket, command::LoadAsking asks) {
  ImageSet set = spots(300);
  for (std::uint8_t& pixel : set.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
  command::LoadFiles load = load_of(set, "dark", ticket);
  load.asks = asks;
  return load;
}

TEST(EngineData, WhatWasGuessedIsAskedBeforeTheImagesAreUsed) {
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

TEST(EngineData, ImagesThatAreAskedAboutGoWithACancelOrAnotherLoad) {
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

TEST(EngineData, LabelsThatComeAfterImagesThatWereAskedAboutAskNothingAgain) {
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

TEST(EngineData, NothingIsAskedOfScriptsNorOfWhatIsSure) {
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

TEST(EngineData, ASecondLoadStopsTheFirst) {
  EngineHarness engine({}, 1.0);  // every slice is over at once, so the first is still under way
  engine.send(load_of(spots(3000), "first", 1));
  engine.work();
  engine.send(load_of(spots(300), "second", 2));
  EXPECT_EQ(engine.last<event::Failed>().ticket, 1u);
  ASSERT_TRUE(engine.settle());
  ASSERT_THAT(engine.all<event::DatasetReady>(), SizeIs(1));
  EXPECT_EQ(engine.last<event::DatasetReady>().name, "second");
}

TEST(EngineData, ACancelledLoadSaysSoAndAnotherTicketCancelsNothing) {
  EngineHarness engine({}, 1.0);
  engine.send(load_of(spots(3000), "first", 1));
  engine.send(command::CancelLoad{2});
  EXPECT_FALSE(engine.any<event::Failed>());
  engine.send(command::CancelLoad{1});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 1u);
  EXPECT_FALSE(engine.work());
  EXPECT_FALSE(engine.any<event::DatasetReady>());
}

TEST(EngineData, LabelsAloneWaitForTheirImages) {
  EngineHarness engine;
  command::LoadFiles both = load_of(spots(300), "spots", 1);
  command::LoadFiles labels = both, images = both;
  labels.file_names = {both.file_names[1]}, labels.files = {both.files[1]};
  images.file_names = {both.file_names[0]}, images.files = {both.files[0]}, images.ticket = 2;
  engine.send(labels);
  engine.settle();
  EXPECT_EQ(engine.last<event::LoadWaits>().ticket, 1u);
  EXPECT_FALSE(engine.last<event::LoadWaits>().message.english().empty());
  EXPECT_FALSE(engine.any<event::DatasetReady>());
  engine.send(images);
  engine.settle();
  EXPECT_EQ(engine.last<event::DatasetReady>().ticket, 2u);
  EXPECT_TRUE(engine.last<event::DatasetReady>().joined);
  EXPECT_THAT(engine.last<event::DatasetReady>().held_out_labels, SizeIs(50));
}

TEST(EngineData, AnExperimentMayComeWithItsImages) {
  EngineHarness engine;
  engine.open();
  command::LoadFiles load = load_of(spots(600, 10, 9), "others", 4);
  load.experiment = small_experiment();
  load.experiment->network.encoder = {784, 20, 3};
  load.experiment->data.images = 100;
  engine.send(load);
  engine.settle();
  const auto started = engine.last<event::RunStarted>();
  EXPECT_EQ(started.experiment.network.encoder, (std::vector<int>{784, 20, 3}));
  EXPECT_EQ(started.experiment.data.dataset, "others");
  EXPECT_EQ(engine.last<event::DatasetReady>().training, 100);
}

TEST(EngineData, AnotherChoiceOfImagesNeedsNoLoading) {
  EngineHarness engine;
  engine.open();
  engine.forget();
  Experiment fewer = small_experiment();
  fewer.data.images = 60;
  fewer.data.classes = 0b1111;
  engine.send(command::Configure{3, fewer});
  EXPECT_TRUE(engine.done(3));
  const auto ready = engine.last<event::DatasetReady>();
  EXPECT_EQ(ready.ticket, 0u);
  EXPECT_EQ(ready.training, 60);
  for (const auto label : ready.held_out_labels) EXPECT_LT(label, 4);
  EXPECT_FALSE(engine.work()) << "nothing is left to read";
}

TEST(EngineData, AChoiceThatLeavesNothingIsRefused) {
  EngineHarness engine;
  engine.open();
  engine.forget();
  Experiment none = small_experiment();
  none.data.classes = 0;
  engine.send(command::Configure{3, none});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 3u);
  EXPECT_FALSE(engine.any<event::RunStarted>());
}

TEST(EngineData, AChoiceMadeForAnotherSetDoesNotBlockANewOne) {
  EngineHarness engine;
  Experiment only_nine = small_experiment();
  only_nine.data.classes = 1u << 9;
  engine.open(only_nine);
  engine.send(load_of(spots(300, 3), "three classes", 2));
  engine.settle();
  EXPECT_EQ(engine.last<event::DatasetReady>().name, "three classes");
  EXPECT_EQ(engine.last<event::DatasetReady>().training + engine.last<event::DatasetReady>().held_out, 300);
}

TEST(EngineData, AnExperimentAboutAnotherSetWaitsAndTheOldSetComesBackByName) {
  EngineHarness engine;
  engine.open();
  Experiment letters = small_experiment();
  letters.data.dataset = "letters";
  engine.send(command::Configure{0, letters});
  EXPECT_EQ(engine.state(), RunState::empty);
  engine.send(command::Train{.ticket = 1});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 1u);
  engine.forget();
  engine.send(command::Configure{0, small_experiment()});
  EXPECT_EQ(engine.state(), RunState::ready);
  EXPECT_EQ(engine.last<event::DatasetReady>().name, "spots");
  EXPECT_FALSE(engine.work());
}

/// A catalogue entry for files that hold these bytes.
CatalogueEntry entry_for(const command::LoadFiles& load) {
  CatalogueEntry entry;
  entry.id = load.name;
  entry.title = "Spots of the site";
  for (std::size_t i = 0; i < load.files.size(); ++i) {
    entry.files.push_back({load.file_names[i], load.files[i].size(), sha256(load.files[i])});
    entry.bytes += load.files[i].size();
    entry.images = 300;
  }
  entry.class_names = {"n", "ne", "e", "se", "s", "sw", "w", "nw", "up", "down"};
  entry.split = {{0, 200}, {200, 240}, {240, 300}};
  return entry;
}

std::string entry_json(const CatalogueEntry& entry) {
  const std::string list = write_catalogue({entry});
  const auto begin = list.find('['), end = list.rfind(']');
  return list.substr(begin + 1, end - begin - 1);
}

TEST(EngineData, ASetOfTheCatalogueEndsTheWaitForTheOtherHalf) {
  EngineHarness engine;
  const command::LoadFiles both = load_of(spots(300), "spots", 1);
  command::LoadFiles labels = both, images = both, site = load_of(spots(300), "site-spots", 2);
  labels.file_names = {both.file_names[1]}, labels.files = {both.files[1]};
  images.file_names = {both.file_names[0]}, images.files = {both.files[0]}, images.ticket = 3;
  site.entry = entry_json(entry_for(site));
  for (const command::LoadFiles& load : {labels, site, images}) {
    engine.send(load);
    engine.settle();
  }
  EXPECT_EQ(engine.last<event::DatasetReady>().ticket, 3u);
  EXPECT_FALSE(engine.last<event::DatasetReady>().joined);
}

TEST(EngineData, ACatalogueEntryGivesTitleClassNamesAndSplit) {
  EngineHarness engine;
  command::LoadFiles load = load_of(spots(300), "site-spots", 1);
  load.entry = entry_json(entry_for(load));
  engine.send(load);
  ASSERT_TRUE(engine.settle());
  const auto ready = engine.last<event::DatasetReady>();
  EXPECT_EQ(ready.title, "Spots of the site") << engine.last<event::Failed>().message.english();
  EXPECT_EQ(ready.training, 200);
  EXPECT_EQ(ready.validation, 40);
  EXPECT_EQ(ready.held_out, 60);
  EXPECT_EQ(ready.class_names.at(1), "ne");
}

TEST(EngineData, ACatalogueEntryWhoseClassNamesOrSplitDoNotFitIsRefused) {
  EngineHarness engine;
  command::LoadFiles load = load_of(spots(300), "site-spots", 1);
  CatalogueEntry few = entry_for(load), beyond = entry_for(load), sample = entry_for(load);
  few.class_names = {"n", "ne", "e"};
  beyond.split.held_out.end = 400;
  sample.images = 400;
  load.entry = entry_json(few);
  engine.send(load);
  engine.settle();
  EXPECT_THAT(engine.last<event::Failed>().message.english(), HasSubstr("has 3 classes, but image 4 is labelled 3"));
  load.ticket = 2, load.entry = entry_json(beyond);
  engine.send(load);
  engine.settle();
  EXPECT_THAT(engine.last<event::Failed>().message.english(), HasSubstr("should hold 400 images"));
  EXPECT_FALSE(engine.any<event::DatasetReady>());
  // Of a set of 400 these 300 are a sample: the places that the split names are not theirs.
  load.ticket = 3, load.entry = entry_json(sample);
  engine.send(load);
  engine.settle();
  EXPECT_EQ(engine.last<event::DatasetReady>().training, 250);
  engine.send(command::DescribeData{4});
  EXPECT_EQ(engine.last<event::DataSheet>().counts.size(), 10u);
}

TEST(EngineData, AFetchedFileWithAnotherChecksumOrLengthIsRefused) {
  EngineHarness engine;
  command::LoadFiles load = load_of(spots(300), "site-spots", 1);
  load.entry = entry_json(entry_for(load));
  command::LoadFiles changed = load, cut = load;
  changed.files[0][1000] ^= 1;
  engine.send(changed);
  engine.settle();
  EXPECT_THAT(engine.last<event::Failed>().message.english(), HasSubstr("checksum"));
  cut.files[1].pop_back();
  cut.ticket = 2;
  engine.send(cut);
  engine.settle();
  EXPECT_EQ(engine.last<event::Failed>().ticket, 2u);
  EXPECT_THAT(engine.last<event::Failed>().message.english(), HasSubstr("did not arrive whole"));
  EXPECT_FALSE(engine.any<event::DatasetReady>());
  engine.send(load);
  engine.settle();
  EXPECT_TRUE(engine.any<event::DatasetReady>());
}

TEST(EngineData, FilesByHandleAreReadWhereTheyLie) {
  command::LoadFiles load = load_of(spots(300), "spots", 1);
  const std::vector<Bytes> files = std::move(load.files);
  load.files.clear();
  load.handles = {{11, files[0].size()}, {12, files[1].size()}};
  EngineOptions options;
  options.open_file = [&](const std::string& name, FileHandle handle) -> std::expected<Source, Error> {
    return view_source(name, files[handle.id - 11]);
  };
  EngineHarness engine(options), without;
  engine.send(load);
  engine.settle();
  EXPECT_EQ(engine.last<event::DatasetReady>().training, 250);
  without.send(load);
  EXPECT_EQ(without.last<event::Failed>().ticket, 1u);
}

TEST(EngineData, AFileThatVanishesWhileItIsReadFailsTheLoad) {
  command::LoadFiles load = load_of(spots(300), "spots", 1);
  const Bytes images = load.files[0];
  load.files.clear();
  load.file_names = {"images"};
  load.handles = {{1, images.size()}};
  EngineOptions options;
  options.open_file = [&](const std::string& name, FileHandle handle) -> std::expected<Source, Error> {
    Source source;
    source.name = name;
    source.size = handle.size;
    source.read = [&, name](std::uint64_t offset, std::span<std::uint8_t> into) -> std::expected<std::size_t, Error> {
      if (offset + into.size() > 100000) return fail("{0} has gone.", name);
      std::copy_n(images.begin() + static_cast<std::ptrdiff_t>(offset), into.size(), into.begin());
      return into.size();
    };
    return source;
  };
  EngineHarness engine(options);
  engine.send(load);
  ASSERT_TRUE(engine.settle());
  EXPECT_EQ(engine.last<event::Failed>().ticket, 1u);
  EXPECT_THAT(engine.last<event::Failed>().message.english(), HasSubstr("has gone"));
}

TEST(EngineData, ALoadWithoutFilesOrWithUnknownOptionsIsRefused) {
  EngineHarness engine;
  command::LoadFiles empty;
  empty.ticket = 1;
  engine.send(empty);
  EXPECT_EQ(engine.last<event::Failed>().ticket, 1u);
  command::LoadFiles load = load_of(spots(30), "spots", 2);
  load.options = R"({"flavour": 3})";
  engine.send(load);
  EXPECT_EQ(engine.last<event::Failed>().ticket, 2u);
  EXPECT_THAT(engine.last<event::Failed>().message.english(), HasSubstr("flavour"));
}

TEST(EngineData, LoadOptionsAreCarriedOut) {
  EngineHarness engine;
  command::LoadFiles load = load_of(spots(300), "spots", 2);
  load.options = R"({"images": 120})";
  engine.send(load);
  engine.settle();
  const auto ready = engine.last<event::DatasetReady>();
  EXPECT_EQ(ready.training + ready.held_out, 120);
}

TEST(EngineData, TheSheetCountsWhatIsInUse) {
  EngineHarness engine;
  engine.send(command::DescribeData{7});
  EXPECT_EQ(engine.last<event::Failed>().ticket, 7u);
  engine.open();
  engine.send(command::DescribeData{8});
  const auto sheet = engine.last<event::DataSheet>();
  EXPECT_EQ(sheet.ticket, 8u);
  ASSERT_THAT(sheet.counts, SizeIs(10));
  EXPECT_EQ(sheet.counts[3].images, 30);
  EXPECT_THAT(sheet.means, SizeIs(11 * 784));
  EXPECT_THAT(sheet.samples, SizeIs(static_cast<std::size_t>(10 * sheet.samples_each) * 784));
}

}  // namespace
}  // namespace hourglass::testing

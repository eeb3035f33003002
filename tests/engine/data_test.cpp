#include <gmock/gmock.h>

#include "data/pair.h"
#include "harness.h"

namespace hourglass::testing {
namespace {

using event::RunState;
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

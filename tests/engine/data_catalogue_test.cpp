// Sets of the site, which come with an entry of the catalogue.
#include <gmock/gmock.h>

#include "data/catalogue.h"
#include "data/sha256.h"
#include "harness.h"

namespace hourglass::testing {
namespace {

using ::testing::HasSubstr;

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

TEST(EngineCatalogue, ASetOfTheCatalogueEndsTheWaitForTheOtherHalf) {
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

TEST(EngineCatalogue, ACatalogueEntryGivesTitleClassNamesAndSplit) {
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

TEST(EngineCatalogue, ACatalogueEntryWhoseClassNamesOrSplitDoNotFitIsRefused) {
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

TEST(EngineCatalogue, AFetchedFileWithAnotherChecksumOrLengthIsRefused) {
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

}  // namespace
}  // namespace hourglass::testing

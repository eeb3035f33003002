// The three maps of the same images: codes, PCA, t-SNE. Points glide from one to the other, each decodes what it can,
// and all are measured.
#include "studio/map/map_kinds.h"

#include <algorithm>
#include <cmath>

#include "explore_panels.h"
#include "scripted_engine.h"

namespace hourglass {
namespace {

class MapKinds : public ExplorePanels {
 protected:
  void show(const char* name) {
    room.set("map/kind", name);
    settle();
  }
  bool tsne_done() {
    return room.until([&] { return room.name("map/tsne/told").starts_with("Divergence"); });
  }
};

TEST(LinearNetwork, IsPca) {
  std::vector<float> mean(kImagePixels), axes(2 * kImagePixels);
  for (std::size_t p = 0; p < kImagePixels; ++p) {
    mean[p] = static_cast<float>(p % 7) / 10;
    axes[p] = p % 2 == 0 ? 0.05f : 0.0f;
    axes[kImagePixels + p] = p % 2 == 1 ? 0.05f : 0.0f;
  }
  const Network pca = linear_network(mean, axes);
  std::vector<float> image(kImagePixels), place(2), rebuilt(kImagePixels);
  for (std::size_t p = 0; p < kImagePixels; ++p) image[p] = mean[p] + (p % 2 == 0 ? 0.2f : -0.1f);
  InferenceScratch scratch;
  encode(pca, view(std::as_const(image).data(), 1, kImagePixels), view(place.data(), 1, 2), scratch);
  EXPECT_NEAR(place[0], 392 * 0.05f * 0.2f, 1e-4f);
  EXPECT_NEAR(place[1], 392 * 0.05f * -0.1f, 1e-4f);
  decode(pca, view(std::as_const(place).data(), 1, 2), view(rebuilt.data(), 1, kImagePixels), scratch);
  for (std::size_t p = 0; p < kImagePixels; p += 97)
    EXPECT_NEAR(rebuilt[p], mean[p] + place[p % 2 == 0 ? 0 : 1] * 0.05f, 1e-5f);
}

TEST_F(MapKinds, PcaDecodesAndHasASweepAndAPath) {
  show("PCA");
  ASSERT_TRUE(room.until([&] { return room.value("map/kind") == "PCA"; }));
  EXPECT_EQ(room.graphics.points(), 20u) << "the same images";
  pointer(at("map/surface", 0.4f, 0.4f), false);
  room.draw();
  EXPECT_NE(room.value("map/surface").find("probe at"), std::string::npos);
  stroke({at("map/surface", 0.4f, 0.4f)});
  stroke({at("map/surface", 0.6f, 0.6f)});
  room.turns(3);
  EXPECT_TRUE(room.shows("map/morph"));
  room.set("map/view", "Sweep");
  settle();
  EXPECT_TRUE(room.shows("sweep/picture"));
}

TEST_F(MapKinds, TsneIsWatchedEndsAndSaysThatItHasNoWayBack) {
  show("t-SNE");
  ASSERT_TRUE(tsne_done()) << room.name("map/tsne/told") << room.name("map/tsne/failed");
  EXPECT_EQ(room.graphics.points(), 20u);
  EXPECT_NE(room.why("map/path").find("no way back"), std::string::npos);
  room.set("map/view", "Sweep");
  settle();
  EXPECT_NE(room.name("sweep/empty").find("no way back"), std::string::npos);
  EXPECT_FALSE(room.shows("sweep/picture"));
}

TEST_F(MapKinds, ThePaintingStandsOnAllThree) {
  ASSERT_TRUE(room.shows("paint/code"));
  show("t-SNE");
  ASSERT_TRUE(tsne_done());
  EXPECT_TRUE(room.until([&] { return room.shows("map/tsne/painting"); }));
}

TEST_F(MapKinds, TheTrailStaysAndGrowsWhileAnotherMapIsShown) {
  room.press("bar/train");
  show("PCA");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  settle();
  EXPECT_FALSE(room.shows("map/trail")) << "PCA does not learn";
  show("Autoencoder");
  ASSERT_TRUE(room.shows("map/trail"));
}

TEST_F(MapKinds, OtherImagesAreLaidOutAnewOnTheMapThatIsShown) {
  show("t-SNE");
  ASSERT_TRUE(tsne_done());
  room.set("map/part", room.item("map/part").at("options")[1].get<std::string>());
  ASSERT_TRUE(room.until([&] { return room.graphics.points() == 100u; }));
  ASSERT_TRUE(tsne_done());
  room.open_images(60);
  EXPECT_TRUE(room.until([&] { return room.graphics.points() == 50u; }));
  EXPECT_TRUE(tsne_done());
  show("PCA");
  EXPECT_TRUE(room.until([&] { return room.graphics.points() == 50u && room.value("map/kind") == "PCA"; }));
}

TEST_F(MapKinds, AllThreeAreMeasuredBesideEachOther) {
  show("t-SNE");
  ASSERT_TRUE(tsne_done());
  show("Autoencoder");
  room.press("map/compare");
  for (const char* kind : {"autoencoder", "pca", "tsne"}) {
    const std::string id = std::string("map/compare/") + kind + "/1";
    EXPECT_TRUE(room.until([&] { return room.shows(id) && room.name(id) != "\u2013"; })) << kind;
    EXPECT_TRUE(room.shows(std::string("map/small/") + kind));
  }
  EXPECT_EQ(room.name("map/compare/tsne/3"), "\u2013") << "nothing is decoded of it";
  EXPECT_NE(room.name("map/compare/pca/3"), "\u2013");
}

TEST_F(MapKinds, APathBetweenClassesIsOneOnPcaToo) {
  room.press("map/path");
  room.set("map/path-from", room.item("map/path-from").at("options")[1].get<std::string>());
  room.set("map/path-to", room.item("map/path-to").at("options")[2].get<std::string>());
  ASSERT_TRUE(room.shows("map/morph"));
  show("PCA");
  EXPECT_TRUE(room.shows("map/morph"));
  show("t-SNE");
  ASSERT_TRUE(tsne_done());
  EXPECT_FALSE(room.shows("map/morph"));
  show("Autoencoder");
  EXPECT_TRUE(room.shows("map/morph"));
}

TEST_F(MapKinds, TheMapIsSavedUnderItsName) {
  show("PCA");
  room.press("map/save");
  room.press("map/save-svg");
  const std::string svg = text_of(room.saved_files["pca-map.svg"]);
  EXPECT_NE(svg.find("PCA of "), std::string::npos);
  EXPECT_NE(svg.find(">First principal axis of the images</text>"), std::string::npos);
  room.press("map/save-csv");
  EXPECT_TRUE(room.saved_files.contains("pca-map.csv"));
}

TEST_F(MapKinds, KeyMWalksTheThree) {
  std::vector<std::string> seen;
  for (int i = 0; i < 3; ++i) {
    room.studio->key("m", false);
    room.turns(3);
    seen.push_back(room.value("map/kind"));
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"PCA", "t-SNE", "Autoencoder"}));
}

TEST_F(MapKinds, AVisitBeginsOnTheMapThatWasShown) {
  show("PCA");
  const std::string saved = room.kept;
  EXPECT_NE(saved.find("\"map\":1"), std::string::npos) << saved;
}

/// t-SNE of forty images was asked for, and the engine has not answered.
class TsneAskedFor : public ::testing::Test {
 protected:
  void SetUp() override {
    engine.tell(event::EngineReady{"test", 1});
    engine.tell(small_set());
    engine.tell(event::RunStarted{});
    room.turns(5);
    room.set("map/kind", "t-SNE");
  }
  /// The last map that was asked for, all of its points apart.
  event::MapDrawn answer(bool done, int images = 40) {
    event::MapDrawn drawn;
    drawn.ticket = engine.last<command::MakeMap>();
    drawn.done = done;
    for (int i = 0; i < images; ++i)
      drawn.places.insert(drawn.places.end(), {static_cast<float>(i % 7), static_cast<float>(i / 7)});
    return drawn;
  }

  ScriptedEngine engine;
  StudioRoom room{{}, {}, &engine};
};

TEST_F(TsneAskedFor, WhileItComesAboutTheStudioIsBusy) {
  EXPECT_TRUE(room.studio->busy());
  engine.tell(answer(true));
  room.turns(5);
  EXPECT_FALSE(room.studio->busy());
}

TEST_F(TsneAskedFor, WhenItIsDoneTheNextFrameIsNotPutOff) {
  engine.tell(answer(false));
  room.studio->update();
  EXPECT_TRUE(room.studio->busy());
  engine.tell(answer(true));
  room.studio->update();  // no frame yet
  EXPECT_FALSE(room.studio->busy());
}

TEST_F(TsneAskedFor, ATsneUnderWayCanBeStoppedDrawnAgainAndHasItsPerplexity) {
  event::MapDrawn drawn = answer(false);
  drawn.iteration = 40, drawn.iterations = 1000;
  engine.tell(drawn);
  room.turns(5);
  EXPECT_EQ(room.name("map/tsne/progress"), "Iteration 40 of 1,000");
  EXPECT_EQ(room.graphics.points(), 40u) << "it is watched";
  room.press("map/tsne/stop");
  EXPECT_EQ(engine.last<command::StopMap>(), drawn.ticket);
  EXPECT_EQ(room.name("map/tsne/told"), "Stopped");
  EXPECT_EQ(room.graphics.points(), 40u) << "and stays as far as it came";
  room.press("map/tsne/draw");
  const Ticket again = engine.last<command::MakeMap>();
  EXPECT_NE(again, drawn.ticket);
  room.set("map/tsne/perplexity", "Perplexity 5");
  const auto* last = std::get_if<command::MakeMap>(&engine.sent.back());
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->perplexity, 5);
}

TEST_F(MapKinds, ARunThatBeginsAnewLeavesTheViewOfPcaAlone) {
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  show("PCA");
  come_close();
  room.press("bar/reset");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Ready"; }));
  settle();
  EXPECT_TRUE(room.shows("map/outside")) << "it has nothing to do with the network";
}

TEST(MapKindsAlone, WideCodesAreLaidOutAsBeforeAfterAnotherMap) {
  StudioRoom room({}, "encoder=784,16,10&batch=20&epochs=5");
  room.open_images();
  ASSERT_TRUE(room.until([&] { return room.graphics.points() > 0; }));
  room.set("map/kind", "PCA");
  ASSERT_TRUE(room.until([&] { return !room.shows("map/numbers"); }));
  room.turns(50);
  room.set("map/kind", "Autoencoder");
  room.turns(50);
  EXPECT_TRUE(room.shows("map/numbers"));
  EXPECT_EQ(room.graphics.points(), 20u);
}

TEST_F(TsneAskedFor, AMapOfImagesThatWereReplacedGoesAtOnce) {
  const event::MapDrawn drawn = answer(true);
  engine.tell(drawn);
  room.turns(5);
  ASSERT_TRUE(room.value("map/surface").starts_with("40 images")) << room.value("map/surface");
  engine.tell(small_set(30));
  room.turns(5);
  EXPECT_TRUE(room.value("map/surface").starts_with("0 images")) << room.value("map/surface");
  EXPECT_NE(engine.last<command::MakeMap>(), drawn.ticket) << "that of the new ones is asked for";
}

TEST_F(TsneAskedFor, AnEngineThatRefusesAMapIsQuotedAndAskedOnce) {
  room.turns(5);
  const Ticket asked = engine.last<command::MakeMap>();
  ASSERT_NE(asked, 0u);
  engine.tell(event::Failed{asked, "It was refused."});
  room.turns(20);
  EXPECT_EQ(room.name("map/tsne/failed"), "It was refused.");
  EXPECT_EQ(engine.last<command::MakeMap>(), asked) << "not again and again";
  room.press("map/tsne/draw");
  EXPECT_NE(engine.last<command::MakeMap>(), asked);
}

TEST_F(TsneAskedFor, TilesOfTrainingImagesAreAskedForAnewOfAnotherSet) {
  room.set("map/part", room.item("map/part").at("options")[1].get<std::string>());
  const auto pixels_asked = [&] {
    engine.tell(answer(true));
    room.turns(200);
    return engine.last<command::GetImages>();
  };
  const Ticket first = pixels_asked();
  ASSERT_NE(first, 0u) << "the studio has the held-out images alone";
  event::Images told;
  told.ticket = first;
  told.subset = command::Subset::training;
  told.places = {0, 1};
  told.pixels = Bytes(2 * 784, 200);
  engine.tell(told);
  room.turns(5);
  EXPECT_EQ(engine.last<command::GetImages>(), first) << "once";
  engine.tell(small_set(40, true, 10));
  room.turns(5);
  EXPECT_NE(pixels_asked(), first) << "the same places are other images now";
}

}  // namespace
}  // namespace hourglass

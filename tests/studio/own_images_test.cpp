// The person's own images: how they are read, reading them again, cancelling, halves that wait, and a look at them.
#include "data/base64.h"
#include "data/idx.h"
#include "data/npy.h"
#include "data/pair.h"
#include "data/set_files.h"
#include "studio_room.h"

namespace hourglass {
namespace {

const std::vector<std::string> kNames = {"mine-images-idx3-ubyte", "mine-labels-idx1-ubyte"};

/// Sixty images of which each stands there twice.
std::vector<Bytes> doubled() {
  auto files = two_kinds_of_images(120);
  for (int i = 60; i < 120; ++i) {
    std::copy_n(files[0].begin() + 16 + (i - 60) * 784, 784, files[0].begin() + 16 + i * 784);
    files[1][static_cast<std::size_t>(8 + i)] = files[1][static_cast<std::size_t>(8 + i - 60)];
  }
  return files;
}

bool settled(StudioRoom& room) {
  return room.until(
      [&] { return room.call("state")["value"]["loading"].is_null() && room.value("bar/state") != "Loading"; });
}

int images_of(StudioRoom& room) {
  const Json set = room.ask("state")["dataset"];
  return set["training"].get<int>() + set["heldOut"].get<int>();
}

TEST(OwnImages, AreReadAsThePersonChoseAndAgainWhenTheChoiceChanges) {
  StudioRoom room;
  room.bring(kNames, doubled());
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(images_of(room), 120);
  room.press("bar/dataset");
  ASSERT_TRUE(room.shows("data/own/again"));
  EXPECT_TRUE(room.disabled("data/own/again")) << "they were read with these choices";
  room.press("data/own/drop-duplicates");
  ASSERT_FALSE(room.disabled("data/own/again"));
  room.press("data/own/again");
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(images_of(room), 60);
  EXPECT_NE(room.notices().find("60 exact duplicates dropped."), std::string::npos) << room.notices();
  EXPECT_TRUE(room.disabled("data/own/again"));
}

TEST(OwnImages, AreSavedAsTheyAreUsed) {
  StudioRoom room;
  room.bring(kNames, doubled());
  ASSERT_TRUE(settled(room));
  room.press("bar/dataset");
  room.press("data/own/drop-duplicates");
  room.press("data/own/again");
  ASSERT_TRUE(settled(room));
  room.press("data/save");
  ASSERT_TRUE(room.until([&] { return room.saved_files.contains("hourglass-images.npz"); }));
  const Bytes saved = room.saved_files["hourglass-images.npz"];
  const std::vector<NamedBytes> files = {{"hourglass-images.npz", saved}};
  const auto set = decode_files(files);
  ASSERT_TRUE(set) << set.error().message.english();
  EXPECT_EQ(set->size(), 60u) << "without the copies";
  EXPECT_TRUE(set->labelled());
  EXPECT_TRUE(*from_base64(room.ask("exportData").get<std::string>()) == saved);
  const std::string why = room.call("exportData", {{"as", "stone"}}).value("error", "");
  EXPECT_NE(why.find("npz"), std::string::npos) << why;
}

/// Dark ink on light paper, the ink a little different in each image.
std::vector<Bytes> dark_on_light(int count) {
  auto files = two_kinds_of_images(count);
  for (std::size_t i = 16; i < files[0].size(); ++i) {
    const std::size_t image = (i - 16) / 784, row = (i - 16) % 784 / 28, column = (i - 16) % 28;
    const bool ink = row > 9 && row < 18 && column > 9 && column < 18;
    files[0][i] = static_cast<std::uint8_t>(ink ? image % 50 : 250);
  }
  return files;
}

bool asked(StudioRoom& room) {
  return room.until([&] { return room.shows("asked/use") && !room.disabled("asked/use"); });
}

TEST(OwnImages, ThatMayBeMeantOtherwiseAreShownBeforeTheyAreUsed) {
  StudioRoom room;
  room.open_images();
  const Json before = room.ask("state")["dataset"];
  room.bring(kNames, dark_on_light(120));
  ASSERT_TRUE(asked(room));
  EXPECT_EQ(room.ask("state")["dataset"], before) << "nothing is used yet";
  EXPECT_EQ(room.value("asked/ground"), "Light on dark");
  EXPECT_FALSE(room.shows("asked/label")) << "no column of these files could be a label";
  room.set("asked/ground", "dark_on_light");
  ASSERT_TRUE(asked(room)) << "read again, and asked again";
  EXPECT_EQ(room.value("asked/ground"), "Dark on light");
  EXPECT_EQ(room.ask("state")["dataset"], before);
  room.press("asked/use");
  ASSERT_TRUE(settled(room));
  EXPECT_FALSE(room.shows("asked/use"));
  EXPECT_EQ(images_of(room), 120);
  EXPECT_NE(room.notices().find("Black and white were exchanged."), std::string::npos) << room.notices();
  // The next ones are as usual, and are not asked about.
  room.bring(kNames, two_kinds_of_images(80));
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(images_of(room), 80);
  room.press("bar/dataset");
  EXPECT_FALSE(room.item("data/own/invert").value("checked", true));
}

/// An .npz of two arrays of 28 images, with their labels: which of them, and which end of the shape is the number?
Bytes two_arrays() {
  Bytes clean, noisy, labels;
  for (int i = 0; i < 28 * 784; ++i) {
    const bool ink = (i + i / 784 * 5) % 9 == 0;
    clean.push_back(ink ? 150 : 0), noisy.push_back(ink ? 210 : 0);
  }
  for (int i = 0; i < 28; ++i) labels.push_back(static_cast<std::uint8_t>(i % 2));
  const auto array = [](const char* name, const char* shape, std::span<const std::uint8_t> values) {
    return SetFile{name, {npy_head("|u1", shape), values}};
  };
  const auto pieces = as_zip({array("clean.npy", "(28, 28, 28)", clean), array("noisy.npy", "(28, 28, 28)", noisy),
                              array("y.npy", "(28,)", labels)});
  return pieces ? joined_pieces(*pieces) : Bytes{};
}

TEST(OwnImages, OfSeveralArraysThePersonChoosesOneAndItsAxis) {
  StudioRoom room;
  room.open_images();
  room.bring({"digits.npz"}, {two_arrays()});
  ASSERT_TRUE(asked(room));
  EXPECT_EQ(room.value("asked/array"), "clean");
  EXPECT_EQ(room.value("asked/axis"), "First dimension");
  room.set("asked/array", "noisy");
  ASSERT_TRUE(asked(room)) << "read again, and asked again";
  EXPECT_EQ(room.value("asked/array"), "noisy");
  room.set("asked/axis", "last");
  ASSERT_TRUE(asked(room));
  EXPECT_EQ(room.value("asked/axis"), "Last dimension") << "what was said can be said otherwise";
  EXPECT_EQ(room.value("asked/array"), "noisy");
  room.press("asked/use");
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(images_of(room), 28);
  EXPECT_EQ(room.ask("state")["dataset"]["guesses"], Json::array()) << "nothing is guessed any more";
}

TEST(OwnImages, AScriptIsToldTheArraysThatItMayChoose) {
  StudioRoom room;
  room.lying.push_back(two_arrays());
  const Json file = {{"name", "digits.npz"}, {"id", 1}, {"size", room.lying.front().size()}};
  const Json set = room.ask("load", {{"files", Json::array({file})}, {"options", {{"axis", "first"}}}})["dataset"];
  EXPECT_EQ(set["guesses"], Json::parse(R"([{"question": "array", "taken": "clean", "ways": ["clean", "noisy"]}])"));
}

TEST(OwnImages, ThatAreAskedAboutAndPutAwayLeaveTheImagesBefore) {
  StudioRoom room;
  room.open_images();
  const Json before = room.ask("state")["dataset"];
  for (const char* way : {"asked/cancel", "asked/close"}) {
    room.bring(kNames, dark_on_light(120));
    ASSERT_TRUE(asked(room));
    room.press(way);
    ASSERT_TRUE(settled(room));
    EXPECT_FALSE(room.shows("asked/use")) << way;
    EXPECT_EQ(room.ask("state")["dataset"], before) << way;
  }
}

TEST(OwnImages, AreTakenAsTheyAreWhereThePersonSaysSo) {
  StudioRoom room;
  room.bring(kNames, dark_on_light(120));
  ASSERT_TRUE(asked(room));
  room.press("asked/use");
  ASSERT_TRUE(settled(room));
  const Json guesses = room.ask("state")["dataset"]["guesses"];
  ASSERT_EQ(guesses.size(), 1u) << guesses;
  EXPECT_EQ(guesses[0]["question"], "ground");
  EXPECT_EQ(guesses[0]["taken"], "light_on_dark");
}

TEST(OwnImages, TheMostImagesCanBeSetAndAWrongNumberIsRefused) {
  StudioRoom room;
  room.press("bar/dataset");
  EXPECT_EQ(room.value("data/own/most"), "220000");
  room.set("data/own/most", "40");
  room.bring(kNames, two_kinds_of_images(120));
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(images_of(room), 40);
  room.set("data/own/most", "many");
  EXPECT_TRUE(room.item("data/own/most").value("invalid", false));
  EXPECT_EQ(room.value("data/own/most"), "many") << "what was typed stays until it is corrected";
  room.set("data/own/most", "0");
  EXPECT_EQ(room.value("data/own/most"), "all");
  EXPECT_FALSE(room.item("data/own/most").value("invalid", false));
}

TEST(OwnImages, ALoadCanBeCancelledAndTheImagesBeforeStay) {
  StudioRoom room;
  room.open_images();
  const Json before = room.ask("state")["dataset"];
  room.press("bar/dataset");
  room.bring({"large-images-idx3-ubyte", "large-labels-idx1-ubyte"}, two_kinds_of_images(5000));
  room.draw();
  ASSERT_TRUE(room.shows("data/own/cancel"));
  EXPECT_TRUE(room.shows("data/own/progress"));
  room.studio->mirror_press("data/own/cancel");
  room.draw();  // before the engine gets to read them
  room.turns(60);
  EXPECT_EQ(room.ask("state")["dataset"], before);
  EXPECT_FALSE(room.shows("data/own/cancel"));
}

TEST(OwnImages, LabelsAloneWaitForTheirImagesAndBothAreReadAgainTogether) {
  StudioRoom room;
  const auto files = doubled();
  room.press("bar/dataset");
  room.bring({kNames[1]}, {files[1]});
  ASSERT_TRUE(settled(room));
  EXPECT_NE(room.name("data/own/half").find("now choose their images"), std::string::npos)
      << room.name("data/own/half");
  room.bring({kNames[0]}, {files[0]});
  ASSERT_TRUE(settled(room));
  EXPECT_FALSE(room.shows("data/own/half"));
  EXPECT_EQ(room.ask("state")["dataset"]["classes"].size(), 2u);
  room.press("data/own/drop-duplicates");
  room.press("data/own/again");
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(images_of(room), 60);
  EXPECT_EQ(room.ask("state")["dataset"]["classes"].size(), 2u);
}

TEST(OwnImages, AScriptGivesItsOwnOptionsAndHearsWhatIsMissing) {
  StudioRoom room;
  const auto files = two_kinds_of_images(120);
  for (const Bytes& bytes : files) room.lying.push_back(bytes);
  const Json images = {{"name", kNames[0]}, {"id", 1}, {"size", files[0].size()}};
  const Json labels = {{"name", kNames[1]}, {"id", 2}, {"size", files[1].size()}};
  const Json set = room.ask("load", {{"files", {images, labels}}, {"options", {{"images", 30}}}})["dataset"];
  EXPECT_EQ(set["training"].get<int>() + set["heldOut"].get<int>(), 30);
  EXPECT_TRUE(room.call("load", {{"files", {images}}, {"options", {{"pictures", 1}}}}).contains("error"));
  EXPECT_NE(room.ask("load", {{"files", {labels}}})["waitingFor"].get<std::string>().find("now choose"),
            std::string::npos);
}

TEST(OwnImages, AFileNamedLikeASetOfTheSiteIsNotTakenForIt) {
  StudioRoom room;
  room.studio->set_catalogue(
      R"({"sets": [{"id": "mine", "title": "Of the site", "files": [{"path": "a", "bytes": 1, "sha256": ""}]}]})");
  room.bring({"mine.idx", "mine.labels"}, two_kinds_of_images(60));
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(room.ask("state")["dataset"]["name"], "mine-file");
}

TEST(OwnImages, AChoiceOfClassesDoesNotPassToOtherImages) {
  StudioRoom room;
  room.open_images();
  room.ask("configure", {{"classes", "1"}});
  room.bring(kNames, two_kinds_of_images(60));
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(room.ask("state")["settings"]["classes"], "all");
}

TEST(OwnImages, ALinkNamesAFileOfTheSiteWhichIsFetchedAndStaysInTheLink) {
  StudioRoom room({}, "data=sets/few.zip");
  room.turns(2);
  EXPECT_EQ(room.fetched, std::vector<std::string>{"sets/few.zip"}) << "without waiting for the catalogue";
  room.studio->fetch_progress("sets/few.zip", 50, 200);
  room.turns(2);
  EXPECT_EQ(room.item("bar/progress").value("value", ""), "25%");
  const auto files = two_kinds_of_images(60);
  for (const Bytes& bytes : files) room.lying.push_back(bytes);
  room.studio->open_handles("sets/few.zip", "", kNames, {{1, files[0].size()}, {2, files[1].size()}});
  ASSERT_TRUE(settled(room));
  EXPECT_EQ(images_of(room), 60);
  EXPECT_EQ(room.ask("state")["link"], "preset=classroom&data=sets%2Ffew.zip");
}

TEST(OwnImages, ALinkedFileThatDoesNotComeCanBeTriedAgain) {
  StudioRoom room({}, "data=sets/few.zip");
  room.turns(2);
  room.studio->fetch_failed("sets/few.zip", "few.zip did not arrive: the server answered 404.");
  room.turns(3);
  EXPECT_NE(room.notices().find("answered 404"), std::string::npos);
  room.press("bar/dataset");
  EXPECT_NE(room.name("data/own/failed").find("answered 404"), std::string::npos);
}

TEST(Catalogue, ASetsListOfSourcesIsOneButtonAway) {
  StudioRoom room;
  room.studio->set_catalogue(R"({"sets": [{"id": "letters", "title": "Letters", "attribution": "letters/list.md",
      "files": [{"path": "a", "bytes": 1, "sha256": ""}]}]})");
  room.press("bar/dataset");
  room.press("data/letters/list");
  EXPECT_EQ(room.opened_pages, std::vector<std::string>{"data/letters/list.md"});
}

TEST(DataLook, ShowsCountsByClassWarningsAndNotesAndFollowsTheSubset) {
  StudioRoom room;
  room.bring(kNames, doubled());
  ASSERT_TRUE(settled(room));
  room.press("bar/dataset");
  room.press("data/look");
  ASSERT_TRUE(room.until([&] { return room.shows("look/class/1"); }));
  EXPECT_EQ(room.name("look/all"), "All: 120 images");
  EXPECT_EQ(room.name("look/class/0"), "0: 60 images");
  EXPECT_EQ(room.name("look/warning/0"), "60 images are exact duplicates of others (50%).");
  EXPECT_NE(room.name("look/warning/1").find("also among the training images"), std::string::npos);
  room.press("look/close");
  room.ask("configure", {{"classes", "1"}});
  room.press("bar/dataset");
  room.press("data/look");
  ASSERT_TRUE(room.until([&] { return room.name("look/all") == "All: 60 images"; })) << room.name("look/all");
}

TEST(DataLook, SaysThatThereAreNoImagesYet) {
  StudioRoom room;
  room.press("bar/dataset");
  EXPECT_FALSE(room.shows("data/look"));
}

}  // namespace
}  // namespace hourglass

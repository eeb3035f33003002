// What belongs to one set of images when another one takes its place.
#include "data/base64.h"
#include "studio_room.h"

namespace hourglass {
namespace {

constexpr const char* kLetters = "letters-images-idx3-ubyte";
constexpr const char* kLettersSet = R"({"sets": [
  {"id": "letters-images-idx3-ubyte", "title": "Letters A to J", "about": "Few.", "images": 120, "bytes": 2000000,
   "files": [{"path": "a", "bytes": 1, "sha256": ""}]}]})";

void open_set(StudioRoom& room, const std::string& name, int count) {
  room.studio->open_files("", {name + "-images-idx3-ubyte", name + "-labels-idx1-ubyte"}, two_kinds_of_images(count));
}

bool has(StudioRoom& room, const std::string& name) {
  return room.until([&] {
    const Json dataset = room.ask("state")["dataset"];
    return !dataset.is_null() && dataset["name"] == name + "-images-idx3-ubyte";
  });
}

TEST(OtherImages, APublishedFigureIsNotShownOverThem) {
  StudioRoom room({}, "preset=post-b-mnist&encoder=784,8,2");
  room.open_images();
  room.ask("train", {{"epochs", 2}});
  room.turns(3);
  EXPECT_NE(room.name("recipe/measured").find("other images"), std::string::npos) << room.name("recipe/measured");
  for (const auto& [id, item] : room.mirror) {
    if (!id.starts_with("loss")) continue;
    EXPECT_EQ(item.value("name", "").find("Published"), std::string::npos) << id;
  }
}

TEST(OtherImages, APinnedRunOfOthersSaysWhichItIsOf) {
  StudioRoom room;
  open_set(room, "first", 120);
  ASSERT_TRUE(has(room, "first"));
  room.ask("train", {{"epochs", 1}});
  room.press("loss/pin");
  ASSERT_TRUE(room.shows("loss/pinned/0"));
  EXPECT_EQ(room.name("loss/pinned/0").find("first"), std::string::npos) << room.name("loss/pinned/0");
  open_set(room, "second", 80);
  ASSERT_TRUE(has(room, "second"));
  room.turns(5);
  EXPECT_NE(room.name("loss/pinned/0").find("first"), std::string::npos) << room.name("loss/pinned/0");
}

/// The pad and what the network makes of it, as a picture.
Bytes pad_picture(StudioRoom& room) {
  room.saved_files.clear();
  room.press("paint/save");
  return room.saved_files.empty() ? Bytes{} : room.saved_files.begin()->second;
}

TEST(OtherImages, AnImageThatThePageHasPutOnThePadMakesRoomForOneOfThem) {
  StudioRoom room;
  open_set(room, "first", 120);
  ASSERT_TRUE(has(room, "first"));
  ASSERT_TRUE(room.until([&] { return room.shows("paint/error"); }));
  const Bytes before = pad_picture(room);
  ASSERT_FALSE(before.empty());
  open_set(room, "second", 81);
  ASSERT_TRUE(has(room, "second"));
  room.turns(10);
  EXPECT_NE(pad_picture(room), before);
  room.press("paint/undo");
  EXPECT_TRUE(room.disabled("paint/undo")) << "the change was no step";
}

TEST(OtherImages, AnOwnDrawingStaysOnThePad) {
  StudioRoom room;
  open_set(room, "first", 120);
  ASSERT_TRUE(has(room, "first"));
  room.press("paint/clear");
  const Json rect = room.item("paint/pad")["rect"];
  ImGuiIO& io = ImGui::GetIO();
  const float x = rect[0].get<float>(), y = rect[1].get<float>(), side = rect[2].get<float>();
  for (const float share : {0.3f, 0.5f, 0.7f}) {
    io.AddMousePosEvent(x + share * side, y + 0.5f * side);
    io.AddMouseButtonEvent(0, share > 0.3f);
    room.time += 1.0 / 60;
    room.draw();
  }
  io.AddMouseButtonEvent(0, false);
  room.turns(5);
  const Bytes before = pad_picture(room);
  ASSERT_FALSE(before.empty());
  open_set(room, "second", 81);
  ASSERT_TRUE(has(room, "second"));
  room.turns(10);
  EXPECT_EQ(pad_picture(room), before);
}

TEST(OtherImages, AModelOfOthersSaysWhatIsShownAndOffersItsOwn) {
  Bytes model;
  {
    StudioRoom other({}, "epochs=2&encoder=784,8,2");
    open_set(other, "letters", 90);
    ASSERT_TRUE(has(other, "letters"));
    other.ask("train");
    model = *from_base64(other.ask("exportModel").get<std::string>());
  }
  StudioRoom room;
  room.open_images();
  room.studio->set_catalogue(kLettersSet);
  room.studio->open_files("", {"mine.safetensors"}, {model});
  ASSERT_TRUE(room.until([&] { return room.notices().find("was trained on Letters A to J") != std::string::npos; }))
      << room.notices();
  EXPECT_NE(room.notices().find("pictures"), std::string::npos) << "what is shown: " << room.notices();
  room.turns(1200);
  std::string action;
  for (const auto& [id, item] : room.mirror)
    if (id.starts_with("notice/") && id.ends_with("/action")) action = id;
  ASSERT_FALSE(action.empty()) << "it waits for the person";
  room.press(action);
  EXPECT_EQ(room.fetched, std::vector<std::string>{kLetters});
  EXPECT_EQ(room.ask("state")["epoch"], 2);
}

TEST(OtherImages, AModelOfTheSameIsOpenedWithoutAWord) {
  StudioRoom room;
  room.open_images();
  room.ask("train", {{"epochs", 1}});
  const Bytes model = *from_base64(room.ask("exportModel").get<std::string>());
  room.studio->open_files("", {"mine.safetensors"}, {model});
  room.turns(60);
  EXPECT_EQ(room.notices(), "");
}

}  // namespace
}  // namespace hourglass

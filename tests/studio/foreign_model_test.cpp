// Another program's network on the page: shown before it is opened, with what its file does not say to choose.
#include "data/base64.h"
#include "studio_room.h"
#include "training/made_npz.h"

namespace hourglass {
namespace {

Network some_foreign_network() {
  return made::random_network(
      {.encoder = {784, 9, 3}, .output = Activation::sigmoid, .tied = false, .shared_biases = false});
}

Bytes as_pytorch_saves(const Network& network) {
  return write_safetensors({.metadata = {}, .tensors = made::arrays_of(network, made::Naming::pytorch)});
}

std::string told_setting(StudioRoom& room, const std::string& key) {
  return room.ask("state")["settings"].value(key, "");
}

TEST(ForeignModel, IsShownOnASheetAndOpenedWithWhatIsChosenThere) {
  StudioRoom room;
  room.open_images();
  const std::string before = told_setting(room, "encoder"), dataset = told_setting(room, "data");
  room.studio->open_files("", {"model"}, {as_pytorch_saves(some_foreign_network())});
  ASSERT_TRUE(room.until([&] { return room.shows("foreign/open"); }));
  EXPECT_NE(room.name("foreign/line/1").find("encoder.0.weight"), std::string::npos) << room.name("foreign/line/1");
  EXPECT_EQ(told_setting(room, "encoder"), before) << "nothing is opened before the person says so";
  room.set("foreign/hidden", "tanh");
  room.press("foreign/open");
  ASSERT_TRUE(room.until([&] { return told_setting(room, "encoder") == "784,9,3"; })) << room.notices();
  EXPECT_EQ(told_setting(room, "hidden"), "tanh");
  EXPECT_EQ(told_setting(room, "output"), "sigmoid");
  EXPECT_EQ(told_setting(room, "data"), dataset);
  EXPECT_FALSE(room.shows("foreign/open"));
}

TEST(ForeignModel, AnOptionThatLiesBeyondTheSheetIsChosenByThePointerAndTheSheetStays) {
  StudioRoom room;
  room.open_images();
  room.studio->open_files("", {"model"}, {as_pytorch_saves(some_foreign_network())});
  ASSERT_TRUE(room.until([&] { return room.shows("foreign/pixels"); }));
  room.turns(3);  // until the sheet has its height
  const auto middle = [&](const std::string& id) {
    const Json rect = room.item(id)["rect"];
    return std::pair{rect[0].get<float>() + rect[2].get<float>() / 2, rect[1].get<float>() + rect[3].get<float>() / 2};
  };
  const auto press = [&](const std::string& id) {
    const auto [x, y] = middle(id);
    room.click(x, y);
    room.turns(3);
  };
  press("foreign/pixels");
  ASSERT_TRUE(room.shows("foreign/pixels/list"));
  int last = 0;
  while (room.shows("foreign/pixels/" + std::to_string(last + 1))) ++last;
  const std::string option = "foreign/pixels/" + std::to_string(last), name = room.name(option);
  const Json sheet = room.item("foreign")["rect"];
  ASSERT_GT(middle(option).second, sheet[1].get<float>() + sheet[3].get<float>()) << "it lies below the sheet";
  press(option);
  EXPECT_TRUE(room.shows("foreign/open"));
  EXPECT_EQ(room.value("foreign/pixels"), name);
}

TEST(ForeignModel, IsLetGoByNotNow) {
  StudioRoom room;
  room.open_images();
  const std::string before = told_setting(room, "encoder");
  room.studio->open_files("", {"model"}, {as_pytorch_saves(some_foreign_network())});
  ASSERT_TRUE(room.until([&] { return room.shows("foreign/not-now"); }));
  room.press("foreign/not-now");
  room.turns(30);
  EXPECT_FALSE(room.shows("foreign/open"));
  EXPECT_EQ(told_setting(room, "encoder"), before);
}

TEST(ForeignModel, AnArchiveOfWeightsThatCameAsImagesIsShownAsAModel) {
  StudioRoom room;
  room.open_images();
  room.bring({"weights.npz"}, {made::npz_of(made::arrays_of(some_foreign_network(), made::Naming::numpy))});
  ASSERT_TRUE(room.until([&] { return room.shows("foreign/open"); })) << room.notices();
  room.press("foreign/open");
  EXPECT_TRUE(room.until([&] { return told_setting(room, "encoder") == "784,9,3"; })) << room.notices();
}

TEST(ForeignModel, AScriptOpensItWithWhatItSays) {
  StudioRoom room;
  room.open_images();
  room.ask("importModel",
           {{"bytes", to_base64(as_pytorch_saves(some_foreign_network()))}, {"as", {{"hidden", "elu"}}}});
  EXPECT_EQ(told_setting(room, "encoder"), "784,9,3");
  EXPECT_EQ(told_setting(room, "hidden"), "elu");
}

TEST(ForeignModel, WhatCannotBeTakenInIsRefusedWithTheReason) {
  StudioRoom room;
  room.open_images();
  const Tensor kernel{.name = "conv1.weight", .shape = {1, 1, 3, 3}, .values = std::vector<float>(9, 1.0f)};
  room.studio->open_files("", {"model"}, {write_safetensors({.metadata = {}, .tensors = {kernel}})});
  ASSERT_TRUE(room.until([&] { return room.notices().find("convolution") != std::string::npos; })) << room.notices();
  EXPECT_FALSE(room.shows("foreign/open"));
}

}  // namespace
}  // namespace hourglass

#include "data/base64.h"
#include "exchange/run_forms.h"
#include "slow_line.h"
#include "studio_room.h"

#include <set>

namespace hourglass {
namespace {

TEST(Studio, TrainsWhenTrainIsPressedAndTheChartGetsPoints) {
  StudioRoom room({}, "epochs=100000");
  room.open_images();
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Training"; }));
  EXPECT_EQ(room.name("bar/train"), "Pause");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["history"].size() >= 4; }));
  EXPECT_NE(room.value("loss/chart").find("held-out"), std::string::npos) << room.value("loss/chart");
  EXPECT_FALSE(room.name("bar/epoch").empty());
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Paused"; }));
  EXPECT_EQ(room.name("bar/train"), "Resume");
  room.press("bar/reset");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Ready"; }));
  EXPECT_EQ(room.name("bar/train"), "Train");
}

TEST(Studio, WhileItTrainsAndNobodyActsThePageIsToldItsFiguresOnceASecond) {
  // The engine's clock is the test's: as much news comes with a turn on any machine.
  EngineOptions options;
  options.clock = [now = 0.0]() mutable { return now += 0.01; };
  SlowLine line(std::move(options), [] { return 1; });
  StudioRoom room({}, "epochs=100000", &line);
  room.open_images();
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Training"; }));
  // How often in so many tenths of a second.
  const auto told = [&](int tenths) {
    int times = 0;
    std::string before = room.name("bar/epoch");
    for (int i = 0; i < tenths; ++i) {
      room.time += 0.1;
      room.turn();
      if (const std::string now = room.name("bar/epoch"); now != before) before = now, ++times;
    }
    return times;
  };
  told(15);
  const int in_nine_seconds = told(80);
  EXPECT_GE(in_nine_seconds, 6);
  EXPECT_LE(in_nine_seconds, 10);
  // Who acts sees at once what comes of it: the clock stands still.
  room.studio->key("l", false);
  const double acted = room.time;
  std::set<std::string> seen;
  EXPECT_TRUE(room.until([&] {
    room.time = acted;
    seen.insert(room.name("bar/epoch"));
    return seen.size() > 3;
  }));
  told(15);
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Paused"; }));
  std::string shown = room.name("bar/epoch");
  std::erase(shown, ',');
  const std::string epoch = std::to_string(room.ask("state")["epoch"].get<int>());
  EXPECT_NE(shown.find(epoch), std::string::npos) << shown << " of epoch " << epoch;
}

TEST(Studio, TheSpaceKeyTrainsAndPauses) {
  StudioRoom room({}, "epochs=100000");
  room.open_images();
  EXPECT_TRUE(room.studio->key(" ", false));
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Training"; }));
  EXPECT_TRUE(room.studio->key(" ", false));
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Paused"; }));
}

TEST(Studio, LeavesTheKeysThatAreNotItsOwnToTheBrowser) {
  StudioRoom room;
  for (const char* key : {"F5", "F11", "F12", "v", "x", "Tab", "Escape"})
    EXPECT_FALSE(room.studio->key(key, false)) << key;
}

TEST(Studio, ResetWithTheSameSeedGivesTheSameCurve) {
  StudioRoom room;
  room.open_images();
  const Json first = room.ask("train", {{"epochs", 2}});
  room.press("bar/reset");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["history"].empty(); }));
  const Json again = room.ask("train", {{"epochs", 2}});
  ASSERT_EQ(first.size(), again.size());
  EXPECT_EQ(first.back()["heldoutSse"], again.back()["heldoutSse"]);
}

TEST(Studio, AFinishedRunGoesOnForAsManyEpochsAgainAndItsRateNeverRises) {
  StudioRoom room({}, "epochs=2&schedule=cosine&warm-up=0");
  room.open_images();
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  const Json before = room.ask("state")["history"];
  EXPECT_EQ(room.name("bar/train"), "Train 2 more");
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["epoch"] == 4; })) << room.ask("state").dump();
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  EXPECT_EQ(room.name("bar/train"), "Train 2 more") << "as many as were planned at first";
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["epoch"] == 6; })) << room.ask("state").dump();
  EXPECT_EQ(room.ask("state")["settings"]["epochs"], "6");
  const Json after = room.ask("state")["history"];
  EXPECT_NE(after.back()["heldoutSse"], before.back()["heldoutSse"]) << "it learnt nothing";
  for (std::size_t i = before.size(); i < after.size(); ++i)
    EXPECT_LE(after[i]["learningRate"].get<double>(), before.back()["learningRate"].get<double>());
}

TEST(Studio, MoreEpochsTypedIntoAFinishedRunDoNotRaiseItsRate) {
  StudioRoom room({}, "epochs=2&schedule=cosine&warm-up=0");
  room.open_images();
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  const double rate = room.ask("state")["history"].back()["learningRate"];
  room.set("recipe/epochs", "5");
  EXPECT_EQ(room.name("bar/train"), "Resume");
  EXPECT_EQ(room.value("recipe/schedule-epochs"), "2");
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["epoch"] == 5; })) << room.ask("state").dump();
  EXPECT_LE(room.ask("state")["history"].back()["learningRate"].get<double>(), rate);
}

TEST(Studio, AStepAfterTheEndPlansNoFurtherEpochs) {
  StudioRoom room({}, "epochs=1");
  room.open_images();
  room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") == "Finished"; }));
  const int step = room.ask("state")["step"];
  room.press("bar/step");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["step"] == step + 1; })) << room.ask("state").dump();
  EXPECT_EQ(room.ask("state")["settings"]["epochs"], "1");
}

TEST(Studio, OneStepTrainsOnOneBatch) {
  StudioRoom room;
  room.open_images();
  room.press("bar/step");
  ASSERT_TRUE(room.until([&] { return room.ask("state")["step"] == 1; })) << room.ask("state").dump();
}

TEST(Studio, SaysWhyItCannotTrainBeforeThereAreImages) {
  StudioRoom room;
  room.turns(5);
  EXPECT_TRUE(room.disabled("bar/train"));
  EXPECT_EQ(room.why("bar/train"), "There are no images yet. Choose a data set.");
}

TEST(Studio, DrawsNothingWhenNothingChanges) {
  StudioRoom room;
  room.open_images();
  room.turns(400);  // eased motions and notices come to rest
  room.frames = 0;
  room.turns(600);
  EXPECT_EQ(room.frames, 0);
}

TEST(Studio, EveryWidgetHasANameAndAPlaceAndAnIdOfItsOwn) {
  StudioRoom room;
  room.open_images();
  std::set<std::string> ids;
  for (const std::string& id : room.order) EXPECT_TRUE(ids.insert(id).second) << id;
  EXPECT_EQ(ids.size(), room.mirror.size());
  for (const auto& [id, item] : room.mirror) {
    EXPECT_FALSE(item.value("name", "").empty()) << id;
    EXPECT_EQ(item["rect"].size(), 4u) << id;
  }
}

TEST(Studio, OnANarrowScreenThePartsAreTabs) {
  StudioRoom room;
  room.width = 390, room.height = 844;
  room.open_images();
  ASSERT_TRUE(room.shows("tabs/map"));
  EXPECT_TRUE(room.item("tabs/map")["selected"]);
  EXPECT_FALSE(room.shows("loss/chart"));
  room.press("tabs/loss");
  EXPECT_TRUE(room.shows("loss/chart"));
  EXPECT_FALSE(room.shows("recipe/learning-rate"));
  room.press("tabs/recipe");
  EXPECT_TRUE(room.shows("recipe/learning-rate"));
}

TEST(Studio, UnderAFingerEveryTargetIsFortyPixelsHigh) {
  StudioRoom room;
  room.studio->set_touch(true);
  room.open_images();
  const auto expect_high = [&](const std::string& where) {
    for (const auto& [id, item] : room.mirror) {
      const std::string role = item["role"];
      if (role != "button" && role != "switch" && role != "combobox" && role != "textbox" && role != "spinbutton")
        continue;
      EXPECT_GE(item["rect"][3].get<double>(), 39.9) << where << " " << id;
    }
  };
  for (const auto& [w, h] : {std::pair{390.0f, 844.0f}, {844.0f, 390.0f}}) {
    room.width = w, room.height = h;
    room.draw();
    for (const char* tab : {"tabs/map", "tabs/paint", "tabs/loss", "tabs/samples", "tabs/recipe"}) {
      room.press(tab);
      expect_high(std::to_string(w) + " " + tab);
    }
  }
  room.width = 1024, room.height = 768;
  room.draw(), room.draw();
  expect_high("1024");
}

TEST(Studio, TargetsGrowWhenAFingerIsLiftedAndNotUnderIt) {
  StudioRoom room;
  room.open_images();
  const auto height = [&] { return room.item("bar/train")["rect"][3].get<double>(); };
  ASSERT_EQ(height(), 32);
  ImGuiIO& io = ImGui::GetIO();
  const auto finger = [&](bool down) {
    io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    io.AddMousePosEvent(700, 300);
    io.AddMouseButtonEvent(0, down);
    room.draw(), room.draw();
  };
  finger(true);
  EXPECT_EQ(height(), 32);
  finger(false);
  EXPECT_EQ(height(), 44);
  io.AddMouseSourceEvent(ImGuiMouseSource_Mouse);
  io.AddMousePosEvent(710, 300);
  room.draw(), room.draw();
  EXPECT_EQ(height(), 32);
}

TEST(Studio, OnALowScreenTheTabsStandAtTheSideAndTheBarHasOneRow) {
  StudioRoom room;
  room.studio->set_touch(true);
  room.width = 844, room.height = 390;
  room.open_images();
  EXPECT_LT(room.item("tabs/recipe")["rect"][0].get<double>(), 1);
  EXPECT_EQ(room.item("bar/train")["rect"][1], room.item("bar/preset")["rect"][1]);
  EXPECT_GT(room.item("map/surface")["rect"][3].get<double>(), 150) << "there is a map to see";
  room.press("tabs/paint");
  EXPECT_GT(room.item("paint/pad")["rect"][3].get<double>(), 150) << "and a pad to paint on";
}

TEST(Studio, TheLossChartIsReadByKeys) {
  StudioRoom room;
  room.open_images();
  room.ask("train", {{"epochs", 3}});
  room.studio->mirror_focus("loss/chart");
  room.turns(3);
  const std::string last = room.value("loss/chart");
  EXPECT_TRUE(room.studio->key("ArrowLeft", false));
  room.turns(3);
  EXPECT_NE(room.value("loss/chart"), last);
  EXPECT_TRUE(room.studio->key("End", false));
  room.turns(3);
  EXPECT_EQ(room.value("loss/chart"), last);
}

TEST(Studio, NothingStandsOutsideTheWindowAtAnyWidth) {
  StudioRoom room;
  room.open_images();
  for (const auto& [w, h] : {std::pair{1440.0f, 900.0f},
                             {1024.0f, 768.0f},
                             {900.0f, 700.0f},
                             {390.0f, 844.0f},
                             {360.0f, 640.0f},
                             {844.0f, 390.0f},
                             {720.0f, 450.0f},
                             {667.0f, 375.0f},
                             {1366.0f, 600.0f},
                             {3840.0f, 2160.0f},
                             {2560.0f, 1440.0f}}) {
    room.width = w, room.height = h;
    room.draw(), room.draw(), room.draw();
    for (const auto& [id, item] : room.mirror) {
      if (item.value("hidden", false)) continue;
      const double x = item["rect"][0], width = item["rect"][2];
      EXPECT_GE(x, -0.5) << id << " at " << w;
      EXPECT_LE(x + width, static_cast<double>(w) + 0.5) << id << " at " << w;
    }
  }
}

TEST(Studio, AClickOnTheCanvasPressesWhatStandsThere) {
  StudioRoom room;
  room.open_images();
  const Json rect = room.item("bar/help")["rect"];
  room.click(rect[0].get<float>() + 10, rect[1].get<float>() + 10);
  EXPECT_TRUE(room.shows("help"));
}

TEST(Studio, BehindASheetNothingCanBeReached) {
  StudioRoom room;
  room.open_images();
  room.press("bar/help");
  ASSERT_TRUE(room.shows("help"));
  EXPECT_FALSE(room.shows("bar/train"));
  room.press("bar/train");
  EXPECT_EQ(room.ask("state")["state"], "ready");
  EXPECT_TRUE(room.studio->key("Escape", false));
  room.turns(3);
  EXPECT_FALSE(room.shows("help"));
  EXPECT_TRUE(room.shows("bar/train"));
}

TEST(Studio, TheTrainedNetworkIsSavedAsAFileThatOpensAgain) {
  StudioRoom room;
  room.open_images();
  room.ask("train", {{"epochs", 1}});
  room.press("recipe/save-model");
  room.press("recipe/save-safetensors");
  ASSERT_TRUE(room.until([&] { return room.saved_files.contains("hourglass-model.safetensors"); }));
  const Json before = room.ask("encode", {{"pixels", std::vector<float>(784, 0.25f)}});
  room.ask("reset");
  room.studio->open_files("", {"mine.safetensors"}, {room.saved_files["hourglass-model.safetensors"]});
  ASSERT_TRUE(room.until([&] { return room.ask("state")["epoch"] == 1; }));
  EXPECT_EQ(room.ask("encode", {{"pixels", std::vector<float>(784, 0.25f)}}), before);
}

TEST(Studio, TheTrainedNetworkIsSavedForOtherProgramsAsTheCommandLineWritesIt) {
  StudioRoom room;
  room.open_images();
  room.ask("train", {{"epochs", 1}});
  const auto checkpoint = load_checkpoint(*from_base64(room.ask("exportModel").get<std::string>()));
  ASSERT_TRUE(checkpoint);
  room.press("recipe/save-model");
  for (const RunForm form :
       {RunForm::onnx_encoder, RunForm::onnx_decoder, RunForm::onnx_autoencoder, RunForm::notebook}) {
    const std::string key(name_of(form).key), file(name_of(form).file_name);
    room.press("recipe/save-" + key);
    ASSERT_TRUE(room.until([&] { return room.saved_files.contains(file); })) << file;
    EXPECT_TRUE(room.saved_files[file] == in_form(form, *checkpoint)) << file;
    EXPECT_TRUE(*from_base64(room.ask("exportModel", {{"as", key}}).get<std::string>()) == room.saved_files[file]);
  }
  const std::string why = room.call("exportModel", {{"as", "stone"}}).value("error", "");
  EXPECT_NE(why.find("safetensors, onnx-encoder"), std::string::npos) << why;
}

TEST(Studio, AReportShowsTheRunItsImagesAndItsLink) {
  StudioRoom room;
  room.studio->set_address("https://example.org/hourglass/");
  room.open_images();
  room.ask("train", {{"epochs", 2}});
  room.press("recipe/save-model");
  room.press("recipe/save-report");
  ASSERT_TRUE(room.until([&] { return room.saved_files.contains("hourglass-report.html"); }));
  const Bytes saved = room.saved_files["hourglass-report.html"];
  const std::string html(saved.begin(), saved.end());
  for (const char* part : {"Recipe", "Curve", "Figures", "Map", "Sweep", "Samples"})
    EXPECT_NE(html.find("<h2>" + std::string(part) + "</h2>"), std::string::npos) << part;
  EXPECT_NE(html.find("href=\"https://example.org/hourglass/?"), std::string::npos);
  EXPECT_NE(html.find("31 March 2026"), std::string::npos);
  EXPECT_TRUE(*from_base64(room.ask("exportModel", {{"as", "report"}}).get<std::string>()) == saved);
}

TEST(Studio, AReportOfANetworkWithoutImagesIsMadeWithoutThem) {
  std::string model;
  {
    StudioRoom other;
    other.open_images();
    other.ask("train", {{"epochs", 1}});
    model = other.ask("exportModel").get<std::string>();
  }
  StudioRoom room;
  room.ask("importModel", {{"bytes", model}});
  const Bytes bytes = *from_base64(room.ask("exportModel", {{"as", "report"}}).get<std::string>());
  const std::string html(bytes.begin(), bytes.end());
  EXPECT_NE(html.find("made without the images"), std::string::npos);
  EXPECT_NE(html.find("<code>?preset="), std::string::npos) << "without a page there is no address, but the recipe";
}

TEST(Studio, AboutNamesTheLicenceAndTheWorkOfOthers) {
  StudioRoom room;
  room.turns(3);
  room.press("bar/about");
  EXPECT_NE(room.name("about/licence/text").find("Permission is hereby granted"), std::string::npos);
  for (const char* part : {"MNIST", "Inter", "Dear ImGui", "SDL", "Eigen", "zlib"})
    EXPECT_TRUE(room.shows("about/part/" + std::string(part))) << part;
}

TEST(Studio, FiftyQuickPressesEndInARightState) {
  StudioRoom room({}, "epochs=100000");
  room.open_images();
  for (int i = 0; i < 50; ++i) {
    room.studio->mirror_press(i % 3 == 2 ? "bar/reset" : "bar/train");
    room.turn();
  }
  room.turns(30);
  if (room.value("bar/state") == "Training") room.press("bar/train");
  ASSERT_TRUE(room.until([&] { return room.value("bar/state") != "Training"; }));
  const Json history = room.ask("train", {{"epochs", 1}});
  EXPECT_FALSE(history.empty());
}

TEST(Studio, ADarkThemeIsKeptAndTold) {
  StudioRoom room;
  room.open_images();
  room.press("bar/theme");
  EXPECT_EQ(room.theme, "dark");
  EXPECT_EQ(room.name("bar/theme"), "Light theme");
  ASSERT_TRUE(room.until([&] { return Json::parse(room.kept).value("dark", false); }));
}

TEST(Studio, WhatTheGraphicsCardRefusesIsSaid) {
  StudioRoom room;
  room.turns(3);
  room.graphics.refusals = {"The graphics card cannot draw the points of the code map."};
  room.turns(3);
  EXPECT_NE(room.notices().find("cannot draw the points"), std::string::npos);
}

}  // namespace
}  // namespace hourglass

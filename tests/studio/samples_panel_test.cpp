// The samples panel as a person meets it: whose images it shows, and how it fills its place.
#include <gtest/gtest.h>

#include <algorithm>

#include "scripted_engine.h"
#include "studio/samples/sample_grid.h"
#include "studio_room.h"

namespace hourglass {
namespace {

event::Images worst_of(Ticket ticket, int count, std::uint32_t first, bool labelled) {
  event::Images images;
  images.ticket = ticket;
  for (int i = 0; i < count; ++i) {
    images.places.push_back(first + static_cast<std::uint32_t>(i));
    images.values.push_back(1);
    if (labelled) images.labels.push_back(1);
  }
  images.pixels.assign(static_cast<std::size_t>(count) * 784, 200);
  return images;
}

struct ItemBox {
  float x, y, w, h;
};
ItemBox box(const StudioRoom& room, const std::string& id) {
  const Json& rect = room.item(id).at("rect");
  return {rect[0].get<float>(), rect[1].get<float>(), rect[2].get<float>(), rect[3].get<float>()};
}

TEST(SamplesPanel, TheWorstOfImagesWithoutLabelsHaveNoClass) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  engine.tell(small_set(40, false));
  room.turns(2);
  room.set("samples/view", "Worst");
  engine.tell(worst_of(engine.last<command::FindWorst>(), 30, 5, false));
  room.turns(3);
  EXPECT_EQ(room.name("samples/0"), "Held-out image 5");
}

TEST(SamplesPanel, AnAnswerWhosePartsDoNotFitEachOtherShowsWhatIsWhole) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  engine.tell(small_set());
  room.turns(2);
  room.set("samples/view", "Worst");
  event::Images images = worst_of(engine.last<command::FindWorst>(), 6, 5, true);
  images.places.resize(2);
  engine.tell(std::move(images));
  room.turns(3);
  EXPECT_TRUE(room.shows("samples/1"));
  EXPECT_FALSE(room.shows("samples/2"));
}

TEST(SamplesPanel, AfterOtherImagesTheWorstOfTheOldOnesAreLetGo) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  engine.tell(small_set());
  room.turns(2);
  room.set("samples/view", "Worst");
  const Ticket old = engine.last<command::FindWorst>();
  ASSERT_NE(old, 0u);
  engine.tell(small_set(20, false));
  engine.tell(worst_of(old, 30, 5, true));
  room.turns(3);
  EXPECT_FALSE(room.shows("samples/0")) << room.name("samples/0");
  const Ticket asked_again = engine.last<command::FindWorst>();
  ASSERT_NE(asked_again, old);
  engine.tell(worst_of(asked_again, 10, 3, false));
  room.turns(3);
  EXPECT_EQ(room.name("samples/0"), "Held-out image 3");
}

TEST(SamplesPanel, AnOldAnswerIsLetGoThoughThePanelWasOutOfSight) {
  ScriptedEngine engine;
  StudioRoom room({}, {}, &engine);
  room.width = 390;
  engine.tell(small_set());
  room.turns(2);
  room.press("tabs/samples");
  room.set("samples/view", "Worst");
  const Ticket old = engine.last<command::FindWorst>();
  room.press("tabs/map");
  engine.tell(worst_of(old, 30, 5, true));
  room.turns(2);
  engine.tell(small_set(20, false));
  room.turns(2);
  room.press("tabs/samples");
  EXPECT_FALSE(room.shows("samples/0")) << room.name("samples/0");
}

TEST(SamplesPanel, TheTabsKeepTheirPlaceAndShapeWhateverIsChosen) {
  for (const auto& [width, height] : {std::pair{1440.0f, 900.0f}, {1024.0f, 768.0f}, {390.0f, 844.0f}}) {
    StudioRoom room;
    room.width = width, room.height = height;
    room.open_images();
    if (room.shows("tabs/samples")) room.press("tabs/samples");
    ASSERT_TRUE(room.shows("samples/view"));
    const Json held_out = room.item("samples/view");
    for (const char* view : {"Worst", "Filters"}) {
      room.set("samples/view", view);
      EXPECT_EQ(room.item("samples/view")["rect"], held_out["rect"]) << view << " at " << width;
      EXPECT_EQ(room.item("samples/view")["role"], held_out["role"]) << view << " at " << width;
    }
  }
}

TEST(SamplesPanel, TheImagesFillTheirPlace) {
  for (const auto& [width, height] :
       {std::pair{1440.0f, 900.0f}, {1920.0f, 1080.0f}, {1024.0f, 768.0f}, {390.0f, 844.0f}, {360.0f, 640.0f}}) {
    StudioRoom room;
    room.width = width, room.height = height;
    room.open_images(600);
    if (room.shows("tabs/samples")) room.press("tabs/samples");
    ASSERT_TRUE(room.until([&] { return room.shows("samples/0"); }));
    room.turns(20);
    const ItemBox card = box(room, "samples"), caption = box(room, "samples/caption"), view = box(room, "samples/view");
    const float right = card.x + card.w - 16, top = view.y + view.h, bottom = caption.y;
    float images = 0, last_right = 0;
    for (int i = 0; room.shows("samples/" + std::to_string(i)); ++i) {
      const ItemBox one = box(room, "samples/" + std::to_string(i));
      images += 2 * one.w * one.h;
      last_right = std::max(last_right, one.x + one.w);
    }
    const float place = (right - card.x - 16) * (bottom - top - 16);
    EXPECT_GT(images / place, 0.66f) << width << "x" << height;
    EXPECT_LE(last_right, right + 1) << width << "x" << height;
  }
}

TEST(SampleGrid, FillsEverySizeWithoutLeavingIt) {
  for (float width = 200; width < 1400; width += 61) {
    for (float height = 110; height < 900; height += 57) {
      for (const float scale : {1.0f, 1.5f, 2.0f}) {
        const SampleGrid grid = sample_grid(width, height, 10000, 32, scale);
        const Rect area{0, 0, width, height}, last = grid.rebuilt(area, grid.count() - 1);
        EXPECT_LE(last.right(), width + 0.5f);
        EXPECT_LE(last.bottom() + SampleGrid::kFigure, height + 0.5f);
        const float images = 2 * grid.side * grid.side * static_cast<float>(grid.count());
        EXPECT_GT(images / (width * height), 0.5f) << width << "x" << height;
      }
    }
  }
}

TEST(SampleGrid, FewImagesAreLarge) {
  const SampleGrid few = sample_grid(600, 300, 4, 32, 1), many = sample_grid(600, 300, 10000, 32, 1);
  EXPECT_GT(few.side, many.side);
  EXPECT_GE(few.count(), 4);
}

}  // namespace
}  // namespace hourglass

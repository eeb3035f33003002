// The image that the page itself puts on the pad of a new set.
#include <gtest/gtest.h>

#include <algorithm>

#include "scripted_engine.h"
#include "studio_room.h"

namespace hourglass {
namespace {

class PadSample : public ::testing::Test {
 protected:
  /// Letters, of which only those of `label` are held out.
  void tell_letters(std::uint8_t label) {
    event::DatasetReady letters = small_set();
    letters.class_names = {"A", "B", "C"};
    std::ranges::fill(letters.held_out_labels, label);
    engine.tell(letters);
    engine.tell(snapshot(1));
    room.turns(400);
  }

  ScriptedEngine engine;
  StudioRoom room{{}, "encoder=784,8,2", &engine};
};

TEST_F(PadSample, IsOfAnotherClassWhereTheFirstHasNoHeldOutImage) {
  tell_letters(1);
  EXPECT_TRUE(room.shows("paint/error")) << "the pad stayed empty";
}

TEST_F(PadSample, OfAClassWithoutImagesIsNoneAndThePageRests) {
  tell_letters(1);
  room.press("paint/clear");
  room.press("paint/sample/0");
  EXPECT_FALSE(room.shows("paint/error"));
  room.turns(60);
  room.frames = 0;
  room.turns(600);
  EXPECT_LT(room.frames, 60) << "something is looked for in every frame";
}

}  // namespace
}  // namespace hourglass

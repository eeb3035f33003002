// Every word of the field on the screen explains itself: to those who read the mirror, to a tap, to the keyboard.
#include <gtest/gtest.h>

#include "explore_panels.h"
#include "studio/ui/term_picture.h"
#include "text/glossary.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

bool explains(const std::string& description, std::string_view term) {
  const GlossaryEntry* entry = find_term(term);
  return entry != nullptr && description.find(entry->what) != std::string::npos &&
         description.find(entry->more) != std::string::npos;
}

TEST_F(ExplorePanels, SettingsAndTheirChoicesAreExplained) {
  EXPECT_TRUE(explains(room.why("recipe/learning-rate"), "learning-rate")) << room.why("recipe/learning-rate");
  EXPECT_TRUE(explains(room.why("recipe/tied"), "tied"));
  EXPECT_TRUE(explains(room.why("recipe/optimizer"), "optimizer"));
  const Field& field = *find_field("optimizer");
  const std::string chosen = room.value("recipe/optimizer");
  for (const Choice& choice : field.choices)
    EXPECT_EQ(chosen == choice.label.text(), explains(room.why("recipe/optimizer"), term_of(field, choice)))
        << choice.key;
}

TEST_F(ExplorePanels, FiguresMarksAndAxesAreExplained) {
  EXPECT_TRUE(explains(room.why("paint/code/name"), "code"));
  EXPECT_TRUE(explains(room.why("paint/error/name"), "reconstruction-error"));
  EXPECT_TRUE(explains(room.why("samples/caption"), "samples"));
  EXPECT_TRUE(explains(room.why("samples/view"), "held-out"));
  for (const char* term : {"dot", "ring", "axes"}) EXPECT_TRUE(explains(room.why("map/words"), term)) << term;
  EXPECT_TRUE(explains(room.why("map/axis/across"), "axes"));
  EXPECT_TRUE(explains(room.why("map/axis/up"), "axes"));
  for (const char* id : {"map/words", "map/axis/up", "paint/code/name"})
    EXPECT_TRUE(room.item(id).value("keys", false)) << id << " can have the keyboard";
  room.press("bar/epoch-step");
  ASSERT_TRUE(room.until([&] { return room.shows("loss/legend/held-out"); }));
  EXPECT_TRUE(explains(room.why("loss/legend/held-out"), "held-out"));
  EXPECT_TRUE(explains(room.why("loss/figure"), "per-image")) << room.why("loss/figure");
}

TEST(TermPictures, EveryOneThatTheGlossaryNamesIsThere) {
  int named = 0;
  for (const GlossaryEntry& entry : glossary()) {
    if (entry.picture.empty()) continue;
    ++named;
    EXPECT_TRUE(has_term_picture(entry.picture)) << entry.key;
  }
  EXPECT_GT(named, 8);
  for (const char* key : {"code", "held-out", "tied", "sweep", "autoencoder"})
    EXPECT_FALSE(find_term(key)->picture.empty()) << key;
}

}  // namespace
}  // namespace hourglass

// What a person reads goes through one door: what does not, does not compile; and a language's file reaches all of it.
#include <gtest/gtest.h>

#include <type_traits>

#include "studio/state/run_title.h"
#include "studio/ui/mirror.h"
#include "studio_room.h"
#include "training/presets.h"

namespace hourglass {
namespace {

template <class... Glued>
constexpr bool kRefused = ((!std::is_convertible_v<Glued, Words> && !std::is_constructible_v<Sentence, Glued> &&
                            !std::is_assignable_v<Said&, Glued>)&&...);
static_assert(kRefused<std::string, const std::string&, std::string_view, const char*>);
static_assert(!std::is_convertible_v<Key, std::string_view> && !std::is_convertible_v<Sentence, std::string>);
static_assert(!std::is_assignable_v<decltype(MirrorItem::name)&, std::string>);

constexpr const char* kTexts = R"json({"name": "Deutsch", "group": ".", "decimal": ",", "texts": {
  "Train": "Üben", "Epoch {0} of {1}": "Runde {0} von {1}", "All {0}": "Alle {0}"}})json";

TEST(Words, AFileOfALanguageIsSpokenByTheStudio) {
  StudioRoom room({}, "?lang=de", nullptr, kTexts);
  room.open_images();
  EXPECT_EQ(room.name("bar/train"), "Üben");
  EXPECT_EQ(room.name("bar/epoch"), "Runde 0 von 30");
  EXPECT_EQ(room.name("bar/reset"), "Reset") << "what the file does not have is said in English";
  const Json options = room.item("map/part")["options"];
  EXPECT_EQ(options[2].get<std::string>().substr(0, 5), "Alle ") << options.dump();
  EXPECT_EQ(room.ask("state")["language"], "de");
}

TEST(Words, ALanguageWithoutAFileIsEnglishAndNothingIsSaidOfIt) {
  for (const char* texts : {"", "<!doctype html>", "{}"}) {
    StudioRoom room({}, "?lang=de", nullptr, texts);
    room.turns(3);
    EXPECT_EQ(room.name("bar/train"), "Train");
    EXPECT_EQ(room.notices(), "");
    EXPECT_EQ(room.ask("state")["language"], "en");
  }
}

TEST(Words, ARunIsTitledInTheLanguage) {
  const Preset& preset = *find_preset("classroom");
  const Language language =
      Language::read("de", Json{{"texts", {{preset.title, "Klasse"}, {"{0} \u00b7 seed {1}", "{0}, Saat {1}"}}}}.dump())
          .value();
  State state;
  hourglass::Run run;
  run.preset = preset.key;
  run.experiment = state.run.experiment = preset.experiment;
  EXPECT_EQ(language.render(pinned_title(state, run)), "Klasse, Saat 1");
  run.experiment.seed = 7;
  EXPECT_EQ(run_title(run).english(), "784,128,64,32,2 \u00b7 Adam 0.007") << "it is no more the preset's";
}

}  // namespace
}  // namespace hourglass

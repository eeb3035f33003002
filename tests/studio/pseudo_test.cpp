// Every screen in the pseudo-language: whatever can be pressed is pressed, and nothing English is left in the mirror.
#include <cctype>
#include <optional>
#include <set>

#include "studio_room.h"

namespace hourglass {
namespace {

constexpr const char* kDigits = R"({"sets": [
  {"id": "mnist", "title": "MNIST digits", "about": "Handwritten digits.", "terms": "CC BY-SA 3.0", "source": "Y. LeCun",
   "images": 12000, "bytes": 2000000, "files": [{"path": "a", "bytes": 1, "sha256": ""}]}]})";

/// What is not ours: the product, the engine's variant, the names of the files that are opened and of those who
/// published recipes.
const std::set<std::string, std::less<>> kNotOurs = {
    "Hourglass",  "pictures",           "images", "labels",       "idx", "ubyte", "native",
    "bobondemon", "deeplearningathome", "Hinton", "Salakhutdinov"};
bool is_not_ours(std::string_view id) {
  return id.starts_with("about/part/") || id == "about/licence/text" || id == "share/link";
}

/// The first English word of a text: three letters in a row that have no accents. Addresses are in no language.
std::string english_in(std::string_view text) {
  std::string word;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (text.substr(std::min(i, text.size())).starts_with("https://")) i = std::min(text.find(' ', i), text.size());
    if (i < text.size() && std::isalpha(static_cast<unsigned char>(text[i]))) {
      word += text[i];
      continue;
    }
    if (word.size() >= 3 && !kNotOurs.contains(word)) return word;
    word.clear();
  }
  return {};
}

/// "map/class/12": "map/class/#", for one of a kind is as good as another.
std::string kind_of(std::string id) {
  std::string kind;
  for (const char c : id)
    if (!std::isdigit(static_cast<unsigned char>(c)))
      kind += c;
    else if (!kind.ends_with('#'))
      kind += '#';
  return kind;
}

/// Begins with what lies within the part that is seen, and leaves for another one when all of it was pressed. What
/// loads other images comes last: it takes away what is seen.
int turn_of(std::string_view id, const Json& item) {
  if (id.starts_with("presets/") || id == "data/mnist/use") return 4;
  if (id.starts_with("bar/")) return 3;
  if (item.value("role", "") == "tab") return 2;
  return item.contains("options") ? 1 : 0;
}

class Walk {
 public:
  explicit Walk(StudioRoom& room) : room_(room) { look(); }

  /// Presses one of each kind, and chooses each option of each list, until there is nothing new.
  void everywhere() {
    for (int most = 1000; most > 0; --most) {
      if (const auto step = next())
        act(*step);
      else if (!room_.studio->key("Escape", false))
        return;
      room_.turns(4);
      look();
    }
    ADD_FAILURE() << "there is always something new";
  }
  void look() {
    for (const auto& [id, item] : room_.mirror) {
      seen_.insert(kind_of(id));
      if (is_not_ours(id)) continue;
      std::vector<std::string> texts = item.value("options", std::vector<std::string>());
      for (const char* key : {"name", "value", "description"}) texts.push_back(item.value(key, ""));
      for (const std::string& text : texts)
        if (const std::string word = english_in(text); !word.empty()) english_.insert(kind_of(id) + ": " + text);
    }
  }

  /// "recipe/loss: Squared error"
  const std::set<std::string>& english() const { return english_; }
  const std::set<std::string>& seen() const { return seen_; }

 private:
  struct Step {
    std::string id, key;  ///< of an option, where it has any
  };

  std::optional<Step> next() {
    static const std::set<std::string, std::less<>> kPressed = {"button", "switch",   "tab",
                                                                "option", "combobox", "radiogroup"};
    std::optional<Step> found;
    int turn = 5;
    for (const std::string& id : room_.order) {
      const Json& item = room_.item(id);
      if (item.value("disabled", false) || !kPressed.contains(item.value("role", "")) || id.ends_with("/close"))
        continue;
      const int its_turn = turn_of(id, item);
      if (its_turn >= turn) continue;
      std::vector<std::string> keys;
      for (const Json& key : room_.option_keys[id]) keys.push_back(key);
      if (keys.empty()) keys.push_back({});
      for (const std::string& key : keys)
        if (!done_.contains(kind_of(id) + "=" + key)) {
          found = {id, key};
          turn = its_turn;
          break;
        }
    }
    if (found) done_.insert(kind_of(found->id) + "=" + found->key);
    return found;
  }
  void act(const Step& step) {
    if (!step.key.empty()) return room_.studio->mirror_set(step.id, step.key);
    room_.studio->mirror_press(step.id);
    // What was folded or switched is put back, so that it can be walked through.
    if (!step.id.starts_with("recipe/section/") && room_.item(step.id).value("role", "") != "switch") return;
    room_.turns(4);
    look();
    room_.studio->mirror_press(step.id);
  }

  StudioRoom& room_;
  std::set<std::string> done_, english_, seen_;
};

std::string lines(const std::set<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += "\n  " + text;
  return all;
}

class PseudoLanguage : public ::testing::TestWithParam<bool> {};

TEST_P(PseudoLanguage, LeavesNothingEnglish) {
  StudioRoom room({}, "?lang=pseudo&encoder=784,16,3&batch=20&epochs=2");
  if (GetParam()) room.width = 390, room.height = 844;
  room.studio->set_catalogue(kDigits);
  room.turns(3);
  Walk walk(room);
  room.studio->open_files("", {"pictures-images-idx3-ubyte", "pictures-labels-idx1-ubyte"}, two_kinds_of_images(120));
  ASSERT_TRUE(room.until([&] { return !room.call("state")["value"]["dataset"].is_null(); }));
  walk.look();
  room.ask("train", {{"epochs", 2}});
  walk.everywhere();
  // A sheet, a list of each panel, what is said of a run beside others: the walk went everywhere.
  for (const char* id :
       {"data/look", "help/keys/space", "about/version", "presets/classroom", "sweep/picture", "filters/picture",
        "samples/worst-again", "loss/pinned/#", "paint/nearest", "map/path-play", "recipe/optimizer", "recipe/layer/#"})
    EXPECT_TRUE(walk.seen().contains(id)) << id;
  EXPECT_EQ(walk.english().size(), 0u) << lines(walk.english());
}
INSTANTIATE_TEST_SUITE_P(WideAndNarrow, PseudoLanguage, ::testing::Bool());

}  // namespace
}  // namespace hourglass

// A studio without a screen: Dear ImGui without a backend, graphics that draw nothing, an engine stepped by hand, a
// clock that the test moves, and the page's side of the mirror kept as the page keeps it.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "engine/in_process_client.h"
#include "engine/shelf.h"
#include "platform/graphics_none.h"
#include "studio/studio.h"

namespace hourglass {

using Json = nlohmann::json;

/// IDX bytes of `count` images in two classes: a bright upper half, a bright lower half, each with its own brightness.
inline std::vector<Bytes> two_kinds_of_images(int count) {
  const auto word = [](Bytes& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
  };
  Bytes images, labels;
  word(images, 0x803), word(images, static_cast<std::uint32_t>(count)), word(images, 28), word(images, 28);
  word(labels, 0x801), word(labels, static_cast<std::uint32_t>(count));
  for (int i = 0; i < count; ++i) {
    const int kind = i % 2, bright = 120 + i * 37 % 130;
    for (int p = 0; p < 784; ++p)
      images.push_back(static_cast<std::uint8_t>((p < 392) == (kind == 0) ? bright : p % 11));
    labels.push_back(static_cast<std::uint8_t>(kind));
  }
  return {images, labels};
}

/// tools/test --long: what is random is tried more often.
inline bool is_long() {
  const char* set = std::getenv("HOURGLASS_LONG");
  return set && *set;
}

/// What outlasts a studio: the runs that are kept, and what was said of them.
struct RoomShelf {
  std::map<std::string, KeptRun> runs;
  std::map<std::string, Json> labels;
  std::map<std::string, Bytes> trails;
  int visits = 0;
};

class StudioRoom {
 public:
  explicit StudioRoom(std::string saved = {}, std::string query = {}, EngineClient* other = nullptr,
                      std::string texts = {}, RoomShelf* kept_runs = nullptr, bool has_lessons = false)
      : shelf(kept_runs), engine_(options(), Drive::by_hand) {
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    Host host;
    host.seconds = [this] { return time; };
    host.today = [] { return std::string("2026-03-31"); };
    host.save_file = [this](std::string_view name, std::string_view, std::span<const std::uint8_t> bytes) {
      saved_files[std::string(name)] = {bytes.begin(), bytes.end()};
    };
    host.choose_files = [this] { ++chooser_opened; };
    host.fetch_dataset = [this](std::string_view id) { fetched.emplace_back(id); };
    host.cancel_fetch = [this](std::string_view id) { cancelled.emplace_back(id); };
    host.start_engine = [this] { ++engine_starts; };
    host.notice_pressed = [this](std::string_view topic) { pressed_notices.emplace_back(topic); };
    host.keep_offline = [this] { ++kept_offline; };
    host.set_link = [this](std::string_view query_now) { link = query_now; };
    host.copy_link = [this](std::string_view query_now) { copied = query_now; };
    host.copy_text = [this](std::string_view text) { copied = text; };
    host.list_lessons = [this] { ++lessons_listed; };
    host.draw_code = [this](std::string_view text) { coded.emplace_back(text); };
    host.draw_letters = [this](std::string_view json) {
      const Json list = Json::parse(json);
      wanted_letters.insert(wanted_letters.end(), list.begin(), list.end());
    };
    host.projector = [this](std::uint32_t on) { projected = on != 0; };
    host.choose_language = [this](std::string_view tag) { language = tag, kept_when_it_went = kept; };
    host.keep = [this](std::string_view json) { kept = json; };
    host.mirror = [this](std::string_view json) { apply_mirror(json); };
    host.theme = [this](std::string_view name) { theme = name; };
    // Where there are lessons, a first visit is welcomed.
    if (has_lessons) host.open_lesson = [this](std::string_view key) { opened_lessons.emplace_back(key); };
    host.open_page = [this](std::string_view url) { opened_pages.emplace_back(url); };
    if (shelf) {
      host.open_kept = [this](std::string_view id) { asked_for.emplace_back(id); };
      host.look_at_kept = [this](std::string_view id) { looked_at.emplace_back(id); };
      host.save_kept = [this](std::string_view id, std::string_view) { saved_runs.emplace_back(id); };
      host.label_kept = [this](std::string_view id, std::string_view json) {
        shelf->labels[std::string(id)] = Json::parse(json);
      };
      host.keep_trail = [this](std::string_view id, std::span<const std::uint8_t> bytes) {
        shelf->trails[std::string(id)] = {bytes.begin(), bytes.end()};
      };
    }
    host.answer = [this](std::uint32_t call, std::string_view json) {
      Json told = Json::parse(json);
      if (told.contains("progress"))
        progress[call].push_back(std::move(told["progress"]));
      else
        answers[call] = std::move(told);
    };
    saved_before = saved.empty() ? "{}" : saved;
    studio = std::make_unique<Studio>(other ? *other : engine_, graphics, host, saved, query, texts);
  }
  ~StudioRoom() {
    studio.reset();
    ImGui::DestroyContext();
  }

  /// One turn of the main loop: the engine works, the studio hears and, when it wants to, draws. True if it drew.
  bool turn() {
    time += 1.0 / 60;
    engine_.pump(2);
    if (shelf) hear_shelf();
    if (!studio->update()) return false;
    draw();
    return true;
  }
  void turns(int n) {
    for (int i = 0; i < n; ++i) turn();
  }
  template <class Condition>
  bool until(Condition condition, int most = 4000) {
    for (int i = 0; i < most && !condition(); ++i) turn();
    return condition();
  }
  void draw() {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0f / 60;
    unsigned char* pixels = nullptr;
    int w = 0, h = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
    ImGui::NewFrame();
    studio->draw(width, height, 1);
    ImGui::Render();
    ++frames;
  }

  void press(const std::string& id) {
    studio->mirror_press(id);
    turns(3);
  }
  /// Of a list or a group what its option shows.
  void set(const std::string& id, const std::string& value) {
    const Json& keys = option_keys[id];
    studio->mirror_set(id, keys.contains(value) ? keys[value].get<std::string>() : value);
    turns(3);
  }
  void click(float x, float y) {
    ImGuiIO& io = ImGui::GetIO();
    io.AddMousePosEvent(x, y);
    draw(), draw();
    io.AddMouseButtonEvent(0, true);
    draw(), draw();
    io.AddMouseButtonEvent(0, false);
    draw(), draw();
  }

  bool shows(const std::string& id) const { return mirror.contains(id); }
  const Json& item(const std::string& id) const {
    static const Json kNone = Json::object();
    const auto found = mirror.find(id);
    return found == mirror.end() ? kNone : found->second;
  }
  std::string value(const std::string& id) const { return item(id).value("value", ""); }
  std::string name(const std::string& id) const { return item(id).value("name", ""); }
  std::string why(const std::string& id) const { return item(id).value("description", ""); }
  bool disabled(const std::string& id) const { return item(id).value("disabled", false); }

  Json call(const std::string& method, const Json& argument = Json::object()) {
    return Json::parse(studio->call(method, argument.dump()));
  }
  /// The value of a call, waited for; an error fails the test.
  Json ask(const std::string& method, const Json& argument = Json::object()) {
    Json said = call(method, argument);
    if (said.contains("pending")) {
      const auto number = said["pending"].get<std::uint32_t>();
      EXPECT_TRUE(until([&] { return answers.contains(number); })) << method << " was not answered";
      said = answers[number];
    }
    EXPECT_FALSE(said.contains("error")) << method << ": " << said.dump();
    return said.contains("value") ? said["value"] : Json();
  }

  /// Opened, with a small network and images on which it can train at once.
  void open_images(int count = 120) {
    studio->open_files("", {"pictures-images-idx3-ubyte", "pictures-labels-idx1-ubyte"}, two_kinds_of_images(count));
    // Panels alone have no bar that says it.
    ASSERT_TRUE(until([&] {
      return shows("bar") ? value("bar/state") == "Ready" : ask("state")["dataset"].is_object();
    })) << value("bar/state");
  }

  /// Files as the page gives them: by handles, to be read where they lie.
  void bring(std::vector<std::string> names, const std::vector<Bytes>& files) {
    std::vector<FileHandle> handles;
    for (const Bytes& bytes : files) {
      lying.push_back(bytes);
      handles.push_back({static_cast<std::uint32_t>(lying.size()), bytes.size()});
    }
    studio->open_handles("", "", std::move(names), std::move(handles));
  }
  /// Presses what a notice offers under this name.
  void press_notice(const std::string& words) {
    for (const auto& [id, one] : mirror)
      if (id.starts_with("notice/") && one["role"] == "button" && one["name"] == words) return press(std::string(id));
    ADD_FAILURE() << "no notice offers " << words << ": " << notices();
  }
  /// The text of every notice that is shown.
  std::string notices() const {
    std::string all;
    for (const auto& [id, one] : mirror)
      if (id.starts_with("notice/")) all += one.value("value", "") + "\n";
    return all;
  }

  /// What the page tells when it opens: all that is kept, and the run that this studio had before.
  void come_back(bool trains = false) {
    Json all = Json::array();
    for (const auto& [id, run] : shelf->runs) all.push_back(card(id));
    studio->kept_runs(all.dump());
    const auto run = shelf->runs.find(Json::parse(saved_before).value("run", ""));
    if (run == shelf->runs.end()) return studio->go_on("", {}, false, false);
    studio->kept_trail(run->first, shelf->trails[run->first]);
    studio->go_on(run->first, run->second.model, false, trains);
  }

  GraphicsNone graphics;
  RoomShelf* shelf;  ///< none: nothing is kept
  std::string saved_before;
  std::vector<std::string> asked_for, looked_at, saved_runs;
  double time = 100;
  float width = 1440, height = 900;
  int frames = 0, chooser_opened = 0, engine_starts = 0, kept_offline = 0, lessons_listed = 0;
  bool projected = false;
  std::map<std::string, Json> mirror, option_keys;
  std::vector<std::string> order, fetched, cancelled, opened_pages, opened_lessons, pressed_notices, coded;
  std::vector<Json> wanted_letters;  ///< that the fonts have not
  std::vector<Bytes> lying;          ///< what handle i + 1 stands for
  std::string link, copied, kept, theme, language;
  std::string kept_when_it_went;  ///< to open in another language
  std::map<std::string, Bytes> saved_files;
  std::map<std::uint32_t, Json> answers;
  std::map<std::uint32_t, std::vector<Json>> progress;  ///< of calls that tell how far they are
  std::unique_ptr<Studio> studio;

 private:
  void apply_mirror(std::string_view text) {
    const Json changes = Json::parse(text);
    for (const Json& id : changes.value("removed", Json::array())) mirror.erase(id.get<std::string>());
    for (const Json& one : changes.value("items", Json::array())) mirror[one["id"].get<std::string>()] = as_shown(one);
    if (changes.contains("order")) order = changes["order"].get<std::vector<std::string>>();
  }

  /// Options and the chosen one as a person reads them; their keys are kept for set().
  Json as_shown(Json one) {
    if (!one.contains("options")) return one;
    Json texts = Json::array(), &keys = option_keys[one["id"].get<std::string>()] = Json::object();
    std::string chosen;
    for (const Json& option : one["options"]) {
      texts.push_back(option["text"]);
      keys[option["text"].get<std::string>()] = option["key"];
      if (option["key"] == one.value("value", "")) chosen = option["text"];
    }
    one["options"] = texts, one["value"] = chosen;
    return one;
  }

  EngineOptions options() {
    EngineOptions given;
    given.open_file = [this](const std::string& name, FileHandle handle) { return open(name, handle); };
    if (!shelf) return given;
    given.keep_prefix = "v" + std::to_string(++shelf->visits) + "-";
    given.keep = [this](KeptRun&& run) {
      changed_runs_.push_back(run.id);
      shelf->runs[run.id] = std::move(run);
    };
    return given;
  }

  Json card(const std::string& id) const {
    Json one = Json::parse(shelf->runs[id].card);
    one["id"] = id, one["age"] = 0, one["bytes"] = shelf->runs[id].model.size(), one["label"] = shelf->labels[id];
    return one;
  }

  /// As the page does it: what was written is told, and what was asked for is brought.
  void hear_shelf() {
    Json changed = Json::array();
    for (const std::string& id : std::exchange(changed_runs_, {})) changed.push_back(card(id));
    if (!changed.empty()) studio->kept_runs(changed.dump());
    for (const std::string& id : std::exchange(asked_for, {})) {
      studio->kept_trail(id, shelf->trails[id]);
      studio->open_kept(id, shelf->runs[id].model, false);
    }
    for (const std::string& id : std::exchange(looked_at, {})) {
      const auto run = shelf->runs.find(id);
      studio->kept_seen(id, run == shelf->runs.end() ? std::span<const std::uint8_t>() : run->second.model);
    }
  }

  std::expected<Source, Error> open(const std::string& name, FileHandle handle) {
    if (handle.id == 0 || handle.id > lying.size()) return fail("{0} is gone.", name);
    return view_source(name, lying[handle.id - 1]);
  }

  std::vector<std::string> changed_runs_;
  InProcessClient engine_;
};

}  // namespace hourglass

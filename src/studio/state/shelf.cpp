#include "studio/state/shelf.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "data/base64.h"
#include "data/json_member.h"
#include "studio/state/settings_json.h"
#include "training/history_json.h"
#include "training/presets.h"

namespace hourglass {
namespace {

/// The set, how long and from which seed a run learns is said beside its name, if at all.
bool names_a_run(const Field& field) {
  constexpr std::string_view kBeside[] = {"data", "held-out-share", "seed", "epochs", "schedule-epochs"};
  return std::ranges::find(kBeside, field.key) == std::end(kBeside);
}

bool differs(const Field& field, const Experiment& a, const Experiment& b) {
  return names_a_run(field) && field.why_disabled(a).empty() && field.get(a) != field.get(b);
}

Sentence choice_words(const Field& field, const std::string& value) {
  for (const Choice& choice : field.choices) {
    if (choice.key != value) continue;
    // Three settings have the activations to choose from; that of the hidden layers is meant where nothing is said.
    const bool which = field.key == "code" || field.key == "output";
    return which ? say("{0} {1}", field.label, choice.label) : say(choice.label);
  }
  return verbatim(value);
}

Sentence difference(const Field& field, const Experiment& run, const Experiment& preset) {
  const std::string value = field.get(run);
  if (field.key == "encoder") {
    std::vector<int> with_code = preset.network.encoder;
    with_code.back() = run.network.code_width();
    if (with_code == run.network.encoder) return plural(run.network.code_width(), "{0} number", "{0} numbers");
    return verbatim(value);
  }
  if (field.key == "images" && run.data.images > 0)
    return plural(static_cast<std::int64_t>(run.data.images), "{0} image", "{0} images");
  switch (field.kind) {
    case FieldKind::choice: return choice_words(field, value);
    case FieldKind::toggle: return value == "on" ? say(field.label) : say("{0} off", field.label);
    default: return say("{0} {1}", field.label, value);
  }
}

Sentence differences(const Experiment& run, const std::string& key) {
  const Preset* preset = find_preset(key);
  if (!preset) return verbatim(widths_text(run.network.encoder));
  std::vector<Sentence> all;
  for (const Field& field : experiment_fields())
    if (differs(field, run, preset->experiment)) all.push_back(difference(field, run, preset->experiment));
  return all.empty() ? from_assets(preset->title) : list_of(all);
}

std::optional<ShelvedRun> read_card(const nlohmann::json& json, double now) {
  auto experiment = experiment_of_json(json.value("settings", nlohmann::json()));
  auto history = history_from_json(json.value("history", nlohmann::json()));
  if (!experiment || !history) return std::nullopt;
  const auto number = [&](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number() ? found->get<double>() : 0.0;
  };
  ShelvedRun run;
  run.id = text_at(json, "id");
  run.images = text_at(json, "images");
  run.checksum = static_cast<std::uint32_t>(std::clamp(number("checksum"), 0.0, 4294967295.0));
  run.experiment = std::move(*experiment);
  run.history = std::move(*history);
  run.epoch = number("epoch");
  run.bytes = number("bytes");
  run.since = now - number("age");
  run.dots = from_base64(text_at(json, "points")).value_or(Bytes{});
  if (const auto label = json.find("label"); label != json.end() && label->is_object()) {
    run.name = text_at(*label, "name");
    run.gone = label->value("gone", nlohmann::json(false)) == true;
  }
  run.preset = nearest_preset(run.experiment);
  run.differs = differences(run.experiment, run.preset);
  if (run.images.empty()) run.images = run.experiment.data.dataset;
  return run;
}

/// Adds `more(run)` to the titles that more than one run has.
template <class More>
void tell_apart(std::vector<ShelvedRun>& runs, More&& more) {
  std::map<std::string, std::vector<ShelvedRun*>> alike;
  for (ShelvedRun& run : runs)
    if (!run.gone) alike[run.title.english()].push_back(&run);
  for (auto& [text, group] : alike) {
    if (group.size() < 2) continue;
    std::vector<Sentence> added;
    for (const ShelvedRun* run : group) added.push_back(more(*run, static_cast<int>(added.size())));
    const bool helps = std::ranges::any_of(added, [&](const Sentence& one) { return !(one == added.front()); });
    for (std::size_t i = 0; helps && i < group.size(); ++i)
      if (!added[i].empty()) group[i]->title = say("{0} \u00b7 {1}", group[i]->title, added[i]);
  }
}

void name_runs(std::vector<ShelvedRun>& runs) {
  for (ShelvedRun& run : runs) run.title = run.name.empty() ? run.differs : verbatim(run.name);
  const auto preset_title = [](const ShelvedRun& run, int) {
    const Preset* preset = find_preset(run.preset);
    return preset ? from_assets(preset->title) : Sentence();
  };
  tell_apart(runs, preset_title);
  tell_apart(runs, [](const ShelvedRun& run, int) { return verbatim(run.images); });
  tell_apart(runs, [](const ShelvedRun& run, int) { return say("seed {0}", in_number(run.experiment.seed)); });
  // The newest stand first: the oldest of those alike keeps its title for as long as it is there.
  std::ranges::reverse(runs);
  tell_apart(runs, [](const ShelvedRun&, int place) { return place == 0 ? Sentence() : say("no. {0}", place + 1); });
  std::ranges::reverse(runs);
}

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

}  // namespace

std::string nearest_preset(const Experiment& experiment) {
  std::string nearest;
  std::size_t fewest = ~std::size_t{0};
  for (const Preset& preset : presets()) {
    std::size_t count = 0;
    for (const Field& field : experiment_fields()) count += differs(field, experiment, preset.experiment) ? 1 : 0;
    if (count < fewest) fewest = count, nearest = preset.key;
  }
  return nearest;
}

void take_kept_runs(State& state, std::string_view text, double now) {
  const nlohmann::json list = nlohmann::json::parse(text, nullptr, false);
  if (!list.is_array()) return;
  std::vector<ShelvedRun>& runs = state.shelf.runs;
  for (const nlohmann::json& one : list) {
    if (!one.is_object()) continue;
    const std::string id = text_at(one, "id");
    std::erase_if(runs, [&](const ShelvedRun& run) { return run.id == id; });
    if (id.empty() || one.contains("lost")) continue;
    if (auto run = read_card(one, now)) runs.push_back(std::move(*run));
  }
  std::ranges::stable_sort(runs, [](const ShelvedRun& a, const ShelvedRun& b) { return a.since > b.since; });
  name_runs(runs);
}

const ShelvedRun* find_kept(const State& state, std::string_view id) {
  const auto found = std::ranges::find(state.shelf.runs, id, &ShelvedRun::id);
  return found == state.shelf.runs.end() || found->gone ? nullptr : &*found;
}

bool is_sought(const ShelvedRun& run, std::string_view words) {
  const std::string text = lowered(run.title.english() + " " + run.name + " " + run.images);
  while (!words.empty()) {
    const std::string word = lowered(std::string(words.substr(0, words.find(' '))));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    if (text.find(word) == std::string::npos) return false;
  }
  return true;
}

std::string label_json(const ShelvedRun& run) {
  return nlohmann::json{{"name", run.name}, {"gone", run.gone}}.dump(-1, ' ', false,
                                                                     nlohmann::json::error_handler_t::replace);
}

}  // namespace hourglass

#include "studio/state/saved_state.h"

#include <nlohmann/json.hpp>

#include "studio/state/settings_json.h"
#include "studio/state/shelf.h"
#include "text/lines.h"
#include "training/presets.h"

namespace hourglass {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kVersion = 1;
/// A pinned run keeps its shape with so many points, and the saved text stays small.
constexpr std::size_t kPointsKept = 300;

constexpr std::size_t kMostSetsTold = 100;
/// Bytes of a title that was kept: whoever wrote the state, it is a line on the screen.
constexpr float kLongestTitle = 200;

template <class T>
T read(const Json& object, const char* key, T otherwise) {
  const auto found = object.find(key);
  if (found == object.end()) return otherwise;
  if constexpr (std::is_same_v<T, bool>)
    return found->is_boolean() ? found->template get<bool>() : otherwise;
  else if constexpr (std::is_arithmetic_v<T>)
    return found->is_number() ? found->template get<T>() : otherwise;
  else
    return found->is_string() ? found->template get<T>() : otherwise;
}

Json settings_json(const Experiment& experiment) {
  Json out = Json::object();
  for (const auto& [key, value] : to_settings(experiment)) out[key] = value;
  return out;
}

Json run_json(const Run& run) {
  Json points = Json::array();
  const std::size_t every = std::max<std::size_t>(1, run.history.size() / kPointsKept);
  for (std::size_t i = 0; i < run.history.size(); ++i) {
    const HistoryPoint& p = run.history[i];
    if (i % every != 0 && i + 1 != run.history.size()) continue;
    Json point = {p.epoch, p.step};
    for (const HistoryFigure& figure : kHistoryFigures) point.push_back(p.*figure.member);
    points.push_back(std::move(point));
  }
  return {{"preset", run.preset},
          {"color", run.color},
          {"dataset_title", run.dataset_title},
          {"kept", run.kept},
          {"settings", settings_json(run.experiment)},
          {"history", points}};
}

std::optional<Run> read_run(const Json& json) {
  if (!json.is_object() || !json.contains("settings") || !json.contains("history")) return std::nullopt;
  Run run;
  run.preset = read(json, "preset", std::string());
  run.color = read(json, "color", 0u);
  run.kept = read(json, "kept", std::string());
  run.dataset_title = cut(read(json, "dataset_title", std::string()), kLongestTitle,
                          [](std::string_view part) { return static_cast<float>(part.size()); });
  auto experiment = experiment_of_json(json["settings"]);
  if (!experiment || !json["history"].is_array()) return std::nullopt;
  run.experiment = std::move(*experiment);
  for (const Json& p : json["history"]) {
    if (!p.is_array() || p.size() < 2) return std::nullopt;
    for (const Json& number : p)
      if (!number.is_number()) return std::nullopt;
    HistoryPoint point{.epoch = p[0].get<double>(), .step = p[1].get<std::int64_t>()};
    std::size_t at = 2;
    for (const HistoryFigure& figure : kHistoryFigures) {
      if (at < p.size())
        point.*figure.member = p[at++].get<double>();
      else if (figure.always)
        return std::nullopt;
    }
    run.history.push_back(point);
  }
  return run;
}

std::optional<UnkeptSettings> unkept_settings(const State& state, std::string_view run) {
  if (state.shelf.unkept) return state.shelf.unkept;
  const ShelvedRun* kept = find_kept(state, run);
  if (!kept || kept->experiment == state.experiment) return std::nullopt;
  return UnkeptSettings{.wanted = state.experiment, .kept = kept->experiment};
}

}  // namespace

std::string save_state(const State& state) {
  Json out = {{"version", kVersion},
              {"settings", settings_json(state.experiment)},
              {"preset", state.preset},
              {"address", state.address},
              {"part", static_cast<int>(state.tab)},
              {"recipe_open", state.recipe_open},
              {"loss", {{"logarithmic", state.loss.logarithmic}}},
              {"start_model", state.start_model}};
  // A first visit that saw nothing yet goes on when the page is loaded again.
  if (state.welcome) out["welcome"] = true;
  const std::string& run_kept = state.shelf.returning.empty() ? state.run.kept : state.shelf.returning;
  if (!run_kept.empty()) out["run"] = run_kept;
  if (const auto unkept = unkept_settings(state, run_kept)) {
    out["settings"] = settings_json(unkept->wanted);
    out["settings_kept"] = settings_json(unkept->kept);
  }
  // What was brought and not taken yet is not kept, and neither is the sheet that shows it; a link is made anew.
  const bool passing = state.sheet > Sheet::compare;
  if (state.sheet != Sheet::none && !passing) out["sheet"] = static_cast<int>(state.sheet);
  if (state.loss.chosen) out["loss"]["chosen"] = static_cast<int>(*state.loss.chosen);
  if (state.dark) out["dark"] = *state.dark;
  for (const auto& [section, folded] : state.folded) out["folded"][section] = folded;
  for (const auto& [preset, value] : state.measured) out["measured"][preset] = value;
  for (const Run& run : state.pinned) out["pinned"].push_back(run_json(run));
  for (const std::string& set : state.notes_told) out["notes_told"].push_back(set);
  out["explore"] = to_json(state.explore);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void restore_state(State& state, std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || read(json, "version", 0) != kVersion) return;
  if (json.contains("settings"))
    if (auto experiment = experiment_of_json(json["settings"])) state.experiment = std::move(*experiment);
  state.address = read(json, "address", std::string());
  state.shelf.returning = read(json, "run", std::string());
  if (json.contains("settings_kept"))
    if (auto kept = experiment_of_json(json["settings_kept"]))
      state.shelf.unkept = {state.experiment, std::move(*kept)};
  state.sheet = static_cast<Sheet>(std::clamp(read(json, "sheet", 0), 0, static_cast<int>(Sheet::compare)));
  const std::string preset = read(json, "preset", std::string());
  if (find_preset(preset)) state.preset = preset;
  state.tab = static_cast<Tab>(std::clamp(read(json, "part", 0), 0, 4));
  state.recipe_open = read(json, "recipe_open", true);
  if (json.contains("dark") && json["dark"].is_boolean()) state.dark = json["dark"].get<bool>();
  if (const auto loss = json.find("loss"); loss != json.end() && loss->is_object()) {
    if (const int chosen = read(*loss, "chosen", -1); chosen >= 0)
      state.loss.chosen = static_cast<LossFigure>(std::min(chosen, static_cast<int>(LossFigure::divergence)));
    state.loss.logarithmic = read(*loss, "logarithmic", false);
  }
  state.start_model = read(json, "start_model", false);
  state.welcome = read(json, "welcome", false);
  if (const auto folded = json.find("folded"); folded != json.end() && folded->is_object())
    for (const auto& [section, value] : folded->items())
      if (value.is_boolean()) state.folded[section] = value.get<bool>();
  if (const auto measured = json.find("measured"); measured != json.end() && measured->is_object())
    for (const auto& [key, value] : measured->items())
      if (value.is_number() && find_preset(key)) state.measured[key] = value.get<double>();
  if (const auto pinned = json.find("pinned"); pinned != json.end() && pinned->is_array())
    for (const Json& run : *pinned)
      if (auto good = read_run(run)) state.pinned.push_back(std::move(*good));
  if (const auto told = json.find("notes_told"); told != json.end() && told->is_array())
    for (const Json& set : *told)
      if (set.is_string() && state.notes_told.size() < kMostSetsTold) state.notes_told.insert(set.get<std::string>());
  if (json.contains("explore")) from_json(state.explore, json["explore"]);
}

}  // namespace hourglass

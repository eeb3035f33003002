#include "studio/script_json.h"

#include <cstdio>
#include <utility>

#include "exchange/link.h"
#include "training/experiment_fields.h"
#include "training/presets.h"

namespace hourglass {
namespace {

using Json = ScriptJson;

const char* run_state_name(event::RunState state) {
  switch (state) {
    case event::RunState::empty: return "empty";
    case event::RunState::ready: return "ready";
    case event::RunState::training: return "training";
    case event::RunState::paused: return "paused";
    case event::RunState::finished: return "finished";
    case event::RunState::diverged: return "diverged";
  }
  return "empty";
}

std::string setting_text(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_boolean()) return json.get<bool>() ? "on" : "off";
  if (json.is_number_integer()) return std::to_string(json.get<std::int64_t>());
  if (json.is_number()) {
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", json.get<double>());
    return text;
  }
  std::string text;
  if (json.is_array())
    for (const Json& part : json) text += (text.empty() ? "" : ",") + setting_text(part);
  return text;
}

Json guesses_json(const std::vector<Guess>& guesses) {
  Json list = Json::array();
  for (const Guess& guess : guesses) {
    const QuestionKeys& keys = keys_of(guess.question);
    list.push_back({{"question", keys.key}, {"taken", way_taken(guess)}, {"ways", ways_of(guess)}});
  }
  return list;
}

}  // namespace

Json settings_of(const Experiment& experiment) {
  Json out = Json::object();
  for (const auto& [key, text] : to_settings(experiment)) out[key] = text;
  return out;
}

const Json& json_member(const Json& object, const char* key) {
  static const Json kNone;
  const auto found = object.find(key);
  return found == object.end() ? kNone : *found;
}

double json_number(const Json& object, const char* key, double otherwise) {
  const Json& number = json_member(object, key);
  return number.is_number() ? number.get<double>() : otherwise;
}

std::string json_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

/// "heldout_sse" -> "heldoutSse", as JavaScript writes names.
static std::string script_name(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_')
      out += static_cast<char>(name[++i] - 'a' + 'A');
    else
      out += name[i];
  }
  return out;
}

Json history_json(const History& history) {
  Json out = Json::array();
  for (const HistoryPoint& p : history) {
    Json point = {{"epoch", p.epoch}, {"step", p.step}};
    for (const HistoryFigure& figure : kHistoryFigures) point[script_name(figure.name)] = p.*figure.member;
    out.push_back(std::move(point));
  }
  return out;
}

Json state_json(const Context& ui) {
  const State& s = ui.state;
  const auto said = [&](const Sentence& sentence) { return ui.say(sentence).text(); };
  const CodesState& codes = s.codes_of(s.explore.map.subset);
  Json out = {{"state", run_state_name(s.progress.state)},
              {"epoch", s.progress.epoch},
              {"epochs", s.progress.epochs},
              {"step", s.progress.step},
              {"secondsLeft", s.progress.seconds_left},
              {"imagesPerSecond", s.progress.images_per_second},
              {"language", ui.language->tag()},
              {"preset", s.preset},
              {"settings", settings_of(s.experiment)},
              {"link", to_link({s.preset, s.experiment}, {})},
              {"startModel", s.start_model},
              {"run", s.run.kept},
              {"weightsEpoch", s.weights.epoch},
              {"codesEpoch", codes.count() > 0 ? Json(codes.epoch) : Json(nullptr)},
              {"history", history_json(s.run.history)}};
  std::vector<std::string> notes;
  for (const Sentence& note : s.dataset.notes) notes.push_back(said(note));
  out["dataset"] = s.dataset.loaded() ? Json{{"name", s.dataset.name},
                                             {"title", s.dataset.title},
                                             {"classes", s.dataset.class_names},
                                             {"training", s.dataset.training},
                                             {"validation", s.dataset.validation},
                                             {"heldOut", s.dataset.held_out},
                                             {"notes", notes},
                                             {"guesses", guesses_json(s.dataset.guesses)}}
                                      : Json(nullptr);
  out["loading"] = s.loading.active()
                       ? Json{{"name", s.loading.id}, {"done", s.loading.done}, {"total", s.loading.total}}
                       : Json(nullptr);
  if (s.diverged) out["diverged"] = {{"epoch", s.diverged->epoch}, {"message", said(s.diverged->message)}};
  return out;
}

Json presets_json() {
  Json out = Json::array();
  for (const Preset& preset : presets()) {
    Json one = {{"key", preset.key},
                {"title", preset.title},
                {"sentence", preset.sentence},
                {"settings", settings_of(preset.experiment)}};
    if (!preset.author.empty()) one["by"] = {{"author", preset.author}, {"address", preset.address}};
    if (preset.published) one["published"] = {{"value", preset.published->value}, {"unit", preset.published->unit}};
    out.push_back(std::move(one));
  }
  return out;
}

std::expected<std::vector<float>, Error> rows_of(const Json& json, int width, Key what) {
  std::vector<float> out;
  const auto bad = [&] { return fail("{0} must be rows of {1} numbers.", what, width); };
  const auto add = [&](const Json& row) {
    if (!row.is_array() || row.size() != static_cast<std::size_t>(width)) return false;
    for (const Json& number : row) {
      if (!number.is_number()) return false;
      out.push_back(number.get<float>());
    }
    return true;
  };
  if (!json.is_array() || json.empty()) return bad();
  if (json[0].is_array()) {
    for (const Json& row : json)
      if (!add(row)) return bad();
  } else if (!add(json)) {
    return bad();
  }
  return out;
}

Json rows_json(const std::vector<float>& numbers, int width) {
  Json out = Json::array();
  if (width <= 0) return out;
  for (auto row = numbers.begin(); numbers.end() - row >= width; row += width)
    out.push_back(std::vector<float>(row, row + width));
  return out;
}

SweepRange sweep_range_of(const Json& json) {
  SweepRange range;
  range.from = json_number(json, "from", range.from);
  range.to = json_number(json, "to", range.to);
  range.step = json_number(json, "step", range.step);
  range.include_end = json_member(json, "includeEnd").is_boolean() && json_member(json, "includeEnd").get<bool>();
  return range;
}

std::expected<Experiment, Error> configured(const Experiment& start, const Json& settings, std::string& preset) {
  Experiment from = start;
  Settings wanted;
  for (const auto& [key, setting] : settings.items()) {
    if (key == "preset") {
      const Preset* found = find_preset(setting_text(setting));
      if (!found) return fail("There is no preset called {0}.", quote(setting_text(setting)));
      from = found->experiment;
      preset = found->key;
    } else {
      wanted.emplace(key, setting_text(setting));
    }
  }
  auto experiment = from_settings(wanted, from);
  if (experiment)
    if (auto valid = validate(*experiment); !valid) return std::unexpected(valid.error());
  return experiment;
}

}  // namespace hourglass

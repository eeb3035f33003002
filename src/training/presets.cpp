#include "training/presets.h"

#include <algorithm>
#include <cstdlib>

#include "data/json_member.h"
#include "training/experiment_fields.h"

namespace hourglass {

extern const char kPresetsJson[];

namespace {

using Json = nlohmann::json;

std::unexpected<Error> refuse_preset(const std::string& key, const Sentence& why) {
  return fail("The preset {0} cannot be read: {1}", quote(key), why);
}

std::expected<PublishedFigure, Error> parse_figure(const Json& json, const std::string& key) {
  const auto value = json.is_object() ? json.find("value") : json.end();
  if (!json.is_object() || value == json.end() || !value->is_number())
    return refuse_preset(key, "Its figure has no value.");
  PublishedFigure figure{.value = value->get<double>(), .unit = text_at(json, "unit"), .curve = {}};
  if (const auto curve = json.find("curve"); curve != json.end() && curve->is_object()) {
    for (const auto& [epoch, loss] : curve->items()) {
      if (!loss.is_number()) return refuse_preset(key, "Its curve holds what is no number.");
      figure.curve[std::atoi(epoch.c_str())] = loss.get<double>();
    }
  }
  return figure;
}

std::expected<Preset, Error> parse_preset(const Json& json) {
  if (!json.is_object()) return fail("A preset must be an object.");
  Preset preset{.key = text_at(json, "key"),
                .title = text_at(json, "title"),
                .sentence = text_at(json, "sentence"),
                .author = {},
                .address = {},
                .experiment = {},
                .published = {}};
  if (preset.key.empty() || preset.title.empty()) return fail("A preset needs a key and a title.");
  Settings settings;
  if (const auto given = json.find("settings"); given != json.end() && given->is_object()) {
    for (const auto& [key, value] : given->items()) {
      if (!value.is_string()) return refuse_preset(preset.key, say("The setting {0} must be text.", key));
      settings.emplace(key, value.get<std::string>());
    }
  }
  const auto experiment = from_settings(settings);
  if (!experiment) return refuse_preset(preset.key, experiment.error().message);
  if (const auto valid = validate(*experiment); !valid) return refuse_preset(preset.key, valid.error().message);
  preset.experiment = *experiment;
  if (const auto by = json.find("by"); by != json.end() && by->is_object()) {
    preset.author = text_at(*by, "author");
    preset.address = text_at(*by, "address");
    if (preset.author.empty()) return refuse_preset(preset.key, "Who published it is not said.");
    if (!preset.address.empty() && !preset.address.starts_with("https://"))
      return refuse_preset(preset.key, "An address must begin with https://.");
  }
  if (const auto published = json.find("published"); published != json.end()) {
    auto figure = parse_figure(*published, preset.key);
    if (!figure) return std::unexpected(figure.error());
    preset.published = *std::move(figure);
  }
  return preset;
}

}  // namespace

std::expected<std::vector<Preset>, Error> parse_presets(std::string_view json) {
  const Json list = Json::parse(json, nullptr, false);
  if (!list.is_array()) return fail("The presets are not a JSON list.");
  std::vector<Preset> presets;
  for (const Json& entry : list) {
    auto preset = parse_preset(entry);
    if (!preset) return std::unexpected(preset.error());
    for (const Preset& other : presets) {
      if (other.key == preset->key) return fail("Two presets are called {0}.", quote(preset->key));
    }
    presets.push_back(*std::move(preset));
  }
  return presets;
}

double HistoryPoint::*measured_as(const PublishedFigure& figure) {
  if (figure.unit.contains("RMSE")) return &HistoryPoint::heldout_rmse;
  if (figure.unit.contains("training loss")) return &HistoryPoint::train_loss;
  return &HistoryPoint::heldout_sse;
}

const std::vector<Preset>& presets() {
  // A tested constant: the test of this file reads it from assets/ and from here.
  static const std::vector<Preset> list = parse_presets(kPresetsJson).value_or(std::vector<Preset>{});
  return list;
}

const Preset* find_preset(std::string_view key) {
  for (const Preset& preset : presets())
    if (preset.key == key) return &preset;
  return nullptr;
}

}  // namespace hourglass

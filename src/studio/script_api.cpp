#include "studio/script_api.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "data/options_json.h"
#include "explore/sweep.h"
#include "model/pixels.h"
#include "data/base64.h"
#include "studio/state/actions.h"
#include "studio/state/figures.h"
#include "studio/state/files.h"
#include "studio/state/link.h"
#include "studio/ui/capture.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

using Json = nlohmann::ordered_json;
using Result = std::expected<Json, Error>;

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }
std::string value(Json json) { return text_of({{"value", std::move(json)}}); }
std::string error(std::string_view message) { return text_of({{"error", message}}); }

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

Json settings_of(const Experiment& experiment) {
  Json out = Json::object();
  for (const auto& [key, text] : to_settings(experiment)) out[key] = text;
  return out;
}

Json history_json(const History& history) {
  Json out = Json::array();
  for (const HistoryPoint& p : history)
    out.push_back({{"epoch", p.epoch},
                   {"step", p.step},
                   {"trainLoss", p.train_loss},
                   {"trainSse", p.train_sse},
                   {"heldoutSse", p.heldout_sse},
                   {"heldoutRmse", p.heldout_rmse},
                   {"learningRate", p.learning_rate},
                   {"seconds", p.seconds},
                   {"imagesPerSecond", p.images_per_second}});
  return out;
}

Json state_json(const State& s) {
  Json out = {{"state", run_state_name(s.progress.state)},
              {"epoch", s.progress.epoch},
              {"epochs", s.progress.epochs},
              {"step", s.progress.step},
              {"secondsLeft", s.progress.seconds_left},
              {"imagesPerSecond", s.progress.images_per_second},
              {"preset", s.preset},
              {"settings", settings_of(s.experiment)},
              {"link", to_link({s.preset, s.experiment}, {})},
              {"startModel", s.start_model},
              {"weightsEpoch", s.weights.epoch},
              {"history", history_json(s.run.history)}};
  out["dataset"] = s.dataset.loaded() ? Json{{"name", s.dataset.name},
                                             {"title", s.dataset.title},
                                             {"classes", s.dataset.class_names},
                                             {"training", s.dataset.training},
                                             {"validation", s.dataset.validation},
                                             {"heldOut", s.dataset.held_out},
                                             {"notes", s.dataset.notes}}
                                      : Json(nullptr);
  out["loading"] = s.loading.active()
                       ? Json{{"name", s.loading.id}, {"done", s.loading.done}, {"total", s.loading.total}}
                       : Json(nullptr);
  if (s.diverged) out["diverged"] = {{"epoch", s.diverged->epoch}, {"message", s.diverged->message}};
  return out;
}

Json presets_json() {
  Json out = Json::array();
  for (const Preset& preset : presets()) {
    Json one = {{"key", preset.key},
                {"title", preset.title},
                {"sentence", preset.sentence},
                {"settings", settings_of(preset.experiment)}};
    if (preset.published) one["published"] = {{"value", preset.published->value}, {"unit", preset.published->unit}};
    out.push_back(std::move(one));
  }
  return out;
}

/// One row of numbers, or several, all `width` long; the sentence names `what`.
std::expected<std::vector<float>, Error> rows_of(const Json& json, int width, std::string_view what) {
  std::vector<float> out;
  const auto bad = [&] { return fail(std::string(what) + " must be rows of " + std::to_string(width) + " numbers."); };
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
  for (std::size_t at = 0; at + static_cast<std::size_t>(width) <= numbers.size();
       at += static_cast<std::size_t>(width))
    out.push_back(std::vector<float>(numbers.begin() + static_cast<std::ptrdiff_t>(at),
                                     numbers.begin() + static_cast<std::ptrdiff_t>(at) + width));
  return out;
}

const Json& member(const Json& json, const char* key) {
  static const Json kNone;
  const auto found = json.find(key);
  return found == json.end() ? kNone : *found;
}

std::vector<float> decoded(const Network& network, const std::vector<float>& codes) {
  const int k = network.spec.code_width(), pixels = network.spec.pixel_count();
  const Index n = static_cast<Index>(codes.size()) / k;
  std::vector<float> out(static_cast<std::size_t>(n * pixels));
  InferenceScratch scratch;
  decode(network, view(codes.data(), n, k), view(out.data(), n, pixels), scratch);
  to_unit(network.spec.pixels, out);
  return out;
}

Result run_encode(const State& s, const Json& json) {
  if (!s.weights.network) return fail("There is no network yet.");
  const Network& network = *s.weights.network;
  const int k = network.spec.code_width(), pixels = network.spec.pixel_count();
  auto rows = rows_of(member(json, "pixels"), pixels, "Pixels");
  if (!rows) return std::unexpected(rows.error());
  from_unit(network.spec.pixels, *rows);
  const Index n = static_cast<Index>(rows->size()) / pixels;
  std::vector<float> codes(static_cast<std::size_t>(n * k));
  InferenceScratch scratch;
  encode(network, view(std::as_const(*rows).data(), n, pixels), view(codes.data(), n, k), scratch);
  return rows_json(codes, k);
}

Result run_decode(const State& s, const Json& json) {
  if (!s.weights.network) return fail("There is no network yet.");
  auto rows = rows_of(member(json, "codes"), s.weights.network->spec.code_width(), "Codes");
  if (!rows) return std::unexpected(rows.error());
  return rows_json(decoded(*s.weights.network, *rows), s.weights.network->spec.pixel_count());
}

SweepRange range_of(const Json& json) {
  SweepRange range;
  const auto number = [&](const char* key, double otherwise) {
    return member(json, key).is_number() ? member(json, key).get<double>() : otherwise;
  };
  range.from = number("from", range.from), range.to = number("to", range.to), range.step = number("step", range.step);
  range.include_end = member(json, "includeEnd").is_boolean() && member(json, "includeEnd").get<bool>();
  return range;
}

Result run_sweep(const State& s, const Json& json) {
  if (!s.weights.network) return fail("There is no network yet.");
  if (s.weights.network->spec.code_width() != 2) return fail("A sweep over x and y needs a code of two numbers.");
  const SweepRange x = range_of(member(json, "x")), y = range_of(member(json, "y"));
  for (const SweepRange& range : {x, y})
    if (auto valid = validate(range); !valid) return std::unexpected(valid.error());
  const std::vector<float> codes = sweep_codes(x, y);
  return Json{{"columns", sweep_count(x)},
              {"rows", sweep_count(y)},
              {"codes", rows_json(codes, 2)},
              {"pixels", rows_json(decoded(*s.weights.network, codes), 784)}};
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

std::expected<Experiment, Error> configured(const State& s, const Json& json, std::string& preset) {
  Experiment start = s.experiment;
  Settings settings;
  for (const auto& [key, setting] : json.items()) {
    if (key == "preset") {
      const Preset* found = find_preset(setting_text(setting));
      if (!found) return fail("There is no preset called \"" + setting_text(setting) + "\".");
      start = found->experiment;
      preset = found->key;
    } else {
      settings.emplace(key, setting_text(setting));
    }
  }
  auto wanted = from_settings(settings, start);
  if (wanted)
    if (auto valid = validate(*wanted); !valid) return std::unexpected(valid.error());
  return wanted;
}

}  // namespace

std::string ScriptApi::wait(Waits what, Ticket ticket) {
  pending_.push_back({++last_call_, what, ticket, {}, 0});
  return text_of({{"pending", last_call_}});
}

std::string ScriptApi::call(Context& ui, std::string_view method, std::string_view text) {
  State& s = ui.state;
  Json json = Json::parse(text.empty() ? std::string_view("{}") : text, nullptr, false);
  if (!json.is_object()) return error("The argument must be an object.");
  const auto said = [](const Result& result) { return result ? value(*result) : error(result.error().message); };

  if (method == "ready") return wait(Waits::engine, 0);
  if (method == "presets") return value(presets_json());
  if (method == "state") return value(state_json(s));
  if (method == "stats")
    return value({{"imagesPerSecond", s.progress.images_per_second},
                  {"gflops", s.progress.gflops},
                  {"variant", s.engine.variant},
                  {"threads", s.engine.threads},
                  {"restarts", s.engine.restarts}});
  if (method == "encode") return said(run_encode(s, json));
  if (method == "decode") return said(run_decode(s, json));
  if (method == "sweep") return said(run_sweep(s, json));

  if (method == "picture") {
    save_picture(ui, ui.window, "hourglass.png");
    return value(true);
  }
  if (method == "load") {
    const std::uint32_t before = s.dataset.version;
    if (const Json& name = member(json, "name"); name.is_string()) {
      if (!s.entry(name.get<std::string>()))
        return error("The catalogue has no data set called \"" + name.get<std::string>() + "\".");
      choose_dataset(ui, name.get<std::string>());
    } else {
      std::vector<std::string> names;
      std::vector<FileHandle> handles;
      for (const Json& file : member(json, "files")) {
        if (!member(file, "id").is_number_unsigned()) return error("A file must be a File, an ArrayBuffer or a name.");
        names.push_back(member(file, "name").is_string() ? member(file, "name").get<std::string>() : "data");
        handles.push_back({member(file, "id").get<std::uint32_t>(),
                           member(file, "size").is_number_unsigned() ? member(file, "size").get<std::uint64_t>() : 0});
      }
      if (names.empty()) return error("Nothing to load was given.");
      std::optional<DecodeOptions> options;
      if (const Json& given = member(json, "options"); !given.is_null()) {
        const auto read = parse_decode_options(given.dump());
        if (!read) return error(read.error().message);
        options = *read;
      }
      load_handles(ui, "", "", std::move(names), std::move(handles), options ? &*options : nullptr);
    }
    pending_.push_back({++last_call_, Waits::load, s.loading.ticket, s.loading.id, before});
    return text_of({{"pending", last_call_}});
  }
  if (method == "configure") {
    std::string preset = s.preset;
    const auto wanted = configured(s, json, preset);
    if (!wanted) return error(wanted.error().message);
    if (wanted->data.dataset != s.dataset.name && s.entry(wanted->data.dataset)) {
      const std::uint32_t before = s.dataset.version;
      choose_dataset(ui, wanted->data.dataset, &*wanted, preset);
      pending_.push_back({++last_call_, Waits::load, 0, s.loading.id, before});
      return text_of({{"pending", last_call_}});
    }
    if (s.training() && !needs_new_start(s.experiment, *wanted).empty()) pause(ui);
    s.preset = preset;
    if (*wanted == s.experiment) return value(state_json(s));
    if (auto done = configure(ui, *wanted); !done) return error(done.error().message);
    return wait(Waits::done_state, s.configuring);
  }
  if (method == "train" || method == "step") {
    if (const std::string why = why_no_training(s); !why.empty()) return error(why);
    command::Train train;
    const auto count = [&](const char* key) {
      return member(json, key).is_number() ? member(json, key).get<double>() : 0.0;
    };
    train.epochs = static_cast<int>(std::clamp(count("epochs"), 0.0, 1e6));
    train.steps = static_cast<std::int64_t>(std::clamp(count("steps"), 0.0, 1e12));
    if (method == "step" && train.epochs == 0 && train.steps == 0) train.steps = 1;
    return wait(Waits::done_history, ui.ask(train));
  }
  if (method == "pause") return wait(Waits::done_state, ui.ask(command::Pause{}));
  if (method == "reset") {
    if (const Json& seed = member(json, "seed"); !seed.is_null()) {
      std::string preset;
      const auto wanted = configured(s, {{"seed", seed}}, preset);
      if (!wanted) return error(wanted.error().message);
      if (auto done = configure(ui, *wanted); !done) return error(done.error().message);
    }
    s.start_model = false;
    return wait(Waits::done_state, ui.ask(command::Reset{}));
  }
  if (method == "codes") {
    command::ComputeCodes codes;
    if (member(json, "part") == "training") codes.subset = command::Subset::training;
    if (member(json, "part") == "all") codes.subset = command::Subset::all;
    if (member(json, "every").is_number_integer()) codes.every = std::max(1, member(json, "every").get<int>());
    return wait(Waits::codes, ui.ask(codes));
  }
  if (method == "exportModel") return wait(Waits::model, ui.ask(command::ExportModel{}));
  if (method == "importModel") {
    auto bytes =
        from_base64(member(json, "bytes").is_string() ? member(json, "bytes").get<std::string>() : std::string());
    if (!bytes || bytes->empty()) return error("importModel wants the bytes of a safetensors file.");
    return wait(Waits::done_state, open_model(ui, std::move(*bytes)));
  }
  return error("There is no method called \"" + std::string(method) + "\".");
}

bool ScriptApi::try_answer(Context& ui, const Pending& p) {
  State& s = ui.state;
  const auto tell = [&](const std::string& json) {
    if (ui.host.answer) ui.host.answer(p.call, json);
    return true;
  };
  if (s.engine.lost) return tell(error("The engine has stopped."));
  if (p.what == Waits::engine)
    return s.engine.ready && tell(value({{"variant", s.engine.variant}, {"threads", s.engine.threads}}));
  if (p.what == Waits::load) {
    if (s.dataset.version != p.dataset_version && !s.loading.active()) return tell(value(state_json(s)));
    if (p.ticket != 0 && p.ticket == s.own.half_ticket) return tell(value({{"waitingFor", s.own.half_why}}));
    const bool under_way = p.ticket != 0 ? s.loading.ticket == p.ticket : s.loading.id == p.load_id;
    if (!under_way) return tell(error("The load was given up: it was cancelled, or another one took its place."));
    return !s.loading.failed.empty() && tell(error(s.loading.failed));
  }
  if (auto failed = ui.take<event::Failed>(p.ticket)) return tell(error(failed->message));
  switch (p.what) {
    case Waits::done_state: return ui.take<event::Done>(p.ticket) && tell(value(state_json(s)));
    case Waits::done_history: return ui.take<event::Done>(p.ticket) && tell(value(history_json(s.run.history)));
    case Waits::codes: {
      const auto codes = ui.take<event::Codes>(p.ticket);
      if (!codes) return false;
      Json labels = Json::array();
      const Bytes& all = s.dataset.labels(codes->subset);
      for (std::size_t i = 0; i < all.size(); i += static_cast<std::size_t>(codes->every)) labels.push_back(all[i]);
      return tell(value({{"epoch", codes->epoch},
                         {"width", codes->width},
                         {"codes", rows_json(codes->codes, codes->width)},
                         {"labels", labels}}));
    }
    case Waits::model: {
      const auto file = ui.take<event::ModelFile>(p.ticket);
      return file && tell(value(to_base64(file->file)));
    }
    case Waits::engine:
    case Waits::load: break;
  }
  return false;
}

void ScriptApi::answer(Context& ui) {
  std::erase_if(pending_, [&](const Pending& pending) { return try_answer(ui, pending); });
}

}  // namespace hourglass

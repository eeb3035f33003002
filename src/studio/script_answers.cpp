// What the methods of window.hourglass answer later, when the engine has done what was asked of it.
#include <algorithm>
#include <array>
#include <utility>

#include "data/base64.h"
#include "studio/compare/compare_update.h"
#include "studio/latent/plane_motion.h"
#include "studio/script_methods.h"
#include "studio/state/compare.h"
#include "studio/state/compare_memory.h"
#include "studio/state/run_files.h"

namespace hourglass {
namespace {

using Json = ScriptJson;
using For = ScriptWait::For;

std::optional<std::expected<Json, Error>> loaded(Context& ui, const ScriptWait& wait) {
  State& s = ui.state;
  if (wait.load == s.loaded) return state_json(ui);
  if (wait.load == s.own.half_request) return Json{{"waitingFor", ui.say(s.own.half_why).text()}};
  if (wait.load == s.arrived) return std::nullopt;
  if (wait.load == s.loading.request) {
    if (s.loading.failed.empty()) return std::nullopt;
    return fail(s.loading.failed);
  }
  return fail("The load was given up: it was cancelled, or another one took its place.");
}

Json codes_json(const State& state, const event::Codes& codes) {
  Json labels = Json::array();
  const Bytes& all = state.dataset.labels(codes.subset);
  const auto every = static_cast<std::size_t>(std::max(1, codes.every));
  for (std::size_t i = 0; i < all.size(); i += every) labels.push_back(all[i]);
  return {{"epoch", codes.epoch},
          {"width", codes.width},
          {"codes", rows_json(codes.codes, codes.width)},
          {"labels", labels}};
}

Json map_json(const State& state, const event::MapDrawn& map) {
  Json labels = Json::array();
  const Bytes& all = state.dataset.labels(map.subset);
  for (std::size_t i = 0; i < all.size(); i += static_cast<std::size_t>(map.every)) labels.push_back(all[i]);
  Json told = {{"done", map.done}, {"places", rows_json(map.places, 2)}, {"labels", labels}};
  if (map.method == command::MapMethod::pca) {
    told["errors"] = map.errors;
    return told;
  }
  told["iteration"] = map.iteration, told["iterations"] = map.iterations, told["perplexity"] = map.perplexity;
  if (map.done) told["kl"] = map.divergence;
  return told;
}

/// Both runs and in what they differ, once both have seen the images at hand.
std::optional<std::expected<Json, Error>> compared(Context& ui) {
  update_compare(ui);
  const auto& runs = ui.state.explore.compare.runs;
  const std::array<RunSeen, 2> seen = {compared_run(ui.state, 0), compared_run(ui.state, 1)};
  for (const RunSeen& run : seen)
    if (!run.why_none.empty()) return fail(run.why_none);
  if (!ui.state.dataset.loaded()) return fail("There are no images yet.");
  Json told = Json::object();
  for (std::size_t i = 0; i < 2; ++i) {
    const ImagesSeen& images = runs[i].images;
    if (images.codes.empty()) return std::nullopt;
    told[i == 0 ? "a" : "b"] = {{"run", runs[i].kept},
                                {"settings", settings_of(*seen[i].experiment)},
                                {"history", history_json(*seen[i].history)},
                                {"codes", rows_json(images.codes, images.width)},
                                {"places", rows_json(moved(runs[i].to_view, runs[i].places), 2)},
                                {"error", images.error}};
  }
  told["differences"] = Json::array();
  for (const RecipeDifference& one : recipe_differences(*seen[0].experiment, *seen[1].experiment))
    told["differences"].push_back({{"setting", one.key}, {"a", ui.say(one.a).text()}, {"b", ui.say(one.b).text()}});
  return told;
}

}  // namespace

std::optional<Json> script_progress(Context& ui, const ScriptWait& wait) {
  if (wait.what != For::map) return std::nullopt;
  const auto* map = ui.state.answers.see<event::MapDrawn>(wait.ticket);
  if (map == nullptr || map->done) return std::nullopt;
  Json told = map_json(ui.state, *map);
  ui.take<event::MapDrawn>(wait.ticket);
  return told;
}

std::optional<std::expected<Json, Error>> script_answer(Context& ui, const ScriptWait& wait) {
  State& s = ui.state;
  if (s.engine.lost) return fail("The engine has stopped.");
  if (auto failed = ui.take<event::Failed>(wait.ticket)) return std::unexpected(Error{std::move(failed->message)});
  switch (wait.what) {
    case For::engine:
      if (s.engine.ready) return Json{{"variant", s.engine.variant}, {"threads", s.engine.threads}};
      break;
    case For::load: return loaded(ui, wait);
    case For::state:
      if (ui.take<event::Done>(wait.ticket)) return state_json(ui);
      break;
    case For::history:
      if (ui.take<event::Done>(wait.ticket)) return history_json(s.run.history);
      break;
    case For::codes:
      if (const auto codes = ui.take<event::Codes>(wait.ticket)) return codes_json(s, *codes);
      break;
    case For::map:
      // One that is under way stays asked for (script_progress).
      if (const auto* map = s.answers.see<event::MapDrawn>(wait.ticket); map == nullptr || !map->done) break;
      return map_json(s, *ui.take<event::MapDrawn>(wait.ticket));
    case For::comparison: return compared(ui);
    case For::opened:
      // Where it could not be brought back, the run that is here is told.
      if (s.shelf.asked.empty() && s.shelf.opened.id.empty() && s.opening_model == 0) return state_json(ui);
      break;
    case For::model:
      if (const auto file = file_of_run(ui, wait.form, wait.ticket)) {
        if (!*file) return std::unexpected(file->error());
        return Json(to_base64(**file));
      }
      break;
    case For::data:
      if (const auto data = ui.take<event::DataFile>(wait.ticket)) return Json(to_base64(data->file));
      break;
  }
  return std::nullopt;
}

}  // namespace hourglass

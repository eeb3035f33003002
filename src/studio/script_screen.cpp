#include "studio/script_screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "exchange/link.h"
#include "model/network.h"
#include "studio/map/map_actions.h"
#include "studio/map/map_figures.h"
#include "studio/map/map_kinds.h"
#include "studio/map/sweep_update.h"
#include "studio/pad/pad_update.h"
#include "studio/samples/samples_update.h"
#include "studio/state/actions.h"
#include "studio/state/run_control.h"
#include "studio/state/shelf.h"
#include "studio/state/shelf_actions.h"

namespace hourglass {
namespace {

constexpr std::array<std::string_view, 5> kTabKeys = {"map", "paint", "loss", "samples", "recipe"};
constexpr std::array<std::string_view, 2> kViewKeys = {"map", "sweep"};
constexpr std::array<std::string_view, 3> kSampleViewKeys = {"held-out", "worst", "filters"};
constexpr std::size_t kMostStrokes = 200, kMostStrokePoints = 4000;
/// Of the drawings that are put on the pad: their coordinates count pixels of 28x28.
constexpr float kRasterOfPixel = static_cast<float>(PadCanvas::kSide) / 28;

template <std::size_t n>
std::string_view key_at(const std::array<std::string_view, n>& keys, int at) {
  return at >= 0 && static_cast<std::size_t>(at) < n ? keys[static_cast<std::size_t>(at)] : std::string_view();
}

/// Which of `keys` the argument names; nothing where it is left out.
template <std::size_t n>
std::expected<std::optional<int>, Error> choice_of(const ScriptJson& arguments, const char* name,
                                                   const std::array<std::string_view, n>& keys) {
  const ScriptJson& given = json_member(arguments, name);
  if (given.is_null()) return std::nullopt;
  if (given.is_string())
    for (std::size_t i = 0; i < n; ++i)
      if (given == keys[i]) return static_cast<int>(i);
  std::string all;
  for (const std::string_view key : keys) all += (all.empty() ? "" : ", ") + std::string(key);
  return fail("{0} is one of {1}.", std::string_view(name), verbatim(all));
}

double root_of_mean(double per_image) { return std::sqrt(per_image / kImagePixels); }

/// {name: number} of what is known now.
ScriptJson figures_json(const State& s) {
  ScriptJson out = ScriptJson::object();
  out["epoch"] = s.progress.epoch;
  out["epochs"] = s.progress.epochs > 0 ? s.progress.epochs : s.experiment.training.epochs;
  if (s.progress.images_per_second > 0) out["imagesPerSecond"] = s.progress.images_per_second;
  if (!s.run.history.empty()) {
    const HistoryPoint& last = s.run.history.back();
    out["heldOut.perImage"] = last.heldout_sse, out["heldOut.mse"] = last.heldout_sse / kImagePixels;
    out["heldOut.rmse"] = last.heldout_rmse;
    out["training.perImage"] = last.train_sse, out["training.mse"] = last.train_sse / kImagePixels;
    out["training.rmse"] = root_of_mean(last.train_sse);
    out["trained"] = last.train_loss;
    if (s.run.experiment.network.variational) out["divergence"] = last.heldout_kl;
  }
  if (const auto& network = s.weights.network) {
    out["codeNumbers"] = network->spec.code_width();
    out["parameters"] = network->parameters.size();
    const auto width = static_cast<std::size_t>(network->spec.code_width());
    const PcaErrors& pca = s.pca_errors;
    if (pca.of_dataset == s.dataset.version && width >= 1 && width <= pca.errors.size())
      out["pca.perImage"] = pca.errors[width - 1];
  }
  if (const auto code = pad_code(s); !code.empty()) {
    out["pad.error"] = s.explore.pad.reader.reading().error;
    out["pad.codeX"] = code[0];
    if (code.size() > 1) out["pad.codeY"] = code[1];
  }
  if (s.dataset.loaded()) out["images.training"] = s.dataset.training, out["images.heldOut"] = s.dataset.held_out;
  if (const MapFigures* figures = map_figures(s, s.explore.map.kind)) {
    if (figures->labelled) out["map.knn5"] = figures->neighbour_accuracy;
    out["map.trustworthiness"] = figures->trustworthiness;
    out["map.continuity"] = figures->continuity;
  }
  return out;
}

/// A drawing of our own, which makes room for an image of the next data set as the page's own samples do.
std::expected<void, Error> draw_strokes(State& state, const ScriptJson& strokes, float width) {
  const auto wrong = [] {
    return fail("A drawing is a list of strokes, each a list of places {0}.", verbatim("[x, y]"));
  };
  if (!strokes.is_array() || strokes.size() > kMostStrokes) return wrong();
  for (const ScriptJson& stroke : strokes) {
    if (!stroke.is_array() || stroke.empty() || stroke.size() > kMostStrokePoints) return wrong();
    for (const ScriptJson& place : stroke)
      if (!place.is_array() || place.size() != 2 || !place[0].is_number() || !place[1].is_number()) return wrong();
  }
  PadMemory& pad = state.explore.pad;
  if (!pad.canvas.blank()) pad.canvas.clear();
  const Brush brush{.diameter = width * kRasterOfPixel};
  for (const ScriptJson& stroke : strokes) {
    const auto at = [&](std::size_t i, std::size_t axis) { return stroke[i][axis].get<float>() * kRasterOfPixel; };
    pad.canvas.press(at(0, 0), at(0, 1), brush);
    for (std::size_t i = 1; i < stroke.size(); ++i) pad.canvas.move(at(i, 0), at(i, 1));
    pad.canvas.release();
  }
  pad.opened = true;
  pad.placed_canvas = pad.canvas.version();
  pad.placed_from = state.dataset.name;
  return {};
}

std::expected<void, Error> place_sample(Context& ui, const ScriptJson& sample, const ScriptJson& of_class) {
  const DatasetState& data = ui.state.dataset;
  if (!data.loaded()) return fail("There are no images yet.");
  int place = -1;
  if (!of_class.is_null()) {
    for (int i = 0; i < data.held_out && place < 0; ++i)
      if (of_class.is_number_integer() && data.label(i) == of_class.get<std::int64_t>()) place = i;
  } else if (sample.is_number_integer()) {
    const auto wanted = sample.get<std::int64_t>();
    if (wanted >= 0 && wanted < data.held_out) place = static_cast<int>(wanted);
  }
  if (place < 0) return fail("There is no such image among the {0} that are held out.", data.held_out);
  send_to_pad(ui, {data.image(place), kImagePixels});
  return {};
}

}  // namespace

ScriptReply tell_screen(Context& ui, const ScriptJson&) {
  const State& s = ui.state;
  const ExploreState& explore = s.explore;
  const PadMemory& pad = explore.pad;
  const bool blank = pad.canvas.blank();
  return ScriptJson{{"narrow", ui.narrow},
                    {"panel", key_at(kTabKeys, static_cast<int>(s.tab))},
                    {"recipe", s.recipe_open},
                    {"sheet", s.sheet != Sheet::none},
                    {"compares", explore.map.compare_open || s.sheet == Sheet::compare},
                    {"samples", key_at(kSampleViewKeys, explore.samples.view)},
                    {"map", kMapKindKeys[static_cast<std::size_t>(explore.map.kind)]},
                    {"laidOut", laid_out(explore.map)},
                    {"view", key_at(kViewKeys, explore.map.view_shown)},
                    {"pointed", explore.map.probe.on},
                    {"path", explore.map.path.complete()},
                    {"pad",
                     {{"blank", blank},
                      {"own", !blank && pad.placed_canvas != pad.canvas.version()},
                      {"version", pad.canvas.version()}}},
                    {"preset", s.preset},
                    {"link", to_link({s.preset, s.experiment}, {})},
                    {"settings", settings_of(s.experiment)},
                    {"data", s.dataset.name},
                    {"run", s.run.kept},
                    {"startModel", shows_start_model(s)},
                    {"training", s.training()},
                    {"finished", s.run_state() == event::RunState::finished},
                    {"diverged", s.run_state() == event::RunState::diverged || s.diverged.has_value()},
                    {"epoch", s.progress.epoch},
                    {"step", s.progress.step},
                    {"figures", figures_json(s)}};
}

ScriptReply show_on_screen(Context& ui, const ScriptJson& arguments) {
  State& s = ui.state;
  const auto map = choice_of(arguments, "map", kMapKindKeys);
  const auto view = choice_of(arguments, "view", kViewKeys);
  const auto samples = choice_of(arguments, "samples", kSampleViewKeys);
  const auto panel = choice_of(arguments, "panel", kTabKeys);
  for (const auto* choice : {&map, &view, &samples, &panel})
    if (!*choice) return std::unexpected(choice->error());
  const ScriptJson& sweep = json_member(arguments, "sweep");
  const SweepRange range = sweep_range_of(sweep.is_object() ? sweep : ScriptJson::object());
  if (auto valid = validate(range); !valid) return std::unexpected(valid.error());
  if (*map) show_map(ui, static_cast<MapKind>(**map));
  if (*view) show_view(ui, static_cast<MapMemory::View>(**view));
  if (sweep.is_object()) set_sweep_ranges(ui, range, range);
  if (*samples) show_samples_view(ui, **samples);
  if (*panel) show_tab(s, static_cast<Tab>(**panel));
  if (const ScriptJson& open = json_member(arguments, "recipe"); open.is_boolean()) open_recipe(s, open.get<bool>());
  if (const ScriptJson& sheet = json_member(arguments, "sheet"); sheet == "none") close_sheet(s);
  if (const ScriptJson& measure = json_member(arguments, "measure"); measure.is_boolean())
    s.explore.map.measures = measure.get<bool>();
  if (const ScriptJson& quiet = json_member(arguments, "quiet"); quiet.is_boolean()) s.quiet = quiet.get<bool>();
  ui.animate();
  return tell_screen(ui, arguments);
}

ScriptReply paint_on_pad(Context& ui, const ScriptJson& arguments) {
  State& s = ui.state;
  const ScriptJson &sample = json_member(arguments, "sample"), &of_class = json_member(arguments, "class");
  const ScriptJson &strokes = json_member(arguments, "strokes"), &noise = json_member(arguments, "noise");
  if (!noise.is_null()) {
    std::string preset;
    const auto wanted = configured(s.experiment, {{"corruption", noise}}, preset);
    if (!wanted) return std::unexpected(wanted.error());
    s.explore.pad.noise = wanted->training.corruption;
  }
  if (!strokes.is_null()) {
    const double width = json_number(arguments, "width", 2.8);
    if (!(width > 0 && width <= 10)) return fail("A brush is up to {0} pixels wide.", 10);
    if (auto drawn = draw_strokes(s, strokes, static_cast<float>(width)); !drawn) return std::unexpected(drawn.error());
  }
  if (!sample.is_null() || !of_class.is_null())
    if (auto placed = place_sample(ui, sample, of_class); !placed) return std::unexpected(placed.error());
  ui.animate();
  return tell_screen(ui, arguments);
}

ScriptReply open_run(Context& ui, const ScriptJson& arguments) {
  const ScriptJson& id = json_member(arguments, "run");
  const std::string name = id.is_string() ? id.get<std::string>() : std::string();
  if (!find_kept(ui.state, name)) return fail("There is no run {0} on the shelf.", quote(name));
  if (!ui.host.open_kept) return fail("Nothing is kept here.");
  if (ui.state.run.kept != name) ask_for_kept(ui, name, false);
  return ScriptWait{.what = ScriptWait::For::opened};
}

}  // namespace hourglass

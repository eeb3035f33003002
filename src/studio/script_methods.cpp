#include "studio/script_methods.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "data/base64.h"
#include "data/options_json.h"
#include "model/pixels.h"
#include "studio/script_screen.h"
#include "studio/state/actions.h"
#include "studio/state/compare.h"
#include "studio/state/files.h"
#include "studio/state/run_control.h"
#include "studio/state/shelf.h"
#include "studio/ui/capture.h"
#include "training/checkpoint.h"
#include "training/experiment_fields.h"
#include "training/open_model.h"
#include "training/presets.h"

namespace hourglass {
namespace {

using Json = ScriptJson;
using For = ScriptWait::For;

ScriptReply wait_for(Context& ui, For what, Ticket ticket) {
  ui.state.answers.await(ticket);
  return ScriptWait{.what = what, .ticket = ticket, .load = 0};
}

// -- What the studio knows by itself ----------------------------------------------------------------------------------

ScriptReply ready(Context& ui, const Json&) { return wait_for(ui, For::engine, 0); }
ScriptReply list_presets(Context&, const Json&) { return presets_json(); }
ScriptReply tell_state(Context& ui, const Json&) { return state_json(ui); }

ScriptReply tell_stats(Context& ui, const Json&) {
  const State& s = ui.state;
  return Json{{"imagesPerSecond", s.progress.images_per_second},
              {"gflops", s.progress.gflops},
              {"variant", s.engine.variant},
              {"threads", s.engine.threads},
              {"restarts", s.engine.restarts},
              {"answersUntaken", s.answers.untaken()}};
}

/// The runs of the shelf, the newest first; `figures` are of the last point that was measured.
ScriptReply list_runs(Context& ui, const Json&) {
  Json list = Json::array();
  for (const ShelvedRun& run : ui.state.shelf.runs) {
    if (run.gone) continue;
    Json one = {{"id", run.id},
                {"name", ui.say(run.title).text()},
                {"present", run.id == ui.state.run.kept},
                {"data", run.experiment.data.dataset},
                {"epoch", run.epoch},
                {"epochs", run.experiment.training.epochs},
                {"secondsAgo", ui.time - run.since},
                {"settings", settings_of(run.experiment)}};
    if (!run.history.empty()) one["figures"] = history_json({run.history.back()})[0];
    list.push_back(std::move(one));
  }
  return list;
}

ScriptReply save_canvas(Context& ui, const Json&) {
  save_picture(ui, ui.window, "hourglass.png");
  return Json(true);
}

// -- Inference by the last snapshot -----------------------------------------------------------------------------------

std::vector<float> decoded(const Network& network, const std::vector<float>& codes) {
  const int k = network.spec.code_width(), pixels = network.spec.pixel_count();
  const Index n = static_cast<Index>(codes.size()) / k;
  std::vector<float> out(static_cast<std::size_t>(n * pixels));
  InferenceScratch scratch;
  decode(network, view(codes.data(), n, k), view(out.data(), n, pixels), scratch);
  to_unit(network.spec.pixels, out);
  return out;
}

std::expected<const Network*, Error> network_of(const State& state) {
  if (!state.weights.network) return fail("There is no network yet.");
  return &*state.weights.network;
}

ScriptReply encode_pixels(Context& ui, const Json& arguments) {
  const auto found = network_of(ui.state);
  if (!found) return std::unexpected(found.error());
  const Network& network = **found;
  const int k = network.spec.code_width(), pixels = network.spec.pixel_count();
  auto rows = rows_of(json_member(arguments, "pixels"), pixels, "Pixels");
  if (!rows) return std::unexpected(rows.error());
  from_unit(network.spec.pixels, *rows);
  const Index n = static_cast<Index>(rows->size()) / pixels;
  std::vector<float> codes(static_cast<std::size_t>(n * k));
  InferenceScratch scratch;
  encode(network, view(std::as_const(*rows).data(), n, pixels), view(codes.data(), n, k), scratch);
  return rows_json(codes, k);
}

ScriptReply decode_codes(Context& ui, const Json& arguments) {
  const auto network = network_of(ui.state);
  if (!network) return std::unexpected(network.error());
  auto rows = rows_of(json_member(arguments, "codes"), (*network)->spec.code_width(), "Codes");
  if (!rows) return std::unexpected(rows.error());
  return rows_json(decoded(**network, *rows), (*network)->spec.pixel_count());
}

ScriptReply sweep_codes_and_pixels(Context& ui, const Json& arguments) {
  const auto network = network_of(ui.state);
  if (!network) return std::unexpected(network.error());
  if ((*network)->spec.code_width() != 2) return fail("A sweep over x and y needs a code of two numbers.");
  const Json& quantiles = json_member(arguments, "quantiles");
  std::vector<float> xs, ys;
  if (quantiles.is_null()) {
    const SweepRange x = sweep_range_of(json_member(arguments, "x")), y = sweep_range_of(json_member(arguments, "y"));
    for (const SweepRange& range : {x, y})
      if (auto valid = validate(range); !valid) return std::unexpected(valid.error());
    xs = sweep_values(x);
    ys = sweep_values(y);
  } else {
    if (!(*network)->spec.variational)
      return fail("Quantiles are for variational codes, which are drawn to the unit normal.");
    const double count = quantiles.is_number() ? quantiles.get<double>() : 0;
    if (!(count >= 1 && count <= kLargestSweep)) return fail("A sweep has 1 to {0} quantiles a side.", kLargestSweep);
    xs = ys = normal_quantiles(static_cast<int>(count));
  }
  const std::vector<float> codes = sweep_codes(xs, ys);
  return Json{{"columns", xs.size()},
              {"rows", ys.size()},
              {"codes", rows_json(codes, 2)},
              {"pixels", rows_json(decoded(**network, codes), (*network)->spec.pixel_count())}};
}

// -- Images -----------------------------------------------------------------------------------------------------------

/// Waits for the load that has just begun.
ScriptReply wait_for_load(const Context& ui) {
  const Loading& loading = ui.state.loading;
  return ScriptWait{.what = For::load, .ticket = 0, .load = loading.request};
}

/// Fetches a set of the catalogue and trains `experiment` on it (the present one if none).
ScriptReply load_by_name(Context& ui, const std::string& name, const Experiment* experiment = nullptr,
                         std::string_view preset = {}) {
  if (!ui.state.entry(name)) return fail("The catalogue has no data set called {0}.", quote(name));
  choose_dataset(ui, name, experiment, preset);
  if (!ui.state.loading.active() || ui.state.loading.id != name)
    return fail("The data set {0} cannot be fetched here.", quote(name));
  return wait_for_load(ui);
}

ScriptReply load(Context& ui, const Json& arguments) {
  if (const Json& name = json_member(arguments, "name"); name.is_string())
    return load_by_name(ui, name.get<std::string>());
  std::vector<std::string> names;
  std::vector<FileHandle> handles;
  for (const Json& file : json_member(arguments, "files")) {
    const Json &id = json_member(file, "id"), &name = json_member(file, "name"), &size = json_member(file, "size");
    if (!id.is_number_unsigned()) return fail("A file must be a File, an ArrayBuffer or a name.");
    names.push_back(name.is_string() ? name.get<std::string>() : "data");
    handles.push_back({id.get<std::uint32_t>(), size.is_number_unsigned() ? size.get<std::uint64_t>() : 0});
  }
  if (names.empty()) return fail("Nothing to load was given.");
  std::optional<DecodeOptions> options;
  if (const Json& given = json_member(arguments, "options"); !given.is_null()) {
    const auto read = parse_decode_options(given.dump());
    if (!read) return std::unexpected(read.error());
    options = *read;
  }
  load_handles(ui, "", "", std::move(names), std::move(handles), options ? &*options : nullptr);
  return wait_for_load(ui);
}

// -- The run ----------------------------------------------------------------------------------------------------------

ScriptReply configure_run(Context& ui, const Json& arguments) {
  State& s = ui.state;
  std::string preset = s.preset;
  const auto wanted = configured(s.experiment, arguments, preset);
  if (!wanted) return std::unexpected(wanted.error());
  const std::string& images = wanted->data.dataset;
  if (images != s.dataset.name && s.entry(images)) return load_by_name(ui, images, &*wanted, preset);
  if (s.training() && !needs_new_start(s.experiment, *wanted).empty()) pause(ui);
  s.preset = preset;
  if (*wanted == s.experiment) return state_json(ui);
  if (auto done = configure(ui, *wanted); !done) return std::unexpected(done.error());
  return wait_for(ui, For::state, s.configuring);
}

ScriptReply train_for(Context& ui, command::Train train) {
  if (Sentence why = why_no_training(ui.state); !why.empty()) return fail(std::move(why));
  return wait_for(ui, For::history, ui.ask(train));
}

command::Train length_of(const Json& arguments) {
  command::Train train;
  train.epochs = static_cast<int>(std::clamp(json_number(arguments, "epochs", 0), 0.0, 1e6));
  train.steps = static_cast<std::int64_t>(std::clamp(json_number(arguments, "steps", 0), 0.0, 1e12));
  return train;
}

ScriptReply train_run(Context& ui, const Json& arguments) { return train_for(ui, length_of(arguments)); }

ScriptReply step_run(Context& ui, const Json& arguments) {
  command::Train train = length_of(arguments);
  if (train.epochs == 0 && train.steps == 0) train.steps = 1;
  return train_for(ui, train);
}

ScriptReply pause_training(Context& ui, const Json&) { return wait_for(ui, For::state, ui.ask(command::Pause{})); }

ScriptReply reset_to_seed(Context& ui, const Json& arguments) {
  State& s = ui.state;
  if (const Json& seed = json_member(arguments, "seed"); !seed.is_null()) {
    std::string preset;
    const auto wanted = configured(s.experiment, {{"seed", seed}}, preset);
    if (!wanted) return std::unexpected(wanted.error());
    if (auto done = configure(ui, *wanted); !done) return std::unexpected(done.error());
  }
  leave_start_model(s);
  return wait_for(ui, For::state, ui.ask(command::Reset{}));
}

ScriptReply compute_codes(Context& ui, const Json& arguments) {
  command::ComputeCodes codes;
  const Json &part = json_member(arguments, "part"), &every = json_member(arguments, "every");
  if (part == "training") codes.subset = command::Subset::training;
  if (part == "all") codes.subset = command::Subset::all;
  if (every.is_number_integer()) codes.every = std::max(1, every.get<int>());
  return wait_for(ui, For::codes, ui.ask(codes));
}

/// Lays the images out on a plane. What has come of a t-SNE before it is done is told as progress.
ScriptReply make_map(Context& ui, const Json& arguments) {
  command::MakeMap map;
  const Json &method = json_member(arguments, "method"), &part = json_member(arguments, "part");
  if (method == "pca")
    map.method = command::MapMethod::pca;
  else if (method != "tsne")
    return fail("The method of a map is \"pca\" or \"tsne\"; the codes of the network come from codes().");
  if (part == "training") map.subset = command::Subset::training;
  if (part == "all") map.subset = command::Subset::all;
  map.every = static_cast<int>(std::clamp(json_number(arguments, "every", 1), 1.0, 1e6));
  map.perplexity = json_number(arguments, "perplexity", map.perplexity);
  map.iterations = static_cast<int>(std::clamp(json_number(arguments, "iterations", map.iterations), 0.0, 1e9));
  map.seed = static_cast<std::uint32_t>(std::clamp(json_number(arguments, "seed", map.seed), 0.0, 4294967295.0));
  return wait_for(ui, For::map, ui.ask(map));
}

/// Opens the sheet of two runs of the shelf by their ids; without one: the run on the page.
ScriptReply compare_runs(Context& ui, const Json& arguments) {
  std::array<std::string, 2> kept;
  for (std::size_t i = 0; i < 2; ++i) {
    const Json& id = json_member(arguments, i == 0 ? "a" : "b");
    if (id.is_string()) kept[i] = id.get<std::string>();
    if (!kept[i].empty() && !find_kept(ui.state, kept[i]))
      return fail("There is no run {0} on the shelf.", quote(kept[i]));
    if (kept[i] == ui.state.run.kept) kept[i].clear();
  }
  if (kept[0] == kept[1]) return fail("A run cannot be compared with itself.");
  for (std::size_t i = 0; i < 2; ++i) choose_compared(ui.state, i, kept[i]);
  align_compared(ui.state, json_member(arguments, "align") == true);
  open_sheet(ui.state, Sheet::compare);
  return wait_for(ui, For::comparison, 0);
}

// -- Models -----------------------------------------------------------------------------------------------------------

std::string form_keys() {
  std::string keys;
  for (const RunFormName& form : kRunForms) keys += (keys.empty() ? "" : ", ") + std::string(form.key);
  return keys;
}

ScriptReply export_model(Context& ui, const Json& arguments) {
  const Json& as = json_member(arguments, "as");
  const std::optional<RunForm> form =
      as.is_null() ? RunForm::checkpoint : run_form(as.is_string() ? as.get<std::string>() : std::string());
  if (!form) return fail("exportModel writes as {0}.", verbatim(form_keys()));
  ScriptWait wait{.what = For::model, .ticket = 0, .load = 0, .form = *form};
  ui.ask(wait.ticket, command::ExportModel{});
  return wait;
}

ScriptReply export_data(Context& ui, const Json& arguments) {
  const Json& as = json_member(arguments, "as");
  if (!as.is_null() && as != "npz") return fail("exportData writes as {0}.", std::string_view("npz"));
  return wait_for(ui, For::data, ui.ask(command::ExportData{}));
}

ScriptReply import_model(Context& ui, const Json& arguments) {
  const Json& text = json_member(arguments, "bytes");
  auto bytes = from_base64(text.is_string() ? text.get<std::string>() : std::string());
  if (!bytes || bytes->empty()) return fail("importModel wants the bytes of a safetensors file.");
  const Json& said = json_member(arguments, "as");
  const bool start = json_member(arguments, "start") == true;
  if (!said.is_object()) return wait_for(ui, For::state, open_model(ui, std::move(*bytes), start));
  // Of another program's file: what it does not say.
  Settings as;
  for (const auto& [key, value] : said.items()) {
    if (!value.is_string()) return fail("importModel wants texts, as settings have them.");
    as[key] = value.get<std::string>();
  }
  auto opened = open_model_file(*bytes, as);
  if (!opened) return std::unexpected(opened.error());
  opened->checkpoint.experiment.data.dataset = ui.state.experiment.data.dataset;
  return wait_for(ui, For::state, open_model(ui, save_checkpoint(opened->checkpoint, SavedAs::weights)));
}

constexpr auto kMethods = std::to_array<ScriptMethod>({
    {"ready", "", ready},
    {"presets", "", list_presets},
    {"runs", "", list_runs},
    {"state", "", tell_state},
    {"stats", "", tell_stats},
    {"picture", "", save_canvas},
    {"screen", "", tell_screen},
    {"show", "map, view, sweep: {from, to, step}, samples, panel, recipe, sheet: \"none\", measure, quiet",
     show_on_screen, true},
    {"paint", "sample: place, class: number, or strokes: [[[x, y]...]...] with width; noise", paint_on_pad, true},
    {"open", "run: its id on the shelf", open_run, true},
    {"encode", "pixels: [784 numbers, 0 to 1] or rows of them", encode_pixels},
    {"decode", "codes: [numbers] or rows of them", decode_codes},
    {"sweep", "x, y: {from, to, step, includeEnd}, or quantiles: values a side", sweep_codes_and_pixels},
    {"load", "name, or files: [{name, id, size}] with options", load, true},
    {"configure", "a setting's key: value...; preset", configure_run, true},
    {"train", "epochs or steps", train_run, true},
    {"step", "epochs or steps", step_run, true},
    {"pause", "", pause_training, true},
    {"reset", "seed", reset_to_seed, true},
    {"codes", "part: \"held-out\", \"training\" or \"all\"; every", compute_codes},
    {"map", "method: \"pca\" or \"tsne\"; part, every; perplexity, iterations, seed", make_map, true},
    {"compare", "a, b: a run's id, or none for the run on the page; align", compare_runs, true},
    {"exportModel",
     "as: \"safetensors\" (usually), \"onnx-encoder\", \"onnx-decoder\", \"onnx\", \"notebook\" or \"report\"",
     export_model},
    {"exportData", "as: \"npz\": the images as they are used", export_data},
    {"importModel", "bytes: base64; as: settings that another program's file does not say; start: it is the page's own",
     import_model, true},
});

}  // namespace

std::span<const ScriptMethod> script_methods() { return kMethods; }

}  // namespace hourglass

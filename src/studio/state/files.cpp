#include "studio/state/files.h"

#include <algorithm>
#include <utility>

#include "data/detect.h"
#include "data/model_kind.h"
#include "data/options_json.h"
#include "studio/state/actions.h"
#include "studio/state/run_control.h"
#include "training/checkpoint.h"
#include "training/open_model.h"

namespace hourglass {
namespace {

/// "digits.tar.gz" -> "digits"; never the name of a set that the site offers, as mnist.npz would have.
std::string set_name(const State& state, std::string_view file) {
  file = file.substr(file.find_last_of("/\\") + 1);
  std::string name(file.substr(0, file.find('.')));
  if (name.empty()) name = "images";
  while (state.offered(name)) name += "-file";
  return name;
}

/// Fills in who the load is for and sends it; `options` are for files that a person brought.
void send(Context& ui, std::string_view name, command::LoadFiles load, const DecodeOptions& options) {
  State& state = ui.state;
  Loading& loading = state.loading;
  const bool awaited = !name.empty() && loading.active() && loading.fetching && loading.id == name;
  // Fetched for a request that was given up meanwhile.
  const bool fetched = state.offered(name) || !load.entry.empty();
  if (!name.empty() && !awaited && fetched) return ui.engine.let_go(load.handles);
  if (!awaited) {
    const auto more = static_cast<std::int64_t>(load.file_names.size()) - 1;
    const std::string& first = load.file_names.front();
    Sentence title =
        more > 0 ? plural(more, "{1} and {0} more file", "{1} and {0} more files", first) : verbatim(first);
    request_images(ui, name.empty() ? set_name(state, first) : std::string(name), std::move(title));
  }
  if (load.entry.empty()) {
    loading.files = {load.file_names, load.handles, options};
    load.options = write_decode_options(options);
  }
  Experiment wanted = loading.experiment.value_or(state.experiment);
  if (!awaited && wanted.data.dataset != loading.id) wanted.data.classes = kAllClasses;
  wanted.data.dataset = loading.id;
  load.name = loading.id;
  // Without an experiment of its own the set goes to the present run; so a model that was opened first keeps its
  // weights.
  if (wanted != state.experiment) {
    leave_start_model(state);
    load.experiment = wanted;
  }
  loading.fetching = false;
  loading.doing = "Reading";
  loading.done = 0, loading.total = 0;
  load.keep_weights = loading.keep_weights;
  loading.ticket = ui.ask(std::move(load));
  ui.animate();
}

}  // namespace

void load_files(Context& ui, std::string_view name, std::vector<std::string> file_names, std::vector<Bytes> files) {
  if (file_names.empty() || file_names.size() != files.size()) return;
  if (files.size() == 1 && looks_like_model(files[0])) {
    bring_model(ui, std::move(files[0]));
    return;
  }
  const auto entry = ui.state.catalogue_json.find(name);
  command::LoadFiles load;
  load.file_names = std::move(file_names);
  load.files = std::move(files);
  if (entry != ui.state.catalogue_json.end()) load.entry = entry->second;
  send(ui, name, std::move(load), ui.state.own.wanted);
}

void load_handles(Context& ui, std::string_view name, std::string_view entry, std::vector<std::string> file_names,
                  std::vector<FileHandle> handles, const DecodeOptions* options, command::LoadAsking asks) {
  if (file_names.empty() || file_names.size() != handles.size()) return ui.engine.let_go(handles);
  command::LoadFiles load;
  load.files.resize(file_names.size());
  load.file_names = std::move(file_names);
  load.handles = std::move(handles);
  load.entry = entry;
  load.asks = asks;
  send(ui, name, std::move(load), options ? *options : ui.state.own.wanted);
}

void read_again(Context& ui) {
  const BroughtFiles files = ui.state.own.in_use;
  load_handles(ui, ui.state.dataset.name, "", files.names, files.handles);
}

void bring_model(Context& ui, Bytes file) {
  State& state = ui.state;
  // What cannot be opened is sent, too: the engine says why.
  auto opened = open_model_file(file);
  if (!opened || !opened->foreign()) {
    open_model(ui, std::move(file));
    return;
  }
  settle(state, NoticeTopic::model);
  state.foreign = {std::move(file), std::move(opened->taken_as), std::move(opened->guessed), {}};
  for (const std::string& key : state.foreign.unsaid)
    state.foreign.as[key] = find_field(key)->get(opened->checkpoint.experiment);
  open_sheet(state, Sheet::foreign);
}

void choose_for_foreign(State& state, std::string_view key, std::string_view value) {
  state.foreign.as.insert_or_assign(std::string(key), std::string(value));
}

void open_foreign(Context& ui) {
  State& state = ui.state;
  const ForeignModel foreign = std::exchange(state.foreign, {});
  if (state.sheet == Sheet::foreign) close_sheet(state);
  auto opened = open_model_file(foreign.file, foreign.as);
  if (!opened) return notify(state, ui.time, NoticeTopic::model, NoticeKind::error, opened.error().message);
  // Nothing says what it was trained on; it goes on with the images at hand.
  opened->checkpoint.experiment.data.dataset = state.experiment.data.dataset;
  open_model(ui, save_checkpoint(opened->checkpoint, SavedAs::weights));
}

Ticket open_model(Context& ui, Bytes file, bool start_model) {
  settle(ui.state, NoticeTopic::model);
  // Its experiment arrives with the run that it starts.
  ui.state.configuring = 0;
  ui.state.opening_start_model = start_model;
  ui.state.shelf.opened = {};
  ui.state.opening_model = ui.ask(command::ImportModel{.file = std::move(file), .shelve = !start_model});
  return ui.state.opening_model;
}

bool is_site_path(std::string_view id) { return id.find_first_of("./") != std::string_view::npos; }

bool looks_like_model(std::span<const std::uint8_t> bytes) {
  const auto kind = model_kind(bytes.first(std::min(bytes.size(), kDetectBytes)));
  return kind && can_be_taken_in(*kind);
}

}  // namespace hourglass

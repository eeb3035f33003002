#include "studio/state/actions.h"

#include <algorithm>
#include <cmath>

#include "exchange/link.h"
#include "studio/state/events.h"
#include "studio/state/files.h"
#include "studio/state/history_csv.h"
#include "studio/state/published.h"
#include "studio/state/run_control.h"
#include "studio/state/run_files.h"
#include "studio/state/run_title.h"
#include "studio/state/shelf_actions.h"
#include "studio/ui/format.h"
#include "training/experiment_fields.h"
#include "training/schedule.h"

namespace hourglass {
namespace {

/// Eight are what a chart can still tell apart.
constexpr std::size_t kMostPinned = 8;

constexpr std::string_view kRecipeFields = "recipe/";

/// `wanted` with every entry that stood refused and that nothing stands against any more (cross-entropy, once the
/// output is sigmoid); for the others the reason is told anew.
Experiment with_refused_entries(State& state, Experiment wanted) {
  const Refusals refusals = state.refusals;
  for (const auto& [id, refusal] : refusals.all()) {
    if (!id.starts_with(kRecipeFields)) continue;
    const Field* field = find_field(std::string_view(id).substr(kRecipeFields.size()));
    if (!field || (field->fixed_while_training && state.training())) continue;
    Experiment with = wanted;
    auto taken = field->set(with, refusal.text);
    if (taken) taken = validate(with);
    if (taken) {
      wanted = with;
      state.refusals.forget(id);
    } else {
      state.refusals.refuse(id, refusal.text, taken.error().message);
    }
  }
  return wanted;
}

}  // namespace

std::string recipe_field(std::string_view key) { return std::string(kRecipeFields) + std::string(key); }

Sentence why_settings_stay(const State& state) {
  if (state.shown.settings_stay())
    return "The link to this page keeps its settings as they are. Show all, in the bar, frees them.";
  return {};
}

Sentence why_fixed(const State& state) {
  if (Sentence why = why_settings_stay(state); !why.empty()) return why;
  if (state.training()) return "Fixed while training. Pause first; a change then starts a new run.";
  return {};
}

std::expected<void, Error> configure(Context& ui, const Experiment& wanted, FieldEntry entry) {
  State& state = ui.state;
  if (auto valid = validate(wanted); !valid) return valid;
  if (entry.field.empty())
    state.refusals.forget_all(kRecipeFields);  // none of them belongs to what now holds
  else
    state.refusals.forget(entry.field);
  if (wanted == state.experiment) return {};
  state.experiment = with_refused_entries(state, wanted);
  leave_start_model(state);
  state.configured_at = std::move(entry);
  state.configuring = ui.ask(command::Configure{.experiment = state.experiment});
  ui.animate();
  return {};
}

std::expected<void, Error> set_setting(Context& ui, std::string_view key, std::string_view value,
                                       std::string_view field_id) {
  State& state = ui.state;
  const std::string at = field_id.empty() ? recipe_field(key) : std::string(field_id);
  const auto refuse = [&](Error error) -> std::expected<void, Error> {
    state.refusals.refuse(at, value, error.message);
    ui.animate();
    return std::unexpected(std::move(error));
  };
  const Field* field = find_field(key);
  if (!field) return fail("There is no setting called {0}.", quote(key));
  // The field says so by itself for as long as it is true.
  if (field->fixed_while_training)
    if (Sentence why = why_fixed(state); !why.empty()) return fail(std::move(why));
  if (key == "data" && value != state.experiment.data.dataset && state.entry(value)) {
    state.refusals.forget(at);
    choose_dataset(ui, value);
    return {};
  }
  Experiment wanted = state.experiment;
  if (auto set = field->set(wanted, value); !set) return refuse(set.error());
  // More epochs typed into a finished run let it go on, as "Train 30 more" does; a new schedule is asked for by its own
  // fields.
  if (key == "epochs" && state.run_state() == event::RunState::finished &&
      wanted.training.epochs > state.experiment.training.epochs)
    wanted.training = extended(state.experiment.training, wanted.training.epochs);
  if (auto valid = configure(ui, wanted, {at, std::string(value)}); !valid) return refuse(valid.error());
  return {};
}

void choose_preset(Context& ui, std::string_view key) {
  const Preset* preset = find_preset(key);
  if (!preset) return;
  State& state = ui.state;
  state.refusals.forget_all(kRecipeFields);
  const std::string& dataset = preset->experiment.data.dataset;
  if (dataset != state.dataset.name && state.entry(dataset)) {
    choose_dataset(ui, dataset, &preset->experiment, key);
    return;
  }
  if (state.training()) pause(ui);
  Experiment wanted = preset->experiment;
  // A set of the person's own stays: presets say how to train, and the catalogue may not have theirs.
  if (!state.entry(dataset) && state.dataset.loaded()) wanted.data.dataset = state.dataset.name;
  state.preset = key;
  if (auto done = configure(ui, wanted); !done)
    notify(state, ui.time, NoticeTopic::settings, NoticeKind::error, done.error().message);
}

void choose_dataset(Context& ui, std::string_view id, const Experiment* experiment, std::string_view preset) {
  State& state = ui.state;
  const CatalogueEntry* entry = state.entry(id);
  if ((!entry && !is_site_path(id)) || !ui.host.fetch_dataset) {
    notify(state, ui.time, NoticeTopic::images, NoticeKind::error,
           say("The data set {0} is not in this site's catalogue. Open its file instead.", quote(id)));
    return;
  }
  Experiment wanted = experiment ? *experiment : state.experiment;
  wanted.data.dataset = id;
  if (!experiment && id != state.experiment.data.dataset) wanted.data.classes = kAllClasses;
  if (state.loading.active() && state.loading.id == id) {
    state.loading.preset = preset;
    state.loading.keep_weights = false;
    if (!experiment) return;
    // While the page still fetches the files, the wanted experiment is kept with the load and goes to the engine with
    // the files. Once the engine has the files, the experiment goes there alone: the engine begins the new set with the
    // last experiment that it was told.
    if (state.loading.fetching) {
      state.loading.experiment = wanted;
    } else if (auto done = configure(ui, wanted); !done) {
      notify(state, ui.time, NoticeTopic::settings, NoticeKind::error, done.error().message);
    }
    return;
  }
  Loading& loading =
      request_images(ui, id, entry ? from_assets(entry->title) : verbatim(id.substr(id.find_last_of('/') + 1)));
  loading.doing = "Fetching";
  loading.total = entry ? static_cast<double>(entry->bytes) : 0;
  loading.fetching = true;
  loading.from_catalogue = true;
  loading.preset = preset;
  if (wanted != state.experiment) loading.experiment = wanted;
  ui.host.fetch_dataset(id);
  ui.animate();
}

void use_set_of_model(Context& ui, std::string_view id) {
  if (ui.state.training()) pause(ui);
  choose_dataset(ui, id);
  if (ui.state.loading.active() && ui.state.loading.id == id) ui.state.loading.keep_weights = true;
}

void retry_dataset(Context& ui) {
  const Loading again = ui.state.loading;
  if (again.id.empty()) return;
  cancel_loading(ui);  // one that has stalled is still on its way
  choose_dataset(ui, again.id, again.experiment ? &*again.experiment : nullptr, again.preset);
  ui.state.loading.keep_weights = again.keep_weights;
}

Loading& request_images(Context& ui, std::string_view id, Sentence title) {
  State& state = ui.state;
  Loading fresh;
  fresh.request = ++state.last_load;
  fresh.id = id;
  fresh.title = std::move(title);
  fresh.since = ui.time;
  cancel_loading(ui);
  settle(state, NoticeTopic::images);
  return state.loading = std::move(fresh);
}

void cancel_loading(Context& ui) {
  Loading& loading = ui.state.loading;
  if (!loading.active()) return;
  if (loading.ticket != 0) ui.engine.send(command::CancelLoad{.ticket = loading.ticket});
  if (loading.fetching && ui.host.cancel_fetch) ui.host.cancel_fetch(loading.id);
  if (loading.stalled) settle(ui.state, NoticeTopic::images);
  loading = {};
  ui.animate();
}

void open_sheet(State& state, Sheet sheet) { state.sheet = sheet; }
void close_sheet(State& state) { open_sheet(state, Sheet::none); }
void fold_section(State& state, std::string_view section, bool open) {
  state.folded.insert_or_assign(std::string(section), !open);
}

void pin(Context& ui, Run run) {
  State& state = ui.state;
  if (run.history.empty()) return;
  // The lowest colour that no pinned run has.
  for (run.color = 0; run.color < 10; ++run.color)
    if (std::none_of(state.pinned.begin(), state.pinned.end(), [&](const Run& r) { return r.color == run.color; }))
      break;
  if (state.pinned.size() >= kMostPinned) state.pinned.erase(state.pinned.begin());
  state.pinned.push_back(std::move(run));
}

void pin_run(Context& ui) {
  const DatasetState& data = ui.state.dataset;
  Run run = ui.state.run;
  run.dataset_title = data.title.empty() ? data.name : data.title;
  pin(ui, std::move(run));
}

void unpin_run(State& state, std::size_t pinned) {
  if (pinned < state.pinned.size()) state.pinned.erase(state.pinned.begin() + static_cast<std::ptrdiff_t>(pinned));
}

void show_loss_figure(State& state, LossFigure figure) { state.loss.chosen = figure; }
void show_log_scale(State& state, bool logarithmic) { state.loss.logarithmic = logarithmic; }

void show_tab(State& state, Tab tab) { state.tab = tab; }
void open_recipe(State& state, bool open) { state.recipe_open = open; }

void set_dark_theme(Context& ui, bool dark) {
  ui.state.dark = dark;
  // What a link said of it holds no more, and the address follows.
  ui.state.address_rest = without_parameter(ui.state.address_rest, "theme");
  ui.animate();
}

void save_model(Context& ui, RunForm form) {
  if (ui.state.saving_model != 0) abandon_file_of_run(ui.state, ui.state.saving_model);
  ui.state.saving_as = form;
  ui.ask(ui.state.saving_model, command::ExportModel{});
}

void save_model_file(Context& ui, std::span<const std::uint8_t> file) {
  const RunFormName& name = name_of(ui.state.saving_as);
  if (ui.host.save_file) ui.host.save_file(std::string(name.file_name), std::string(name.media_type), file);
}

void save_data(Context& ui) { ui.ask(ui.state.saving_data, command::ExportData{}); }

void follow_saved_data(Context& ui) {
  State& state = ui.state;
  if (const auto data = ui.take<event::DataFile>(state.saving_data)) {
    state.saving_data = 0;
    settle(state, NoticeTopic::saving);
    if (ui.host.save_file) ui.host.save_file("hourglass-images.npz", "application/octet-stream", data->file);
  } else if (auto failed = ui.take<event::Failed>(state.saving_data)) {
    state.saving_data = 0;
    notify(state, ui.time, NoticeTopic::saving, NoticeKind::error, std::move(failed->message));
  }
}

void toggle_model_saving(State& state) { state.model_saving_open = !state.model_saving_open; }

void save_history_csv(Context& ui) {
  if (!ui.host.save_file) return;
  const std::string csv = history_csv(ui.state.run, ui.state.pinned);
  ui.host.save_file("hourglass-history.csv", "text/csv",
                    {reinterpret_cast<const std::uint8_t*>(csv.data()), csv.size()});
}

void act_on(Context& ui, NoticeAction action, std::string_view about) {
  switch (action) {
    case NoticeAction::none: break;
    case NoticeAction::retry_dataset:
      if (ui.state.loading.id == about)
        retry_dataset(ui);
      else
        choose_dataset(ui, about);
      break;
    case NoticeAction::cancel_loading: cancel_loading(ui); break;
    case NoticeAction::start_engine: start_engine(ui); break;
    case NoticeAction::tell_page:
      if (ui.host.notice_pressed) ui.host.notice_pressed(about);
      break;
    case NoticeAction::lower_rate: lower_rate_and_restart(ui); break;
    case NoticeAction::look_at_data: open_sheet(ui.state, Sheet::look); break;
    case NoticeAction::use_set_of_model: use_set_of_model(ui, about); break;
    case NoticeAction::bring_back: ask_for_kept(ui, about, false); break;
    case NoticeAction::put_back: put_back_on_shelf(ui, about); break;
  }
}

}  // namespace hourglass

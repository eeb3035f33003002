#include "studio/state/actions.h"

#include <algorithm>
#include <cmath>

#include "studio/state/figures.h"
#include "studio/state/files.h"
#include "studio/state/history_csv.h"
#include "studio/ui/format.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

/// Eight are what a chart can still tell apart.
constexpr std::size_t kMostPinned = 8;

/// A seed that a person can read out: up to four digits, drawn from the clock because nothing else here is random.
std::uint32_t fresh_seed(double now, std::uint32_t old) {
  auto x = static_cast<std::uint64_t>(now * 1e6) * 0x9e3779b97f4a7c15ull + old;
  x ^= x >> 29;
  const auto seed = static_cast<std::uint32_t>(x % 9999) + 1;
  return seed == old ? seed % 9999 + 1 : seed;
}

/// A finished run has used up its schedule. The page's own model is left for untrained weights, so that learning can be
/// watched; a run of the person's goes on for as many epochs again, with the schedule stretched over them.
void make_room_to_train(Context& ui) {
  State& state = ui.state;
  if (state.start_model || state.opening_start_model) return reset_run(ui);
  if (state.progress.state != event::RunState::finished) return;
  Experiment wanted = state.experiment;
  wanted.training.epochs *= 2;
  if (auto done = configure(ui, wanted, "epochs"); !done)
    notify(state, ui.time, NoticeKind::error, done.error().message);
}

void start_training(Context& ui, const command::Train& command) {
  if (!why_no_training(ui.state).empty() || ui.state.training()) return;
  make_room_to_train(ui);
  ui.engine.send(command);
  ui.animate();
}

}  // namespace

std::string why_no_training(const State& state) {
  if (state.engine.lost) return "The engine could not be started. Reload the page.";
  if (state.dataset.loaded() && state.progress.state != event::RunState::empty) return {};
  if (state.loading.active()) return "The images are still on their way.";
  return "There are no images yet. Choose a data set.";
}

std::string why_fixed(const State& state) {
  if (state.training()) return "Fixed while training. Pause first; a change then starts a new run.";
  return {};
}

bool shows_start_model(const State& state) { return state.start_model && state.progress.epoch > 0; }

void train(Context& ui) { start_training(ui, {}); }

void pause(Context& ui) {
  ui.engine.send(command::Pause{});
  ui.animate();
}

void train_or_pause(Context& ui) {
  if (ui.state.run_button_pauses)
    pause(ui);
  else
    train(ui);
}

void show_run_button(State& state, bool pauses) { state.run_button_pauses = pauses; }

void step_batch(Context& ui) { start_training(ui, {.steps = 1}); }

void step_epoch(Context& ui) { start_training(ui, {.epochs = 1}); }

void reset_run(Context& ui) {
  ui.state.start_model = false;
  ui.engine.send(command::Reset{});
}

void new_seed(Context& ui) {
  Experiment wanted = ui.state.experiment;
  wanted.seed = fresh_seed(ui.time, wanted.seed);
  (void)configure(ui, wanted, "seed");
}

void lower_rate_and_restart(Context& ui) {
  Experiment wanted = ui.state.experiment;
  // To the next value of the ladder at or below a third, so that the number stays readable.
  const double third = static_cast<double>(wanted.training.learning_rate) / 3 * 1.0001;
  double rate = third;
  if (const Field* field = find_field("learning-rate"))
    for (const double step : field->ladder)
      if (step <= third) rate = step;
  wanted.training.learning_rate = static_cast<float>(rate);
  if (!configure(ui, wanted, "learning-rate")) return;
  ui.engine.send(command::Reset{});
  ui.engine.send(command::Train{});
}

std::expected<void, Error> configure(Context& ui, const Experiment& wanted, std::string_view key) {
  State& state = ui.state;
  if (auto valid = validate(wanted); !valid) return valid;
  state.refused.clear();
  if (wanted == state.experiment) return {};
  state.experiment = wanted;
  state.start_model = false;
  state.configuring_key = key;
  state.configuring = ui.ask(command::Configure{.experiment = wanted});
  ui.animate();
  return {};
}

std::expected<void, Error> set_setting(Context& ui, std::string_view key, std::string_view value) {
  State& state = ui.state;
  const auto refuse = [&](Error error) -> std::expected<void, Error> {
    state.refused.clear();
    state.refused[std::string(key)] = {std::string(value), error.message};
    ui.animate();
    return std::unexpected(std::move(error));
  };
  const Field* field = find_field(key);
  if (!field) return fail("There is no setting called \"" + std::string(key) + "\".");
  if (field->fixed_while_training)
    if (std::string why = why_fixed(state); !why.empty()) return refuse({verbatim(why)});
  if (key == "data" && value != state.experiment.data.dataset && state.entry(value)) {
    choose_dataset(ui, value);
    return {};
  }
  Experiment wanted = state.experiment;
  if (auto set = field->set(wanted, value); !set) return refuse(set.error());
  if (auto valid = configure(ui, wanted, key); !valid) return refuse(valid.error());
  return {};
}

void choose_preset(Context& ui, std::string_view key) {
  const Preset* preset = find_preset(key);
  if (!preset) return;
  State& state = ui.state;
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
  if (auto done = configure(ui, wanted); !done) notify(state, ui.time, NoticeKind::error, done.error().message);
}

void choose_dataset(Context& ui, std::string_view id, const Experiment* experiment, std::string_view preset) {
  State& state = ui.state;
  const CatalogueEntry* entry = state.entry(id);
  if ((!entry && !is_site_path(id)) || !ui.host.fetch_dataset) {
    notify(state, ui.time, NoticeKind::error,
           "The data set \"" + std::string(id) + "\" is not in this site's catalogue. Open its file instead.");
    return;
  }
  Experiment wanted = experiment ? *experiment : state.experiment;
  wanted.data.dataset = id;
  if (!experiment && id != state.experiment.data.dataset) wanted.data.classes = kAllClasses;
  if (state.loading.active() && state.loading.id == id) {
    state.loading.preset = preset;
    if (!experiment) return;
    // While the files are fetched the wish waits for them. Once they are with the engine it is told by itself: what it
    // then begins on the new set is the experiment that it heard last.
    if (state.loading.fetching) {
      state.loading.experiment = wanted;
    } else if (auto done = configure(ui, wanted); !done) {
      notify(state, ui.time, NoticeKind::error, done.error().message);
    }
    return;
  }
  Loading& loading =
      request_images(ui, id, entry ? std::string_view(entry->title) : id.substr(id.find_last_of('/') + 1));
  loading.doing = "Fetching";
  loading.total = entry ? static_cast<double>(entry->bytes) : 0;
  loading.fetching = true;
  loading.from_catalogue = true;
  loading.preset = preset;
  if (wanted != state.experiment) loading.experiment = wanted;
  ui.host.fetch_dataset(id);
  ui.animate();
}

void retry_dataset(Context& ui) {
  const Loading again = ui.state.loading;
  if (again.id.empty()) return;
  choose_dataset(ui, again.id, again.experiment ? &*again.experiment : nullptr, again.preset);
}

Loading& request_images(Context& ui, std::string_view id, std::string_view title) {
  State& state = ui.state;
  Loading fresh;
  fresh.request = ++state.last_load;
  fresh.id = id;
  fresh.title = title;
  fresh.since = ui.time;
  const Sentence failed = state.loading.failed;
  cancel_loading(ui);
  if (!failed.empty()) std::erase_if(state.notices, [&](const Notice& notice) { return notice.text == failed; });
  return state.loading = std::move(fresh);
}

void cancel_loading(Context& ui) {
  Loading& loading = ui.state.loading;
  if (!loading.active()) return;
  if (loading.ticket != 0) ui.engine.send(command::CancelLoad{.ticket = loading.ticket});
  if (loading.fetching && ui.host.cancel_fetch) ui.host.cancel_fetch(loading.id);
  loading = {};
  ui.animate();
}

void pin_run(Context& ui) {
  State& state = ui.state;
  if (state.run.history.empty()) return;
  Run run = state.run;
  // The lowest colour that no pinned run has.
  for (run.color = 0; run.color < 10; ++run.color)
    if (std::none_of(state.pinned.begin(), state.pinned.end(), [&](const Run& r) { return r.color == run.color; }))
      break;
  if (run.title.empty()) run.title = run_title(state);
  run.title += " \u00b7 seed " + std::to_string(run.experiment.seed);
  if (state.pinned.size() >= kMostPinned) state.pinned.erase(state.pinned.begin());
  state.pinned.push_back(std::move(run));
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
  ui.animate();
}

void save_model(Context& ui) { ui.state.saving_model = ui.ask(command::ExportModel{}); }

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
    case NoticeAction::lower_rate: lower_rate_and_restart(ui); break;
  }
}

}  // namespace hourglass

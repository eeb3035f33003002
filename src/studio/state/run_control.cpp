#include "studio/state/run_control.h"

#include <algorithm>
#include <utility>

#include "studio/state/actions.h"
#include "studio/state/events.h"
#include "training/experiment_fields.h"
#include "training/schedule.h"

namespace hourglass {
namespace {

/// A seed that a person can read out: up to four digits, drawn from the clock because nothing else here is random.
std::uint32_t fresh_seed(double now, std::uint32_t old) {
  auto x = static_cast<std::uint64_t>(now * 1e6) * 0x9e3779b97f4a7c15ull + old;
  x ^= x >> 29;
  const auto seed = static_cast<std::uint32_t>(x % 9999) + 1;
  return seed == old ? seed % 9999 + 1 : seed;
}

/// A finished run goes on for as many epochs as it was planned for.
void add_epochs(Context& ui) {
  State& state = ui.state;
  const int done = std::max(state.experiment.training.epochs, static_cast<int>(state.progress.epoch));
  Experiment wanted = state.experiment;
  wanted.training = extended(wanted.training, done + more_epochs(state));
  if (auto taken = configure(ui, wanted, {recipe_field("epochs"), {}}); !taken)
    notify(state, ui.time, NoticeTopic::settings, NoticeKind::error, taken.error().message);
}

/// Sends a command for the run; until it is heard the buttons show what it will make of it.
template <class C>
void press_run(Context& ui, C command, event::RunState becomes) {
  ui.state.pressed = PressedRun{ui.ask(std::move(command)), becomes};
  ui.animate();
}

void start_training(Context& ui, const command::Train& command) {
  if (!why_no_training(ui.state).empty()) return;
  const TrainDeed deed = train_deed(ui.state);
  if (deed == TrainDeed::pause) return;
  // A single step after the end goes on at the rate at which the run ended, and plans no further epochs.
  const bool to_the_end = command.epochs == 0 && command.steps == 0;
  if (deed == TrainDeed::from_scratch)
    reset_run(ui);
  else if (deed == TrainDeed::more && to_the_end)
    add_epochs(ui);
  press_run(ui, command, event::RunState::training);
}

}  // namespace

bool images_to_come(const State& state) {
  const bool there = state.dataset.loaded() && state.progress.state != event::RunState::empty;
  return !there && state.loading.active() && !state.engine.lost;
}

Sentence why_no_run(const State& state) {
  if (state.engine.lost) return "The engine has stopped. Start it again first.";
  if (images_to_come(state)) return "The images are still on their way.";
  // An engine that was started again reads them anew; a press waits there for them.
  if (state.dataset.loaded()) return {};
  return "There are no images yet. Choose a data set.";
}

Sentence why_no_training(const State& state) {
  if (Sentence why = why_no_run(state); !why.empty()) return why;
  if (state.run_state() == event::RunState::diverged)
    return "This run has diverged. Lower the learning rate and reset it.";
  return {};
}

TrainDeed train_deed(const State& state) {
  if (state.engine.lost) return TrainDeed::start_engine;
  if (state.training()) return TrainDeed::pause;
  if (state.trains_when_loaded) return TrainDeed::wait_no_more;
  if (state.start_model || state.opening_start_model) return TrainDeed::from_scratch;
  // What is told of the run is of the one before while a start is still on its way.
  const bool starting = state.configuring != 0 && !needs_new_start(state.run.experiment, state.experiment).empty();
  // Of a run that waits for its images it is only told how far it is.
  const bool at_its_end = state.run_state() == event::RunState::empty && state.progress.step > 0 &&
                          state.progress.epoch >= state.run.experiment.training.epochs;
  if ((state.run_state() == event::RunState::finished || at_its_end) && !starting) return TrainDeed::more;
  const bool fresh = state.run_state() == event::RunState::ready || state.progress.step == 0;
  return fresh ? TrainDeed::train : TrainDeed::resume;
}

int more_epochs(const State& state) {
  const TrainingSettings& training = state.experiment.training;
  return training.schedule_epochs > 0 ? training.schedule_epochs : training.epochs;
}

bool shows_start_model(const State& state) { return state.start_model && state.progress.epoch > 0; }

void train(Context& ui) {
  State& state = ui.state;
  if (train_deed(state) == TrainDeed::start_engine) return start_engine(ui);
  if (!images_to_come(state)) return start_training(ui, {});
  state.trains_when_loaded = !state.trains_when_loaded;
  ui.animate();
}

void follow_awaited_images(Context& ui) {
  // Where they did not come, that was said.
  if (!images_to_come(ui.state) && std::exchange(ui.state.trains_when_loaded, false)) start_training(ui, {});
}

void start_engine(Context& ui) {
  if (!ui.state.engine.lost || !ui.host.start_engine) return;
  ui.state.engine.lost = ui.state.engine.ready = false;
  settle(ui.state, NoticeTopic::engine);
  ui.host.start_engine();
  ui.animate();
}

void pause(Context& ui) { press_run(ui, command::Pause{}, event::RunState::paused); }

void train_or_pause(Context& ui) {
  if (ui.state.run_button_pauses)
    pause(ui);
  else
    train(ui);
}

void show_run_button(State& state, bool pauses) { state.run_button_pauses = pauses; }

void step_batch(Context& ui) { start_training(ui, {.steps = 1}); }

void step_epoch(Context& ui) { start_training(ui, {.epochs = 1}); }

void leave_start_model(State& state) {
  state.start_model = state.opening_start_model = state.start_model_ahead = false;
}

void show_start_model_ahead(State& state, Checkpoint&& model, double now) {
  const TrainerState& trained = model.state;
  const double epoch = epochs_of(trained).value_or(0);
  state.start_model_ahead = false;
  apply(state, event::RunStarted{.experiment = model.experiment, .history = trained.history, .other_dataset = {}}, now);
  apply(state, event::Snapshot{trained.network.spec, epoch, trained.step, trained.network.parameters}, now);
  apply(state, event::Progress{.epoch = epoch, .epochs = model.experiment.training.epochs, .step = trained.step}, now);
  state.codes_to_come = std::move(model.code_range);
  state.start_model = state.start_model_ahead = true;
}

void reset_run(Context& ui) {
  leave_start_model(ui.state);
  press_run(ui, command::Reset{}, event::RunState::ready);
}

void new_seed(Context& ui) {
  Experiment wanted = ui.state.experiment;
  wanted.seed = fresh_seed(ui.time, wanted.seed);
  (void)configure(ui, wanted, {recipe_field("seed"), {}});
}

void lower_rate_and_restart(Context& ui) {
  Experiment wanted = ui.state.experiment;
  // To the next of the offered values at or below a third, so that the number stays readable.
  const double third = static_cast<double>(wanted.training.learning_rate) / 3 * 1.0001;
  double rate = third;
  if (const Field* field = find_field("learning-rate"))
    for (const double offered : field->offered)
      if (offered <= third) rate = offered;
  wanted.training.learning_rate = static_cast<float>(rate);
  if (!configure(ui, wanted, {recipe_field("learning-rate"), {}})) return;
  reset_run(ui);
  press_run(ui, command::Train{}, event::RunState::training);
}

}  // namespace hourglass

#include "studio/state/shelf_actions.h"

#include <algorithm>
#include <utility>

#include "studio/state/actions.h"
#include "studio/state/run_control.h"

namespace hourglass {
namespace {

ShelvedRun* find_any(State& state, std::string_view id) {
  const auto found = std::ranges::find(state.shelf.runs, id, &ShelvedRun::id);
  return found == state.shelf.runs.end() ? nullptr : &*found;
}

/// Names are made anew for all, since no two may read the same.
void tell_label(Context& ui, const ShelvedRun& run) {
  const std::string id = run.id, label = label_json(run);
  take_kept_runs(ui.state, "[]", ui.time);
  if (ui.host.label_kept) ui.host.label_kept(id, label);
  ui.animate();
}

/// The set of that name may have been replaced since, by its host or by the person.
void tell_of_changed_images(Context& ui) {
  const OpenedRun& opened = ui.state.shelf.opened;
  const ShelvedRun* run = find_kept(ui.state, opened.id);
  const DatasetState& data = ui.state.dataset;
  if (!run || opened.images != data.name || run->checksum == 0 || run->checksum == data.checksum) return;
  notify(ui.state, ui.time, NoticeTopic::images, NoticeKind::info,
         say("{0} has other images now than those that this run was trained on.", quote(data.title)));
}

/// The run has returned as it was kept; what was set after that is set again.
void take_unkept_settings(Context& ui) {
  State& state = ui.state;
  const auto unkept = std::exchange(state.shelf.unkept, std::nullopt);
  if (!unkept) return;
  state.experiment = state.run.experiment;
  Experiment wanted = unkept->wanted;
  wanted.data.dataset = state.experiment.data.dataset;
  (void)configure(ui, wanted, {});
}

}  // namespace

void ask_for_kept(Context& ui, std::string_view id, bool trains) {
  if (!ui.host.open_kept || id.empty()) return;
  ui.state.shelf.asked = id;
  ui.state.shelf.asked_to_train = trains;
  ui.host.open_kept(id);
}

void open_kept(Context& ui, std::string_view id, std::span<const std::uint8_t> model, bool copy, bool trains) {
  State& state = ui.state;
  const ShelvedRun* run = find_kept(state, id);
  leave_start_model(state);
  settle(state, NoticeTopic::model);
  std::erase_if(state.notices, [](const Notice& notice) { return notice.topic == NoticeTopic::shelf; });
  cancel_loading(ui);
  state.configuring = 0;
  std::string images;
  if (run) {
    state.preset = run->preset;
    images = run->experiment.data.dataset;
  }
  const bool to_be_had = images == state.dataset.name || state.entry(images) != nullptr;
  state.shelf.opened = {std::string(id), to_be_had || state.catalogue.empty() ? images : std::string(), trains};
  command::ImportModel open{.file = {model.begin(), model.end()}};
  if (!copy) open.kept = id;
  open.waits = to_be_had;
  state.opening_model = ui.ask(std::move(open));
  ui.animate();
}

void follow_opened(Context& ui) {
  State& state = ui.state;
  OpenedRun& opened = state.shelf.opened;
  if (opened.id.empty() || state.opening_model != 0) return;
  take_unkept_settings(ui);
  const bool others = !opened.images.empty() && opened.images != state.dataset.name;
  if (others) {
    if (state.catalogue.empty()) return;
    const bool failed = !state.loading.failed.empty();
    if (!state.entry(opened.images) || failed) return void(opened = {});
    if (!state.loading.active() || state.loading.id != opened.images) choose_dataset(ui, opened.images);
    return;
  }
  if (!state.dataset.loaded() || state.progress.state == event::RunState::empty) return;
  const bool trains = opened.trains;
  tell_of_changed_images(ui);
  opened = {};
  if (trains) train(ui);
}

bool undo_new_run(Context& ui, bool last) {
  const State& state = ui.state;
  const ShelfState& shelf = state.shelf;
  const ShelvedRun* run = find_any(ui.state, shelf.before);
  if (shelf.before.empty() || shelf.before == state.run.kept || (run && run->gone)) return false;
  if (last && shelf.before_pad != state.explore.pad.canvas.version()) return false;
  ask_for_kept(ui, shelf.before, false);
  return true;
}

void name_kept(Context& ui, std::string_view id, std::string_view name) {
  ui.state.shelf.renaming.clear();
  ShelvedRun* run = find_any(ui.state, id);
  if (!run || run->name == name) return;
  constexpr std::size_t kLongest = 120;
  run->name = name.substr(0, kLongest);
  tell_label(ui, *run);
}

void take_off_shelf(Context& ui, std::string_view id) {
  ShelvedRun* run = find_any(ui.state, id);
  if (!run || run->gone) return;
  notify(ui.state, ui.time, NoticeTopic::shelf, NoticeKind::info, say("{0} was taken off the shelf.", run->title),
         NoticeAction::put_back, run->id);
  run->gone = true;
  tell_label(ui, *run);
}

void put_back_on_shelf(Context& ui, std::string_view id) {
  ShelvedRun* run = find_any(ui.state, id);
  if (!run || !run->gone) return;
  run->gone = false;
  tell_label(ui, *run);
}

void pin_kept(Context& ui, std::string_view id) {
  const ShelvedRun* kept = find_kept(ui.state, id);
  if (!kept) return;
  pin(ui, {.preset = kept->preset,
           .experiment = kept->experiment,
           .history = kept->history,
           .diverged_at = {},
           .color = 0,
           .dataset_title = kept->images,
           .kept = kept->id});
}

void save_kept(Context& ui, std::string_view id) {
  if (ui.host.save_kept) ui.host.save_kept(id, "hourglass-model.safetensors");
}

}  // namespace hourglass

#include "studio/state/compare.h"

#include <algorithm>
#include <utility>

#include "studio/state/actions.h"
#include "studio/state/compare_memory.h"
#include "studio/state/events.h"
#include "studio/state/run_title.h"
#include "studio/state/shelf.h"
#include "training/checkpoint.h"
#include "training/experiment_fields.h"

namespace hourglass {
namespace {

/// What was known of the run that was there before is of no use. Pictures and buffers of the graphics card stay, for
/// the next one.
void forget_run(State& state, ComparedRun& run) {
  state.answers.abandon(run.images.ticket);
  run.read = {};
  const std::uint32_t version = run.images.version + 1;
  run.images = {};
  run.images.version = version;
  run.plane = {};
  run.places = std::vector<float>();
  run.points.clear();
  run.sweep.clear();
  run.samples.set_images({});
  run.pointed = run.painted = {};
}

void set_kept(State& state, std::size_t which, std::string kept) {
  ComparedRun& run = state.explore.compare.runs[which];
  if (run.kept == kept) return;
  forget_run(state, run);
  run.kept = std::move(kept);
  state.explore.compare.samples_of = 0;
}

/// The newest run of the shelf that is not on the page.
std::string newest_other(const State& state) {
  for (const ShelvedRun& run : state.shelf.runs)
    if (!run.gone && run.id != state.run.kept) return run.id;
  return {};
}

Sentence value_of(const Field& field, const Experiment& experiment) {
  if (!field.why_disabled(experiment).empty()) return {};
  const std::string value = field.get(experiment);
  for (const Choice& choice : field.choices)
    if (choice.key == value) return choice.label;
  if (field.kind == FieldKind::toggle) return value == "on" ? say("on") : say("off");
  return verbatim(value);
}

}  // namespace

void open_compare(Context& ui, std::string_view kept) {
  State& state = ui.state;
  if (!kept.empty() && kept != state.run.kept) {
    set_kept(state, 0, {});
    set_kept(state, 1, std::string(kept));
  } else if (!compares_two(state)) {
    set_kept(state, 0, {});
    set_kept(state, 1, newest_other(state));
  }
  open_sheet(state, Sheet::compare);
  ui.animate();
}

void leave_compare(State& state) {
  CompareMemory& compare = state.explore.compare;
  if (!compare.shown || state.sheet == Sheet::compare) return;
  compare.shown = false;
  for (ComparedRun& run : compare.runs) forget_run(state, run);
  state.answers.abandon(std::exchange(compare.pointed_ticket, 0));
  compare.samples_of = 0;
  compare.pointed = -1;
}

void choose_compared(State& state, std::size_t which, std::string_view kept) {
  CompareMemory& compare = state.explore.compare;
  std::string wanted = kept == state.run.kept ? std::string() : std::string(kept);
  if (wanted == compare.runs[which].kept) return;
  if (wanted == compare.runs[1 - which].kept) return swap_compared(state);
  set_kept(state, which, std::move(wanted));
}

void swap_compared(State& state) {
  CompareMemory& compare = state.explore.compare;
  std::swap(compare.runs[0], compare.runs[1]);
  compare.laid_out = {0, 0};
  compare.pointed_read = compare.painted_read = compare.samples_painted = {};
}

void align_compared(State& state, bool aligned) { state.explore.compare.aligned = aligned; }

void take_seen_run(State& state, std::string_view id, std::span<const std::uint8_t> model) {
  CompareMemory& compare = state.explore.compare;
  for (ComparedRun& run : compare.runs) {
    if (run.kept != id || run.kept.empty() || run.read.network) continue;
    auto checkpoint = load_checkpoint(model);
    if (!checkpoint) {
      run.read.why_none = model.empty() ? say("This run is not on the shelf any more.") : checkpoint.error().message;
      continue;
    }
    run.read.network = std::move(checkpoint->state.network);
    run.read.experiment = std::move(checkpoint->experiment);
    run.read.history = std::move(checkpoint->state.history);
    run.read.weights = ++compare.last_weights;
  }
}

RunSeen compared_run(const State& state, std::size_t which) {
  const ComparedRun& run = state.explore.compare.runs[which];
  if (run.kept.empty()) {
    RunSeen seen{.experiment = &state.run.experiment, .history = &state.run.history, .on_page = true};
    seen.title = run_title(state.run);
    if (state.weights.network) seen.network = &*state.weights.network;
    seen.weights = state.weights.version;
    return seen;
  }
  const ShelvedRun* shelved = find_kept(state, run.kept);
  RunSeen seen{.experiment = &run.read.experiment, .history = &run.read.history, .why_none = run.read.why_none};
  if (run.read.network)
    seen.network = &*run.read.network;
  else if (shelved)
    seen.experiment = &shelved->experiment, seen.history = &shelved->history;
  if (shelved) seen.title = shelved->title;
  if (!shelved && seen.why_none.empty() && !seen.network) seen.why_none = "This run is not on the shelf any more.";
  seen.weights = run.read.weights;
  return seen;
}

bool compares_two(const State& state) {
  const auto& runs = state.explore.compare.runs;
  const auto name = [&](const ComparedRun& run) { return run.kept == state.run.kept ? std::string() : run.kept; };
  return name(runs[0]) != name(runs[1]);
}

std::vector<RecipeDifference> recipe_differences(const Experiment& a, const Experiment& b) {
  std::vector<RecipeDifference> out;
  for (const Field& field : experiment_fields()) {
    RecipeDifference one{.key = field.key, .name = field.label, .a = value_of(field, a), .b = value_of(field, b)};
    if (one.a == one.b) continue;
    // What has an effect in one of them alone is worth a line where it is not as usual.
    const Experiment usual;
    const bool idle = (one.a.empty() || one.b.empty()) && field.get(one.a.empty() ? b : a) == field.get(usual);
    if (!idle) out.push_back(std::move(one));
  }
  return out;
}

}  // namespace hourglass

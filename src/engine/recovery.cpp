#include "engine/recovery.h"

#include <algorithm>
#include <concepts>
#include <utility>
#include <variant>

#include "training/experiment_fields.h"

namespace hourglass {
namespace {

/// The request that an event brings to its end; 0 when it ends none.
Ticket ended_by(const Event& event) {
  return std::visit(
      [](const auto& e) -> Ticket {
        using E = std::decay_t<decltype(e)>;
        if constexpr (std::same_as<E, event::MapDrawn>) {
          return e.done ? e.ticket : 0;
        } else if constexpr (requires { e.ticket; } && !std::same_as<E, event::FileProgress> &&
                             !std::same_as<E, event::LoadAsks>) {
          return e.ticket;
        } else {
          return 0;
        }
      },
      event);
}

}  // namespace

void Recovery::sent(const Command& command) {
  std::visit(
      [this](const auto& c) {
        using C = std::decay_t<decltype(c)>;
        if constexpr (requires { c.ticket; } && !std::same_as<C, command::CancelLoad> &&
                      !std::same_as<C, command::AcceptLoad> && !std::same_as<C, command::StopMap>) {
          if (c.ticket != 0) open_.push_back(c.ticket);
        }
        if constexpr (std::same_as<C, command::LoadFiles>) loading_.push_back(c);
        if constexpr (std::same_as<C, command::FollowCodes>) follow_ = c;
        if constexpr (std::same_as<C, command::Configure>) {
          // A Configure that begins a new run is answered by RunStarted, which carries the experiment. One that the
          // trainer takes over within the run (another learning rate, say) is answered by Done alone: its experiment
          // is kept here as it was sent.
          if (experiment_ && validate(c.experiment) && needs_new_start(*experiment_, c.experiment).empty()) {
            experiment_ = c.experiment;
          }
        }
      },
      command);
}

void Recovery::received(const Event& event) {
  if (const auto* started = std::get_if<event::RunStarted>(&event)) {
    experiment_ = started->experiment;
    history_ = started->history;
    kept_ = started->kept;
    snapshot_.reset();
  }
  if (const auto* added = std::get_if<event::HistoryAdded>(&event)) add_point(history_, added->point);
  if (const auto* snapshot = std::get_if<event::Snapshot>(&event)) snapshot_ = *snapshot;
  if (const auto* ready = std::get_if<event::DatasetReady>(&event)) {
    if (auto load = ended(ready->ticket)) keep(std::move(*load), ready->joined);
  }
  if (const auto* model = std::get_if<event::ModelFile>(&event)) {
    if (const auto load = ended(model->ticket)) let_go(*load);
  }
  if (const auto* waits = std::get_if<event::LoadWaits>(&event)) {
    if (half_) let_go(*half_);
    half_ = ended(waits->ticket);
  }
  if (const auto* failed = std::get_if<event::Failed>(&event)) {
    if (const auto load = ended(failed->ticket)) let_go(*load);
  }
  if (const Ticket ticket = ended_by(event); ticket != 0) std::erase(open_, ticket);
}

std::optional<command::LoadFiles> Recovery::ended(Ticket ticket) {
  const auto load = std::ranges::find(loading_, ticket, &command::LoadFiles::ticket);
  if (load == loading_.end()) return {};
  std::optional<command::LoadFiles> found = std::move(*load);
  loading_.erase(load);
  return found;
}

void Recovery::keep(command::LoadFiles load, bool joined) {
  load.ticket = 0;
  load.experiment.reset();
  std::optional<command::LoadFiles>& other = half_ ? half_ : loaded_;
  if (joined && other) {
    load.file_names.insert(load.file_names.end(), other->file_names.begin(), other->file_names.end());
    load.handles.insert(load.handles.end(), other->handles.begin(), other->handles.end());
    other.reset();
  }
  if (half_) let_go(*std::exchange(half_, {}));
  if (loaded_) let_go(*loaded_);
  loaded_ = std::move(load);
}

void Recovery::let_go(const command::LoadFiles& load) { unneeded(load.handles); }

void Recovery::unneeded(const std::vector<FileHandle>& files) {
  for (const FileHandle& file : files) unneeded_.push_back(file.id);
}

bool Recovery::needed(std::uint32_t handle) const {
  const auto holds = [handle](const command::LoadFiles& load) {
    return std::ranges::any_of(load.handles, [handle](const FileHandle& file) { return file.id == handle; });
  };
  return (loaded_ && holds(*loaded_)) || (half_ && holds(*half_)) || std::ranges::any_of(loading_, holds);
}

std::vector<std::uint32_t> Recovery::take_unneeded_files() {
  std::vector<std::uint32_t> files = std::exchange(unneeded_, {});
  std::ranges::sort(files);
  files.erase(std::ranges::unique(files).begin(), files.end());
  std::erase_if(files, [this](std::uint32_t file) { return file == 0 || needed(file); });
  return files;
}

std::vector<Event> Recovery::tell_restart(const Sentence& message) {
  std::vector<Event> events = {event::EngineRestarted{message}};
  for (const Ticket ticket : std::exchange(open_, {})) {
    events.emplace_back(event::Failed{ticket, "The engine stopped before it could answer."});
  }
  // A load that was under way may be what the engine died of: it is not tried again.
  for (const command::LoadFiles& load : std::exchange(loading_, {})) let_go(load);
  if (half_) let_go(*std::exchange(half_, {}));
  return events;
}

std::vector<Command> Recovery::commands() const {
  std::vector<Command> commands;
  if (follow_) commands.emplace_back(*follow_);
  // The run first: it then waits for its images, and goes on when they are there.
  if (experiment_ && snapshot_) {
    commands.emplace_back(
        command::Restore{0, *experiment_, snapshot_->epoch, snapshot_->step, snapshot_->parameters, history_, kept_});
  }
  if (loaded_) commands.emplace_back(*loaded_);
  return commands;
}

}  // namespace hourglass

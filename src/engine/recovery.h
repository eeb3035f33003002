// Recovery: what a client remembers of its engine, so that another one can go on where a dead one stopped: the files of
// the set at hand, the experiment, the history and the last weights.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/protocol.h"

namespace hourglass {

class Recovery {
 public:
  /// To be told of every command before it goes out, and of every event when it comes in. Files must be handles.
  void sent(const Command& command);
  void received(const Event& event);

  /// The engine has died. What the studio must hear: the restart, and that its open requests have failed.
  std::vector<Event> tell_restart(const Sentence& message);
  /// What the new engine must hear, in order.
  std::vector<Command> commands() const;

  /// These were never sent.
  void unneeded(const std::vector<FileHandle>& files);
  /// File handles that no load needs any longer, each once.
  std::vector<std::uint32_t> take_unneeded_files();

 private:
  /// Takes the load with this ticket off the list of those under way; nothing when there is none.
  std::optional<command::LoadFiles> ended(Ticket ticket);
  void keep(command::LoadFiles load, bool joined);
  void let_go(const command::LoadFiles& load);
  bool needed(std::uint32_t handle) const;

  std::optional<command::LoadFiles> loaded_;  ///< all files of the set at hand
  std::optional<command::LoadFiles> half_;    ///< labels that wait for their images
  std::vector<command::LoadFiles> loading_;
  std::vector<std::uint32_t> unneeded_;
  std::optional<Experiment> experiment_;
  std::optional<event::Snapshot> snapshot_;
  History history_;
  std::string kept_;  ///< the run's name on the shelf
  std::optional<command::FollowCodes> follow_;
  std::vector<Ticket> open_;
};

}  // namespace hourglass

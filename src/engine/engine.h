// Engine: owns the images, the run and every long job. It hears commands, works in short slices when its owner (a
// worker's loop, a thread, a test) calls work(), and keeps what it has to say until that owner takes it. It knows no
// thread, clock or browser of its own.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "data/source.h"
#include "engine/protocol.h"
#include "math/error.h"

namespace hourglass {

struct KeptRun;
struct KeptSet;
class ThreadPool;

struct EngineOptions {
  std::string variant = "native";      ///< told in EngineReady
  ThreadPool* pool = nullptr;          ///< outlives the engine; nullptr: one thread
  std::function<double()> clock = {};  ///< seconds, never going back; empty: the steady clock
  double snapshot_bytes_per_second = 4e6;
  /// Whether one block of so many bytes can be had; empty: the machine is asked (data/budget.h).
  std::function<bool(std::uint64_t bytes)> memory_for = {};
  /// How a file that stands outside the message is read; none: such loads are refused.
  std::function<std::expected<Source, Error>(const std::string& name, FileHandle handle)> open_file = {};
  /// Writes down a run of the shelf (engine/shelf.h), or begins to; none: no run is kept.
  std::function<void(KeptRun&&)> keep = {};
  /// Writes down a set of the person's own (engine/kept_set.h) when it has come; none: no set is kept.
  std::function<void(const KeptSet&)> keep_set = {};
  std::string keep_prefix = {};  ///< what the names of new runs on the shelf begin with: no other engine's
};

class Engine {
 public:
  /// The longest slice, in seconds: so long may a command wait to be heard (and for the end of a training step).
  static constexpr double kSliceSeconds = 0.030;

  explicit Engine(EngineOptions options);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Takes effect at once or in later slices; what it leads to is told by events.
  void receive(Command command);
  /// A message came that is no command.
  void refuse(const Sentence& why);
  /// One slice of at most min(budget, kSliceSeconds) seconds by the clock, checked between pieces of work; at least one
  /// piece is done. True when more work waits; false: nothing to do before the next command.
  bool work(double budget_seconds = kSliceSeconds);
  /// Events since the last call, in order.
  std::vector<Event> take_events();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hourglass

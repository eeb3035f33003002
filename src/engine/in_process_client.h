// InProcessClient: an engine in this process. Stepped by hand (tests, the command line) or working on a thread of its
// own (the desktop window).
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/client.h"
#include "engine/engine.h"
#include "engine/event_queue.h"

namespace hourglass {

/// How an in-process engine is driven.
enum class Drive {
  by_hand,    ///< works only inside pump()
  by_thread,  ///< works on its own thread while there is work, sleeps otherwise
};

class InProcessClient final : public EngineClient {
 public:
  /// `on_event` is called (from the engine's thread) when poll() has something new; may be empty.
  InProcessClient(EngineOptions options, Drive drive, std::function<void()> on_event = {});
  ~InProcessClient() override;

  void send(Command command) override;
  std::vector<Event> poll() override;

  /// By hand: hears what was sent and works for up to `slices` slices, or until no work waits. True when more waits.
  bool pump(int slices = 1);

 private:
  void serve();
  void keep_events();

  Engine engine_;  ///< touched by one thread: the caller's when by hand, thread_ otherwise
  Drive drive_;
  std::function<void()> on_event_;
  std::mutex mutex_;  ///< guards the three below
  std::vector<Command> sent_;
  EventQueue events_;
  bool stop_ = false;
  std::condition_variable called_;
  std::thread thread_;
};

}  // namespace hourglass

// EngineBridge: the engine inside its Web Worker. Commands come in and events go out through the worker's TypeScript.
#pragma once

#include "engine/engine.h"
#include "math/thread_pool.h"

namespace hourglass {

class EngineBridge {
 public:
  /// The variant's name waits in Module.channel.incoming, and behind it, where runs are kept, what their names begin
  /// with.
  EngineBridge(int threads, double snapshot_bytes_per_second);

  /// A command waits in Module.channel.incoming.
  void receive();
  /// One slice, and its events out. True when more work waits.
  bool work();

 private:
  void post_events();

  ThreadPool pool_;
  Engine engine_;
};

}  // namespace hourglass

// EngineClient: how the studio speaks with an engine, wherever that runs: in a Web Worker (platform/worker_client) or
// in this process (engine/in_process_client). One of the two places where a virtual function is right.
#pragma once

#include <vector>

#include "engine/protocol.h"

namespace hourglass {

class EngineClient {
 public:
  virtual ~EngineClient() = default;
  /// Never blocks. Commands are carried out in order.
  virtual void send(Command command) = 0;
  /// Events since the last call, in order; empty when there are none.
  virtual std::vector<Event> poll() = 0;
  /// Files that were given to the host of the engine and that no load will name: it may forget them.
  virtual void let_go(const std::vector<FileHandle>&) {}
};

}  // namespace hourglass

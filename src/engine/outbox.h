// Outbox: what the engine has to say, in order. Apart so that each of the engine's parts can speak without knowing the
// others.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/protocol.h"

namespace hourglass {

class Outbox {
 public:
  void post(Event event) { events_.push_back(std::move(event)); }
  /// Answers a request that has no answer of its own.
  void done(Ticket ticket) {
    if (ticket != 0) post(event::Done{ticket});
  }
  void failed(Ticket ticket, Sentence message) { post(event::Failed{ticket, std::move(message)}); }
  std::vector<Event> take() { return std::exchange(events_, {}); }

 private:
  std::vector<Event> events_;
};

}  // namespace hourglass

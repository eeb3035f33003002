// EventQueue: events that nobody has polled yet. A page that is hidden polls rarely, so what a newer event makes
// worthless is dropped: the queue stays small however long nobody looks.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/protocol.h"

namespace hourglass {

class EventQueue {
 public:
  /// Followed codes are kept for the map's trail of epochs, but no more than so many.
  static constexpr std::size_t kMostFollowedCodes = 32;

  void push(Event event);
  std::vector<Event> take();
  bool empty() const { return events_.empty(); }

 private:
  std::vector<Event> events_;
};

}  // namespace hourglass

#include "engine/event_queue.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace hourglass {
namespace {

/// True when `later` tells all that `earlier` told and newer. Both belong to the same run.
bool replaces(const Event& later, const Event& earlier) {
  if (later.index() != earlier.index()) return false;
  if (const auto* progress = std::get_if<event::FileProgress>(&later)) {
    return progress->ticket == std::get<event::FileProgress>(earlier).ticket;
  }
  if (const auto* drawn = std::get_if<event::MapDrawn>(&later)) {
    return drawn->ticket == std::get<event::MapDrawn>(earlier).ticket;
  }
  return std::holds_alternative<event::Snapshot>(later) || std::holds_alternative<event::Progress>(later);
}

bool followed_codes(const Event& event) {
  const auto* codes = std::get_if<event::Codes>(&event);
  return codes != nullptr && codes->ticket == 0;
}

}  // namespace

void EventQueue::push(Event event) {
  // What came before a new run is about another one.
  auto begin = events_.begin();
  for (auto at = events_.begin(); at != events_.end(); ++at) {
    if (std::holds_alternative<event::RunStarted>(*at)) begin = at;
  }
  const auto old = std::find_if(begin, events_.end(), [&](const Event& earlier) { return replaces(event, earlier); });
  if (old != events_.end()) events_.erase(old);
  if (followed_codes(event) &&
      std::ranges::count_if(events_, followed_codes) >= static_cast<std::ptrdiff_t>(kMostFollowedCodes)) {
    events_.erase(std::ranges::find_if(events_, followed_codes));
  }
  events_.push_back(std::move(event));
}

std::vector<Event> EventQueue::take() { return std::exchange(events_, {}); }

}  // namespace hourglass

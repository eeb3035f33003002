#include "studio/state/answers.h"

#include <algorithm>

namespace hourglass {

void Answers::await(Ticket ticket) {
  if (ticket != 0) waiting_.try_emplace(ticket);
}

void Answers::abandon(Ticket ticket) { waiting_.erase(ticket); }

void Answers::keep(Ticket ticket, Event answer) {
  if (const auto found = waiting_.find(ticket); found != waiting_.end()) found->second = std::move(answer);
}

std::size_t Answers::untaken() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(waiting_, [](const auto& one) { return one.second.has_value(); }));
}

}  // namespace hourglass

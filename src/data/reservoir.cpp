#include "data/reservoir.h"

#include <algorithm>

namespace hourglass {

Reservoir::Reservoir(std::size_t capacity, bool balanced, std::uint64_t seed)
    : capacity_(capacity), balanced_(balanced), random_(seed, 0x5A3B1E) {}

Reservoir::Decision Reservoir::propose(std::size_t group) {
  Decision decision;
  // Unbalanced sampling is balanced sampling over one group.
  decision.group = balanced_ ? group : 0;
  if (decision.group >= groups_.size()) groups_.resize(decision.group + 1);
  const Group& own = groups_[decision.group];

  if (capacity_ == 0 || size_ < capacity_) {
    decision.keep = decision.fresh = true;
    decision.place = static_cast<std::uint32_t>(size_);
    return decision;
  }
  const auto largest = static_cast<std::size_t>(
      std::max_element(groups_.begin(), groups_.end(),
                       [](const Group& a, const Group& b) { return a.places.size() < b.places.size(); }) -
      groups_.begin());
  if (!own.gave_up && own.places.size() < groups_[largest].places.size()) {
    // A class that is short of images takes a place from the one that has most.
    decision.loses = largest;
    decision.place_in_loser = random_.below(static_cast<std::uint32_t>(groups_[largest].places.size()));
  } else {
    const std::uint32_t drawn = random_.below(own.seen + 1);
    if (drawn >= own.places.size()) return decision;
    decision.loses = decision.group;
    decision.place_in_loser = drawn;
  }
  decision.keep = true;
  decision.place = groups_[decision.loses].places[decision.place_in_loser];
  return decision;
}

void Reservoir::commit(const Decision& decision) {
  Group& own = groups_[decision.group];
  ++own.seen;
  ++seen_;
  if (decision.fresh) {
    own.places.push_back(decision.place);
    ++size_;
    return;
  }
  if (!decision.keep) {
    own.gave_up = true;
    return;
  }
  groups_[decision.loses].gave_up = true;
  if (decision.loses == decision.group) return;
  std::vector<std::uint32_t>& losers = groups_[decision.loses].places;
  losers[decision.place_in_loser] = losers.back();
  losers.pop_back();
  own.places.push_back(decision.place);
}

}  // namespace hourglass

// Answers: what the engine said to those who asked it and wait. An answer that nobody waits for is not kept: it would
// stay as long as the page, and codes of a whole set are megabytes.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "engine/protocol.h"

namespace hourglass {

class Answers {
 public:
  /// Somebody waits for what the engine says to the request of that ticket; 0 is none.
  void await(Ticket ticket);
  /// Nobody waits any more, whether the answer has come or is on its way.
  void abandon(Ticket ticket);
  /// Kept until it is taken, in the place of what has not been; let go where nobody waits.
  void keep(Ticket ticket, Event answer);

  /// The answer if it has come, and is an E. A map under way is answered again and again; all else once.
  template <class E>
  const E* see(Ticket ticket) const {
    const auto found = waiting_.find(ticket);
    return found == waiting_.end() || !found->second ? nullptr : std::get_if<E>(&*found->second);
  }
  template <class E>
  std::optional<E> take(Ticket ticket) {
    if (!see<E>(ticket)) return std::nullopt;
    const auto found = waiting_.find(ticket);
    std::optional<E> answer = std::get<E>(std::move(*found->second));
    found->second.reset();
    if (is_last(*answer)) waiting_.erase(found);
    return answer;
  }

  bool awaits(Ticket ticket) const { return waiting_.contains(ticket); }
  /// How many have come and wait to be taken.
  std::size_t untaken() const;

 private:
  template <class E>
  static bool is_last(const E&) {
    return true;
  }
  static bool is_last(const event::MapDrawn& map) { return map.done; }

  std::map<Ticket, std::optional<Event>> waiting_;
};

}  // namespace hourglass

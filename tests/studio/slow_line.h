// SlowLine: an engine at the other end of a line that takes its time. Commands and events arrive in the order in which
// they were sent, each as many polls later as the test says: a worker that is busy, a page that is slow.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <utility>

#include "engine/client.h"
#include "engine/in_process_client.h"

namespace hourglass {

class SlowLine final : public EngineClient {
 public:
  /// `delay` gives the polls that the next message takes, either way.
  SlowLine(EngineOptions options, std::function<int()> delay)
      : engine_(std::move(options), Drive::by_hand), delay_(std::move(delay)) {}

  void send(Command command) override { commands_.push(std::move(command), polls_ + delay_()); }

  std::vector<Event> poll() override {
    ++polls_;
    if (held) return {};
    while (commands_.due(polls_)) engine_.send(commands_.pop());
    (void)work();
    std::vector<Event> arrived;
    while (events_.due(polls_)) arrived.push_back(events_.pop());
    return arrived;
  }

  /// The engine works although nothing goes through; true when it has more to do.
  bool work() {
    const bool more = engine_.pump(2);
    for (Event& event : engine_.poll()) events_.push(std::move(event), polls_ + delay_());
    return more;
  }

  bool held = false;  ///< nothing goes through

 private:
  template <class T>
  class Queue {
   public:
    void push(T item, std::int64_t due) {
      last_ = std::max(last_, due);
      items_.emplace_back(last_, std::move(item));
    }
    bool due(std::int64_t now) const { return !items_.empty() && items_.front().first <= now; }
    T pop() {
      T item = std::move(items_.front().second);
      items_.pop_front();
      return item;
    }

   private:
    std::deque<std::pair<std::int64_t, T>> items_;
    std::int64_t last_ = 0;
  };

  InProcessClient engine_;
  std::function<int()> delay_;
  Queue<Command> commands_;
  Queue<Event> events_;
  std::int64_t polls_ = 0;
};

}  // namespace hourglass

#include "engine/in_process_client.h"

#include <utility>

#include "engine/codec.h"

namespace hourglass {
namespace {

// Each message goes the way it would go to a worker and back, so that whoever is tested against this client meets the
// same encoding. Arrays are moved, so it costs next to nothing.

/// What the engine hears: the command, or the sentence that says why it cannot be read.
std::expected<Command, Error> as_sent(Command command) { return decode_command(encode_command(std::move(command))); }

Event as_received(Event event) {
  auto decoded = decode_event(encode_event(std::move(event)));
  return decoded ? std::move(*decoded) : Event{event::Failed{0, decoded.error().message}};
}

}  // namespace

InProcessClient::InProcessClient(EngineOptions options, Drive drive, std::function<void()> on_event)
    : engine_(std::move(options)), drive_(drive), on_event_(std::move(on_event)) {
  if (drive_ == Drive::by_thread) thread_ = std::thread([this] { serve(); });
}

InProcessClient::~InProcessClient() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  called_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void InProcessClient::send(Command command) {
  auto sent = as_sent(std::move(command));
  {
    const std::lock_guard lock(mutex_);
    if (sent) {
      sent_.push_back(std::move(*sent));
    } else {
      events_.push(event::Failed{0, sent.error().message});
    }
  }
  called_.notify_all();
}

std::vector<Event> InProcessClient::poll() {
  if (drive_ == Drive::by_hand) keep_events();
  const std::lock_guard lock(mutex_);
  return events_.take();
}

void InProcessClient::keep_events() {
  std::vector<Event> events = engine_.take_events();
  if (events.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    for (Event& event : events) events_.push(as_received(std::move(event)));
  }
  if (on_event_) on_event_();
}

bool InProcessClient::pump(int slices) {
  bool more = true;
  for (int slice = 0; slice < slices && more; ++slice) {
    for (Command& command : std::exchange(sent_, {})) engine_.receive(std::move(command));
    more = engine_.work();
    keep_events();
  }
  return more;
}

void InProcessClient::serve() {
  bool more = true;
  while (true) {
    std::vector<Command> received;
    {
      std::unique_lock lock(mutex_);
      if (!more) called_.wait(lock, [this] { return stop_ || !sent_.empty(); });
      if (stop_) return;
      received = std::exchange(sent_, {});
    }
    for (Command& command : received) engine_.receive(std::move(command));
    more = engine_.work();
    keep_events();
  }
}

}  // namespace hourglass

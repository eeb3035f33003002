// An engine that does nothing by itself: it keeps what it was sent, and a test says what it tells and when.
#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "engine/client.h"
#include "math/random.h"
#include "model/network.h"

namespace hourglass {

class ScriptedEngine final : public EngineClient {
 public:
  void send(Command command) override { sent.push_back(std::move(command)); }
  std::vector<Event> poll() override { return std::exchange(events_, {}); }

  void tell(Event event) { events_.push_back(std::move(event)); }
  /// Answers each command of kind C that was sent; answer(ticket) makes the event.
  template <class C, class Answer>
  void answer_all(Answer&& answer) {
    for (const Command& command : std::exchange(sent, {}))
      if (const C* one = std::get_if<C>(&command)) tell(answer(one->ticket));
  }
  /// The ticket of the last command of kind C; 0 where none was sent.
  template <class C>
  Ticket last() const {
    Ticket ticket = 0;
    for (const Command& command : sent)
      if (const C* one = std::get_if<C>(&command)) ticket = one->ticket;
    return ticket;
  }

  std::vector<Command> sent;

 private:
  std::vector<Event> events_;
};

/// A set of `held_out` images of one brightness, with labels 0, 1, 2, 0... or without.
inline event::DatasetReady small_set(int held_out = 40, bool labelled = true, std::uint8_t brightness = 90) {
  event::DatasetReady set;
  set.name = set.title = "small";
  set.class_names = {"0", "1", "2"};
  set.training = set.held_out = held_out;
  set.held_out_pixels.assign(static_cast<std::size_t>(held_out) * 784, brightness);
  for (int i = 0; labelled && i < held_out; ++i) {
    set.held_out_labels.push_back(static_cast<std::uint8_t>(i % 3));
    set.training_labels.push_back(static_cast<std::uint8_t>(i % 3));
  }
  return set;
}

/// Untrained weights of a network of 784, 8 and 2.
inline event::Snapshot snapshot(std::uint64_t seed) {
  NetworkSpec spec;
  spec.encoder = {784, 8, 2};
  Random random(seed);
  Network network = make_network(spec, random);
  event::Snapshot out;
  out.spec = network.spec;
  out.parameters = network.parameters;
  return out;
}

}  // namespace hourglass

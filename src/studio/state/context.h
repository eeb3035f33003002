// Context: what a panel is given: all that a widget is (Ui), and the state, the engine and the host beside it.
// `void draw_<panel>(Context& ui, Rect area)` is the shape of every panel: it reads state, draws through the widgets,
// asks the engine, and says when it needs another frame.
#pragma once

#include <optional>
#include <utility>

#include "engine/client.h"
#include "platform/host.h"
#include "studio/state/state.h"
#include "studio/ui/ui.h"

namespace hourglass {

struct Context : Ui {
  State& state;
  EngineClient& engine;
  const Host& host;

  /// Sends a request with a fresh ticket; its answer waits in state.answers until take() fetches it.
  template <class C>
  Ticket ask(C request) {
    const Ticket ticket = ++state.last_ticket;
    request.ticket = ticket;
    engine.send(Command(std::move(request)));
    return ticket;
  }
  /// The answer to a request, once: event::Images, event::Codes, event::Done, event::Failed... of that ticket.
  template <class E>
  std::optional<E> take(Ticket ticket) {
    const auto found = state.answers.find(ticket);
    if (ticket == 0 || found == state.answers.end() || !std::holds_alternative<E>(found->second)) return std::nullopt;
    std::optional<E> answer = std::get<E>(std::move(found->second));
    state.answers.erase(found);
    return answer;
  }
};

}  // namespace hourglass

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

  /// Sends a request with a fresh ticket and answers it. The reducer notes what comes of it; an answer is kept only for
  /// whoever awaits that ticket (state.answers).
  template <class C>
  Ticket ask(C request) {
    const Ticket ticket = ++state.last_ticket;
    request.ticket = ticket;
    engine.send(Command(std::move(request)));
    return ticket;
  }
  /// The same for one who waits until take() fetches the answer: what `waiting` asked before is abandoned.
  template <class C>
  void ask(Ticket& waiting, C request) {
    state.answers.abandon(waiting);
    waiting = ask(std::move(request));
    state.answers.await(waiting);
  }
  /// The answer to a request, once: event::Images, event::Codes, event::Done, event::Failed... of that ticket.
  template <class E>
  std::optional<E> take(Ticket ticket) {
    return state.answers.take<E>(ticket);
  }
  /// Slow inference within this frame: `work(seconds)` answers whether it did something in about so many.
  template <class Work>
  bool infer(Work&& work) {
    FrameBudget& budget = state.explore.budget;
    const double start = host.seconds();
    if (!work(budget.share(time, state.training()))) return false;
    budget.spent(host.seconds() - start);
    return true;
  }
};

}  // namespace hourglass

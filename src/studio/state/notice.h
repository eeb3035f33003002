// Notices: short messages to the person, each with at most one action. Errors stay until they are closed, the rest
// goes after a few seconds; studio/notices draws them.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>

#include "text/sentence.h"

namespace hourglass {

struct State;

enum class NoticeKind { info, good, error };
enum class NoticeAction { none, retry_dataset, lower_rate };

struct Notice {
  std::uint32_t id = 0;
  NoticeKind kind = NoticeKind::info;
  Sentence text;
  NoticeAction action = NoticeAction::none;
  std::string action_about;  ///< what the action needs to know: a catalogue id
  double until = 0;          ///< 0: until it is closed
};

/// Shows `text`; the same text shown again only renews its time. `now` is the clock's.
void notify(State& state, double now, NoticeKind kind, Sentence text, NoticeAction action = NoticeAction::none,
            std::string about = {});
// Texts that the panels still put together themselves (studio/ui/words.h).
template <std::same_as<std::string> Glued>
void notify(State& state, double now, NoticeKind kind, Glued text, NoticeAction action = NoticeAction::none,
            std::string about = {}) {
  notify(state, now, kind, verbatim(text), action, std::move(about));
}

}  // namespace hourglass

#include "studio/state/notice.h"

#include <algorithm>
#include <utility>

#include "studio/state/state.h"

namespace hourglass {
namespace {

constexpr double kNoticeSeconds = 7, kSecondsToUndo = 20;

bool waits_for_the_person(NoticeKind kind, NoticeAction action) {
  return kind == NoticeKind::error || action == NoticeAction::use_set_of_model;
}

bool undoes(NoticeAction action) { return action == NoticeAction::bring_back || action == NoticeAction::put_back; }

}  // namespace

void notify(State& state, double now, NoticeTopic topic, NoticeKind kind, Sentence text, NoticeAction action,
            std::string about, NoticeAction other) {
  const bool waits = waits_for_the_person(kind, action), patient = !waits && undoes(action);
  const double until = waits || patient ? 0 : now + kNoticeSeconds;
  const auto same = std::ranges::find(state.notices, topic, &Notice::topic);
  if (same != state.notices.end() && same->text == text && same->action == action) {
    same->until = until;
    same->patient = patient;
    return;
  }
  if (same != state.notices.end()) state.notices.erase(same);
  state.notices.push_back({.id = ++state.last_notice,
                           .topic = topic,
                           .kind = kind,
                           .text = std::move(text),
                           .action = action,
                           .action_about = std::move(about),
                           .until = until,
                           .other = other,
                           .patient = patient});
}

void show_page_notice(State& state, std::string_view topic, std::string_view text, std::string_view button) {
  std::erase_if(state.notices,
                [&](const Notice& n) { return n.topic == NoticeTopic::page && n.action_about == topic; });
  if (text.empty()) return;
  Notice notice{.id = ++state.last_notice,
                .topic = NoticeTopic::page,
                .kind = NoticeKind::info,
                .text = verbatim(text),
                .action_about = std::string(topic),
                .button = verbatim(button)};
  if (!button.empty()) notice.action = NoticeAction::tell_page;
  state.notices.push_back(std::move(notice));
}

void settle(State& state, NoticeTopic topic) {
  std::erase_if(state.notices, [&](const Notice& n) { return n.topic == topic && n.kind == NoticeKind::error; });
}

void close_notice(State& state, std::uint32_t id) {
  std::erase_if(state.notices, [&](const Notice& n) { return n.id == id; });
}

void person_acts(State& state, double now) {
  state.acted = now;
  for (Notice& notice : state.notices) {
    if (notice.patient) notice.until = now + kSecondsToUndo;
    notice.patient = false;
  }
}

void expire_notices(State& state, double now) {
  std::erase_if(state.notices, [&](const Notice& n) { return n.until > 0 && now >= n.until; });
}

}  // namespace hourglass

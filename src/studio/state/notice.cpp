#include "studio/state/notice.h"

#include <utility>

#include "studio/state/state.h"

namespace hourglass {
namespace {

constexpr std::size_t kMostNotices = 3;
constexpr double kNoticeSeconds = 7;

}  // namespace

void notify(State& state, double now, NoticeKind kind, Sentence text, NoticeAction action, std::string about) {
  const double until = kind == NoticeKind::error ? 0 : now + kNoticeSeconds;
  for (Notice& notice : state.notices)
    if (notice.text == text) {
      notice.until = until;
      return;
    }
  state.notices.push_back({++state.last_notice, kind, std::move(text), action, std::move(about), until});
  if (state.notices.size() > kMostNotices) state.notices.erase(state.notices.begin());
}

}  // namespace hourglass

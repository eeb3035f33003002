#include <algorithm>

#include "studio/loss/loss.h"

namespace hourglass {

bool loss_key(State& state, std::string_view key, bool shift) {
  const std::size_t n = state.run.history.size();
  if (key == "Escape") {
    const bool something = state.loss_point.has_value();
    state.loss_point.reset();
    return something;
  }
  if (n == 0) return false;
  const std::size_t now = std::min(state.loss_point.value_or(n - 1), n - 1), step = shift ? 10 : 1;
  if (key == "ArrowLeft")
    state.loss_point = now - std::min(now, step);
  else if (key == "ArrowRight")
    state.loss_point = std::min(n - 1, now + step);
  else if (key == "Home")
    state.loss_point = 0;
  else if (key == "End")
    state.loss_point = n - 1;
  else
    return false;
  return true;
}

}  // namespace hourglass

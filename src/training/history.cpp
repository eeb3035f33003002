#include "training/history.h"

namespace hourglass {

void add_point(History& history, const HistoryPoint& point) {
  const std::size_t n = history.size();
  // Divided, not multiplied: a saved history may say kMostSteps.
  const bool fine = n >= 2 && point.step - history[n - 2].step <= point.step / kPointsOfAHistory;
  if (fine)
    history.back() = point;
  else
    history.push_back(point);
}

}  // namespace hourglass

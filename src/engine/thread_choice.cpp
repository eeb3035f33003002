#include "engine/thread_choice.h"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace hourglass {
namespace {

constexpr int kTurns = 3;
/// A turn is so many steps after the first, which pays for waking threads and moving data; fewer where they take long.
constexpr int kSteps = 8, kFewestSteps = 2;
constexpr double kTurn = 0.04;  // seconds
/// Beside another program a turn is longer, and what it begins with is not counted: threads that were woken lie where
/// they lay, and it takes the system a while to spread them over the processors.
constexpr double kCrowdedTurn = 0.2, kSpreading = 0.1;
/// So much slower than the fastest after one turn: no more is tried of it. A crowded pool's turns say more, and cost
/// more.
constexpr double kFarBehind = 1.3, kCrowdedFarBehind = 1.15;
/// A smaller number of threads may be so much slower than the fastest: what it leaves alone, others can use.
constexpr double kNearly = 1.03;
constexpr double kWarm = 0.25;                   // seconds of training before the first trial
constexpr double kFirstHold = 0.25, kHold = 16;  // ... between two trials: doubled each time
/// A choice holds for at least so many times what its trial took: half of that was spent on the slower number.
constexpr double kTimesTrial = 8;
/// Fewer threads that won beside another program are used for so long: that program may end at any time, and then all
/// are much faster.
constexpr double kCrowdedHold = 2;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

ThreadChoice::ThreadChoice(int most) {
  for (int threads = std::max(most, 1); threads >= 1; threads /= 2) tries_.push_back({threads, {}, false});
  begin();
}

void ThreadChoice::begin() {
  for (Try& one : tries_) one = {one.threads, {}, false};
  at_ = used_ = 0;
  phase_ = tries_.size() > 1 ? Phase::warms : Phase::holds;
  until_trial_ = kWarm;
  hold_ = kFirstHold;
  chosen_ = doubted_ = false;
}

void ThreadChoice::start_trial() {
  for (std::size_t i = 0; i < tries_.size(); ++i) {
    // Once one is chosen, what stands next to it is tried again, and itself.
    const std::size_t distance = i > used_ ? i - used_ : used_ - i;
    tries_[i].out = chosen_ && distance > 1;
    tries_[i].seconds.clear();
  }
  phase_ = Phase::tries;
  turn_ = steps_ = 0;
  in_turn_ = in_trial_ = 0;
  crowded_ = false;
  at_ = 0;
  if (tries_[at_].out) next_turn();
}

void ThreadChoice::took(double seconds, bool crowded) {
  if (tries_.size() == 1) return;
  if (phase_ != Phase::tries) {
    until_trial_ -= seconds;
    if (until_trial_ <= 0) start_trial();
    return;
  }
  in_trial_ += seconds;
  crowded_ |= crowded;
  if (steps_++ == 0) return;
  in_turn_ += seconds;
  if (crowded && in_turn_ < kSpreading) return;
  tries_[at_].seconds.push_back(seconds);
  const bool over = crowded ? in_turn_ > kCrowdedTurn : steps_ > kSteps || (steps_ > kFewestSteps && in_turn_ > kTurn);
  if (over) next_turn();
}

void ThreadChoice::next_turn() {
  steps_ = 0;
  in_turn_ = 0;
  do {
    if (++at_ < tries_.size()) continue;
    at_ = 0;
    if (++turn_ == kTurns) return choose();
    double best = std::numeric_limits<double>::infinity();
    for (const Try& one : tries_)
      if (!one.seconds.empty()) best = std::min(best, median(one.seconds));
    const double far = best * (crowded_ ? kCrowdedFarBehind : kFarBehind);
    for (Try& one : tries_) one.out |= !one.seconds.empty() && median(one.seconds) > far;
  } while (tries_[at_].out);
}

void ThreadChoice::choose() {
  double best = std::numeric_limits<double>::infinity();
  for (const Try& one : tries_)
    if (!one.seconds.empty()) best = std::min(best, median(one.seconds));
  std::size_t verdict = used_;
  for (std::size_t i = 0; i < tries_.size(); ++i)
    if (!tries_[i].seconds.empty() && median(tries_[i].seconds) <= kNearly * best) verdict = i;
  if (verdict > used_ && !doubted_) {
    doubted_ = true;
    at_ = used_;
    phase_ = Phase::warms;
    until_trial_ = kFirstHold;
    return;
  }
  chosen_ = true;
  doubted_ = false;
  at_ = used_ = verdict;
  phase_ = Phase::holds;
  if (crowded_ && used_ > 0) {
    until_trial_ = kCrowdedHold;
    return;
  }
  until_trial_ = std::max(hold_, kTimesTrial * in_trial_);
  hold_ = std::min(2 * hold_, kHold);
}

}  // namespace hourglass

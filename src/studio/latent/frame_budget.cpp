#include "studio/latent/frame_budget.h"

#include <algorithm>

namespace hourglass {
namespace {

constexpr double kWhileTraining = 0.001;
constexpr double kOtherwise = 0.006;
constexpr double kUsualFrame = 1.0 / 60;

}  // namespace

double FrameBudget::share(double frame_time, bool training) {
  if (frame_ != frame_time) {
    const double frames = frame_ < 0 ? 1 : std::max(1.0, (frame_time - frame_) / kUsualFrame);
    frame_ = frame_time;
    left_ = whole_ = training ? std::min(kWhileTraining * frames, kOtherwise) : kOtherwise;
  }
  return std::max(left_ / 2, whole_ / 6);
}

}  // namespace hourglass

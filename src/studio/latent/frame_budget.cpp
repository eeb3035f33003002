#include "studio/latent/frame_budget.h"

#include <algorithm>

namespace hourglass {
namespace {

constexpr double kWhileTraining = 0.001;
constexpr double kOtherwise = 0.006;
constexpr double kUsualFrame = 1.0 / 60;

}  // namespace

double FrameBudget::left(double frame_time, bool training, double share) {
  if (frame_ != frame_time) {
    const double frames = frame_ < 0 ? 1 : std::max(1.0, (frame_time - frame_) / kUsualFrame);
    frame_ = frame_time;
    seconds_ = training ? std::min(kWhileTraining * frames, kOtherwise) : kOtherwise;
  }
  return std::clamp(seconds_, 0.0, share);
}

}  // namespace hourglass

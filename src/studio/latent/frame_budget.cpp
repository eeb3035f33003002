#include "studio/latent/frame_budget.h"

namespace hourglass {
namespace {

constexpr double kWhileTraining = 0.001;
constexpr double kOtherwise = 0.006;

}  // namespace

double FrameBudget::left(double frame_time, bool training, double share) {
  if (frame_ != frame_time) {
    frame_ = frame_time;
    seconds_ = training ? kWhileTraining : kOtherwise;
  }
  return std::clamp(seconds_, 0.0, share);
}

}  // namespace hourglass

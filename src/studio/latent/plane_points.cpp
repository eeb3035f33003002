#include "studio/latent/plane_points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace hourglass {
namespace {

constexpr std::uint8_t kUnlabelled = 8;  // the grey of the ten colours
constexpr std::uint8_t kHidden = 0xff;

}  // namespace

/// Makes the places that are seen now the earlier ones.
void MapPoints::rest(double now) {
  const float t = blend(now);
  if (t >= 1) {
    earlier_ = later_;
  } else {
    for (std::size_t i = 0; i < later_.size(); ++i) earlier_[i] += (later_[i] - earlier_[i]) * t;
  }
}

void MapPoints::show(std::vector<float> xy, std::span<const std::uint8_t> labels, double now, bool glide,
                     double seconds) {
  if (xy.size() == later_.size() && glide && !later_.empty()) {
    // From wherever the eye sees them: a motion under way bends, it does not jump.
    rest(now);
    start_ = now;
    seconds_ = seconds;
  } else {
    earlier_ = xy;
    start_ = -1e9;
  }
  later_ = std::move(xy);
  labels_.assign(labels.begin(), labels.end());
  set_classes();
}

void MapPoints::carry(const PlaneBox& before, const PlaneBox& after, double now) {
  rest(now);
  const float across = after.width() / before.width(), up = after.height() / before.height();
  for (std::size_t i = 0; i + 1 < earlier_.size(); i += 2) {
    earlier_[i] = after.x0 + (earlier_[i] - before.x0) * across;
    earlier_[i + 1] = after.y0 + (earlier_[i + 1] - before.y0) * up;
  }
  later_ = earlier_;
  start_ = -1e9;
  set_classes();
}

void MapPoints::bend(std::vector<float> xy) {
  if (xy.size() != later_.size()) return;
  later_ = std::move(xy);
  set_classes();
}

void MapPoints::clear() {
  later_.clear();
  earlier_.clear();
  labels_.clear();
  set_classes();
}

void MapPoints::hide_classes(std::uint64_t hidden) {
  if (hidden == hidden_) return;
  hidden_ = hidden;
  set_classes();
}

void MapPoints::set_classes() {
  const std::size_t n = size();
  classes_.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    const bool labelled = i < labels_.size();
    const std::uint8_t color = labelled ? static_cast<std::uint8_t>(labels_[i] % 10) : kUnlabelled;
    classes_[i] = labelled && (hidden_ & class_bit(labels_[i])) != 0 ? kHidden : color;
  }
  ++version_;
}

const std::vector<ClassMiddle>& MapPoints::middles() const {
  if (std::exchange(middles_of_, version_) != version_) find_middles();
  return middles_;
}

void MapPoints::find_middles() const {
  middles_.clear();
  std::array<std::vector<std::uint32_t>, 256> of_class;
  for (std::size_t i = 0; i < size() && i < labels_.size(); ++i)
    if (classes_[i] != kHidden) of_class[labels_[i]].push_back(static_cast<std::uint32_t>(i));
  const auto median = [](const std::vector<float>& xy, std::vector<std::uint32_t>& points, std::size_t axis) {
    const auto middle = points.begin() + static_cast<std::ptrdiff_t>(points.size() / 2);
    std::nth_element(points.begin(), middle, points.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return xy[2 * a + axis] < xy[2 * b + axis]; });
    return xy[2 * *middle + axis];
  };
  for (unsigned label = 0; label < 255; ++label) {
    auto& points = of_class[label];
    std::erase_if(points, [&](std::uint32_t i) {
      return !std::isfinite(later_[2 * i]) || !std::isfinite(later_[2 * i + 1]) || !std::isfinite(earlier_[2 * i]) ||
             !std::isfinite(earlier_[2 * i + 1]);
    });
    if (points.empty()) continue;
    middles_.push_back({.label = label,
                        .count = points.size(),
                        .earlier = {median(earlier_, points, 0), median(earlier_, points, 1)},
                        .later = {median(later_, points, 0), median(later_, points, 1)}});
  }
}

std::size_t MapPoints::count_outside(const PlaneBox& box) const {
  std::size_t outside = 0;
  for (std::size_t i = 0; i < size(); ++i)
    if (classes_[i] != kHidden && !box.contains({later_[2 * i], later_[2 * i + 1]})) ++outside;
  return outside;
}

bool MapPoints::moving(double now) const { return now - start_ < seconds_; }

float MapPoints::blend(double now) const {
  const double t = std::clamp((now - start_) / seconds_, 0.0, 1.0);
  return static_cast<float>(1 - std::pow(1 - t, 3));
}

PlanePoint MapPoints::place(std::size_t i, double now) const {
  const float t = blend(now);
  return {earlier_[2 * i] + (later_[2 * i] - earlier_[2 * i]) * t,
          earlier_[2 * i + 1] + (later_[2 * i + 1] - earlier_[2 * i + 1]) * t};
}

int MapPoints::nearest(PlanePoint p, PlanePoint reach, double now) const {
  if (!(reach.x > 0) || !(reach.y > 0)) return -1;
  const float t = blend(now);
  float best = 1;
  int found = -1;
  for (std::size_t i = 0; i < size(); ++i) {
    if (classes_[i] == kHidden) continue;
    const float dx = (earlier_[2 * i] + (later_[2 * i] - earlier_[2 * i]) * t - p.x) / reach.x;
    const float dy = (earlier_[2 * i + 1] + (later_[2 * i + 1] - earlier_[2 * i + 1]) * t - p.y) / reach.y;
    const float d = dx * dx + dy * dy;
    if (d < best) {
      best = d;
      found = static_cast<int>(i);
    }
  }
  return found;
}

std::size_t MapPoints::count(int label) const {
  return static_cast<std::size_t>(std::count(classes_.begin(), classes_.end(), static_cast<std::uint8_t>(label)));
}

}  // namespace hourglass

#include "studio/latent/plane_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace hourglass {
namespace {

constexpr float kMargin = 0.07f;      // of the panel's side, around what was fitted
constexpr double kMostStretch = 3.0;  // beyond this ratio each axis fills its own side
constexpr float kEaseRate = 14.0f;    // per second: 95% of the way in about 0.2 s
constexpr double kClosest = 400.0;    // times the fitted scale
constexpr double kFurthest = 0.05;
constexpr std::size_t kTelling = 8192;

constexpr double kSeen = 0.95;  // of the points that a fit shows at least
/// Of the points at each end of an axis: as many as can be cut away; the last leaves 95% whatever the points are.
constexpr std::array<double, 4> kCuts = {0.025, 0.02, 0.016, 0.0125};
constexpr float kTakenIn = 0.08f;  // of the width, on each side, where some of those lie after all

/// The interval of box_of() along one axis without a share `cut` of the values at each end.
void interval_of(std::vector<float>& values, double cut, float& low, float& high) {
  const auto [min, max] = std::minmax_element(values.begin(), values.end());
  low = *min;
  high = *max;
  const auto strays = static_cast<std::size_t>(cut * static_cast<double>(values.size()));
  if (strays == 0) return;
  const auto nth = [&](std::size_t i) {
    const auto it = values.begin() + static_cast<std::ptrdiff_t>(i);
    std::nth_element(values.begin(), it, values.end());
    return *it;
  };
  const float inner_low = nth(strays), inner_high = nth(values.size() - 1 - strays);
  const float more = kTakenIn * (inner_high - inner_low);
  low = std::max(low, inner_low - more);
  high = std::min(high, inner_high + more);
}

void widen(float& low, float& high) {
  const float least = std::max(1.0f, 0.02f * std::max(std::abs(low), std::abs(high)));
  if (high - low > 1e-4f * least) return;
  const float middle = (low + high) / 2;
  low = middle - least / 2;
  high = middle + least / 2;
}

}  // namespace

PlaneBox box_of(std::span<const float> xy) {
  // Of very many points, some thousands tell as much.
  const std::size_t stride = 2 * (1 + xy.size() / 2 / kTelling);
  std::vector<float> xs, ys;
  xs.reserve(xy.size() / stride + 1);
  ys.reserve(xy.size() / stride + 1);
  for (std::size_t i = 0; i + 1 < xy.size(); i += stride) {
    if (!std::isfinite(xy[i]) || !std::isfinite(xy[i + 1])) continue;
    xs.push_back(xy[i]);
    ys.push_back(xy[i + 1]);
  }
  PlaneBox box;
  if (xs.empty()) return box;
  const std::vector<float> across = xs, up = ys;  // in the order of the points
  for (const double cut : kCuts) {
    interval_of(xs, cut, box.x0, box.x1);
    interval_of(ys, cut, box.y0, box.y1);
    std::size_t inside = 0;
    for (std::size_t i = 0; i < across.size(); ++i) inside += box.contains({across[i], up[i]}) ? 1u : 0u;
    if (static_cast<double>(inside) >= kSeen * static_cast<double>(across.size())) break;
  }
  widen(box.x0, box.x1);
  widen(box.y0, box.y1);
  return box;
}

PlaneBox box_of_all(std::span<const float> xy) {
  PlaneBox box;
  bool any = false;
  for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
    const float x = xy[i], y = xy[i + 1];
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    if (!any) box = {x, y, x, y};
    any = true;
    box.x0 = std::min(box.x0, x), box.x1 = std::max(box.x1, x);
    box.y0 = std::min(box.y0, y), box.y1 = std::max(box.y1, y);
  }
  if (!any) return box;
  widen(box.x0, box.x1);
  widen(box.y0, box.y1);
  return box;
}

void MapView::set_screen(float x, float y, float width, float height) {
  width = std::max(1.0f, width);
  height = std::max(1.0f, height);
  const bool resized = width != width_ || height != height_;
  x_ = x;
  y_ = y;
  width_ = width;
  height_ = height;
  // A resized panel goes on showing what it was fitted to; a view that was moved by hand keeps its scale and middle.
  if (resized && has_fit_ && !moved_) shown_ = wanted_ = fitted(box_);
}

MapView::State MapView::fitted(const PlaneBox& box) const {
  const double room_x = width_ * (1 - 2 * kMargin), room_y = height_ * (1 - 2 * kMargin);
  State s;
  s.cx = (static_cast<double>(box.x0) + box.x1) / 2;
  s.cy = (static_cast<double>(box.y0) + box.y1) / 2;
  s.sx = room_x / std::max(1e-9, static_cast<double>(box.width()));
  s.sy = room_y / std::max(1e-9, static_cast<double>(box.height()));
  if (!free_axes_ && std::max(s.sx, s.sy) <= kMostStretch * std::min(s.sx, s.sy)) s.sx = s.sy = std::min(s.sx, s.sy);
  return s;
}

void MapView::set_free_axes(bool free) {
  if (free == free_axes_) return;
  free_axes_ = free;
  if (has_fit_) shown_ = wanted_ = fitted(box_);
}

void MapView::fit(const PlaneBox& box, bool at_once) {
  box_ = box;
  wanted_ = fitted(box);
  moved_ = false;
  if (at_once || !has_fit_) shown_ = wanted_;
  has_fit_ = true;
}

void MapView::show(const PlaneBox& box, bool alike) {
  wanted_.cx = (static_cast<double>(box.x0) + box.x1) / 2;
  wanted_.cy = (static_cast<double>(box.y0) + box.y1) / 2;
  wanted_.sx = width_ / std::max(1e-9, static_cast<double>(box.width()));
  wanted_.sy = height_ / std::max(1e-9, static_cast<double>(box.height()));
  if (alike) wanted_.sx = wanted_.sy = std::min(wanted_.sx, wanted_.sy);
  shown_ = wanted_;
  moved_ = has_fit_ = true;
}

void MapView::zoom(float factor, float x, float y, bool at_once) {
  if (!(factor > 0) || !std::isfinite(factor)) return;
  const State start = fitted(box_);
  const double f =
      std::clamp(static_cast<double>(factor), kFurthest * start.sx / wanted_.sx, kClosest * start.sx / wanted_.sx);
  // The anchor is taken from where the view is going, so that quick wheel clicks add up to one smooth motion.
  const double mx = x - (x_ + width_ / 2), my = y - (y_ + height_ / 2);
  const double ax = wanted_.cx + mx / wanted_.sx, ay = wanted_.cy - my / wanted_.sy;
  wanted_.sx *= f;
  wanted_.sy *= f;
  wanted_.cx = ax - mx / wanted_.sx;
  wanted_.cy = ay + my / wanted_.sy;
  moved_ = true;
  if (at_once) shown_ = wanted_;
}

void MapView::pan(float dx, float dy) {
  // A dragged map sticks to the finger: no easing.
  wanted_.cx -= dx / wanted_.sx;
  wanted_.cy += dy / wanted_.sy;
  shown_.cx -= dx / shown_.sx;
  shown_.cy += dy / shown_.sy;
  moved_ = moved_ || dx != 0 || dy != 0;
}

bool MapView::ease(float seconds) {
  const double w = 1 - std::exp(-kEaseRate * std::clamp(seconds, 0.0f, 0.25f));
  auto toward = [w](double& shown, double wanted) { shown += (wanted - shown) * w; };
  // Scales ease in proportion, so that zooming in and out feel alike; the middle follows in pixels of the new scale.
  shown_.sx *= std::pow(wanted_.sx / shown_.sx, w);
  shown_.sy *= std::pow(wanted_.sy / shown_.sy, w);
  toward(shown_.cx, wanted_.cx);
  toward(shown_.cy, wanted_.cy);
  const double off = std::abs(shown_.cx - wanted_.cx) * wanted_.sx + std::abs(shown_.cy - wanted_.cy) * wanted_.sy +
                     (std::abs(std::log(shown_.sx / wanted_.sx)) + std::abs(std::log(shown_.sy / wanted_.sy))) * width_;
  if (off < 0.25) {
    shown_ = wanted_;
    return off > 0;
  }
  return true;
}

PlanePoint MapView::to_plane(float x, float y) const {
  return {static_cast<float>(shown_.cx + (x - (x_ + width_ / 2)) / shown_.sx),
          static_cast<float>(shown_.cy - (y - (y_ + height_ / 2)) / shown_.sy)};
}

PlanePoint MapView::to_screen(PlanePoint p) const {
  return {static_cast<float>(x_ + width_ / 2 + (p.x - shown_.cx) * shown_.sx),
          static_cast<float>(y_ + height_ / 2 - (p.y - shown_.cy) * shown_.sy)};
}

PlaneBox MapView::visible() const {
  const PlanePoint a = to_plane(x_, y_ + height_), b = to_plane(x_ + width_, y_);
  return {a.x, a.y, b.x, b.y};
}

PlaneBox MapView::heading_for() const {
  const double half_x = width_ / 2 / wanted_.sx, half_y = height_ / 2 / wanted_.sy;
  return {static_cast<float>(wanted_.cx - half_x), static_cast<float>(wanted_.cy - half_y),
          static_cast<float>(wanted_.cx + half_x), static_cast<float>(wanted_.cy + half_y)};
}

float MapView::closeness() const { return static_cast<float>(shown_.sx / fitted(box_).sx); }

PlanePoint MapView::unit() const { return {static_cast<float>(1 / shown_.sx), static_cast<float>(1 / shown_.sy)}; }

}  // namespace hourglass

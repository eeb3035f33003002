#include "studio/ink/pad_canvas.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "data/image_set.h"

namespace hourglass {
namespace {

constexpr int kBlock = PadCanvas::kSide / kImageSide;
constexpr float kEdge = 2.0f;             // half the width of a stroke's soft edge, raster pixels
constexpr float kNearestSamples = 0.75f;  // samples closer than this add noise, not shape
constexpr float kFlat = 3.0f;             // length of the straight pieces a curve is drawn in

float smooth_step(float t) { return t * t * (3 - 2 * t); }

/// The 28x28 image at raster resolution by bilinear interpolation between pixel centres; outside is paper.
void enlarge(const std::vector<float>& image, std::vector<float>& raster) {
  auto at = [&](int x, int y) {
    return x < 0 || y < 0 || x >= kImageSide || y >= kImageSide ? 0.0f
                                                                : image[static_cast<std::size_t>(y * kImageSide + x)];
  };
  for (int y = 0; y < PadCanvas::kSide; ++y) {
    const float v = (static_cast<float>(y) + 0.5f) / kBlock - 0.5f;
    const int iy = static_cast<int>(std::floor(v));
    const float fy = v - static_cast<float>(iy);
    for (int x = 0; x < PadCanvas::kSide; ++x) {
      const float u = (static_cast<float>(x) + 0.5f) / kBlock - 0.5f;
      const int ix = static_cast<int>(std::floor(u));
      const float fx = u - static_cast<float>(ix);
      raster[static_cast<std::size_t>(y * PadCanvas::kSide + x)] =
          (1 - fy) * ((1 - fx) * at(ix, iy) + fx * at(ix + 1, iy)) +
          fy * ((1 - fx) * at(ix, iy + 1) + fx * at(ix + 1, iy + 1));
    }
  }
}

}  // namespace

PadCanvas::PadCanvas() : base_(kPixels), coverage_(kPixels), tail_(kPixels), raster_(kPixels) {}

void PadCanvas::Box::add(const Box& other) {
  if (other.empty()) return;
  x0 = std::min(x0, other.x0);
  y0 = std::min(y0, other.y0);
  x1 = std::max(x1, other.x1);
  y1 = std::max(y1, other.y1);
}

PadCanvas::Step::Step(const Raster& raster) {
  for (auto at = raster.begin(); at != raster.end();) {
    const auto most = std::min<std::ptrdiff_t>(255, raster.end() - at);
    const auto end = std::find_if(at, at + most, [grey = *at](std::uint8_t v) { return v != grey; });
    runs_.push_back(static_cast<std::uint8_t>(end - at));
    runs_.push_back(*at);
    at = end;
  }
  runs_.shrink_to_fit();
}

void PadCanvas::Step::restore(Raster& raster) const {
  auto to = raster.begin();
  for (std::size_t i = 0; i < runs_.size(); i += 2) to = std::fill_n(to, runs_[i], runs_[i + 1]);
}

std::size_t PadCanvas::bytes_of_steps() const {
  std::size_t bytes = 0;
  for (const auto* steps : {&undo_, &redo_})
    for (const Step& step : *steps) bytes += step.bytes();
  return bytes;
}

void PadCanvas::remember() {
  undo_.emplace_back(raster_);
  if (undo_.size() > kUndoSteps) undo_.pop_front();
  redo_.clear();
}

void PadCanvas::press(float x, float y, Brush brush) {
  release();
  remember();
  base_ = raster_;
  std::fill(coverage_.begin(), coverage_.end(), std::uint8_t{0});
  std::fill(tail_.begin(), tail_.end(), std::uint8_t{0});
  fresh_ = tail_box_ = Box{};
  points_.clear();
  brush_ = brush;
  drawing_ = true;
  add_point({x, y});
}

void PadCanvas::move(float x, float y) {
  if (!drawing_) return;
  const Point last = points_.back();
  if (std::hypot(x - last.x, y - last.y) < kNearestSamples) return;
  add_point({x, y});
}

void PadCanvas::release() {
  if (!drawing_) return;
  // The tail is what the eye already accepted as the stroke's end.
  base_ = raster_;
  drawing_ = false;
  points_.clear();
}

void PadCanvas::cancel() {
  if (!drawing_) return;
  drawing_ = false;
  points_.clear();
  undo_.back().restore(raster_);
  undo_.pop_back();
  ++version_;
}

void PadCanvas::add_point(Point p) {
  points_.push_back(p);
  const std::size_t n = points_.size();
  fresh_ = Box{};
  if (n == 1) {
    fresh_.add(capsule(coverage_, p, p));
  } else if (n >= 3) {
    // The piece between the two samples before the newest is now settled: both its neighbours are known.
    const Point before = n >= 4 ? points_[n - 4] : points_[n - 3];
    curve(before, points_[n - 3], points_[n - 2], p);
  }
  draw_tail();
}

void PadCanvas::draw_tail() {
  Box stale = tail_box_;
  for (int y = stale.y0; y < stale.y1; ++y) {
    std::fill_n(tail_.begin() + y * kSide + stale.x0, std::max(0, stale.x1 - stale.x0), std::uint8_t{0});
  }
  tail_box_ = Box{};
  const std::size_t n = points_.size();
  if (n >= 2) tail_box_ = capsule(tail_, points_[n - 2], points_[n - 1]);
  Box changed = fresh_;
  changed.add(stale);
  changed.add(tail_box_);
  compose(changed);
}

/// Centripetal Catmull-Rom from p1 to p2 (Yuksel, Schaefer and Keyser 2011: of the family, the one without loops and
/// overshoot between close samples), evaluated by the pyramid of Barry and Goldman 1988.
void PadCanvas::curve(Point p0, Point p1, Point p2, Point p3) {
  auto knot = [](Point a, Point b) { return std::max(1e-3f, std::sqrt(std::hypot(b.x - a.x, b.y - a.y))); };
  const float t0 = 0, t1 = t0 + knot(p0, p1), t2 = t1 + knot(p1, p2), t3 = t2 + knot(p2, p3);
  auto mix = [](Point a, Point b, float ta, float tb, float t) {
    const float w = (t - ta) / (tb - ta);
    return Point{a.x + (b.x - a.x) * w, a.y + (b.y - a.y) * w};
  };
  const float length = std::hypot(p2.x - p1.x, p2.y - p1.y);
  const int pieces = std::clamp(static_cast<int>(std::ceil(length / kFlat)), 1, 400);
  Point from = p1;
  for (int i = 1; i <= pieces; ++i) {
    const float t = t1 + (t2 - t1) * static_cast<float>(i) / static_cast<float>(pieces);
    const Point a1 = mix(p0, p1, t0, t1, t), a2 = mix(p1, p2, t1, t2, t), a3 = mix(p2, p3, t2, t3, t);
    const Point b1 = mix(a1, a2, t0, t2, t), b2 = mix(a2, a3, t1, t3, t);
    const Point to = i == pieces ? p2 : mix(b1, b2, t1, t2, t);
    fresh_.add(capsule(coverage_, from, to));
    from = to;
  }
}

/// All pixels near the segment, covered by how near they are; the most covered wins, so that a slow pen is not darker
/// than a quick one.
PadCanvas::Box PadCanvas::capsule(Raster& coverage, Point a, Point b) const {
  const float radius = std::max(0.5f, brush_.diameter * 0.5f);
  const float edge = std::min(kEdge, radius);
  const float inner = radius - edge, outer = radius + edge;
  Box box;
  auto low = [&](float v) {
    return static_cast<int>(std::floor(std::clamp(v - outer, 0.0f, static_cast<float>(kSide))));
  };
  auto high = [&](float v) {
    return static_cast<int>(std::ceil(std::clamp(v + outer, 0.0f, static_cast<float>(kSide))));
  };
  box.x0 = low(std::min(a.x, b.x));
  box.y0 = low(std::min(a.y, b.y));
  box.x1 = high(std::max(a.x, b.x));
  box.y1 = high(std::max(a.y, b.y));
  const float dx = b.x - a.x, dy = b.y - a.y;
  const float squared = dx * dx + dy * dy;
  const float inverse = squared > 0 ? 1 / squared : 0;
  for (int y = box.y0; y < box.y1; ++y) {
    std::uint8_t* row = coverage.data() + static_cast<std::size_t>(y) * kSide;
    const float py = static_cast<float>(y) + 0.5f - a.y;
    for (int x = box.x0; x < box.x1; ++x) {
      const float px = static_cast<float>(x) + 0.5f - a.x;
      const float t = std::clamp((px * dx + py * dy) * inverse, 0.0f, 1.0f);
      const float ex = px - t * dx, ey = py - t * dy;
      const float d2 = ex * ex + ey * ey;
      if (d2 >= outer * outer) continue;
      std::uint8_t value = 255;
      if (d2 > inner * inner) {
        const float t_edge = (outer - std::sqrt(d2)) / (outer - inner);
        value = static_cast<std::uint8_t>(255 * smooth_step(std::min(1.0f, t_edge)) + 0.5f);
      }
      row[x] = std::max(row[x], value);
    }
  }
  return box;
}

void PadCanvas::compose(const Box& box) {
  if (box.empty()) return;
  for (int y = box.y0; y < box.y1; ++y) {
    for (int x = box.x0; x < box.x1; ++x) {
      const std::size_t i = static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x);
      const int covered = std::max(coverage_[i], tail_[i]);
      const int base = base_[i];
      raster_[i] = static_cast<std::uint8_t>(brush_.erase ? base * (255 - covered) / 255 : std::max(base, covered));
    }
  }
  ++version_;
}

void PadCanvas::clear() {
  release();
  if (blank()) return;
  remember();
  std::fill(raster_.begin(), raster_.end(), std::uint8_t{0});
  ++version_;
}

void PadCanvas::put_image(std::span<const std::uint8_t> image) {
  if (image.size() != kImagePixels) return;
  release();
  remember();
  lay(image);
}

void PadCanvas::replace_image(std::span<const std::uint8_t> image) {
  if (image.size() != kImagePixels) return;
  release();
  redo_.clear();
  lay(image);
}

void PadCanvas::replace_raster(std::span<const std::uint8_t> raster) {
  if (raster.size() != kPixels) return;
  release();
  raster_.assign(raster.begin(), raster.end());
  base_ = raster_;
  ++version_;
}

void PadCanvas::lay(std::span<const std::uint8_t> image) {
  std::vector<float> wanted(image.begin(), image.end());
  std::vector<float> estimate = wanted, large(kPixels), block(kImagePixels);
  // Iterative back-projection (Irani and Peleg 1991): enlarge smoothly, compare block means with the image, enlarge the
  // difference too. Without it an image would come back blurred from the pad.
  for (int round = 0; round < 8; ++round) {
    enlarge(estimate, large);
    std::fill(block.begin(), block.end(), 0.0f);
    for (int y = 0; y < kSide; ++y) {
      for (int x = 0; x < kSide; ++x) {
        float& v = large[static_cast<std::size_t>(y * kSide + x)];
        const auto i = static_cast<std::size_t>(y / kBlock * kImageSide + x / kBlock);
        // Blank stays blank and faint stays ink, so that framing finds the same box.
        v = image[i] == 0 ? 0.0f : std::clamp(v, 1.0f, 255.0f);
        block[i] += v / (kBlock * kBlock);
      }
    }
    for (std::size_t i = 0; i < kImagePixels; ++i) estimate[i] += wanted[i] - block[i];
  }
  std::transform(large.begin(), large.end(), raster_.begin(),
                 [](float v) { return static_cast<std::uint8_t>(v + 0.5f); });
  ++version_;
}

void PadCanvas::exchange(std::deque<Step>& from, std::deque<Step>& to) {
  to.emplace_back(raster_);
  from.back().restore(raster_);
  from.pop_back();
  ++version_;
}

void PadCanvas::undo() {
  if (can_undo()) exchange(undo_, redo_);
}

void PadCanvas::redo() {
  if (can_redo()) exchange(redo_, undo_);
}

bool PadCanvas::blank() const {
  return std::all_of(raster_.begin(), raster_.end(), [](std::uint8_t v) { return v == 0; });
}

}  // namespace hourglass

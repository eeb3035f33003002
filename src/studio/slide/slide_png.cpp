#include "studio/slide/slide_png.h"

#include <algorithm>
#include <cmath>

#include "data/png.h"
#include "studio/slide/letters.h"

namespace hourglass {
namespace {

/// Whole pixels: from x0, y0 up to but without x1, y1.
struct PixelBox {
  int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  bool empty() const { return x0 >= x1 || y0 >= y1; }
};

PixelBox common(const PixelBox& a, const PixelBox& b) {
  return {std::max(a.x0, b.x0), std::max(a.y0, b.y0), std::min(a.x1, b.x1), std::min(a.y1, b.y1)};
}

/// The pixels that lie within `margin` of the points.
PixelBox around(std::span<const ImVec2> points, float margin) {
  float x0 = 1e9f, y0 = 1e9f, x1 = -1e9f, y1 = -1e9f;
  for (const ImVec2& p : points) {
    x0 = std::min(x0, p.x), x1 = std::max(x1, p.x);
    y0 = std::min(y0, p.y), y1 = std::max(y1, p.y);
  }
  const auto whole = [](float v) { return static_cast<int>(std::clamp(v, -1e6f, 1e6f)); };
  return {whole(std::floor(x0 - margin)), whole(std::floor(y0 - margin)), whole(std::ceil(x1 + margin)),
          whole(std::ceil(y1 + margin))};
}

float distance_to_segment(ImVec2 p, ImVec2 a, ImVec2 b) {
  const float dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  const float t = length > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length, 0.0f, 1.0f) : 0;
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/// The pieces of a dashed line: as many pixels drawn as left out.
std::vector<std::vector<ImVec2>> dashes(std::span<const ImVec2> points, float dash) {
  std::vector<std::vector<ImVec2>> pieces;
  bool drawn = true;
  float left = dash;
  std::vector<ImVec2> piece{points.front()};
  for (std::size_t i = 1; i < points.size(); ++i) {
    ImVec2 at = points[i - 1];
    const ImVec2 end = points[i];
    float way = std::hypot(end.x - at.x, end.y - at.y);
    while (way > left) {
      const float t = left / way;
      at = {at.x + (end.x - at.x) * t, at.y + (end.y - at.y) * t};
      way -= left;
      left = dash;
      piece.push_back(at);
      if (drawn) pieces.push_back(piece);
      drawn = !drawn;
      piece = {at};
    }
    left -= way;
    piece.push_back(end);
  }
  if (drawn && piece.size() > 1) pieces.push_back(piece);
  return pieces;
}

class Canvas {
 public:
  Canvas(const Slide& slide, float scale) : scale_(scale), letters_(slide, scale) {
    pixels_.width = static_cast<int>(std::lround(static_cast<float>(slide.width) * scale));
    pixels_.height = static_cast<int>(std::lround(static_cast<float>(slide.height) * scale));
    whole_ = cut_ = {0, 0, pixels_.width, pixels_.height};
    pixels_.rgb.resize(static_cast<std::size_t>(pixels_.width) * static_cast<std::size_t>(pixels_.height) * 3);
    for (std::size_t i = 0; i < pixels_.rgb.size(); ++i)
      pixels_.rgb[i] = static_cast<std::uint8_t>(slide.ground >> (8 * (i % 3)));
  }
  SlidePixels take() { return std::move(pixels_); }

  void operator()(const SlideText& text);
  void operator()(const SlideLine& line);
  void operator()(const SlideShape& shape);
  void operator()(const SlideCircle& circle);
  void operator()(const SlideImage& image);
  void operator()(const SlideClip& clip);

 private:
  ImVec2 at(ImVec2 p) const { return {p.x * scale_, p.y * scale_}; }
  std::vector<ImVec2> scaled(std::span<const ImVec2> points) const;
  void blend(int x, int y, ImU32 color, float cover);
  /// Calls cover(middle of the pixel) for each pixel of `box` that is not cut off.
  template <class Cover>
  void paint(const PixelBox& box, ImU32 color, Cover&& cover);
  void stroke(std::span<const ImVec2> points, ImU32 color, float width);
  void fill(std::span<const ImVec2> corners, ImU32 color);

  float scale_;
  Letters letters_;
  SlidePixels pixels_;
  PixelBox whole_, cut_;
  std::vector<float> mask_;
};

std::vector<ImVec2> Canvas::scaled(std::span<const ImVec2> points) const {
  std::vector<ImVec2> out;
  for (const ImVec2& p : points)
    if (std::isfinite(p.x) && std::isfinite(p.y)) out.push_back(at(p));
  return out;
}

void Canvas::blend(int x, int y, ImU32 color, float cover) {
  const float share = std::clamp(cover, 0.0f, 1.0f) * static_cast<float>(color >> 24) / 255;
  std::uint8_t* pixel =
      &pixels_
           .rgb[(static_cast<std::size_t>(y) * static_cast<std::size_t>(pixels_.width) + static_cast<std::size_t>(x)) *
                3];
  for (int c = 0; c < 3; ++c) {
    const float from = pixel[c], to = static_cast<float>(color >> (8 * c) & 0xff);
    pixel[c] = static_cast<std::uint8_t>(from + (to - from) * share + 0.5f);
  }
}

template <class Cover>
void Canvas::paint(const PixelBox& box, ImU32 color, Cover&& cover) {
  const PixelBox seen = common(box, cut_);
  for (int y = seen.y0; y < seen.y1; ++y)
    for (int x = seen.x0; x < seen.x1; ++x) {
      const float share = cover(ImVec2{static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f});
      if (share > 0) blend(x, y, color, share);
    }
}

/// All segments together, so that a line that is not opaque has no darker joints.
void Canvas::stroke(std::span<const ImVec2> points, ImU32 color, float width) {
  if (points.empty() || (color >> 24) == 0 || width <= 0) return;
  const float half = width / 2;
  const PixelBox box = common(around(points, half + 1), cut_);
  if (box.empty()) return;
  const auto columns = static_cast<std::size_t>(box.x1 - box.x0);
  mask_.assign(columns * static_cast<std::size_t>(box.y1 - box.y0), 0);
  const auto mask = [&](int x, int y) -> float& {
    return mask_[static_cast<std::size_t>(y - box.y0) * columns + static_cast<std::size_t>(x - box.x0)];
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    const ImVec2 ends[2] = {points[i == 0 ? 0 : i - 1], points[i]};
    const PixelBox piece = common(around(ends, half + 1), box);
    for (int y = piece.y0; y < piece.y1; ++y)
      for (int x = piece.x0; x < piece.x1; ++x) {
        const ImVec2 middle{static_cast<float>(x) + 0.5f, static_cast<float>(y) + 0.5f};
        float& cover = mask(x, y);
        cover = std::max(cover, half + 0.5f - distance_to_segment(middle, ends[0], ends[1]));
      }
  }
  // A line thinner than a pixel is paler instead.
  const float most = std::min(1.0f, width);
  for (int y = box.y0; y < box.y1; ++y)
    for (int x = box.x0; x < box.x1; ++x)
      if (const float cover = mask(x, y); cover > 0) blend(x, y, color, std::min(cover, most));
}

/// By the even-odd rule, four lines a pixel and exact across.
void Canvas::fill(std::span<const ImVec2> corners, ImU32 color) {
  constexpr int kLines = 4;
  if (corners.size() < 3 || (color >> 24) == 0) return;
  const PixelBox box = common(around(corners, 0), cut_);
  if (box.empty()) return;
  std::vector<float> row(static_cast<std::size_t>(box.x1 - box.x0)), crossings;
  for (int y = box.y0; y < box.y1; ++y) {
    std::ranges::fill(row, 0.0f);
    for (int line = 0; line < kLines; ++line) {
      const float at_y = static_cast<float>(y) + (static_cast<float>(line) + 0.5f) / kLines;
      crossings.clear();
      for (std::size_t i = 0; i < corners.size(); ++i) {
        const ImVec2 a = corners[i], b = corners[(i + 1) % corners.size()];
        if ((a.y <= at_y) == (b.y <= at_y)) continue;
        crossings.push_back(a.x + (at_y - a.y) / (b.y - a.y) * (b.x - a.x));
      }
      std::ranges::sort(crossings);
      for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
        const float from = std::max(crossings[i], static_cast<float>(box.x0));
        const float to = std::min(crossings[i + 1], static_cast<float>(box.x1));
        for (int x = static_cast<int>(std::floor(from)); static_cast<float>(x) < to; ++x) {
          const auto left = static_cast<float>(x);
          row[static_cast<std::size_t>(x - box.x0)] += (std::min(to, left + 1) - std::max(from, left)) / kLines;
        }
      }
    }
    for (int x = box.x0; x < box.x1; ++x)
      if (const float cover = row[static_cast<std::size_t>(x - box.x0)]; cover > 0) blend(x, y, color, cover);
  }
}

void Canvas::operator()(const SlideText& text) {
  const ImVec2 anchor = at(text.at);
  const float width = letters_.width(text);
  const float back = text.anchor == SlideText::Anchor::start ? 0 : text.anchor == SlideText::Anchor::middle ? 0.5f : 1;
  const int along = static_cast<int>(std::lround(-width * back));
  const int x0 = static_cast<int>(std::lround(anchor.x)), y0 = static_cast<int>(std::lround(anchor.y));
  const auto put = [&](int x, int y, ImU32 color, float cover) {
    if (x >= cut_.x0 && x < cut_.x1 && y >= cut_.y0 && y < cut_.y1) blend(x, y, color, cover);
  };
  const auto draw = [&](int dx, int dy, ImU32 color) {
    letters_.each_pixel(text, [&](int x, int y, float cover) {
      x += along;
      if (text.upright)
        put(x0 + y + dx, y0 - x + dy, color, cover);
      else
        put(x0 + x + dx, y0 + y + dy, color, cover);
    });
  };
  if ((text.halo >> 24) != 0) {
    const float rim = std::max(1.0f, 0.125f * text.size * scale_);
    constexpr int kDirections = 16;
    for (int i = 0; i < kDirections; ++i) {
      const float angle = 6.2831853f * static_cast<float>(i) / kDirections;
      draw(static_cast<int>(std::lround(rim * std::cos(angle))), static_cast<int>(std::lround(rim * std::sin(angle))),
           text.halo);
    }
  }
  draw(0, 0, text.color);
}

void Canvas::operator()(const SlideLine& line) {
  const std::vector<ImVec2> points = scaled(line.points);
  if (points.empty()) return;
  if (line.dash <= 0) return stroke(points, line.color, line.width * scale_);
  for (const auto& piece : dashes(points, line.dash * scale_)) stroke(piece, line.color, line.width * scale_);
}

void Canvas::operator()(const SlideShape& shape) {
  std::vector<ImVec2> corners = scaled(shape.corners);
  if (corners.size() != shape.corners.size() || corners.empty()) return;
  fill(corners, shape.fill);
  corners.push_back(corners.front());
  stroke(corners, shape.edge, shape.edge_width * scale_);
}

void Canvas::operator()(const SlideCircle& circle) {
  if (!std::isfinite(circle.at.x) || !std::isfinite(circle.at.y)) return;
  const ImVec2 middle = at(circle.at);
  const float radius = circle.radius * scale_, half = circle.edge_width * scale_ / 2;
  const ImVec2 only[1] = {middle};
  const auto away = [&](ImVec2 p) { return std::hypot(p.x - middle.x, p.y - middle.y); };
  paint(around(only, radius + 1), circle.fill, [&](ImVec2 p) { return radius + 0.5f - away(p); });
  if (half <= 0 || (circle.edge >> 24) == 0) return;
  paint(around(only, radius + half + 1), circle.edge,
        [&](ImVec2 p) { return std::min(half + 0.5f - std::abs(away(p) - radius), std::min(1.0f, 2 * half)); });
}

void Canvas::operator()(const SlideImage& image) {
  const auto width = static_cast<std::size_t>(std::max(0, image.width));
  if (width == 0 || image.height <= 0 || image.rgb.size() < width * static_cast<std::size_t>(image.height) * 3) return;
  const Rect area{image.area.x * scale_, image.area.y * scale_, image.area.w * scale_, image.area.h * scale_};
  const auto pixel = [&](int x, int y) {
    x = std::clamp(x, 0, image.width - 1), y = std::clamp(y, 0, image.height - 1);
    return &image.rgb[(static_cast<std::size_t>(y) * width + static_cast<std::size_t>(x)) * 3];
  };
  const PixelBox box =
      common({static_cast<int>(std::lround(area.x)), static_cast<int>(std::lround(area.y)),
              static_cast<int>(std::lround(area.right())), static_cast<int>(std::lround(area.bottom()))},
             cut_);
  for (int y = box.y0; y < box.y1; ++y)
    for (int x = box.x0; x < box.x1; ++x) {
      const float u = (static_cast<float>(x) + 0.5f - area.x) / area.w * static_cast<float>(image.width);
      const float v = (static_cast<float>(y) + 0.5f - area.y) / area.h * static_cast<float>(image.height);
      ImU32 color = 0;
      if (image.smooth) {
        const float left = std::floor(u - 0.5f), top = std::floor(v - 0.5f), s = u - 0.5f - left, t = v - 0.5f - top;
        const int i = static_cast<int>(left), j = static_cast<int>(top);
        const std::uint8_t *a = pixel(i, j), *b = pixel(i + 1, j), *c = pixel(i, j + 1), *d = pixel(i + 1, j + 1);
        for (int k = 0; k < 3; ++k) {
          const float upper = static_cast<float>(a[k]) * (1 - s) + static_cast<float>(b[k]) * s;
          const float lower = static_cast<float>(c[k]) * (1 - s) + static_cast<float>(d[k]) * s;
          color |= static_cast<ImU32>(upper * (1 - t) + lower * t + 0.5f) << (8 * k);
        }
      } else {
        const std::uint8_t* p = pixel(static_cast<int>(u), static_cast<int>(v));
        color = static_cast<ImU32>(p[0] | p[1] << 8 | p[2] << 16);
      }
      blend(x, y, color | 0xff000000u, 1);
    }
}

void Canvas::operator()(const SlideClip& clip) {
  cut_ = whole_;
  if (!clip.area) return;
  const ImVec2 corners[2] = {at(clip.area->min()), at(clip.area->max())};
  const auto whole = [](float v) { return static_cast<int>(std::lround(v)); };
  cut_ = common(whole_, {whole(corners[0].x), whole(corners[0].y), whole(corners[1].x), whole(corners[1].y)});
}

}  // namespace

SlidePixels draw_slide(const Slide& slide, float scale) {
  Canvas canvas(slide, scale);
  for (const SlideItem& item : slide.items) std::visit(canvas, item);
  return canvas.take();
}

std::vector<std::uint8_t> to_png(const Slide& slide, float scale) {
  const SlidePixels pixels = draw_slide(slide, scale);
  return encode_png_rgb(pixels.rgb, pixels.width, pixels.height);
}

}  // namespace hourglass

#include "studio/latent/code_plane.h"

#include <algorithm>
#include <cmath>

#include "explore/pca.h"

namespace hourglass {
namespace {

constexpr int kLanes = 10;
constexpr float kLaneHeight = 2.0f / kLanes;
constexpr float kLaneFill = 0.72f;  // of a lane's height that its points use

/// Evenly spread by the golden ratio's multiples: neighbours in the list lie apart, and a point keeps its place.
float spread(std::size_t i) {
  const double g = static_cast<double>(i) * 0.61803398874989485;
  return static_cast<float>(g - std::floor(g)) - 0.5f;
}

float dot(std::span<const float> a, std::span<const float> b) {
  float sum = 0;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

CodePlane plane_for(int width) {
  CodePlane plane;
  plane.width = std::max(1, width);
  plane.kind = width <= 1 ? CodePlane::Kind::line : CodePlane::Kind::axes;
  plane.axis_y = width <= 1 ? 0 : 1;
  plane.rest.assign(static_cast<std::size_t>(plane.width), 0.0f);
  return plane;
}

PlanePoint to_plane(const CodePlane& plane, std::span<const float> code) {
  if (static_cast<int>(code.size()) != plane.width) return {};
  switch (plane.kind) {
    case CodePlane::Kind::line: return {code[0], 0};
    case CodePlane::Kind::axes:
      return {code[static_cast<std::size_t>(plane.axis_x)], code[static_cast<std::size_t>(plane.axis_y)]};
    case CodePlane::Kind::principal:
      return {dot(code, plane.along_x) - dot(plane.mean, plane.along_x),
              dot(code, plane.along_y) - dot(plane.mean, plane.along_y)};
  }
  return {};
}

std::vector<float> to_plane(const CodePlane& plane, std::span<const float> codes,
                            std::span<const std::uint8_t> labels) {
  const auto width = static_cast<std::size_t>(plane.width);
  const std::size_t n = codes.size() / width;
  std::vector<float> xy(2 * n);
  for (std::size_t i = 0; i < n; ++i) {
    PlanePoint p = to_plane(plane, codes.subspan(i * width, width));
    if (plane.kind == CodePlane::Kind::line) {
      const int lane = i < labels.size() ? labels[i] % kLanes : kLanes / 2;
      // The first class on top, as in the legend.
      p.y = 1 - kLaneHeight * (static_cast<float>(lane) + 0.5f + kLaneFill * spread(i));
    }
    xy[2 * i] = p.x;
    xy[2 * i + 1] = p.y;
  }
  return xy;
}

PlaneSpread to_plane_spread(const CodePlane& plane, std::span<const float> deviations) {
  if (static_cast<int>(deviations.size()) != plane.width) return {};
  const auto square = [](float x) { return x * x; };
  switch (plane.kind) {
    case CodePlane::Kind::line: return {.xx = square(deviations[0])};
    case CodePlane::Kind::axes:
      return {.xx = square(deviations[static_cast<std::size_t>(plane.axis_x)]),
              .yy = square(deviations[static_cast<std::size_t>(plane.axis_y)])};
    case CodePlane::Kind::principal: break;
  }
  PlaneSpread spread;
  for (std::size_t i = 0; i < deviations.size(); ++i) {
    const float variance = square(deviations[i]);
    spread.xx += variance * square(plane.along_x[i]);
    spread.xy += variance * plane.along_x[i] * plane.along_y[i];
    spread.yy += variance * square(plane.along_y[i]);
  }
  return spread;
}

std::vector<float> to_code(const CodePlane& plane, PlanePoint p) {
  const auto width = static_cast<std::size_t>(plane.width);
  std::vector<float> code = plane.rest;
  code.resize(width);
  switch (plane.kind) {
    case CodePlane::Kind::line: code[0] = p.x; break;
    case CodePlane::Kind::axes:
      code[static_cast<std::size_t>(plane.axis_x)] = p.x;
      code[static_cast<std::size_t>(plane.axis_y)] = p.y;
      break;
    case CodePlane::Kind::principal:
      for (std::size_t i = 0; i < width; ++i) {
        code[i] = plane.mean[i] + p.x * plane.along_x[i] + p.y * plane.along_y[i];
      }
      break;
  }
  return code;
}

void pass_through(CodePlane& plane, std::span<const float> code) {
  if (static_cast<int>(code.size()) != plane.width) return;
  if (plane.kind == CodePlane::Kind::axes) plane.rest.assign(code.begin(), code.end());
  if (plane.kind == CodePlane::Kind::principal) {
    const PlanePoint p = to_plane(plane, code);
    for (std::size_t i = 0; i < code.size(); ++i) {
      plane.mean[i] = code[i] - p.x * plane.along_x[i] - p.y * plane.along_y[i];
    }
  }
}

void keep_direction(CodePlane& now, const CodePlane& before) {
  if (before.kind != CodePlane::Kind::principal || now.kind != before.kind || now.width != before.width) return;
  auto turn = [](std::vector<float>& axis, const std::vector<float>& old) {
    if (dot(axis, old) < 0) {
      for (float& v : axis) v = -v;
    }
  };
  turn(now.along_x, before.along_x);
  turn(now.along_y, before.along_y);
}

bool find_principal(CodePlane& plane, std::span<const float> codes) {
  const auto width = static_cast<std::size_t>(plane.width);
  const std::size_t n = codes.size() / width;
  if (n == 0 || width < 2) return false;
  const Pca pca = fit_pca(view(codes.data(), static_cast<Index>(n), static_cast<Index>(width)), 2);
  if (pca.axes.rows() < 2 || !pca.axes.allFinite() || !pca.mean.allFinite()) return false;
  const auto axis = [&](Index i) {
    const float* row = pca.axes.data() + i * pca.axes.cols();
    return std::vector<float>(row, row + width);
  };
  CodePlane found = plane;
  found.kind = CodePlane::Kind::principal;
  found.mean.assign(pca.mean.data(), pca.mean.data() + pca.mean.size());
  found.along_x = axis(0);
  found.along_y = axis(1);
  keep_direction(found, plane);
  plane = std::move(found);
  return true;
}

}  // namespace hourglass

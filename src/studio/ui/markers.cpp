#include "studio/ui/markers.h"

#include <array>
#include <cmath>
#include <initializer_list>

namespace hourglass {
namespace {

PointShape shape_of(std::initializer_list<float> corners) {
  PointShape shape;
  for (const float value : corners) shape.xy[static_cast<std::size_t>(shape.corners++)] = value;
  shape.corners /= 2;
  return shape;
}

/// `points` rays; the inner corners lie at `inner` of the outer radius.
PointShape star_of(int points, float outer, float inner) {
  PointShape shape;
  for (int i = 0; i < 2 * points; ++i) {
    const float angle = 3.14159265f * (static_cast<float>(i) / static_cast<float>(points) - 0.5f);
    const float radius = i % 2 == 0 ? outer : outer * inner;
    shape.xy[static_cast<std::size_t>(2 * i)] = radius * std::cos(angle);
    shape.xy[static_cast<std::size_t>(2 * i + 1)] = radius * std::sin(angle);
  }
  shape.corners = 2 * points;
  return shape;
}

/// Twelve corners of a cross with arms of half width `w`, turned by `angle`.
PointShape cross_of(float reach, float w, float angle) {
  PointShape shape = shape_of({-w, -reach, w,  -reach, w,  -w, reach,  -w, reach,  w,  w,  w,
                               w,  reach,  -w, reach,  -w, w,  -reach, w,  -reach, -w, -w, -w});
  const float c = std::cos(angle), s = std::sin(angle);
  for (std::size_t i = 0; i < 24; i += 2) {
    const float x = shape.xy[i], y = shape.xy[i + 1];
    shape.xy[i] = c * x - s * y, shape.xy[i + 1] = s * x + c * y;
  }
  return shape;
}

std::array<PointShape, 10> make_shapes() {
  return {PointShape{},                                                                               // disc
          shape_of({-0.9f, -0.9f, 0.9f, -0.9f, 0.9f, 0.9f, -0.9f, 0.9f}),                             // square
          shape_of({0, -1.3f, 1.2f, 0.8f, -1.2f, 0.8f}),                                              // triangle, up
          shape_of({0, -1.35f, 1.1f, 0, 0, 1.35f, -1.1f, 0}),                                         // diamond
          cross_of(1.25f, 0.42f, 0),                                                                  // plus
          shape_of({0, 1.3f, -1.2f, -0.8f, 1.2f, -0.8f}),                                             // triangle, down
          cross_of(1.25f, 0.42f, 0.78539816f),                                                        // cross
          star_of(5, 1.45f, 0.45f),                                                                   // star
          shape_of({-1.05f, -1.15f, 1.05f, -1.15f, 0.2f, 0, 1.05f, 1.15f, -1.05f, 1.15f, -0.2f, 0}),  // hourglass
          shape_of({-1.4f, -0.55f, 1.4f, -0.55f, 1.4f, 0.55f, -1.4f, 0.55f})};                        // bar
}

}  // namespace

std::span<const PointShape> marker_shapes() {
  static const std::array<PointShape, 10> shapes = make_shapes();
  return shapes;
}

std::vector<ImVec2> marker_corners(unsigned label, ImVec2 at, float radius) {
  const PointShape& shape = marker_shapes()[label % marker_shapes().size()];
  std::vector<ImVec2> corners;
  for (int i = 0; i < shape.corners; ++i) {
    const auto x = static_cast<std::size_t>(2 * i);
    corners.push_back({at.x + radius * shape.xy[x], at.y + radius * shape.xy[x + 1]});
  }
  return corners;
}

Marker class_marker(const Theme& theme, unsigned label, bool shaped) {
  const unsigned kind = label < 255 ? label % 10 : 8;
  return {.fill = kClassColors[kind], .edge = theme.class_edge[kind], .label = kind, .shaped = shaped};
}

ImU32 class_line(const Theme& theme, unsigned label) {
  const Marker marker = class_marker(theme, label, false);
  const bool seen = contrast(marker.fill, theme.card) >= 3 && contrast(marker.fill, theme.sunken) >= 3;
  return seen ? marker.fill : marker.edge;
}

void draw_marker(ImDrawList& list, const Marker& marker, ImVec2 at, float radius, bool hollow) {
  const float reach = 2 * radius;  // of the longest ray of a shape, with its outline
  if (!is_seen(list, {at.x - reach, at.y - reach, 2 * reach, 2 * reach})) return;
  const std::vector<ImVec2> corners = marker.shaped ? marker_corners(marker.label, at, radius) : std::vector<ImVec2>();
  if (corners.empty()) {
    if (!hollow) list.AddCircleFilled(at, radius, marker.fill);
    list.AddCircle(at, radius, marker.edge, 0, 1.25f);
    return;
  }
  // Every shape is seen whole from its middle, so triangles from there fill it.
  for (std::size_t i = 0; !hollow && i < corners.size(); ++i)
    list.AddTriangleFilled(at, corners[i], corners[(i + 1) % corners.size()], marker.fill);
  list.AddPolyline(corners.data(), static_cast<int>(corners.size()), marker.edge, ImDrawFlags_Closed, 1.25f);
}

}  // namespace hourglass

// PointCloud: codes as dots on the screen: MapPoints on the graphics card, uploaded when they have changed, drawn
// between what Dear ImGui draws below and above them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "studio/latent/plane_points.h"
#include "studio/ui/ui.h"

namespace hourglass {

class PointCloud {
 public:
  /// `cloud` is its number on the card (Graphics); no two that are drawn have the same.
  explicit PointCloud(std::size_t cloud) : cloud_(cloud) {}

  /// Shows the part `seen` of the points' plane in `area`. `radius` in CSS pixels; `shaped`: each class in its shape.
  /// Stays where it is until the frame is rendered.
  void draw(Ui& ui, const MapPoints& points, const PlaneBox& seen, const Rect& area, float radius, bool shaped);

 private:
  /// What the callback in Dear ImGui's list reads.
  struct Drawing {
    Graphics* graphics = nullptr;
    std::size_t cloud = 0;
    PointStyle style;
    int framebuffer_width = 0, framebuffer_height = 0;
  };
  static void draw_now(const ImDrawList*, const ImDrawCmd* command);

  std::size_t cloud_;
  std::uint64_t uploaded_ = 0;  ///< MapPoints::version
  std::uint32_t uploaded_generation_ = 0;
  Drawing drawing_;
};

/// Radius of each of `points` dots in a map of that size, in CSS pixels: many are small; coming closer (MapView) makes
/// them larger again, and a large map is looked at from further away.
float point_radius(std::size_t points, float closeness, float width, float height, bool shaped);

}  // namespace hourglass

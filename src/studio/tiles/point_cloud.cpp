#include "studio/tiles/point_cloud.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "studio/ui/colors.h"
#include "studio/ui/markers.h"

namespace hourglass {
namespace {

/// 0 for up to a thousand points, 2 for a hundred thousand.
float crowd_of(std::size_t points) {
  return std::clamp(std::log10(static_cast<float>(std::max<std::size_t>(1, points)) / 1000.0f), 0.0f, 2.0f);
}

}  // namespace

float point_radius(std::size_t points, float closeness, float width, float height, bool shaped) {
  const float closer = std::clamp(std::sqrt(closeness), 0.8f, 2.2f);
  const float large = std::clamp(std::sqrt(width * height) / 700, 1.0f, 2.0f);
  return (3.1f - 0.7f * crowd_of(points)) * closer * large * (shaped ? 1.25f : 1.0f);
}

void PointCloud::draw_now(const ImDrawList*, const ImDrawCmd* command) {
  const auto& d = *static_cast<const Drawing*>(command->UserCallbackData);
  d.graphics->draw_points(d.cloud, d.style, d.framebuffer_width, d.framebuffer_height);
}

void PointCloud::draw(Ui& ui, const MapPoints& points, const PlaneBox& seen, const Rect& area, float radius,
                      bool shaped) {
  if (points.size() == 0) return;
  if (uploaded_ != points.version() || uploaded_generation_ != ui.graphics.generation()) {
    uploaded_ = points.version();
    uploaded_generation_ = ui.graphics.generation();
    ui.graphics.set_points(cloud_, points.later(), points.earlier(), points.classes());
  }
  ui.graphics.set_point_colors(kClassColors, ui.theme.class_edge);
  ui.graphics.set_point_shapes(marker_shapes());
  drawing_.graphics = &ui.graphics;
  drawing_.cloud = cloud_;
  PointStyle& style = drawing_.style;
  style = {.x0 = seen.x0, .y0 = seen.y0, .x1 = seen.x1, .y1 = seen.y1};
  style.px0 = area.x * ui.scale, style.py0 = area.y * ui.scale;
  style.px1 = area.right() * ui.scale, style.py1 = area.bottom() * ui.scale;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 clip_min = list.GetClipRectMin(), clip_max = list.GetClipRectMax();
  style.cx0 = std::max(area.x, clip_min.x) * ui.scale, style.cy0 = std::max(area.y, clip_min.y) * ui.scale;
  style.cx1 = std::min(area.right(), clip_max.x) * ui.scale, style.cy1 = std::min(area.bottom(), clip_max.y) * ui.scale;
  if (style.cx1 <= style.cx0 || style.cy1 <= style.cy0) return;
  style.radius = radius * ui.scale;
  style.edge = std::max(1.0f, 0.28f * style.radius);
  style.shaped = shaped;
  style.opacity = 0.95f - 0.1f * crowd_of(points.size());
  style.blend = points.blend(ui.time);
  drawing_.framebuffer_width = static_cast<int>(std::lround(ui.window.w * ui.scale));
  drawing_.framebuffer_height = static_cast<int>(std::lround(ui.window.h * ui.scale));
  list.AddCallback(draw_now, &drawing_);
  list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  if (points.moving(ui.time)) ui.animate();
}

}  // namespace hourglass

// What the studio needs of a graphics card beyond Dear ImGui: small grey textures and a few clouds of points, each in
// buffers of its own. Two implementations: WebGL 2 / OpenGL ES 3 (graphics_gl), and one that draws nothing, for tests
// without a screen (graphics_none.h).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "text/sentence.h"

namespace hourglass {

using TextureId = std::uint64_t;  ///< what ImGui::Image takes; 0 is none

/// Corners round (0, 0), y down, in radii: x, y, x, y...; a shape without corners is a disc.
struct PointShape {
  static constexpr int kMostCorners = 12;
  std::array<float, 2 * kMostCorners> xy = {};
  int corners = 0;
};

/// Clouds that can be on the card at once, known by their numbers from 0: the map's, and those of two runs that are
/// compared.
inline constexpr std::size_t kPointClouds = 3;

struct PointStyle {
  float x0 = 0, y0 = 0, x1 = 0, y1 = 0;      ///< the visible rectangle in data units (y up)
  float px0 = 0, py0 = 0, px1 = 0, py1 = 0;  ///< where it lies in the window, in framebuffer pixels (y down)
  float cx0 = 0, cy0 = 0, cx1 = 0, cy1 = 0;  ///< what may be drawn upon, likewise: a part may be scrolled away
  float radius = 2.0f;                       ///< framebuffer pixels
  float opacity = 1.0f;
  float edge = 1.0f;    ///< width of the outline, framebuffer pixels, within the radius
  bool shaped = false;  ///< each class in its shape; otherwise all are discs
  float blend = 1.0f;   ///< 0: at the earlier places, 1: at the later ones (eased motion)
};

class Graphics {
 public:
  virtual ~Graphics() = default;

  /// `rgba` is (height, width) of 0xAABBGGRR, or nullptr for none yet. Nearest or linear sampling.
  virtual TextureId create_texture(int width, int height, bool smooth) = 0;
  virtual void update_texture(TextureId texture, int width, int height, std::span<const std::uint32_t> rgba) = 0;
  /// Rows `y` to `y + height` of a texture that was created `width` wide.
  virtual void update_rows(TextureId texture, int y, int width, int height, std::span<const std::uint32_t> rgba) = 0;
  virtual void destroy_texture(TextureId texture) = 0;

  /// The points of a cloud: n places (x, y), the earlier ones to move from (same n, or empty) and a class each (0xff:
  /// hidden).
  virtual void set_points(std::size_t cloud, std::span<const float> xy, std::span<const float> earlier_xy,
                          std::span<const std::uint8_t> classes) = 0;
  /// Of all clouds: up to sixteen colours.
  virtual void set_point_colors(std::span<const std::uint32_t> rgba_by_class,
                                std::span<const std::uint32_t> edges_by_class) = 0;
  /// Up to ten shapes.
  virtual void set_point_shapes(std::span<const PointShape> by_class) = 0;
  /// Called from an ImDrawList callback, to be followed by ImDrawCallback_ResetRenderState. Sets its own scissor: what
  /// the style says may be drawn upon. With more classes than colours or shapes, these begin anew.
  virtual void draw_points(std::size_t cloud, const PointStyle& style, int framebuffer_width,
                           int framebuffer_height) = 0;

  /// Called from an ImDrawList callback: what stands in the framebuffer so far, (height, width) of 0xAABBGGRR from the
  /// upper left corner (x, y), y down. Empty where there is nothing to read.
  virtual std::vector<std::uint32_t> read_pixels(int x, int y, int width, int height) {
    (void)x, (void)y, (void)width, (void)height;
    return {};
  }

  /// What the graphics card has refused since the last call, in sentences for the person: what is then missing.
  virtual std::vector<Sentence> take_refusals() { return {}; }

  /// After a lost context came back: everything made before is void; `generation` has grown and owners make their
  /// things anew.
  virtual std::uint32_t generation() const = 0;
};

}  // namespace hourglass

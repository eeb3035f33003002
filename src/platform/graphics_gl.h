// Graphics over OpenGL ES 3 / WebGL 2 / desktop OpenGL 3.3. Needs a current context for as long as it lives.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "platform/graphics.h"

namespace hourglass {

class GraphicsGl : public Graphics {
 public:
  GraphicsGl();
  ~GraphicsGl() override;
  GraphicsGl(const GraphicsGl&) = delete;
  GraphicsGl& operator=(const GraphicsGl&) = delete;

  TextureId create_texture(int width, int height, bool smooth) override;
  void update_texture(TextureId texture, int width, int height, std::span<const std::uint32_t> rgba) override;
  void update_rows(TextureId texture, int y, int width, int height, std::span<const std::uint32_t> rgba) override;
  void destroy_texture(TextureId texture) override;

  void set_points(std::size_t cloud, std::span<const float> xy, std::span<const float> earlier_xy,
                  std::span<const std::uint8_t> classes) override;
  void set_point_colors(std::span<const std::uint32_t> rgba_by_class,
                        std::span<const std::uint32_t> edges_by_class) override;
  void set_point_shapes(std::span<const PointShape> by_class) override;
  void draw_points(std::size_t cloud, const PointStyle& style, int framebuffer_width, int framebuffer_height) override;

  std::vector<std::uint32_t> read_pixels(int x, int y, int width, int height) override;

  std::vector<Sentence> take_refusals() override { return std::exchange(refusals_, {}); }
  std::uint32_t generation() const override { return generation_; }

  /// The context was lost and a new one stands in its place: names of the old one mean nothing any more.
  void context_restored();

 private:
  static constexpr std::size_t kColors = 16, kShapes = 10;
  static constexpr int kMaxDraw = 1 << 20;

  /// Buffers are written when the points change, not when they are drawn.
  struct Cloud {
    unsigned vertex_array = 0, places = 0, earlier = 0, classes = 0;
    int count = 0;
  };

  void make_program();
  /// What became of it, and where its uniforms lie. Asked when it is first drawn with: who asks waits until the driver
  /// has made it, which it does while fonts and panels are made.
  void ask_of_program();
  static Cloud make_cloud();
  bool refused(unsigned program);

  std::uint32_t generation_ = 1;
  std::vector<Sentence> refusals_;
  bool memory_refused_ = false;  ///< said once: what is missing for want of memory comes in great numbers
  unsigned program_ = 0;
  bool asked_ = false;  ///< of the program
  std::array<Cloud, kPointClouds> clouds_;
  int uniform_scale_ = -1, uniform_offset_ = -1, uniform_blend_ = -1, uniform_radius_ = -1, uniform_colors_ = -1;
  int uniform_color_count_ = -1, uniform_edges_ = -1, uniform_edge_ = -1;
  int uniform_shape_count_ = -1, uniform_corners_ = -1, uniform_corner_counts_ = -1, uniform_reach_ = -1;
  std::size_t color_count_ = 1, shape_count_ = 0;
  float colors_[kColors * 4] = {}, edges_[kColors * 4] = {};
  float corners_[kShapes * PointShape::kMostCorners * 2] = {};
  int corner_counts_[kShapes] = {};
  float reach_ = 1;  ///< of the farthest corner, in radii
};

}  // namespace hourglass

// Graphics that draws nothing: the studio's tests run without a screen. It remembers what was asked of it, so that a
// test can see that a picture was made and freed.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "platform/graphics.h"

namespace hourglass {

class GraphicsNone : public Graphics {
 public:
  struct Texture {
    int width = 0, height = 0;
    std::vector<std::uint32_t> rgba;
  };

  TextureId create_texture(int width, int height, bool) override {
    textures_[++last_] = {width, height, {}};
    return last_;
  }
  void update_texture(TextureId texture, int width, int height, std::span<const std::uint32_t> rgba) override {
    const auto found = textures_.find(texture);
    if (found != textures_.end()) found->second = {width, height, {rgba.begin(), rgba.end()}};
  }
  void update_rows(TextureId texture, int y, int width, int height, std::span<const std::uint32_t> rgba) override {
    const auto found = textures_.find(texture);
    if (found == textures_.end()) return;
    Texture& t = found->second;
    t.rgba.resize(static_cast<std::size_t>(t.width) * static_cast<std::size_t>(t.height));
    std::copy_n(rgba.begin(), static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
                t.rgba.begin() + static_cast<std::ptrdiff_t>(y) * t.width);
    rows_updated_ += height;
  }
  void destroy_texture(TextureId texture) override { textures_.erase(texture); }

  void set_points(std::size_t cloud, std::span<const float> xy, std::span<const float>,
                  std::span<const std::uint8_t>) override {
    points_[cloud] = xy.size() / 2;
  }
  void set_point_colors(std::span<const std::uint32_t>, std::span<const std::uint32_t>) override {}
  void set_point_shapes(std::span<const PointShape>) override {}
  void draw_points(std::size_t, const PointStyle& style, int, int) override {
    style_ = style;
    ++point_draws_;
  }

  std::vector<Sentence> take_refusals() override { return std::exchange(refusals, {}); }
  std::uint32_t generation() const override { return generation_; }

  std::vector<Sentence> refusals;  ///< what the next call of take_refusals() tells

  /// What a lost and restored context does.
  void lose_everything() {
    textures_.clear();
    points_ = {};
    ++generation_;
  }
  const std::map<TextureId, Texture>& textures() const { return textures_; }
  std::size_t points(std::size_t cloud = 0) const { return points_[cloud]; }
  int point_draws() const { return point_draws_; }
  const PointStyle& point_style() const { return style_; }  ///< of the last drawing
  int rows_updated() const { return rows_updated_; }        ///< of all textures since the start

 private:
  std::map<TextureId, Texture> textures_;
  TextureId last_ = 0;
  std::array<std::size_t, kPointClouds> points_ = {};
  PointStyle style_;
  int point_draws_ = 0, rows_updated_ = 0;
  std::uint32_t generation_ = 1;
};

}  // namespace hourglass

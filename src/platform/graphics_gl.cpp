#include "platform/graphics_gl.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "platform/gl.h"

namespace hourglass {
namespace {

#ifdef __EMSCRIPTEN__
constexpr const char* kHeader = "#version 300 es\nprecision highp float;\nprecision highp int;\n";
#else
constexpr const char* kHeader = "#version 330 core\n";
#endif

// A hidden class (0xff) leaves the clip volume, so that its fragments are never made.
constexpr const char* kVertex = R"(
layout(location = 0) in vec2 place;
layout(location = 1) in vec2 earlier;
layout(location = 2) in uint kind;
uniform vec2 scale;
uniform vec2 offset;
uniform float blend;
uniform float radius;
uniform vec4 colors[16];
uniform uint color_count;
flat out vec4 color;
void main() {
  bool hidden = kind == 255u;
  vec2 at = mix(earlier, place, blend);
  gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at * scale + offset, 0.0, 1.0);
  gl_PointSize = 2.0 * radius + 2.0;
  color = colors[kind % color_count];
}
)";

// A disc with an edge one framebuffer pixel wide, at any size.
constexpr const char* kFragment = R"(
uniform float radius;
flat in vec4 color;
out vec4 result;
void main() {
  float distance = length(gl_PointCoord - 0.5) * (2.0 * radius + 2.0);
  float cover = clamp(radius + 0.5 - distance, 0.0, 1.0);
  if (cover <= 0.0) discard;
  result = vec4(color.rgb, color.a * cover);
}
)";

GLuint compile(GLenum kind, const char* text) {
  const GLuint shader = glCreateShader(kind);
  const char* parts[] = {kHeader, text};
  glShaderSource(shader, 2, parts, nullptr);
  glCompileShader(shader);
  return shader;
}

void fill(GLuint buffer, const void* data, std::size_t bytes) {
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(bytes), data, GL_STATIC_DRAW);
}

}  // namespace

GraphicsGl::GraphicsGl() { make_program(); }

GraphicsGl::~GraphicsGl() {
  const GLuint buffers[] = {places_, earlier_, classes_};
  glDeleteBuffers(3, buffers);
  glDeleteVertexArrays(1, &vertex_array_);
  glDeleteProgram(program_);
}

void GraphicsGl::make_program() {
  const GLuint vertex = compile(GL_VERTEX_SHADER, kVertex);
  const GLuint fragment = compile(GL_FRAGMENT_SHADER, kFragment);
  program_ = glCreateProgram();
  glAttachShader(program_, vertex);
  glAttachShader(program_, fragment);
  glLinkProgram(program_);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  uniform_scale_ = glGetUniformLocation(program_, "scale");
  uniform_offset_ = glGetUniformLocation(program_, "offset");
  uniform_blend_ = glGetUniformLocation(program_, "blend");
  uniform_radius_ = glGetUniformLocation(program_, "radius");
  uniform_color_count_ = glGetUniformLocation(program_, "color_count");
  uniform_colors_ = glGetUniformLocation(program_, "colors");

  GLuint buffers[3] = {};
  glGenBuffers(3, buffers);
  places_ = buffers[0], earlier_ = buffers[1], classes_ = buffers[2];
  glGenVertexArrays(1, &vertex_array_);
  glBindVertexArray(vertex_array_);
  fill(places_, nullptr, 0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  fill(earlier_, nullptr, 0);
  glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  fill(classes_, nullptr, 0);
  glVertexAttribIPointer(2, 1, GL_UNSIGNED_BYTE, 0, nullptr);
  for (GLuint i = 0; i < 3; ++i) glEnableVertexAttribArray(i);
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  count_ = 0;
}

void GraphicsGl::context_restored() {
  make_program();
  ++generation_;
}

TextureId GraphicsGl::create_texture(int width, int height, bool smooth) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  const GLint filter = smooth ? GL_LINEAR : GL_NEAREST;
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  return texture;
}

void GraphicsGl::update_texture(TextureId texture, int width, int height, std::span<const std::uint32_t> rgba) {
  if (!texture || rgba.size() < static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) return;
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture));
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
}

void GraphicsGl::update_rows(TextureId texture, int y, int width, int height, std::span<const std::uint32_t> rgba) {
  if (!texture || rgba.size() < static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) return;
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture));
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glTexSubImage2D(GL_TEXTURE_2D, 0, 0, y, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
}

void GraphicsGl::destroy_texture(TextureId texture) {
  const auto name = static_cast<GLuint>(texture);
  if (name) glDeleteTextures(1, &name);
}

void GraphicsGl::set_points(std::span<const float> xy, std::span<const float> earlier_xy,
                            std::span<const std::uint8_t> classes) {
  count_ = static_cast<int>(std::min({xy.size() / 2, classes.size(), std::size_t{kMaxDraw}}));
  if (earlier_xy.size() < static_cast<std::size_t>(count_) * 2) earlier_xy = xy;
  fill(places_, xy.data(), static_cast<std::size_t>(count_) * 2 * sizeof(float));
  fill(earlier_, earlier_xy.data(), static_cast<std::size_t>(count_) * 2 * sizeof(float));
  fill(classes_, classes.data(), static_cast<std::size_t>(count_));
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void GraphicsGl::set_point_colors(std::span<const std::uint32_t> rgba_by_class) {
  if (rgba_by_class.empty()) return;
  color_count_ = std::min<std::size_t>(rgba_by_class.size(), kColors);
  for (std::size_t i = 0; i < color_count_; ++i) {
    const std::uint32_t color = rgba_by_class[i];
    for (std::size_t c = 0; c < 4; ++c) colors_[i * 4 + c] = static_cast<float>((color >> (8 * c)) & 0xff) / 255.0f;
  }
}

void GraphicsGl::draw_points(const PointStyle& style, int framebuffer_width, int framebuffer_height) {
  if (count_ == 0 || style.x1 == style.x0 || style.y1 == style.y0 || framebuffer_width <= 0 || framebuffer_height <= 0)
    return;
  const auto width = static_cast<float>(framebuffer_width), height = static_cast<float>(framebuffer_height);
  // data -> framebuffer pixels (y down) -> clip space (y up), as one scale and one offset.
  const float px = (style.px1 - style.px0) / (style.x1 - style.x0);
  const float py = (style.py0 - style.py1) / (style.y1 - style.y0);
  const float sx = px * 2 / width, sy = -py * 2 / height;
  const float ox = (style.px0 - style.x0 * px) * 2 / width - 1;
  const float oy = 1 - (style.py1 - style.y0 * py) * 2 / height;

  float colors[kColors * 4];
  std::copy(std::begin(colors_), std::end(colors_), colors);
  for (std::size_t i = 0; i < kColors; ++i) colors[i * 4 + 3] *= style.opacity;

  // The whole framebuffer is the viewport and the scissor cuts: a disc whose middle lies outside the map still shows
  // its inner part, which a viewport of the map's size would drop.
  const int left = static_cast<int>(std::floor(style.px0)), top = static_cast<int>(std::floor(style.py0));
  const int right = static_cast<int>(std::ceil(style.px1)), bottom = static_cast<int>(std::ceil(style.py1));
  glViewport(0, 0, framebuffer_width, framebuffer_height);
  glEnable(GL_SCISSOR_TEST);
  glScissor(left, framebuffer_height - bottom, std::max(0, right - left), std::max(0, bottom - top));
  glEnable(GL_BLEND);
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
#ifndef __EMSCRIPTEN__
  glEnable(GL_PROGRAM_POINT_SIZE);
#endif
  glUseProgram(program_);
  glUniform2f(uniform_scale_, sx, sy);
  glUniform2f(uniform_offset_, ox, oy);
  glUniform1f(uniform_blend_, style.blend);
  glUniform1f(uniform_radius_, std::max(style.radius, 0.5f));
  glUniform1ui(uniform_color_count_, static_cast<GLuint>(color_count_));
  glUniform4fv(uniform_colors_, kColors, colors);
  glBindVertexArray(vertex_array_);
  glDrawArrays(GL_POINTS, 0, count_);
  glBindVertexArray(0);
}

std::vector<std::uint32_t> GraphicsGl::read_pixels(int x, int y, int width, int height) {
  GLint viewport[4] = {};
  glGetIntegerv(GL_VIEWPORT, viewport);
  const int framebuffer_height = viewport[3];
  if (width <= 0 || height <= 0 || x < 0 || y < 0 || x + width > viewport[2] || y + height > framebuffer_height)
    return {};
  const auto w = static_cast<std::size_t>(width), h = static_cast<std::size_t>(height);
  std::vector<std::uint32_t> rgba(w * h);
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  glReadPixels(x, framebuffer_height - y - height, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  // OpenGL's first row is the lowest.
  for (std::size_t top = 0, bottom = h - 1; top < bottom; ++top, --bottom)
    std::swap_ranges(rgba.begin() + static_cast<std::ptrdiff_t>(top * w),
                     rgba.begin() + static_cast<std::ptrdiff_t>((top + 1) * w),
                     rgba.begin() + static_cast<std::ptrdiff_t>(bottom * w));
  return rgba;
}

}  // namespace hourglass

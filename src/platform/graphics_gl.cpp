#include "platform/graphics_gl.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

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
uniform float reach;
uniform vec4 colors[16];
uniform vec4 edges[16];
uniform uint color_count;
uniform uint shape_count;
flat out vec4 color;
flat out vec4 edge_color;
flat out int shape;
void main() {
  bool hidden = kind == 255u;
  vec2 at = mix(earlier, place, blend);
  gl_Position = hidden ? vec4(2.0, 2.0, 2.0, 1.0) : vec4(at * scale + offset, 0.0, 1.0);
  gl_PointSize = 2.0 * reach * radius + 2.0;
  color = colors[kind % color_count];
  edge_color = edges[kind % color_count];
  shape = shape_count == 0u ? -1 : int(kind % shape_count);
}
)";

// Every marker is known by the signed distance to its outline, in framebuffer pixels: its border is one pixel soft at
// any size, and its edge lies within. A disc has no corners; another shape's distance is that of Inigo Quilez's
// sdPolygon (https://iquilezles.org/articles/distfunctions2d).
constexpr const char* kFragment = R"(
uniform float radius;
uniform float reach;
uniform float edge;
uniform vec2 corners[120];
uniform int corner_counts[10];
flat in vec4 color;
flat in vec4 edge_color;
flat in int shape;
out vec4 result;
float outside(vec2 p) {
  int count = shape < 0 ? 0 : corner_counts[shape];
  if (count == 0) return length(p) - radius;
  int first = 12 * shape;
  vec2 last = radius * corners[first + count - 1];
  float nearest = dot(p - last, p - last);
  float side = 1.0;
  for (int i = 0; i < 12; ++i) {
    if (i >= count) break;
    vec2 here = radius * corners[first + i];
    vec2 way = last - here;
    vec2 from = p - here;
    vec2 off = from - way * clamp(dot(from, way) / dot(way, way), 0.0, 1.0);
    nearest = min(nearest, dot(off, off));
    bvec3 crosses = bvec3(p.y >= here.y, p.y < last.y, way.x * from.y > way.y * from.x);
    if (all(crosses) || all(not(crosses))) side = -side;
    last = here;
  }
  return side * sqrt(nearest);
}
void main() {
  float distance = outside((gl_PointCoord - 0.5) * (2.0 * reach * radius + 2.0));
  float cover = clamp(0.5 - distance, 0.0, 1.0);
  if (cover <= 0.0) discard;
  vec4 inner = mix(color, edge_color, clamp(distance + edge + 0.5, 0.0, 1.0));
  result = vec4(inner.rgb, inner.a * cover);
}
)";

GLuint compile(GLenum kind, const char* text) {
  const GLuint shader = glCreateShader(kind);
  const char* parts[] = {kHeader, text};
  glShaderSource(shader, 2, parts, nullptr);
  glCompileShader(shader);
  return shader;
}

/// True when an error of this kind waits; asking takes the errors off the list. A lost context is no refusal: what was
/// made is made again when it comes back.
bool take_error(GLenum kind) {
  bool found = false;
  // A handful at most; a lost context may go on telling of itself.
  for (int i = 0; i < 8; ++i) {
    const GLenum error = glGetError();
    if (error == GL_NO_ERROR) break;
    found = found || error == kind;
  }
  return found;
}
constexpr GLenum kContextLost = 0x9242;  // WebGL's CONTEXT_LOST_WEBGL

void fill(GLuint buffer, const void* data, std::size_t bytes) {
  glBindBuffer(GL_ARRAY_BUFFER, buffer);
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(bytes), data, GL_STATIC_DRAW);
}

}  // namespace

GraphicsGl::GraphicsGl() { make_program(); }

GraphicsGl::~GraphicsGl() {
  for (const Cloud& cloud : clouds_) {
    const GLuint buffers[] = {cloud.places, cloud.earlier, cloud.classes};
    glDeleteBuffers(3, buffers);
    glDeleteVertexArrays(1, &cloud.vertex_array);
  }
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
  asked_ = false;
  for (Cloud& cloud : clouds_) cloud = make_cloud();
}

void GraphicsGl::ask_of_program() {
  if (std::exchange(asked_, true)) return;
  if (refused(program_)) {
    glDeleteProgram(program_);
    program_ = 0;
    refusals_.push_back(
        "The graphics card cannot draw the points of the code map. Everything else works; a newer browser or graphics "
        "driver may draw them too.");
  }
  uniform_scale_ = glGetUniformLocation(program_, "scale");
  uniform_offset_ = glGetUniformLocation(program_, "offset");
  uniform_blend_ = glGetUniformLocation(program_, "blend");
  uniform_radius_ = glGetUniformLocation(program_, "radius");
  uniform_color_count_ = glGetUniformLocation(program_, "color_count");
  uniform_colors_ = glGetUniformLocation(program_, "colors");
  uniform_edges_ = glGetUniformLocation(program_, "edges");
  uniform_edge_ = glGetUniformLocation(program_, "edge");
  uniform_reach_ = glGetUniformLocation(program_, "reach");
  uniform_shape_count_ = glGetUniformLocation(program_, "shape_count");
  uniform_corners_ = glGetUniformLocation(program_, "corners");
  uniform_corner_counts_ = glGetUniformLocation(program_, "corner_counts");
}

GraphicsGl::Cloud GraphicsGl::make_cloud() {
  Cloud cloud;
  GLuint buffers[3] = {};
  glGenBuffers(3, buffers);
  cloud.places = buffers[0], cloud.earlier = buffers[1], cloud.classes = buffers[2];
  glGenVertexArrays(1, &cloud.vertex_array);
  glBindVertexArray(cloud.vertex_array);
  fill(cloud.places, nullptr, 0);
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  fill(cloud.earlier, nullptr, 0);
  glVertexAttribPointer(1, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  fill(cloud.classes, nullptr, 0);
  glVertexAttribIPointer(2, 1, GL_UNSIGNED_BYTE, 0, nullptr);
  for (GLuint i = 0; i < 3; ++i) glEnableVertexAttribArray(i);
  glBindVertexArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  return cloud;
}

bool GraphicsGl::refused(GLuint program) {
  GLint linked = GL_FALSE;
  glGetProgramiv(program, GL_LINK_STATUS, &linked);
  return linked != GL_TRUE && !take_error(kContextLost);
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
  take_error(GL_NO_ERROR);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  if (take_error(GL_OUT_OF_MEMORY) && !std::exchange(memory_refused_, true)) {
    refusals_.push_back(
        "The graphics card has no memory left for more images: some stay empty. Closing other pages may help.");
  }
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

void GraphicsGl::set_points(std::size_t cloud, std::span<const float> xy, std::span<const float> earlier_xy,
                            std::span<const std::uint8_t> classes) {
  Cloud& into = clouds_[cloud];
  const std::size_t count = std::min({xy.size() / 2, classes.size(), std::size_t{kMaxDraw}});
  into.count = static_cast<int>(count);
  if (earlier_xy.size() < count * 2) earlier_xy = xy;
  fill(into.places, xy.data(), count * 2 * sizeof(float));
  fill(into.earlier, earlier_xy.data(), count * 2 * sizeof(float));
  fill(into.classes, classes.data(), count);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void GraphicsGl::set_point_colors(std::span<const std::uint32_t> rgba_by_class,
                                  std::span<const std::uint32_t> edges_by_class) {
  if (rgba_by_class.empty() || edges_by_class.size() < rgba_by_class.size()) return;
  color_count_ = std::min<std::size_t>(rgba_by_class.size(), kColors);
  const auto channel = [](std::uint32_t color, std::size_t c) {
    return static_cast<float>((color >> (8 * c)) & 0xff) / 255.0f;
  };
  for (std::size_t i = 0; i < color_count_; ++i)
    for (std::size_t c = 0; c < 4; ++c) {
      colors_[i * 4 + c] = channel(rgba_by_class[i], c);
      edges_[i * 4 + c] = channel(edges_by_class[i], c);
    }
}

void GraphicsGl::set_point_shapes(std::span<const PointShape> by_class) {
  shape_count_ = std::min(by_class.size(), kShapes);
  reach_ = 1;
  for (std::size_t i = 0; i < shape_count_; ++i) {
    const PointShape& shape = by_class[i];
    corner_counts_[i] = std::clamp(shape.corners, 0, PointShape::kMostCorners);
    std::ranges::copy(shape.xy, corners_ + i * shape.xy.size());
    for (std::size_t c = 0; c < static_cast<std::size_t>(corner_counts_[i]); ++c)
      reach_ = std::max(reach_, std::hypot(shape.xy[2 * c], shape.xy[2 * c + 1]));
  }
}

void GraphicsGl::draw_points(std::size_t cloud, const PointStyle& style, int framebuffer_width,
                             int framebuffer_height) {
  const Cloud& drawn = clouds_[cloud];
  if (program_ == 0 || drawn.count == 0 || style.x1 == style.x0 || style.y1 == style.y0 || framebuffer_width <= 0 ||
      framebuffer_height <= 0)
    return;
  ask_of_program();
  if (program_ == 0) return;
  const auto width = static_cast<float>(framebuffer_width), height = static_cast<float>(framebuffer_height);
  // data -> framebuffer pixels (y down) -> clip space (y up), as one scale and one offset.
  const float px = (style.px1 - style.px0) / (style.x1 - style.x0);
  const float py = (style.py0 - style.py1) / (style.y1 - style.y0);
  const float sx = px * 2 / width, sy = -py * 2 / height;
  const float ox = (style.px0 - style.x0 * px) * 2 / width - 1;
  const float oy = 1 - (style.py1 - style.y0 * py) * 2 / height;

  float colors[kColors * 4], edges[kColors * 4];
  std::copy(std::begin(colors_), std::end(colors_), colors);
  std::copy(std::begin(edges_), std::end(edges_), edges);
  for (std::size_t i = 0; i < kColors; ++i) colors[i * 4 + 3] *= style.opacity, edges[i * 4 + 3] *= style.opacity;
  const bool shaped = style.shaped && shape_count_ > 0;

  // The whole framebuffer is the viewport and the scissor cuts: a disc whose middle lies outside the map still shows
  // its inner part, which a viewport of the map's size would drop.
  const int left = static_cast<int>(std::floor(style.cx0)), top = static_cast<int>(std::floor(style.cy0));
  const int right = static_cast<int>(std::ceil(style.cx1)), bottom = static_cast<int>(std::ceil(style.cy1));
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
  glUniform4fv(uniform_edges_, kColors, edges);
  glUniform1f(uniform_edge_, style.edge);
  glUniform1f(uniform_reach_, shaped ? reach_ : 1.0f);
  glUniform1ui(uniform_shape_count_, shaped ? static_cast<GLuint>(shape_count_) : 0u);
  glUniform2fv(uniform_corners_, kShapes * PointShape::kMostCorners, corners_);
  glUniform1iv(uniform_corner_counts_, kShapes, corner_counts_);
  glBindVertexArray(drawn.vertex_array);
  glDrawArrays(GL_POINTS, 0, drawn.count);
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

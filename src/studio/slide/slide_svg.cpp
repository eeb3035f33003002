#include "studio/slide/slide_svg.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <span>
#include <string_view>

#include "data/base64.h"
#include "data/png.h"
#include "text/markup.h"

namespace hourglass {
namespace {

bool seen(ImU32 color) { return (color >> 24) != 0; }

/// ` fill="#rrggbb"`, with `fill-opacity` where it is not opaque; "none" for a colour that is not seen.
std::string paint(std::string_view what, ImU32 color) {
  const std::string name(what);
  if (!seen(color)) return " " + name + "=\"none\"";
  char text[16];
  std::snprintf(text, sizeof text, "#%02x%02x%02x", color & 0xff, color >> 8 & 0xff, color >> 16 & 0xff);
  std::string out = " " + name + "=\"" + text + "\"";
  if (color >> 24 != 0xff)
    out += " " + name + "-opacity=\"" + markup_number(static_cast<float>(color >> 24) / 255) + "\"";
  return out;
}

std::string edge(ImU32 color, float width) {
  if (!seen(color) || width <= 0) return {};
  return paint("stroke", color) + " stroke-width=\"" + markup_number(width) + "\"";
}

std::string places(std::span<const ImVec2> points) {
  std::string out;
  for (const ImVec2& p : points) out += (out.empty() ? "" : " ") + markup_number(p.x) + "," + markup_number(p.y);
  return out;
}

std::string box(const Rect& r) {
  return " x=\"" + markup_number(r.x) + "\" y=\"" + markup_number(r.y) + "\" width=\"" + markup_number(r.w) +
         "\" height=\"" + markup_number(r.h) + "\"";
}

struct SvgWriter {
  std::string out;
  int clips = 0;
  bool clipped = false;

  void operator()(const SlideText& t) {
    constexpr std::array<std::string_view, 3> kAnchors = {"start", "middle", "end"};
    out += "<text x=\"" + markup_number(t.at.x) + "\" y=\"" + markup_number(t.at.y) + "\" font-size=\"" +
           markup_number(t.size) + "\"";
    if (t.anchor != SlideText::Anchor::start)
      out += " text-anchor=\"" + std::string(kAnchors[static_cast<std::size_t>(t.anchor)]) + "\"";
    if (t.strong) out += " font-weight=\"600\"";
    if (t.upright) out += " transform=\"rotate(-90 " + markup_number(t.at.x) + " " + markup_number(t.at.y) + ")\"";
    if (seen(t.halo)) out += edge(t.halo, 0.25f * t.size) + " stroke-linejoin=\"round\" paint-order=\"stroke\"";
    out += paint("fill", t.color) + ">" + escaped_markup(t.text) + "</text>\n";
  }
  void operator()(const SlideLine& line) {
    if (line.points.empty() || !seen(line.color)) return;
    out += "<polyline points=\"" + places(line.points) + "\" fill=\"none\"" + edge(line.color, line.width);
    if (line.dash > 0) out += " stroke-dasharray=\"" + markup_number(line.dash) + "\"";
    out += " stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n";
  }
  void operator()(const SlideShape& shape) {
    if (shape.corners.empty()) return;
    out += "<polygon points=\"" + places(shape.corners) + "\"" + paint("fill", shape.fill) +
           edge(shape.edge, shape.edge_width) + "/>\n";
  }
  void operator()(const SlideCircle& circle) {
    out += "<circle cx=\"" + markup_number(circle.at.x) + "\" cy=\"" + markup_number(circle.at.y) + "\" r=\"" +
           markup_number(circle.radius) + "\"" + paint("fill", circle.fill) + edge(circle.edge, circle.edge_width) +
           "/>\n";
  }
  void operator()(const SlideImage& image) {
    const auto png = encode_png_rgb(image.rgb, image.width, image.height);
    if (png.empty()) return;
    out += "<image" + box(image.area) + " preserveAspectRatio=\"none\"";
    if (!image.smooth) out += " style=\"image-rendering:pixelated\"";
    out += " href=\"data:image/png;base64," + to_base64(png) + "\"/>\n";
  }
  void operator()(const SlideClip& clip) {
    if (clipped) out += "</g>\n";
    clipped = clip.area.has_value();
    if (!clipped) return;
    const std::string id = "clip" + std::to_string(++clips);
    out +=
        "<clipPath id=\"" + id + "\"><rect" + box(*clip.area) + "/></clipPath>\n<g clip-path=\"url(#" + id + ")\">\n";
  }
};

}  // namespace

std::string to_svg(const Slide& slide) {
  const std::string width = std::to_string(slide.width), height = std::to_string(slide.height);
  SvgWriter writer;
  writer.out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
               width + "\" height=\"" + height + "\" viewBox=\"0 0 " + width + " " + height +
               "\" font-family=\"Inter, Helvetica, Arial, sans-serif\">\n<title>" + escaped_markup(slide.title) +
               "</title>\n<rect width=\"" + width + "\" height=\"" + height + "\"" + paint("fill", slide.ground) +
               "/>\n";
  for (const SlideItem& item : slide.items) std::visit(writer, item);
  writer(SlideClip{});
  return writer.out + "</svg>\n";
}

}  // namespace hourglass

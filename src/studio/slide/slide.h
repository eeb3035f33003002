// Slide: a picture for a slide or a page of print, described once as text, lines, shapes and images, and written as SVG
// (slide_svg.h) or as PNG (slide_png.h). Map, loss chart and sweep are drawn anew here rather than read off the screen:
// a saved picture has a title, axes and a legend, no buttons, and the size that a slide needs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "studio/ui/colors.h"
#include "studio/ui/fonts.h"
#include "studio/ui/rect.h"
#include "studio/ui/words.h"

namespace hourglass {

/// A colour of 0 (no opacity) draws nothing. Lengths are pixels, y down.
struct SlideText {
  enum class Anchor : std::uint8_t { start, middle, end };
  ImVec2 at;  ///< on the baseline; which part of the text stands there says `anchor`
  Said text;
  float size = 24;  ///< of the em
  ImU32 color = 0;
  Anchor anchor = Anchor::start;
  bool strong = false;
  bool upright = false;  ///< turned a quarter to the left, read from below: the name of an axis that goes up
  ImU32 halo = 0;        ///< a rim round the letters, which lets them be read over points
};

/// A line through all points, with round ends and corners.
struct SlideLine {
  std::vector<ImVec2> points;
  ImU32 color = 0;
  float width = 2;
  float dash = 0;  ///< length of the dashes and of the gaps between them; 0: unbroken
};

struct SlideShape {
  std::vector<ImVec2> corners;
  ImU32 fill = 0, edge = 0;
  float edge_width = 0;  ///< half of it within the shape
};

struct SlideCircle {
  ImVec2 at;
  float radius = 4;
  ImU32 fill = 0, edge = 0;
  float edge_width = 0;
};

struct SlideImage {
  Rect area;
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgb;  ///< (height, width, 3)
  bool smooth = false;            ///< otherwise every pixel is a sharp square
};

/// Items after this one are cut to `area`, until the next SlideClip; without an area they are cut no more.
struct SlideClip {
  std::optional<Rect> area;
};

using SlideItem = std::variant<SlideText, SlideLine, SlideShape, SlideCircle, SlideImage, SlideClip>;

struct Slide {
  int width = 1600, height = 1000;
  ImU32 ground = rgb(0xffffff);
  MoreLetters more = {};  ///< letters of its texts that Inter has not
  Said title = {};        ///< what the picture is called where it is not seen (SVG's <title>)
  std::vector<SlideItem> items = {};

  void add(SlideItem item) { items.push_back(std::move(item)); }
};

/// Inter's line in its em. Dear ImGui measures letters by their line, SVG and print by their em, and so does a slide.
inline constexpr float kLineOfEm = 1.21f;

/// Corners of a rectangle, for SlideShape.
std::vector<ImVec2> corners_of(const Rect& area);

/// Width of the text as a slide draws it, by the interface's own letters. `fonts`: Ui::fonts.
float slide_text_width(const Fonts& fonts, std::string_view text, float size, bool strong = false);

}  // namespace hourglass

// From a photograph, a scan or a screenshot to the drawing upon it: the paper's light and shadows, the lines of ruled
// paper, specks, the table beneath and the frame around are taken away; what is left is ink as a pen on the pad leaves
// it.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <vector>

#include "data/framing.h"
#include "data/picture.h"
#include "math/error.h"

namespace hourglass {

/// Whether the drawing is darker or lighter than what it is drawn on; `automatic` looks at what surrounds it.
enum class InkTone { automatic, dark, light };

/// The side at which a photograph is read, in pixels: longer ones are shrunk to it first.
inline constexpr int kPhotographSide = 512;

struct PhotographOptions {
  InkTone tone = InkTone::automatic;
  bool remove_lines = true;
  int side = kPhotographSide;  ///< less is faster: for a picture that is still being cropped
};

/// What is drawn in a photograph, and how it was found.
struct FoundDrawing {
  int width = 0, height = 0;
  std::vector<float> ink;  ///< (height, width), 0 none to 1 full; nothing but the drawing
  bool light = false;      ///< it was lighter than its ground
  int lines = 0;           ///< pixels of ruled lines that were taken away
  bool others = false;     ///< there are other drawings, far from this one
  InkView view() const { return {ink, width, height}; }
};

/// The drawing within `crop` of the picture (pixel-edge coordinates; what lies outside the picture is cut off). Error:
/// nothing is drawn there. Of drawings that lie far apart the largest near the crop's middle is taken.
///
/// The ground is the closing of Serra 1982 (data/ground.h), at the finest scale that still fills the strokes; ink is
/// its share of light that the picture lacks, so that a shadow, which dims paper and ink alike, does not matter. Ink
/// and grain are told apart by the threshold of Otsu 1979 above a floor from the median absolute deviation. Strokes of
/// a fine pen are made as thick as those that a network knows.
std::expected<FoundDrawing, Error> find_drawing(const Picture& picture, Rectangle crop,
                                                const PhotographOptions& options = {});
/// The same of the whole picture.
std::expected<FoundDrawing, Error> find_drawing(const Picture& picture, const PhotographOptions& options = {});

/// A picture that needs no such care: as small as an image of a set, or drawn on a ground that is black to the last
/// pixel of its border. frame_picture() takes it as it is.
bool is_plain(const Picture& picture);

struct ReadPicture {
  Image image{};
  Sentence note;  ///< what the person should know of it; may be empty
};

/// As a network sees it: what find_drawing() finds within `crop`, by frame_ink().
std::expected<ReadPicture, Error> read_picture(const Picture& picture, Rectangle crop, const PhotographOptions& options,
                                               const FramingOptions& framing);
/// The whole picture: a plain one by frame_picture(), any other as above.
std::expected<ReadPicture, Error> read_picture(const Picture& picture, const PhotographOptions& options = {},
                                               const FramingOptions& framing = {});

/// A picture with transparent parts on an opaque ground: black under light ink and white under dark. `grey` and `alpha`
/// (height, width); sizes that disagree give an empty picture.
Picture on_opaque_ground(Picture grey, std::span<const std::uint8_t> alpha);

}  // namespace hourglass

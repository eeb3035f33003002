// CroppedPicture: the memory of the sheet that shows a picture before it is taken to the pad: the picture, what the
// person has chosen of it, and what was read of that.
#pragma once

#include <cstdint>
#include <optional>

#include "data/photograph.h"
#include "studio/ink/crop.h"
#include "studio/tiles/tile_texture.h"

namespace hourglass {

struct CroppedPicture {
  Picture picture;
  std::uint64_t version = 0;  ///< grows with every picture
  Rectangle crop;             ///< in the picture's pixels
  InkTone tone = InkTone::automatic;
  bool remove_lines = true;

  CropPart held = CropPart::none;
  Rectangle held_crop;  ///< the crop when it was taken hold of

  /// What the choices above were when `read` was made of them.
  struct Choices {
    std::uint64_t version = 0;
    Rectangle crop;
    InkTone tone = InkTone::automatic;
    bool remove_lines = true;
    int side = 0;
    bool as_mnist = true;
    int box = 0;
    bool operator==(const Choices&) const = default;
  };
  Choices read_of;
  ReadPicture read;
  Sentence failed;            ///< why there is nothing to take; empty: there is
  std::uint64_t reading = 0;  ///< grows with every new reading

  TileTexture shown, image;

  CropLimits limits() const { return {static_cast<double>(picture.width), static_cast<double>(picture.height), 32}; }
};

}  // namespace hourglass

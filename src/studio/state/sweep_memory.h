// What the sweep remembers: its two ranges, the pictures made so far, the tile that was chosen. Drawing is in
// sweep.cpp.
#pragma once

#include <cstdint>
#include <string>

#include "explore/sweep.h"
#include "studio/latent/code_plane.h"
#include "studio/latent/decode_grid.h"
#include "studio/tiles/tile_sheet.h"

namespace hourglass {

struct SweepMemory {
  SweepRange x, y;
  bool chosen = false;        ///< the person set a range; otherwise it follows the data's first codes
  std::string refused_field;  ///< id of the field whose last entry was refused
  std::string refused_text, refused_reason;
  int scale = 1;  ///< index into the PNG's scales

  std::uint64_t followed = 0;  ///< the points that the ranges were last fitted to

  DecodeGrid grid;
  CodePlane plane;            ///< of the grid's codes
  SweepRange made_x, made_y;  ///< of the grid's codes
  int columns = 0, rows = 0;
  int column = -1, row = -1;  ///< chosen tile
  bool taken = false;         ///< to the pad and the map

  TileSheet texture;
};

}  // namespace hourglass

// What the sweep remembers: its two ranges, the pictures made so far, the tile that was chosen. Drawing is in
// sweep.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "explore/sweep.h"
#include "studio/latent/code_plane.h"
#include "studio/latent/decode_grid.h"
#include "studio/tiles/tile_sheet.h"
#include "text/sentence.h"

namespace hourglass {

struct SweepMemory {
  SweepRange x, y;
  /// What the person set, and on which data set: there it holds. On any other the ranges follow the codes.
  SweepRange chosen_x, chosen_y;
  std::optional<std::string> chosen_for;  ///< none: nothing was set
  bool quantiles = false;                 ///< of the unit normal, in place of the ranges: of a variational code
  int scale = 1;                          ///< index into the PNG's scales
  bool axes = true;                       ///< saved with its ranges as axes; otherwise the images alone

  std::uint64_t followed = 0;    ///< the points that the ranges were last fitted to; 0: none
  std::uint32_t of_dataset = 0;  ///< DatasetState::version

  DecodeGrid grid;
  CodePlane plane;            ///< of the grid's codes
  std::vector<float> xs, ys;  ///< values across and up of the grid's codes, lowest first
  int columns = 0, rows = 0;
  int column = -1, row = -1;  ///< chosen tile
  bool taken = false;         ///< to the pad and the map

  TileSheet texture;
};

}  // namespace hourglass

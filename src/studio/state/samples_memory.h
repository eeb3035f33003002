// What the samples panel remembers: held-out images over their reconstructions, the worst ones, the first layer's
// filters. Only memory stands here; drawing is in samples.cpp and weights.cpp.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/protocol.h"
#include "studio/latent/rebuild_list.h"
#include "studio/tiles/tile_texture.h"

namespace hourglass {

struct SamplesMemory {
  enum View : int { held_out, worst, filters };
  int view = held_out;

  std::uint64_t first = 0;            ///< how far the person has leafed through the held-out images
  std::vector<std::uint32_t> places;  ///< held-out places shown, and their labels
  std::vector<std::uint8_t> labels;
  std::uint32_t of_dataset = 0;  ///< of which data the images are
  int picked_count = 0;          ///< how many were picked, and from where
  std::uint64_t picked_first = 0;
  RebuildList list;

  Ticket worst_ticket = 0;
  event::Images worst_images;
  std::uint32_t worst_of_weights = 0;  ///< when they were asked for
  bool worst_wanted = false;

  TileTexture images;
  double painted_at = -1e9;  ///< when the texture was last made
  std::uint64_t painted = 0;

  bool filters_alike = false;
  int filters_page = 0;
  TileTexture filters_texture;
};

}  // namespace hourglass

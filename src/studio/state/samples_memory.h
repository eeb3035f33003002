// What the samples panel remembers: held-out images over their reconstructions, the worst ones, the first layer's
// filters. Only memory stands here; samples_update.h keeps it up to date, samples.cpp and weights.cpp draw it.
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

  // The images shown: of which data and which view they are, their places among the held-out ones, their labels.
  std::uint32_t of_dataset = 0;  ///< 0: of none
  int of_view = held_out;
  std::vector<std::uint32_t> places;
  std::vector<std::uint8_t> labels;
  RebuildList list;

  std::uint64_t first = 0;  ///< how far the person has leafed through the held-out images
  int picked_count = 0;     ///< how many were picked, and from where
  std::uint64_t picked_first = 0;

  Ticket worst_ticket = 0;
  std::uint32_t worst_of_dataset = 0;  ///< whose worst are asked for
  std::uint32_t worst_of_weights = 0;  ///< when they were asked for
  bool worst_wanted = false;

  TileTexture images;
  double painted_at = -1e9;  ///< when the texture was last made
  std::uint64_t painted = 0, painted_images = 0;

  bool filters_alike = false;
  int filters_page = 0;
  TileTexture filters_texture;
};

}  // namespace hourglass

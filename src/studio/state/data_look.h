// DataLook: the memory of the sheet that shows the images in use: what the engine told of them, and the pictures.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/protocol.h"
#include "studio/tiles/tile_texture.h"

namespace hourglass {

struct DataLook {
  Ticket ticket = 0;            ///< of the request that is under way
  std::uint32_t asked_for = 0;  ///< DatasetState::version of the request
  std::uint32_t shown = 0;      ///< ... of what is shown
  std::optional<event::DataSheet> sheet;
  Sentence failed;
  TileTexture texture;
};

}  // namespace hourglass

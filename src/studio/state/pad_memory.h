// PadMemory: what the paint panel remembers: the paper, the tools, what the network made of the painting, the training
// images nearest to it. Kept apart from drawing because the map shows the painting's dot while the pad is out of sight.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/protocol.h"
#include "studio/ink/pad_canvas.h"
#include "studio/ink/pad_reader.h"
#include "studio/tiles/tile_texture.h"

namespace hourglass {

struct PadMemory {
  PadCanvas canvas;
  /// An image that was put there is seen as it is until something is drawn upon it: it is framed already.
  std::vector<std::uint8_t> image;
  std::uint64_t image_canvas = 0;  ///< the canvas's version while it shows just this image
  /// The canvas's version while it shows an image of the set in use (a sample, a tile of the map), not the person's
  /// own.
  std::uint64_t placed_canvas = 0;
  std::string placed_from;           ///< the set's name
  std::string drawing;               ///< the person's own as base64 of a PNG, for the saved state; empty: there is none
  std::uint64_t drawing_canvas = 0;  ///< the canvas's version when that was made
  bool erase = false;
  double brush = 28;
  FramingOptions framing;
  Corruption noise{CorruptionKind::none, 0.3f};
  std::uint64_t noise_seed = 1;

  // The painting as the network takes it, made anew when one of these has changed.
  PadReader reader;
  std::uint64_t read_canvas = 0;
  std::uint32_t read_weights = 0;
  FramingOptions read_framing;
  Corruption read_noise;
  std::uint64_t read_noise_seed = 0;
  std::uint64_t reading = 0;  ///< grows with every new reading; 0: none yet
  double changed_at = -1e9;   ///< when the person last changed the code: the dot pulses for a while
  double painted_at = -1e9;   ///< when the painting itself last changed

  // The five nearest training images.
  Ticket nearest_ticket = 0;
  double nearest_asked_at = -1e9;
  std::uint64_t nearest_asked_for = 0;   ///< the reading
  std::uint32_t nearest_of_dataset = 0;  ///< DatasetState::version
  event::Images nearest;
  double nearest_good_at = -1e9;  ///< when they last belonged to the weights that are shown
  std::uint64_t nearest_version = 0;

  bool opened = false;              ///< the painting that the page opens with is there, or was not wanted
  std::uint64_t samples_taken = 0;  ///< so that pressing a class again brings another image of it

  // The pen of the keyboard.
  float key_x = PadCanvas::kSide / 2.0f, key_y = PadCanvas::kSide / 2.0f;
  bool key_pen_down = false, key_pen_shown = false;
  bool by_pointer = false;  ///< the stroke under way is the pointer's

  TileTexture paper, images, nearest_images;
};

}  // namespace hourglass

// How images of 28x28 look on the page: paper and ink of the theme, pixels of one size where there is room for it.
// Apart from TileTexture, which the panels' memory holds and which knows no theme.
#pragma once

#include <string_view>

#include "studio/tiles/tile_texture.h"
#include "studio/ui/ui.h"
#include "studio/ui/widgets.h"

namespace hourglass {

/// The largest side not above `wanted` (CSS pixels) that gives every pixel of an image the same whole number of device
/// pixels; `wanted` itself where that would cost more than a third of it.
float tile_side(const Ui& ui, float wanted);
/// Whether images drawn at this side want smooth sampling, because their pixels would come out in two sizes.
bool wants_smooth(const Ui& ui, float side);

/// Paper with the part (uv0, uv1) of an ink texture upon it; a texture of 0 leaves the paper blank.
void draw_tiles(Ui& ui, TextureId texture, const Rect& area, ImVec2 uv0 = {0, 0}, ImVec2 uv1 = {1, 1},
                float opacity = 1);

/// White on black, as the images' bytes have it, whatever the theme: where a person asks which of the two is the ink.
void draw_tiles_as_stored(TextureId texture, const Rect& area, ImVec2 uv0, ImVec2 uv1, float opacity = 1);

/// One image of a texture that holds `columns` x `rows` of them.
struct TileOf {
  TextureId texture = 0;
  int columns = 1, rows = 1;
  int column = 0, row = 0;
};
void draw_tile(Ui& ui, const TileOf& tile, const Rect& area, float opacity = 1);
/// The same, recorded in the mirror as an image. `told`: what is on it, for who does not see it.
void tile_image(Ui& ui, std::string_view id, const Words& name, const TileOf& tile, const Rect& area,
                const Words& told = {});
/// The same as something to press.
bool tile_button(Ui& ui, std::string_view id, const Words& name, const TileOf& tile, const Rect& area,
                 bool selected = false, const Note& note = {});

}  // namespace hourglass

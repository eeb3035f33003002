// What a person can do in the recipe beyond setting one value: layers, classes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

/// The most layers that the page adds to an encoder.
inline constexpr std::size_t kMostLayers = 8;

/// The width of layer `layer` (0 are the pixels) as it was typed into the layer's own field, `layer_field(layer)`.
void set_layer_width(Context& ui, std::size_t layer, std::string_view typed);
std::string layer_field(std::size_t layer);
/// A layer before the code, as wide as fits between the two.
void add_layer(Context& ui);
void remove_layer(Context& ui, std::size_t layer);

/// Class `c` of `classes` takes part or no more.
void toggle_class(Context& ui, std::size_t c, std::size_t classes);

}  // namespace hourglass

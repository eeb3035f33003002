// The three maps of the same images: the network's codes, PCA, t-SNE. What each is called, what decodes its places,
// where the painting stands on it, and what the engine is asked for.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

inline constexpr std::array<Key, kMapKinds> kMapKindNames = {"Autoencoder", "PCA", "t-SNE"};
inline constexpr std::array<std::string_view, kMapKinds> kMapKindKeys = {"autoencoder", "pca", "tsne"};
inline Key map_kind_name(MapKind kind) { return kMapKindNames[static_cast<std::size_t>(kind)]; }

/// The map of a kind that the engine lays out: PCA's or t-SNE's.
ImageMap& image_map(MapMemory& map, MapKind kind);
const ImageMap& image_map(const MapMemory& map, MapKind kind);
/// The plane of the network's codes, whichever map is shown.
CodePlane& code_plane(MapMemory& map);
/// The points are those of the map that is chosen: while it is drawn for the first time they are still another's.
bool laid_out(const MapMemory& map);

/// What makes images of the places of the map that is shown, and a number that is another one for other weights: the
/// run's network, or PCA, which is a tied linear network (Baldi & Hornik 1989). None of t-SNE, nor while there are
/// neither weights nor axes.
struct MapDecoder {
  const Network* network = nullptr;
  std::uint64_t version = 0;
  explicit operator bool() const { return network != nullptr; }
};
MapDecoder map_decoder(const State& state);
/// The network that PCA is: 784 pixels in [0,1] to two numbers and back. mean (784), axes (2, 784).
Network linear_network(std::span<const float> mean, std::span<const float> axes);

/// Why there is nothing between two places, and nothing to sweep, on a map by t-SNE.
Sentence why_no_way_back();

/// The painting's place on the map that is shown, as a code; empty without one.
std::vector<float> painting_code(const State& state);

/// The engine lays one out, and has not said that it is done: until the next frame hears it, that word waits among the
/// answers.
bool maps_under_way(const State& state);

/// Once a frame: asks for the maps that are wanted, hears what came, lays out the one that is shown.
void update_image_maps(Context& ui);
/// t-SNE anew, with the perplexity as it is now; or as it is, without going on.
void draw_tsne(Context& ui);
void stop_tsne(Context& ui);

}  // namespace hourglass

// ImageMap: a map that the engine lays out of the images themselves, by PCA or t-SNE: the same images as the code
// map's, so that its points can glide from one to the other.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/protocol.h"
#include "model/network.h"

namespace hourglass {

/// Which of the three maps of the same images is shown.
enum class MapKind : int { autoencoder, pca, tsne };
inline constexpr int kMapKinds = 3;

struct ImageMap {
  // What was asked for.
  Ticket ticket = 0;             ///< of the MakeMap under way; 0: none is
  std::uint32_t of_dataset = 0;  ///< DatasetState::version; 0: none was asked for
  command::Subset subset = command::Subset::held_out;
  Sentence failed;  ///< why none came

  // What was told.
  std::vector<float> places;  ///< (n, 2); empty: none yet
  std::uint32_t version = 0;  ///< grows with every news of the places
  std::uint32_t drawn = 0;    ///< grows with every map that is begun
  bool done = false;
  double prepared = 0;  ///< of what comes before the first iteration, 0 to 1
  int iteration = 0, iterations = 0;
  double perplexity = 0, divergence = 0;
  std::vector<float> errors;       ///< of PCA: event::MapDrawn::errors
  std::optional<Network> decoder;  ///< of PCA: a tied linear network that decodes places, which PCA is

  bool under_way() const { return ticket != 0; }
};

/// What was measured of a map of the held-out images (explore/map_quality.h).
struct MapFigures {
  Ticket ticket = 0;           ///< of the MeasureMap under way
  std::uint64_t asked_of = 0;  ///< the places' version
  std::uint64_t told_of = 0;   ///< likewise of what stands below; 0: nothing was measured
  double neighbour_accuracy = 0, trustworthiness = 0, continuity = 0;
  bool labelled = false;
};

}  // namespace hourglass

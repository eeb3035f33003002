// Tsne: t-distributed stochastic neighbour embedding (van der Maaten & Hinton 2008): a map on which images that are
// near to each other stay near. It has no decoder and no place for an image that it has not seen, which is what an
// autoencoder's code map is set against.
//
// Attraction runs over the k nearest neighbours, repulsion over all points by ParticleMesh; step sizes, momentum, gains
// and early exaggeration are those of van der Maaten 2014, the learning rate that of Belkina et al. 2019.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "explore/affinities.h"
#include "explore/neighbour_graph.h"
#include "explore/particle_mesh.h"
#include "math/matrix.h"

namespace hourglass {

struct TsneOptions {
  double perplexity = 30;  ///< cut to a third of the other points
  int iterations = 1000;
  std::uint32_t seed = 1;  ///< for points whose principal axes leave them in one place
};

class Tsne {
 public:
  /// points (n, d): the leading principal coordinates of the images, largest variance first; n and d may be 0. The map
  /// depends on neither `pool` (nullptr: this thread) nor how its work is cut into slices.
  Tsne(Matrix points, const TsneOptions& options, ThreadPool* pool = nullptr);

  /// Works until `pause` returns true (asked between pieces of a few milliseconds) or the map is done. True when done.
  bool work(const std::function<bool()>& pause);

  int iteration() const { return iteration_; }
  int iterations() const { return options_.iterations; }
  /// Of finding neighbours, which comes before the first iteration: 0 to 1.
  double preparation() const;
  double perplexity() const { return options_.perplexity; }  ///< as it was cut
  /// (n): the map so far; the start until there are iterations.
  std::span<const float> x() const { return x_; }
  std::span<const float> y() const { return y_; }
  /// The Kullback-Leibler divergence of the map's neighbourhoods from the images', in nats, over all p_ij: what is made
  /// small (without exaggeration). 0 before the neighbours are known.
  double divergence();

 private:
  /// The affinities as attract() reads them. It takes longer to fetch them than to compute with them, so columns are
  /// narrow where the points are few enough; each row is filled up to whole vectors by links of a point to itself, of
  /// 0.
  struct Links {
    std::vector<std::size_t> begins;  ///< (n + 1), of each row's entries
    std::variant<std::vector<std::uint16_t>, std::vector<std::uint32_t>> columns;
    std::vector<float> values;
  };
  template <class Column>
  static Links links_of(const Affinities& affinities);

  void start();
  void iterate();
  void pair_places();
  template <class Column>
  void attract(std::size_t begin, std::size_t end, const Column* columns);
  template <class Task>
  void run(int parts, const Task& task);

  Matrix points_;
  TsneOptions options_;
  ThreadPool* pool_;
  std::optional<NeighbourSearch> search_;
  std::optional<ParticleMesh> mesh_;
  Links links_;
  bool ready_ = false;  ///< the affinities are there
  int iteration_ = 0;
  std::vector<float> x_, y_;            ///< (n)
  std::vector<float> places_;           ///< (n, 2): the map so far, x and y side by side
  std::vector<float> next_x_, next_y_;  ///< (n): the attraction, then the place after the iteration
  std::vector<float> push_x_, push_y_;  ///< (n): of the repulsion, times Z
  std::vector<float> step_x_, step_y_;  ///< (n): the last update
  std::vector<float> gain_x_, gain_y_;  ///< (n)
};

}  // namespace hourglass

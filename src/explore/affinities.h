// Affinities: how near the images are to each other, as t-SNE sees it (van der Maaten & Hinton 2008): probabilities
// p_ij of being neighbours, from distances, with a width for each image at which it has as many neighbours as the
// perplexity says.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explore/neighbour_graph.h"

namespace hourglass {

/// A sparse symmetric matrix with zeros on its diagonal, row by row; all its entries sum to 1.
struct Affinities {
  std::vector<std::size_t> begins;  ///< (n + 1), of each row's entries
  std::vector<std::uint32_t> columns;
  std::vector<float> values;
};

/// p_j|i of one image from the squared distances of its neighbours, nearest first: proportional to exp(-beta d^2), with
/// the beta whose entropy is the perplexity's. A perplexity that they cannot reach makes all of them equal.
void neighbour_probabilities(std::span<const float> squares, double perplexity, std::span<float> into);

/// p_ij = (p_j|i + p_i|j) / 2n of the graph's neighbours (equation 1 and what follows it).
Affinities make_affinities(const NeighbourGraph& graph, double perplexity, ThreadPool* pool = nullptr);

}  // namespace hourglass

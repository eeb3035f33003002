// ParticleMesh: how all points of a map push each other apart in t-SNE. Of n points the n^2 kernels are split in two
// (as in Hockney & Eastwood 1988, "particle-particle, particle-mesh"): a smooth part, whose sum over all points is one
// convolution on a grid by FFT, and a rest that reaches no farther than two and a half cells and is summed over the
// pairs that are so near. Grid and reach grow with the map, so that both stay in proportion to n.
//
// With K(r) = 1 / (1 + r^2), s = r^2 and the reach s0: K = smooth + near, where near = q^3 K inside the reach, 0
// outside, and q = (s0 - s) / (1 + s0). The smooth part is the third Taylor polynomial of K around s0: it joins K with
// two continuous derivatives.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "explore/fft.h"

namespace hourglass {

class ThreadPool;

class ParticleMesh {
 public:
  /// For maps of `points`. The results do not depend on `pool` (nullptr: this thread).
  explicit ParticleMesh(std::size_t points, ThreadPool* pool = nullptr);

  /// x, y (n): finite. Writes sum over j of K^2 (x_i - x_j) to fx, and the same of y to fy (n), and returns the sum of
  /// K over all pairs of two different points, each counted twice (van der Maaten 2014: F_rep Z^2, and Z).
  double repel(std::span<const float> x, std::span<const float> y, std::span<float> fx, std::span<float> fy);

  /// The two halves of repel(): place() sorts the points and spreads them over the grid, on the thread that calls it
  /// alone, so that others may do something else meanwhile; push() finds the rest of the points that were placed.
  void place(std::span<const float> x, std::span<const float> y);
  double push(std::span<float> fx, std::span<float> fy);

 private:
  struct Box {
    float x = 0, y = 0;  ///< of the grid's first node
    float cell = 1;      ///< between two nodes
    float reach = 0;     ///< of the near part
  };
  void choose_box(std::span<const float> x, std::span<const float> y);
  void make_kernel();
  void convolve();
  /// Of the points in a row of bins: potential and push, by the grid and by near pairs. Returns the potentials' sum.
  double gather(int row, std::span<float> fx, std::span<float> fy) const;
  template <class Task>
  void run(int parts, const Task& task);

  ThreadPool* pool_;
  int nodes_;   ///< of the grid, each way
  Fft fft_;     ///< of twice as many, so that the ends do not feel each other
  int halves_;  ///< frequencies of a real column: length / 2 + 1
  int blocks_;  ///< of Fft::kColumns columns each
  Box box_;

  int bins_;                             ///< each way, of a side of half the reach
  std::vector<std::uint32_t> bin_of_;    ///< (n)
  std::vector<std::uint32_t> bin_ends_;  ///< (bins^2), into the sorted points; a bin begins where the last one ends
  std::vector<std::uint32_t> order_;     ///< which point stands where among the sorted ones
  std::vector<float> x_, y_;             ///< (n and kLanes a row of bins): sorted by bins, row by row
  std::vector<float> density_;           ///< (nodes, nodes); then the potential
  std::vector<float> re_, im_;           ///< (length / 2 + 1 padded, nodes): transformed along y alone
  std::vector<float> kernel_;            ///< (length, length / 2 + 1 padded), of kernel_cell_
  float kernel_cell_ = -1;
  std::vector<double> sums_;
};

/// The same by all pairs, in double: what the mesh is tested against, and as quick for few points.
double repel_reference(std::span<const float> x, std::span<const float> y, std::span<float> fx, std::span<float> fy);

}  // namespace hourglass

// A network is a spec and one block of parameters; where each layer's weights and biases lie in the block is said by
// its layout. Inference stands here; training's forward and backward stand in model/backpropagation.h.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <vector>

#include "math/error.h"
#include "math/gemm.h"
#include "math/matrix.h"
#include "math/random.h"
#include "math/sparse.h"
#include "model/network_spec.h"

namespace hourglass {

/// Offsets (in floats) into the parameter block. Layer l maps width in to width out; `weights` is (in, out) row by row.
struct LayerLayout {
  int in = 0, out = 0;
  std::size_t weights = 0;  ///< for a tied decoder layer: the encoder layer's weights, read transposed
  std::size_t bias = 0;     ///< (out)
  bool transposed = false;  ///< the weights are stored (out, in): a tied decoder layer
  Activation activation = Activation::linear;
};

struct ParameterLayout {
  std::vector<LayerLayout> encoder;         ///< pixels to code
  std::vector<LayerLayout> decoder;         ///< code to pixels
  std::optional<LayerLayout> log_variance;  ///< of a variational code, from what the encoder's last layer reads
  std::size_t weights = 0;                  ///< the first so many floats are weights, the rest biases
  std::size_t size = 0;                     ///< floats in the block
};

/// Checks widths (1 to 8 layers, 1 to 2048 units, code 1 to 256, 784 first); the sentence names the wrong one.
std::expected<void, Error> validate(const NetworkSpec& spec);

/// Widths must be positive; that the first is 784 is for validate() to ask, not for the arithmetic.
ParameterLayout make_layout(const NetworkSpec& spec);

struct Network {
  NetworkSpec spec;
  ParameterLayout layout;
  std::vector<float> parameters;  ///< layout.size floats
};

/// A network of the valid `spec` with weights drawn from `random` by its initialisation (model/network_spec.h): layer
/// by layer from the pixels on, so that the same seed gives the same network.
Network make_network(const NetworkSpec& spec, Random& random);

/// Activations between layers, grown at first use and kept. One for each caller.
struct InferenceScratch {
  std::vector<float> ping, pong, hidden;
  SparseBatch sparse;
  GemmScratch gemm;
};

/// pixels (n, 784) in the spec's pixel range -> codes (n, k).
void encode(const Network& network, ConstMatrixView pixels, MatrixView codes, InferenceScratch& scratch,
            ThreadPool* pool = nullptr);

/// As encode(), of a variational network (asserted): pixels (n, 784) -> means, which are its codes, and the logarithms
/// of their variances (n, k).
void encode_spread(const Network& network, ConstMatrixView pixels, MatrixView means, MatrixView log_variances,
                   InferenceScratch& scratch, ThreadPool* pool = nullptr);

/// codes (n, k) -> pixels (n, 784) in the spec's pixel range, not clamped.
void decode(const Network& network, ConstMatrixView codes, MatrixView pixels, InferenceScratch& scratch,
            ThreadPool* pool = nullptr);

}  // namespace hourglass

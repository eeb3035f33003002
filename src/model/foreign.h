// Networks of other programs: which of a file's arrays is which dense layer, told by names and sizes as PyTorch, Keras
// and NumPy save them. Apart from model/file.h, which knows the names that Hourglass gives.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "math/error.h"
#include "model/network.h"
#include "model/safetensors.h"

namespace hourglass {

/// y = f(x W + b), as it was found in a file.
struct DenseLayer {
  const Tensor* weights = nullptr;  ///< W (in, out), row by row; (out, in) where `out_first`, as PyTorch has it
  const Tensor* bias = nullptr;     ///< b (out); null: none, which is zeros
  int in = 0, out = 0;
  bool out_first = false;
};

/// What a file may say about a network besides its weights; arrays alone say none of it.
struct ForeignActivations {
  std::optional<Activation> hidden = {}, code = {}, output = {};
  std::optional<PixelRange> pixels = {};
};

/// The dense layers that were found. Of encoder and decoder one may be empty: then the other's weights are used in its
/// place, transposed. The tensors must outlive it.
struct FoundLayers {
  std::vector<DenseLayer> encoder = {};          ///< pixels to code
  std::vector<DenseLayer> decoder = {};          ///< code to pixels
  std::optional<DenseLayer> log_variance = {};   ///< of a variational code; the encoder's last layer gives the means
  std::vector<const Tensor*> other_biases = {};  ///< where one of the two is empty: of its layers, null for none
  bool shared_biases = false;                    ///< the decoder's hidden layers have none and use the encoder's
  std::vector<Sentence> notes = {};              ///< what else was decided, for the person
};

struct ForeignNetwork {
  Network network;
  ForeignActivations said;         ///< by the file; what it does not say is a guess: relu, linear, sigmoid, 0 to 1
  std::vector<Sentence> taken_as;  ///< for the person: the network, then each layer and the arrays it was made of
};

/// Names and shapes alone, so that values need not be read before it is known that they are wanted; `values` of the
/// tensors are not looked at. Errors, each with the array's name: what belongs to no dense layer (convolution, batch
/// normalisation, recurrent layers), a bias that fits no layer, layers that make no way from 784 pixels to a code and
/// back by the same widths.
std::expected<FoundLayers, Error> find_layers(std::span<const Tensor> tensors);

/// Decoder weights that are exactly the encoder's, transposed, become tied ones. Errors: a network that validate()
/// refuses.
std::expected<ForeignNetwork, Error> make_foreign(const FoundLayers& layers, const ForeignActivations& said);

/// Both at once. `values` fill the shapes (asserted).
std::expected<ForeignNetwork, Error> recognise_network(std::span<const Tensor> tensors);

/// {784, 128, 2} -> "784-128-2-128-784".
std::string mirrored_widths(const std::vector<int>& encoder);

}  // namespace hourglass

#include "model/layer_candidates.h"

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace hourglass {
namespace {

constexpr std::int64_t kSide = 28;
constexpr std::int64_t kMostExtent = 1'000'000;

std::int64_t product(std::span<const std::int64_t> shape) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 1 || size > kMostExtent || count > std::numeric_limits<std::int64_t>::max() / size) return 0;
    count *= size;
  }
  return count;
}

/// An error for what belongs to no dense layer, by its name.
std::expected<void, Error> check_kind(const Tensor& tensor, const ArrayName& name) {
  const Argument array = array_in_quotes(tensor.name);
  const bool counted =
      (name.has("running") || name.has("moving")) && (name.has("mean") || name.has("var") || name.has("variance"));
  if (counted || name.has("gamma") || name.has("batchnorm") || (name.has("num") && name.has("batches"))) {
    return fail(
        "The array {0} is part of a batch normalisation, which networks here do not have: only dense layers, their "
        "weights and biases, can be taken in.",
        array);
  }
  for (const std::string_view word : {"lstm", "gru", "rnn", "hh", "ih", "recurrent"}) {
    if (name.has(word))
      return fail(
          "The array {0} is part of a recurrent layer, which networks here do not have: only dense layers, their "
          "weights and biases, can be taken in.",
          array);
  }
  const bool named_conv =
      std::ranges::any_of(name.words, [](const std::string& word) { return word.starts_with("conv"); });
  if (tensor.shape.size() == 4 || tensor.shape.size() == 5 || (tensor.shape.size() >= 3 && named_conv)) {
    return fail(
        "The array {0} is the kernel of a convolution, which networks here do not have: only dense layers, their "
        "weights and biases, can be taken in.",
        array);
  }
  return {};
}

/// An optimizer's memory and counters say nothing about the network.
bool is_passed_over(const Tensor& tensor, const ArrayName& name) {
  const bool optimizer =
      std::ranges::any_of(name.words, [](const std::string& w) { return w.starts_with("optim") || w == "adam"; });
  return optimizer || tensor.shape.empty();
}

/// Images of 28 x 28 as two dimensions become 784.
std::expected<LayerCandidate, Error> as_candidate(const Tensor& tensor, ArrayName name, std::size_t place) {
  std::vector<std::int64_t> shape = tensor.shape;
  if (product(shape) == 0)
    return fail("The array {0} has no size that a layer could have.", array_in_quotes(tensor.name));
  const bool bias = name.bias;
  if (bias && shape.size() == 2 && (shape[0] == 1 || shape[1] == 1 || (shape[0] == kSide && shape[1] == kSide)))
    shape = {shape[0] * shape[1]};
  if (shape.size() == 3) {
    if (shape[0] == kSide && shape[1] == kSide) {
      shape = {kSide * kSide, shape[2]};
    } else if (shape[1] == kSide && shape[2] == kSide) {
      shape = {shape[0], kSide * kSide};
    }
  }
  if (shape.size() > 2) {
    return fail("The array {0} has {1} dimensions; the weights of a dense layer have two, its biases one.",
                array_in_quotes(tensor.name), shape.size());
  }
  LayerCandidate candidate{.tensor = &tensor, .name = std::move(name), .place = place};
  candidate.bias = shape.size() == 1;
  candidate.rows = candidate.bias ? 1 : static_cast<int>(shape[0]);
  candidate.cols = static_cast<int>(shape.back());
  return candidate;
}

}  // namespace

std::expected<std::optional<LayerCandidate>, Error> layer_candidate(const Tensor& tensor, std::size_t place) {
  ArrayName name(tensor.name);
  if (auto kind = check_kind(tensor, name); !kind) return std::unexpected(kind.error());
  if (is_passed_over(tensor, name)) return std::nullopt;
  return as_candidate(tensor, std::move(name), place);
}

}  // namespace hourglass

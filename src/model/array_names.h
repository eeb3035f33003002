// What people and programs call a layer's arrays, "encoder.0.weight", "dense_1/kernel:0", "W2", "arr_3": cut into words
// and numbers, so that layers can be put in order and weights find their biases.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/sentence.h"

namespace hourglass {

struct ArrayNamePart {
  std::string word;  ///< in small letters; may be empty
  long number = -1;  ///< that follows the word; -1: none
  auto operator<=>(const ArrayNamePart&) const = default;
};

/// "decoder.10.weight" -> decoder 10, weight. Compared part by part such names stand in natural order, "dense" before
/// "dense_1".
std::vector<ArrayNamePart> parts_of_array_name(std::string_view name);

enum class NamedRole { encoder, none, decoder };

struct ArrayName {
  explicit ArrayName(std::string_view name);

  std::vector<ArrayNamePart> parts;
  std::vector<ArrayNamePart> layer;  ///< parts without the words for weights and biases: equal for both of a layer
  std::vector<std::string> words;    ///< of the parts, without their numbers
  NamedRole role = NamedRole::none;  ///< of "enc1", "autoencoder.decoder.0"
  bool bias = false;                 ///< "bias", "b1"
  bool log_variance = false;         ///< "fc_logvar", "z_log_var"

  /// Whether one of `words` is this one.
  bool has(std::string_view word) const;
};

/// The name in the language's quotes, made safe to show: printable UTF-8, at most 80 bytes, the end kept when it is
/// longer.
Argument array_in_quotes(std::string_view name);

}  // namespace hourglass

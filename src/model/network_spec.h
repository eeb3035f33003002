// NetworkSpec: everything that says what a network is, before it has weights. Written as the posts write it:
// encoder widths from the 784 pixels to the code; the decoder is the mirror.
#pragma once

#include <string>
#include <vector>

#include "math/activation.h"

namespace hourglass {

/// glorot_uniform: +-sqrt(6 / (in + out)), zero biases. glorot_biases: the same, and biases uniform in +-sqrt(3 / out),
/// as TensorFlow's xavier_initializer treats a vector (the first post). he_normal: sigma sqrt(2 / in), zero biases.
/// truncated_normal: sigma 0.1, redrawn beyond two sigma, zero biases (the second post).
enum class Initialisation { glorot_uniform, glorot_biases, he_normal, truncated_normal };

/// What a byte 0..255 becomes on the way in: 0 -> low, 255 -> high. The posts use 0:1 and -0.5:0.5.
struct PixelRange {
  float low = 0.0f;
  float high = 1.0f;
  bool operator==(const PixelRange&) const = default;
};

struct NetworkSpec {
  std::vector<int> encoder = {784, 128, 32, 2};  ///< 2 to 9 widths: pixels, hidden layers, code
  Activation hidden = Activation::relu;
  Activation code = Activation::linear;
  Activation output = Activation::linear;
  bool tied = true;           ///< decoder weights are the transposed encoder weights
  bool shared_biases = true;  ///< the decoder's hidden layers use the encoder's hidden biases
  bool variational = false;   ///< the encoder gives each number of the code as a normal: model/gaussian_code.h
  Initialisation initialisation = Initialisation::truncated_normal;
  PixelRange pixels = {};

  int layers() const { return static_cast<int>(encoder.size()) - 1; }
  int pixel_count() const { return encoder.front(); }
  int code_width() const { return encoder.back(); }
  bool operator==(const NetworkSpec&) const = default;
};

/// {784, 128, 2} -> "784,128,2", as settings, links and titles write an encoder.
inline std::string widths_text(const std::vector<int>& widths) {
  std::string text;
  for (const int width : widths) text += (text.empty() ? "" : ",") + std::to_string(width);
  return text;
}

}  // namespace hourglass

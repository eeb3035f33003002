// Networks small enough for plain loops, and every combination of what a spec can say.
#pragma once

#include <string>
#include <vector>

#include "model/loss.h"
#include "model/network.h"

namespace hourglass::testing {

struct Combination {
  NetworkSpec spec;
  LossSettings loss;
  std::string name;
};

/// Every hidden, code and output activation, tying, bias sharing and loss, plain, with a code penalty, and with a
/// variational code; widths pixels-4-3-2 stand in spec.encoder.
inline std::vector<Combination> every_combination() {
  const auto word = [](Activation f) {
    constexpr const char* kWords[] = {"linear", "sigmoid", "tanh", "relu", "elu"};
    return std::string(kWords[static_cast<int>(f)]);
  };
  std::vector<Combination> all;
  for (const Activation hidden : {Activation::sigmoid, Activation::tanh, Activation::relu, Activation::elu}) {
    for (const Activation code : {Activation::linear, Activation::sigmoid, Activation::tanh}) {
      for (const Activation output : {Activation::linear, Activation::sigmoid, Activation::tanh}) {
        for (const bool tied : {false, true}) {
          for (const bool shared : {false, true}) {
            for (const Loss loss : {Loss::sse, Loss::rmse, Loss::bce}) {
              if (loss == Loss::bce && output != Activation::sigmoid) continue;
              for (const bool variational : {false, true})
                for (const float penalty : {0.0f, 0.3f}) {
                  Combination c;
                  c.spec = {.encoder = {5, 4, 3, 2},
                            .hidden = hidden,
                            .code = code,
                            .output = output,
                            .tied = tied,
                            .shared_biases = shared,
                            .variational = variational,
                            .initialisation = Initialisation::glorot_biases,
                            .pixels = {}};
                  c.loss = {.kind = loss,
                            .code_penalty = variational ? 0.0f : penalty,
                            .kl_weight = 3.0f * penalty,
                            .batch = 0};
                  c.name = word(hidden) + "/" + word(code) + "/" + word(output) + (tied ? "/tied" : "/free") +
                           (shared ? "/shared" : "/separate") + "/loss " + std::to_string(static_cast<int>(loss)) +
                           (variational ? "/divergence " : "/penalty ") + std::to_string(penalty);
                  all.push_back(c);
                }
            }
          }
        }
      }
    }
  }
  return all;
}

}  // namespace hourglass::testing

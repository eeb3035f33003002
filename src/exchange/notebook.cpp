#include "exchange/notebook.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string_view>

#include "data/base64.h"
#include "math/activation.h"
#include "text/number.h"
#include "training/experiment_fields.h"
#include "training/version.h"

namespace hourglass {
namespace {

using Json = nlohmann::ordered_json;

/// Cells hold their text as lines, each with its end.
Json lines_of(std::string_view text) {
  Json lines = Json::array();
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(std::string(text.substr(0, size)));
    text.remove_prefix(size);
  }
  return lines;
}

class Cells {
 public:
  void words(std::string_view text) { add("markdown", text); }
  void code(std::string_view text) {
    Json& cell = add("code", text);
    cell["execution_count"] = nullptr;
    cell["outputs"] = Json::array();
  }
  Json take() { return std::move(cells_); }

 private:
  Json& add(const char* sort, std::string_view text) {
    Json cell{{"cell_type", sort}, {"id", "cell-" + std::to_string(cells_.size() + 1)}};
    cell["metadata"] = Json::object();
    cell["source"] = lines_of(text);
    cells_.push_back(std::move(cell));
    return cells_.back();
  }

  Json cells_ = Json::array();
};

std::string_view name_of(Activation activation) {
  switch (activation) {
    case Activation::sigmoid: return "sigmoid";
    case Activation::tanh: return "tanh";
    case Activation::relu: return "relu";
    case Activation::elu: return "elu";
    case Activation::linear: break;
  }
  return "linear";
}

std::string layer_text(const LayerLayout& layer) {
  return "(" + std::to_string(layer.in) + ", " + std::to_string(layer.out) + ", " + std::to_string(layer.weights) +
         ", " + std::to_string(layer.bias) + ", " + (layer.transposed ? "True" : "False") + ", \"" +
         std::string(name_of(layer.activation)) + "\")";
}

std::string layers_text(const std::vector<LayerLayout>& layers) {
  std::string text = "[\n";
  for (const LayerLayout& layer : layers) text += "    " + layer_text(layer) + ",\n";
  return text + "]\n";
}

/// Every setting by its name on the page.
std::string recipe_text(const Experiment& experiment) {
  std::string text = "| setting | value |\n| --- | --- |\n";
  for (const Field& field : experiment_fields()) {
    if (!field.why_disabled(experiment).empty()) continue;
    std::string value = field.get(experiment);
    for (const Choice& choice : field.choices)
      if (choice.key == value) value = std::string(choice.label.text());
    text += "| " + std::string(field.label.text()) + " | " + value + " |\n";
  }
  return text;
}

std::string figures_text(const Checkpoint& checkpoint) {
  if (checkpoint.state.history.empty()) return "It has not been trained yet.\n";
  const HistoryPoint& last = checkpoint.state.history.back();
  const auto rounded = [](double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.5g", value);
    return std::string(text);
  };
  return "After " + rounded(last.epoch) + (last.epoch == 1 ? " epoch" : " epochs") +
         " the squared error of a held-out image is " + rounded(last.heldout_sse) +
         " (pixels from 0 to 1), the root of its mean over the pixels " + rounded(last.heldout_rmse) + ".\n";
}

std::string weights_code(const Network& network) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(network.parameters.data());
  const std::string packed = to_base64({bytes, network.parameters.size() * sizeof(float)});
  std::string text =
      "import base64\n"
      "import numpy as np\n\n"
      "# All weights and biases, as 32-bit floats, the lowest byte first.\n"
      "PARAMETERS = np.frombuffer(base64.b64decode(\"" +
      packed + "\"), dtype=\"<f4\").copy()\n\n" +
      "# (in, out, where its weights begin, where its biases begin, stored transposed, activation). A tied decoder "
      "layer\n"
      "# reads the weights of its encoder layer transposed.\n"
      "ENCODER = " +
      layers_text(network.layout.encoder) + "DECODER = " + layers_text(network.layout.decoder);
  if (network.layout.log_variance)
    text += "# From what the encoder's last layer reads to the logarithms of the variances.\nLOG_VARIANCE = " +
            layer_text(*network.layout.log_variance) + "\n";
  return text + "# What a black and a white pixel are to the network.\nBLACK, WHITE = " +
         number_text(network.spec.pixels.low) + ", " + number_text(network.spec.pixels.high) + "\n";
}

constexpr std::string_view kNetwork = R"(ACTIVATIONS = {
    "linear": lambda x: x,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "elu": lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))),
}


def layer(told, x):
    into, out, weights, bias, transposed, activation = told
    w = PARAMETERS[weights:weights + into * out]
    w = w.reshape(out, into).T if transposed else w.reshape(into, out)
    return ACTIVATIONS[activation](x @ w + PARAMETERS[bias:bias + out])


def encode(pixels):
    """(n, 784) pixels from 0 to 1, black to white -> (n, k) codes."""
    x = BLACK + (WHITE - BLACK) * np.asarray(pixels, dtype=np.float32)
    for told in ENCODER:
        x = layer(told, x)
    return x


def decode(codes):
    """(n, k) codes -> (n, 784) pixels from 0 to 1."""
    x = np.asarray(codes, dtype=np.float32)
    for told in DECODER:
        x = layer(told, x)
    return (x - BLACK) / (WHITE - BLACK)
)";

constexpr std::string_view kSweep = R"(# Needs Matplotlib. The first two numbers of the code from -1 to 1, all others 0.
import matplotlib.pyplot as plt

steps = np.arange(-1, 1, 0.2)
numbers = ENCODER[-1][1]
codes = np.zeros((len(steps) ** 2, numbers), dtype=np.float32)
grid = np.array([(x, y) for y in steps[::-1] for x in steps])
codes[:, :min(2, numbers)] = grid[:, :min(2, numbers)]
tiles = decode(codes).reshape(len(steps), len(steps), 28, 28).transpose(0, 2, 1, 3).reshape(28 * len(steps), -1)
plt.figure(figsize=(8, 8))
plt.imshow(tiles, cmap="gray", vmin=0, vmax=1, extent=(-1, 1, -1, 1))
plt.show()
)";

constexpr std::string_view kCurve = R"(# Needs Matplotlib.
import matplotlib.pyplot as plt

plt.plot(HISTORY[:, 0], HISTORY[:, 1], label="training")
plt.plot(HISTORY[:, 0], HISTORY[:, 2], label="held out")
plt.xlabel("epoch")
plt.ylabel("squared error per image")
plt.legend()
plt.show()
)";

/// How PyTorch calls the optimizer.
std::string optimizer_code(const TrainingSettings& training) {
  const std::string momentum = ", momentum=" + number_text(training.momentum);
  const std::string decay = ", weight_decay=" + number_text(training.weight_decay);
  const std::string epsilon = ", eps=" + number_text(training.epsilon);
  const std::string betas =
      ", betas=(" + number_text(training.beta1) + ", " + number_text(training.beta2) + ")" + epsilon;
  const auto call = [&](const std::string& name, const std::string& rest) {
    return name + "([parameters], lr=" + number_text(training.learning_rate) + rest + decay + ")";
  };
  switch (training.optimizer) {
    case OptimizerKind::sgd: return call("SGD", "");
    case OptimizerKind::momentum: return call("SGD", momentum);
    case OptimizerKind::nesterov: return call("SGD", momentum + ", nesterov=True");
    case OptimizerKind::adagrad: return call("Adagrad", epsilon);
    case OptimizerKind::rmsprop: return call("RMSprop", momentum + ", alpha=" + number_text(training.decay) + epsilon);
    case OptimizerKind::adam: return call("Adam", betas);
    // PyTorch's momentum grows to beta 1 as momentum_decay says; ours is there from the first step.
    case OptimizerKind::nadam: return call("NAdam", betas + ", momentum_decay=1e6");
    case OptimizerKind::adamw: return call("AdamW", betas);
  }
  return {};
}

std::string_view loss_code(Loss loss) {
  switch (loss) {
    case Loss::sse: return "((rebuilt - wanted) ** 2).sum(1).mean()";
    case Loss::rmse: return "((rebuilt - wanted) ** 2).mean().sqrt()";
    case Loss::bce: return "F.binary_cross_entropy(rebuilt, wanted, reduction=\"sum\") / len(wanted)";
  }
  return {};
}

std::string torch_code(const Experiment& experiment) {
  return R"(# Needs PyTorch. `pixels`: your images, (n, 784), from 0 to 1; here noise, so that the cell runs.
import torch
import torch.nn.functional as F

pixels = np.random.default_rng(1).random((256, 784), dtype=np.float32)
parameters = torch.nn.Parameter(torch.from_numpy(PARAMETERS.copy()))
TORCH = {"linear": lambda x: x, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": F.relu, "elu": F.elu}


def run(layers, x):
    for into, out, weights, bias, transposed, activation in layers:
        w = parameters[weights:weights + into * out]
        w = w.reshape(out, into).T if transposed else w.reshape(into, out)
        x = TORCH[activation](x @ w + parameters[bias:bias + out])
    return x


optimizer = torch.optim.)" +
         optimizer_code(experiment.training) + R"(
images = torch.from_numpy(BLACK + (WHITE - BLACK) * pixels)
for epoch in range(1):
    for chosen in torch.randperm(len(images)).split()" +
         std::to_string(experiment.training.batch) + R"():
        wanted = images[chosen]
        rebuilt = run(DECODER, run(ENCODER, wanted))
        loss = )" +
         std::string(loss_code(experiment.training.loss)) + R"(
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch + 1, loss.item())
PARAMETERS = parameters.detach().numpy()  # encode() and decode() now use what was learnt
)";
}

std::string history_code(const History& history) {
  std::string text =
      "import numpy as np\n\n# Epoch, squared error of training images, of held-out images.\nHISTORY = np.array([\n";
  for (const HistoryPoint& point : history) {
    text += "    (" + number_text(point.epoch) + ", " + number_text(point.train_sse) + ", " +
            number_text(point.heldout_sse) + "),\n";
  }
  return text + "])\n";
}

}  // namespace

std::string to_notebook(const Checkpoint& checkpoint) {
  const Experiment& experiment = checkpoint.experiment;
  Cells cells;
  cells.words("# An autoencoder, " + widths_text(experiment.network.encoder) + "\n\nTrained with Hourglass " +
              std::string(version()) + " on \"" + experiment.data.dataset + "\". " + figures_text(checkpoint));
  cells.words("## Recipe\n\n" + recipe_text(experiment));
  if (!checkpoint.state.history.empty()) {
    cells.words("## Curve\n\nHow the error fell.");
    cells.code(history_code(checkpoint.state.history));
    cells.code(kCurve);
  }
  cells.words("## Network\n\nThe weights, and the arithmetic in NumPy.");
  cells.code(weights_code(checkpoint.state.network));
  cells.code(kNetwork);
  cells.words("## What lies between\n\nA grid of codes through the decoder.");
  cells.code(kSweep);
  cells.words(experiment.network.variational ? "## Training on\n\nIn PyTorch, as a plain autoencoder: the codes are "
                                               "the means, without their noise and divergence."
                                             : "## Training on\n\nIn PyTorch, with the recipe's loss, optimizer and "
                                               "batch; corruption, penalty and schedule are left out.");
  cells.code(torch_code(experiment));

  Json notebook{{"cells", cells.take()}};
  notebook["metadata"] = {{"kernelspec", {{"display_name", "Python 3"}, {"language", "python"}, {"name", "python3"}}},
                          {"language_info", {{"name", "python"}}}};
  notebook["nbformat"] = 4;
  notebook["nbformat_minor"] = 5;
  return notebook.dump(1) + "\n";
}

}  // namespace hourglass

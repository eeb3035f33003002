// The rows stand at the end, in the order in which a person meets them; above them the few helpers that make rows
// short.
#include "training/experiment_fields.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "model/network.h"
#include "text/glossary.h"
#include "text/number.h"

namespace hourglass {
namespace {

constexpr Choice kHiddenActivations[] = {{"relu", "ReLU"}, {"elu", "ELU"}, {"tanh", "tanh"}, {"sigmoid", "sigmoid"}};
constexpr Activation kHiddenValues[] = {Activation::relu, Activation::elu, Activation::tanh, Activation::sigmoid};
constexpr Choice kEndActivations[] = {{"linear", "linear"}, {"sigmoid", "sigmoid"}, {"tanh", "tanh"}};
constexpr Activation kEndValues[] = {Activation::linear, Activation::sigmoid, Activation::tanh};
constexpr Choice kInitialisations[] = {{"glorot", "Glorot uniform"},
                                       {"glorot-biases", "Glorot uniform, biases too"},
                                       {"he", "He normal"},
                                       {"truncated-normal", "Truncated normal 0.1"}};
constexpr Initialisation kInitialisationValues[] = {Initialisation::glorot_uniform, Initialisation::glorot_biases,
                                                    Initialisation::he_normal, Initialisation::truncated_normal};
constexpr Choice kPixelRanges[] = {{"0:1", "0 to 1"}, {"-0.5:0.5", "\u22120.5 to 0.5"}, {"-1:1", "\u22121 to 1"}};
constexpr PixelRange kPixelRangeValues[] = {{0.0f, 1.0f}, {-0.5f, 0.5f}, {-1.0f, 1.0f}};
constexpr Choice kLosses[] = {{"sse", "sum of squares"}, {"rmse", "RMSE of the batch"}, {"bce", "cross-entropy"}};
constexpr Loss kLossValues[] = {Loss::sse, Loss::rmse, Loss::bce};
constexpr Choice kOptimizers[] = {{"sgd", "SGD"},         {"momentum", "Momentum"}, {"nesterov", "Nesterov"},
                                  {"adagrad", "AdaGrad"}, {"rmsprop", "RMSProp"},   {"adam", "Adam"},
                                  {"nadam", "NAdam"},     {"adamw", "AdamW"}};
constexpr OptimizerKind kOptimizerValues[] = {OptimizerKind::sgd,     OptimizerKind::momentum, OptimizerKind::nesterov,
                                              OptimizerKind::adagrad, OptimizerKind::rmsprop,  OptimizerKind::adam,
                                              OptimizerKind::nadam,   OptimizerKind::adamw};
constexpr Choice kSchedules[] = {{"constant", "constant"}, {"step", "steps"}, {"cosine", "cosine"}};
constexpr ScheduleKind kScheduleValues[] = {ScheduleKind::constant, ScheduleKind::step, ScheduleKind::cosine};
constexpr Choice kCorruptions[] = {{"none", "none"},
                                   {"masking", "masking"},
                                   {"masking-scaled", "masking, scaled"},
                                   {"gaussian", "Gaussian"},
                                   {"salt-pepper", "salt and pepper"}};
constexpr CorruptionKind kCorruptionValues[] = {CorruptionKind::none, CorruptionKind::masking,
                                                CorruptionKind::masking_scaled, CorruptionKind::gaussian,
                                                CorruptionKind::salt_pepper};

constexpr double kOfferedImages[] = {0, 1000, 2000, 5000, 10000, 20000, 50000};
constexpr double kOfferedShares[] = {0, 0.1, 0.2, 0.3, 0.5};
constexpr double kOfferedPenalties[] = {0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1};
constexpr double kOfferedKlWeights[] = {0, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};
constexpr double kOfferedDecays[] = {0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2};
constexpr double kOfferedRates[] = {1e-5, 3e-5, 1e-4, 3e-4, 5e-4, 1e-3, 2e-3, 3e-3,
                                    5e-3, 7e-3, 0.01, 0.02, 0.03, 0.1,  0.3,  1};
constexpr double kOfferedMemories[] = {0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999};
constexpr double kOfferedEpsilons[] = {1e-10, 1e-8, 1e-7, 1e-5, 1e-3};
constexpr double kOfferedWarmUps[] = {0, 50, 100, 200, 500, 1000};
constexpr double kOfferedIntervals[] = {1, 2, 5, 10, 20, 50};
constexpr double kOfferedFactors[] = {0.1, 0.2, 0.3, 0.5, 0.7, 0.9};
constexpr double kOfferedBatches[] = {16, 32, 64, 128, 256, 512, 1024};
constexpr double kOfferedEpochs[] = {1, 2, 5, 10, 20, 40, 60, 100, 200, 400};
constexpr double kOfferedLengths[] = {0, 10, 20, 30, 60, 100, 200};
constexpr double kOfferedAmounts[] = {0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7};

Sentence never(const Experiment&) { return {}; }

std::unexpected<Error> refuse(Key label, const Sentence& want, std::string_view got) {
  return fail("{0} must be {1}, not {2}.", label, want, quote(got));
}

std::expected<double, Error> read_number(std::string_view text, Key label, double low, double high, bool whole) {
  const std::optional<double> value = whole ? parse_whole_number(text) : parse_number(text);
  if (!value || *value < low || *value > high) {
    return refuse(label,
                  whole ? say("a whole number from {0} to {1}", in_number(low), in_number(high))
                        : say("a number from {0} to {1}", in_number(low), in_number(high)),
                  text);
  }
  return *value;
}

template <class Value>
std::expected<Value, Error> read_choice(std::string_view text, Key label, std::span<const Choice> choices,
                                        std::span<const Value> values) {
  std::vector<Sentence> all;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].key == text) return values[i];
    all.push_back(verbatim(choices[i].key));
  }
  return refuse(label, list_or(all), text);
}

template <class Value>
std::string key_of(Value value, std::span<const Choice> choices, std::span<const Value> values) {
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (values[i] == value) return std::string(choices[i].key);
  }
  return {};
}

std::expected<bool, Error> read_toggle(std::string_view text, Key label) {
  if (text == "on" || text == "true" || text == "1") return true;
  if (text == "off" || text == "false" || text == "0") return false;
  return refuse(label, "on or off", text);
}

std::vector<std::string_view> split_at(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::string get_encoder(const Experiment& e) { return widths_text(e.network.encoder); }

std::expected<void, Error> set_encoder(Experiment& e, std::string_view text) {
  NetworkSpec spec = e.network;
  spec.encoder.clear();
  for (const std::string_view part : split_at(text, ',')) {
    const std::optional<double> width = parse_whole_number(part);
    if (!width || std::abs(*width) > 1e6) {
      return refuse("Encoder", "widths with commas between them, as in 784,128,32,2", text);
    }
    spec.encoder.push_back(static_cast<int>(*width));
  }
  if (auto valid = validate(spec); !valid) return valid;
  e.network = spec;
  return {};
}

std::string get_classes(const Experiment& e) {
  if (e.data.classes == kAllClasses) return "all";
  std::string text;
  for (int c = 0; c < 64; ++c) {
    if (e.data.classes >> c & 1u) text += (text.empty() ? "" : ",") + std::to_string(c);
  }
  return text;
}

std::expected<void, Error> set_classes(Experiment& e, std::string_view text) {
  constexpr Key kWant = "all, or classes counted from 0 with commas between them, as in 0,1,7";
  if (text == "all") {
    e.data.classes = kAllClasses;
    return {};
  }
  std::uint64_t classes = 0;
  for (const std::string_view part : split_at(text, ',')) {
    const std::optional<double> c = parse_whole_number(part);
    if (!c || *c < 0 || *c > 63) return refuse("Classes", kWant, text);
    classes |= 1ull << static_cast<int>(*c);
  }
  e.data.classes = classes;
  return {};
}

float usual_amount(CorruptionKind kind) {
  switch (kind) {
    case CorruptionKind::none: return 0.0f;
    case CorruptionKind::masking:
    case CorruptionKind::masking_scaled: return 0.3f;
    case CorruptionKind::gaussian: return 0.2f;
    case CorruptionKind::salt_pepper: return 0.1f;
  }
  return 0.0f;
}

/// Takes "masking" as well as "masking:0.3", which sets the amount too.
std::expected<void, Error> set_corruption(Experiment& e, std::string_view text) {
  const std::size_t colon = text.find(':');
  const auto kind = read_choice<CorruptionKind>(text.substr(0, colon), "Corruption", kCorruptions, kCorruptionValues);
  if (!kind) return std::unexpected(kind.error());
  Corruption corruption{*kind, e.training.corruption.amount};
  if (colon != std::string_view::npos) {
    const auto amount = read_number(text.substr(colon + 1), "Corruption amount", 0, 1, false);
    if (!amount) return std::unexpected(amount.error());
    corruption.amount = static_cast<float>(*amount);
  } else if (corruption.amount == 0.0f) {
    corruption.amount = usual_amount(*kind);
  }
  e.training.corruption = corruption;
  return {};
}

std::expected<void, Error> set_dataset(Experiment& e, std::string_view text) {
  if (text.empty() || text.size() > 200) return fail("A data set needs a name of 1 to 200 characters.");
  e.data.dataset = text;
  return {};
}

bool uses(const Experiment& e, std::initializer_list<OptimizerKind> kinds) {
  return std::find(kinds.begin(), kinds.end(), e.training.optimizer) != kinds.end();
}

Sentence only(bool has_effect, Key sentence) { return has_effect ? Sentence() : Sentence(sentence); }

// Rows with a plain member behind them. A lambda without captures becomes the table's function pointer; label and range
// are repeated in it by macro because a pointer cannot carry them.
#define HOURGLASS_NUMBER(KEY, GROUP, LABEL, KIND, LOW, HIGH, OFFERED, FIXED, MEMBER, WHY)                 \
  Field {                                                                                                 \
    .key = KEY, .group = GROUP, .label = LABEL, .kind = FieldKind::KIND, .minimum = LOW, .maximum = HIGH, \
    .choices = {}, .offered = OFFERED, .fixed_while_training = FIXED,                                     \
    .get = [](const Experiment& e) { return number_text(e.MEMBER); },                                     \
    .set = [](Experiment& e, std::string_view text) -> std::expected<void, Error> {                       \
      const auto value = read_number(text, LABEL, LOW, HIGH, FieldKind::KIND == FieldKind::integer);      \
      if (!value) return std::unexpected(value.error());                                                  \
      e.MEMBER = static_cast<decltype(e.MEMBER)>(*value);                                                 \
      return {};                                                                                          \
    },                                                                                                    \
    .why_disabled = WHY                                                                                   \
  }

#define HOURGLASS_CHOICE(KEY, GROUP, LABEL, CHOICES, VALUES, FIXED, MEMBER)                                   \
  Field {                                                                                                     \
    .key = KEY, .group = GROUP, .label = LABEL, .kind = FieldKind::choice, .choices = CHOICES, .offered = {}, \
    .fixed_while_training = FIXED,                                                                            \
    .get = [](const Experiment& e) { return key_of<decltype(e.MEMBER)>(e.MEMBER, CHOICES, VALUES); },         \
    .set = [](Experiment& e, std::string_view text) -> std::expected<void, Error> {                           \
      const auto value = read_choice<decltype(e.MEMBER)>(text, LABEL, CHOICES, VALUES);                       \
      if (!value) return std::unexpected(value.error());                                                      \
      e.MEMBER = *value;                                                                                      \
      return {};                                                                                              \
    },                                                                                                        \
    .why_disabled = never                                                                                     \
  }

#define HOURGLASS_TOGGLE(KEY, GROUP, LABEL, FIXED, MEMBER, WHY)                                                     \
  Field {                                                                                                           \
    .key = KEY, .group = GROUP, .label = LABEL, .kind = FieldKind::toggle, .choices = {}, .offered = {},            \
    .fixed_while_training = FIXED, .get = [](const Experiment& e) { return std::string(e.MEMBER ? "on" : "off"); }, \
    .set = [](Experiment& e, std::string_view text) -> std::expected<void, Error> {                                 \
      const auto value = read_toggle(text, LABEL);                                                                  \
      if (!value) return std::unexpected(value.error());                                                            \
      e.MEMBER = *value;                                                                                            \
      return {};                                                                                                    \
    },                                                                                                              \
    .why_disabled = WHY                                                                                             \
  }

const Field kFields[] = {
    // data
    Field{.key = "data",
          .group = "data",
          .label = "Data set",
          .kind = FieldKind::text,
          .choices = {},
          .offered = {},
          .fixed_while_training = true,
          .get = [](const Experiment& e) { return e.data.dataset; },
          .set = set_dataset,
          .why_disabled = never},
    HOURGLASS_NUMBER("images", "data", "Training images", integer, 0, 2e6, kOfferedImages, true, data.images, never),
    Field{.key = "classes",
          .group = "data",
          .label = "Classes",
          .kind = FieldKind::text,
          .choices = {},
          .offered = {},
          .fixed_while_training = true,
          .get = get_classes,
          .set = set_classes,
          .why_disabled = never},
    HOURGLASS_NUMBER("held-out-share", "data", "Held-out share", real, 0, 0.9, kOfferedShares, true,
                     data.held_out_share, never),
    HOURGLASS_CHOICE("pixels", "data", "Pixel range", kPixelRanges, kPixelRangeValues, true, network.pixels),
    // network
    Field{.key = "encoder",
          .group = "network",
          .label = "Encoder",
          .kind = FieldKind::text,
          .choices = {},
          .offered = {},
          .fixed_while_training = true,
          .get = get_encoder,
          .set = set_encoder,
          .why_disabled = never},
    HOURGLASS_CHOICE("hidden", "network", "Hidden layers", kHiddenActivations, kHiddenValues, true, network.hidden),
    HOURGLASS_CHOICE("code", "network", "Code", kEndActivations, kEndValues, true, network.code),
    HOURGLASS_CHOICE("output", "network", "Output", kEndActivations, kEndValues, true, network.output),
    HOURGLASS_TOGGLE("tied", "network", "Tied weights", true, network.tied, never),
    HOURGLASS_TOGGLE("shared-biases", "network", "Shared biases", true, network.shared_biases,
                     [](const Experiment& e) {
                       return only(e.network.layers() > 1, "Without hidden layers there are no biases to share.");
                     }),
    HOURGLASS_TOGGLE("variational", "network", "Variational", true, network.variational, never),
    HOURGLASS_CHOICE("init", "network", "Initial weights", kInitialisations, kInitialisationValues, true,
                     network.initialisation),
    // training
    HOURGLASS_CHOICE("loss", "training", "Loss", kLosses, kLossValues, true, training.loss),
    HOURGLASS_NUMBER("code-penalty", "training", "Code penalty", real, 0, 100, kOfferedPenalties, false,
                     training.code_penalty,
                     [](const Experiment& e) {
                       return only(!e.network.variational, "A variational code has the KL weight in its place.");
                     }),
    HOURGLASS_NUMBER(
        "kl-weight", "training", "KL weight", real, 0, 1000, kOfferedKlWeights, false, training.kl_weight,
        [](const Experiment& e) { return only(e.network.variational, "Only a variational code has a divergence."); }),
    HOURGLASS_NUMBER("weight-decay", "training", "Weight decay", real, 0, 1, kOfferedDecays, false,
                     training.weight_decay, never),
    HOURGLASS_CHOICE("optimizer", "training", "Optimizer", kOptimizers, kOptimizerValues, true, training.optimizer),
    HOURGLASS_NUMBER("learning-rate", "training", "Learning rate", real, 1e-8, 100, kOfferedRates, false,
                     training.learning_rate, never),
    HOURGLASS_NUMBER("momentum", "training", "Momentum", real, 0, 0.9999, kOfferedMemories, false, training.momentum,
                     [](const Experiment& e) {
                       return only(uses(e, {OptimizerKind::momentum, OptimizerKind::nesterov, OptimizerKind::rmsprop}),
                                   "Only Momentum, Nesterov and RMSProp use it.");
                     }),
    HOURGLASS_NUMBER(
        "decay", "training", "Mean-square decay", real, 0, 0.99999, kOfferedMemories, false, training.decay,
        [](const Experiment& e) { return only(uses(e, {OptimizerKind::rmsprop}), "Only RMSProp uses it."); }),
    HOURGLASS_NUMBER("beta1", "training", "Beta 1", real, 0, 0.9999, kOfferedMemories, false, training.beta1,
                     [](const Experiment& e) {
                       return only(uses(e, {OptimizerKind::adam, OptimizerKind::nadam, OptimizerKind::adamw}),
                                   "Only Adam, NAdam and AdamW use it.");
                     }),
    HOURGLASS_NUMBER("beta2", "training", "Beta 2", real, 0, 0.999999, kOfferedMemories, false, training.beta2,
                     [](const Experiment& e) {
                       return only(uses(e, {OptimizerKind::adam, OptimizerKind::nadam, OptimizerKind::adamw}),
                                   "Only Adam, NAdam and AdamW use it.");
                     }),
    HOURGLASS_NUMBER("epsilon", "training", "Epsilon", real, 1e-16, 1, kOfferedEpsilons, false, training.epsilon,
                     [](const Experiment& e) {
                       return only(!uses(e, {OptimizerKind::sgd, OptimizerKind::momentum, OptimizerKind::nesterov}),
                                   "Only AdaGrad, RMSProp, Adam, NAdam and AdamW use it.");
                     }),
    HOURGLASS_CHOICE("schedule", "training", "Schedule", kSchedules, kScheduleValues, false, training.schedule),
    HOURGLASS_NUMBER("schedule-epochs", "training", "Schedule length", integer, 0, 100000, kOfferedLengths, false,
                     training.schedule_epochs,
                     [](const Experiment& e) {
                       return only(e.training.schedule == ScheduleKind::cosine, "Only a cosine schedule has a length.");
                     }),
    HOURGLASS_NUMBER("warm-up", "training", "Warm-up steps", integer, 0, 1e6, kOfferedWarmUps, false, training.warm_up,
                     [](const Experiment& e) {
                       return only(e.training.schedule == ScheduleKind::cosine, "Only a cosine schedule warms up.");
                     }),
    HOURGLASS_NUMBER(
        "step-every", "training", "Epochs between drops", integer, 1, 100000, kOfferedIntervals, false,
        training.step_every,
        [](const Experiment&
               e) { return only(e.training.schedule == ScheduleKind::step, "Only a step schedule drops."); }),
    HOURGLASS_NUMBER(
        "step-factor", "training", "Drop factor", real, 0.001, 1, kOfferedFactors, false, training.step_factor,
        [](const Experiment& e) {
          return only(e.training.schedule == ScheduleKind::step, "Only a step schedule drops.");
        }),
    HOURGLASS_NUMBER("batch", "training", "Batch", integer, 1, kLargestBatch, kOfferedBatches, true, training.batch,
                     never),
    HOURGLASS_NUMBER("epochs", "training", "Epochs", integer, 1, 100000, kOfferedEpochs, false, training.epochs, never),
    HOURGLASS_TOGGLE("shuffle", "training", "Shuffle", true, training.shuffle, never),
    Field{.key = "corruption",
          .group = "training",
          .label = "Corruption",
          .kind = FieldKind::choice,
          .choices = kCorruptions,
          .offered = {},
          .fixed_while_training = false,
          .get =
              [](const Experiment& e) {
                return key_of<CorruptionKind>(e.training.corruption.kind, kCorruptions, kCorruptionValues);
              },
          .set = set_corruption,
          .why_disabled = never},
    HOURGLASS_NUMBER(
        "corruption-amount", "training", "Corruption amount", real, 0, 1, kOfferedAmounts, false,
        training.corruption.amount,
        [](const Experiment&
               e) { return only(e.training.corruption.kind != CorruptionKind::none, "There is no corruption."); }),
    HOURGLASS_NUMBER("seed", "training", "Seed", integer, 0, 4294967295.0, {}, true, seed, never),
};

#undef HOURGLASS_NUMBER
#undef HOURGLASS_CHOICE
#undef HOURGLASS_TOGGLE

}  // namespace

std::span<const Field> experiment_fields() { return kFields; }

std::string_view term_of(const Field& field) { return field.key == "code" ? "code-activation" : field.key; }

std::string term_of(const Field& field, const Choice& choice) {
  const bool activation = field.key == "hidden" || field.key == "code" || field.key == "output";
  return std::string(activation ? "activation" : field.key) + "/" + std::string(choice.key);
}

Sentence help_of(const Field& field) {
  const GlossaryEntry* entry = find_term(term_of(field));
  return entry ? from_assets(entry->what) : Sentence();
}

}  // namespace hourglass

#include "exchange/onnx_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "training/experiment_fields.h"
#include "training/number_text.h"
#include "training/version.h"

namespace hourglass {
namespace {

/// What a program that reads the model can ask about it.
std::vector<std::pair<std::string, std::string>> facts_of(const Checkpoint& checkpoint) {
  const NetworkSpec& spec = checkpoint.experiment.network;
  std::vector<std::pair<std::string, std::string>> facts = {
      {"hourglass", std::string(version())},
      {"network", widths_text(spec.encoder) + (spec.variational ? ", variational" : "")},
      {"data", checkpoint.experiment.data.dataset},
      {"pixels", "0 to 1, black to white, 28 rows of 28"},
      {"settings", nlohmann::json(to_settings(checkpoint.experiment)).dump()}};
  if (!checkpoint.state.history.empty()) {
    const HistoryPoint& last = checkpoint.state.history.back();
    facts.emplace_back("epoch", number_text(last.epoch));
    facts.emplace_back("heldout_sse", number_text(last.heldout_sse));
    facts.emplace_back("heldout_rmse", number_text(last.heldout_rmse));
  }
  return facts;
}

}  // namespace

std::optional<OnnxPart> onnx_part(std::string_view key) {
  const auto found = std::ranges::find(kOnnxPartKeys, key);
  if (found == kOnnxPartKeys.end()) return std::nullopt;
  return static_cast<OnnxPart>(found - kOnnxPartKeys.begin());
}

std::vector<std::uint8_t> onnx_file(const Checkpoint& checkpoint, OnnxPart part) {
  const std::string name = "hourglass_" + std::string(kOnnxPartKeys[static_cast<std::size_t>(part)]);
  return to_onnx(checkpoint.state.network, part, name, facts_of(checkpoint));
}

}  // namespace hourglass

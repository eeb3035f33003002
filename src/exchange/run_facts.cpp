#include "exchange/run_facts.h"

#include <nlohmann/json.hpp>

#include "text/number.h"
#include "training/experiment_fields.h"
#include "training/version.h"

namespace hourglass {

std::vector<std::pair<std::string, std::string>> run_facts(const Checkpoint& checkpoint) {
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

}  // namespace hourglass

#include "exchange/run_forms.h"

#include <algorithm>

#include "exchange/notebook.h"
#include "exchange/run_facts.h"
#include "model/onnx.h"

namespace hourglass {
namespace {

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

std::vector<std::uint8_t> onnx(const Checkpoint& checkpoint, OnnxPart part, const char* name) {
  return to_onnx(checkpoint.state.network, part, name, run_facts(checkpoint));
}

}  // namespace

std::optional<RunForm> run_form(std::string_view key) {
  const auto found = std::ranges::find(kRunForms, key, &RunFormName::key);
  if (found == kRunForms.end()) return std::nullopt;
  return static_cast<RunForm>(found - kRunForms.begin());
}

std::vector<std::uint8_t> in_form(RunForm form, const Checkpoint& checkpoint, const ReportMaterial& material,
                                  const Language& language) {
  switch (form) {
    case RunForm::checkpoint: return save_checkpoint(checkpoint);
    case RunForm::onnx_encoder: return onnx(checkpoint, OnnxPart::encoder, "hourglass_encoder");
    case RunForm::onnx_decoder: return onnx(checkpoint, OnnxPart::decoder, "hourglass_decoder");
    case RunForm::onnx_autoencoder: return onnx(checkpoint, OnnxPart::autoencoder, "hourglass_autoencoder");
    case RunForm::notebook: return bytes_of(to_notebook(checkpoint));
    case RunForm::report: return bytes_of(to_report(checkpoint, material, language));
  }
  return {};
}

}  // namespace hourglass

// The forms in which a person takes a trained run away: our own file, and files that other programs open. One list,
// from which command line, page and scripts take their names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "exchange/report.h"
#include "training/checkpoint.h"

namespace hourglass {

enum class RunForm { checkpoint, onnx_encoder, onnx_decoder, onnx_autoencoder, notebook, report };

struct RunFormName {
  std::string_view key;        ///< for scripts and ids
  std::string_view file_name;  ///< as it is saved
  std::string_view media_type;
};

/// By the value of RunForm.
inline constexpr std::array<RunFormName, 6> kRunForms = {{
    {"safetensors", "hourglass-model.safetensors", "application/octet-stream"},
    {"onnx-encoder", "hourglass-encoder.onnx", "application/octet-stream"},
    {"onnx-decoder", "hourglass-decoder.onnx", "application/octet-stream"},
    {"onnx", "hourglass-autoencoder.onnx", "application/octet-stream"},
    {"notebook", "hourglass-run.ipynb", "application/x-ipynb+json"},
    {"report", "hourglass-report.html", "text/html"},
}};
inline constexpr const RunFormName& name_of(RunForm form) { return kRunForms[static_cast<std::size_t>(form)]; }
/// By its key; nothing where no form has it.
std::optional<RunForm> run_form(std::string_view key);

/// The file's bytes. Material and language are for a report.
std::vector<std::uint8_t> in_form(RunForm form, const Checkpoint& checkpoint, const ReportMaterial& material = {},
                                  const Language& language = Language::english());

}  // namespace hourglass

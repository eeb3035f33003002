// window.hourglass: the page's functions for scripts, notebooks and tests. A method is answered at once or when the
// engine has answered; what is awaited is kept here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "studio/state/context.h"

namespace hourglass {

class ScriptApi {
 public:
  /// {"value": ...}, {"error": "sentence"} or {"pending": call}. `json` is the method's argument object.
  ///   ready, presets, state, stats; load {name | files: [{name, id, size}], options}; configure {key: value...}; train
  ///   {epochs | steps}; pause; step {epochs}; reset {seed}; encode {pixels}; decode {codes}; sweep {x, y: {from, to,
  ///   step, includeEnd}}; codes {part, every}; exportModel (base64); importModel {bytes: base64}; picture (saves the
  ///   canvas as PNG)
  std::string call(Context& ui, std::string_view method, std::string_view json);

  /// Tells Host::answer about calls that can be answered now. Called after the engine's events were folded in.
  void answer(Context& ui);

 private:
  enum class Waits { engine, load, done_state, done_history, codes, model };
  struct Pending {
    std::uint32_t call = 0;
    Waits what = Waits::done_state;
    Ticket ticket = 0;
    std::string load_id;
    std::uint32_t dataset_version = 0;
  };
  std::string wait(Waits what, Ticket ticket);
  bool try_answer(Context& ui, const Pending& pending);

  std::vector<Pending> pending_;
  std::uint32_t last_call_ = 0;
};

}  // namespace hourglass

// window.hourglass: the page's functions for scripts, notebooks and tests. A call is answered at once or when the
// engine has answered, and exactly once whatever happens; calls that wait are kept here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "studio/script_methods.h"
#include "studio/state/context.h"

namespace hourglass {

class ScriptApi {
 public:
  /// {"value": ...}, {"error": "sentence"} or {"pending": call}. `json` is the method's argument object; methods and
  /// arguments stand in script_methods().
  std::string call(Context& ui, std::string_view method, std::string_view json);

  /// Tells Host::answer about calls that can be answered now, or of which there is news: {"progress": ...}. Called
  /// after each event of the engine: a call is answered with the state of its own moment.
  void answer(Context& ui);

  /// Answers every call that waits with an error: the studio ends.
  void give_up(Context& ui);

 private:
  struct Pending {
    std::uint32_t call = 0;
    ScriptWait wait;
  };
  std::vector<Pending> pending_;
  std::uint32_t last_call_ = 0;
};

}  // namespace hourglass

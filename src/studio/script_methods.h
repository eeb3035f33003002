// The methods of window.hourglass as one table: name, arguments, function. Apart from ScriptApi, which keeps the calls
// that wait, so that a new method is one function and one line.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "math/error.h"
#include "studio/script_json.h"
#include "studio/state/context.h"

namespace hourglass {

/// What a call waits for that cannot be answered at once.
struct ScriptWait {
  enum class For { engine, load, state, history, codes, model, data, map, comparison, opened };
  For what = For::state;
  Ticket ticket = 0;                   ///< of the request
  std::uint32_t load = 0;              ///< of a load: its Loading::request
  RunForm form = RunForm::checkpoint;  ///< of a model
};

using ScriptReply = std::expected<std::variant<ScriptJson, ScriptWait>, Error>;

struct ScriptMethod {
  std::string_view name;
  std::string_view arguments;  ///< members of the one object that a call brings
  ScriptReply (*run)(Context& ui, const ScriptJson& arguments);
  bool acts = false;  ///< it changes what the person sees, and does not only ask
};

std::span<const ScriptMethod> script_methods();

/// How far it is, once for each piece of news; nothing of what does not tell.
std::optional<ScriptJson> script_progress(Context& ui, const ScriptWait& wait);
/// The answer to what was waited for, once; nothing while it has not come.
std::optional<std::expected<ScriptJson, Error>> script_answer(Context& ui, const ScriptWait& wait);

}  // namespace hourglass

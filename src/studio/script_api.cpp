#include "studio/script_api.h"

#include <algorithm>
#include <utility>

#include "studio/welcome.h"

namespace hourglass {
namespace {

std::string error_text(const Ui& ui, const Error& error) {
  return json_text({{"error", ui.say(error.message).text()}});
}
std::string outcome_text(const Ui& ui, const std::expected<ScriptJson, Error>& outcome) {
  return outcome ? json_text({{"value", *outcome}}) : error_text(ui, outcome.error());
}

}  // namespace

std::string ScriptApi::call(Context& ui, std::string_view method, std::string_view text) {
  const ScriptJson arguments = ScriptJson::parse(text.empty() ? std::string_view("{}") : text, nullptr, false);
  if (!arguments.is_object()) return error_text(ui, {"The argument must be an object."});
  const auto methods = script_methods();
  const auto found = std::ranges::find(methods, method, &ScriptMethod::name);
  if (found == methods.end()) return error_text(ui, {say("There is no method called {0}.", quote(method))});
  // The page itself opens its start model; that is nobody's deed.
  if (found->acts && json_member(arguments, "start") != true) leave_welcome(ui.state);
  ScriptReply reply = found->run(ui, arguments);
  if (!reply) return error_text(ui, reply.error());
  if (auto* wait = std::get_if<ScriptWait>(&*reply)) {
    pending_.push_back({++last_call_, std::move(*wait)});
    return json_text({{"pending", last_call_}});
  }
  return outcome_text(ui, std::get<ScriptJson>(std::move(*reply)));
}

void ScriptApi::answer(Context& ui) {
  if (pending_.empty()) return;
  // Told after the list is in order again: whoever hears the answer may call at once.
  std::vector<std::pair<std::uint32_t, std::string>> told;
  std::erase_if(pending_, [&](Pending& pending) {
    if (const auto progress = script_progress(ui, pending.wait))
      told.emplace_back(pending.call, json_text({{"progress", *progress}}));
    const auto outcome = script_answer(ui, pending.wait);
    if (outcome) told.emplace_back(pending.call, outcome_text(ui, *outcome));
    return outcome.has_value();
  });
  if (!ui.host.answer) return;
  for (const auto& [call, json] : told) ui.host.answer(call, json);
}

void ScriptApi::give_up(Context& ui) {
  for (const Pending& pending : std::exchange(pending_, {}))
    if (ui.host.answer) ui.host.answer(pending.call, error_text(ui, {"The studio has ended."}));
}

}  // namespace hourglass

// What a script is told and what it tells, as JSON: the state, histories, presets, rows of numbers, settings.
#pragma once

#include <expected>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "explore/sweep.h"
#include "math/error.h"
#include "studio/state/context.h"

namespace hourglass {

using ScriptJson = nlohmann::ordered_json;

/// The member `key` of an object, null where there is none.
const ScriptJson& json_member(const ScriptJson& object, const char* key);
/// The number under `key`, or `otherwise`.
double json_number(const ScriptJson& object, const char* key, double otherwise);
/// JSON as text; bytes that are no UTF-8 (in a file's name) are replaced.
std::string json_text(const ScriptJson& json);

/// Its sentences in the person's language.
ScriptJson state_json(const Context& ui);
ScriptJson history_json(const History& history);
/// {key: text}
ScriptJson settings_of(const Experiment& experiment);
ScriptJson presets_json();

/// `numbers` as rows of `width` each; none where there is no width.
ScriptJson rows_json(const std::vector<float>& numbers, int width);
/// One row of numbers, or several, all `width` long; the error's sentence begins with `what`.
std::expected<std::vector<float>, Error> rows_of(const ScriptJson& json, int width, Key what);

/// {from, to, step, includeEnd}; what is not said is as in SweepRange.
SweepRange sweep_range_of(const ScriptJson& json);

/// `start` with the settings of the object: {key: text, number, switch or list}. "preset" begins from that preset and
/// is then written to `preset`.
std::expected<Experiment, Error> configured(const Experiment& start, const ScriptJson& settings, std::string& preset);

}  // namespace hourglass

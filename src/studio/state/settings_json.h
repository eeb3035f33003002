// Settings that were kept as JSON: what is known of them, if it makes an experiment.
#pragma once

#include <optional>

#include "training/experiment_fields.h"

namespace hourglass {

/// {key: text}; a setting of another version says nothing here. None where the rest is no valid experiment.
template <class Json>
std::optional<Experiment> experiment_of_json(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  Settings settings;
  for (const auto& [key, value] : json.items())
    if (value.is_string() && find_field(key)) settings.emplace(key, value.template get<std::string>());
  auto read = from_settings(settings, {});
  if (!read || !validate(*read)) return std::nullopt;
  return *read;
}

}  // namespace hourglass

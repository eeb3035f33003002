// A member of a JSON object that may be missing or of another kind, as it stands in files that people edit.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace hourglass {

/// The text at `key`; empty where there is none.
inline std::string text_at(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace hourglass

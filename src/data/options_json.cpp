#include "data/options_json.h"

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

namespace hourglass {
namespace {

using Json = nlohmann::json;

constexpr std::array<std::pair<std::string_view, Orientation>, 3> kOrientations = {{
    {"automatic", Orientation::automatic},
    {"as_stored", Orientation::as_stored},
    {"transposed", Orientation::transposed},
}};

bool set_toggle(const Json& value, bool& option) {
  if (value.is_boolean()) option = value.get<bool>();
  return value.is_boolean();
}

template <class T>
bool set_count(const Json& value, T& option) {
  if (!value.is_number_integer() || (!value.is_number_unsigned() && value.get<std::int64_t>() < 0)) return false;
  const auto number = value.get<std::uint64_t>();
  option = static_cast<T>(number);
  return std::in_range<T>(number);
}

bool set_orientation(const Json& value, Orientation& option) {
  const auto* text = value.get_ptr<const Json::string_t*>();
  for (const auto& [name, orientation] : kOrientations) {
    if (text == nullptr || *text != name) continue;
    option = orientation;
    return true;
  }
  return false;
}

bool set_option(DecodeOptions& options, const std::string& key, const Json& value) {
  if (key == "images") return set_count(value, options.images);
  if (key == "seed") return set_count(value, options.seed);
  if (key == "balanced") return set_toggle(value, options.balanced);
  if (key == "drop_duplicates") return set_toggle(value, options.drop_duplicates);
  if (key == "drop_blank") return set_toggle(value, options.drop_blank);
  if (key == "invert") return set_toggle(value, options.invert);
  if (key == "orientation") return set_orientation(value, options.orientation);
  return false;
}

}  // namespace

std::expected<DecodeOptions, Error> parse_decode_options(std::string_view text) {
  DecodeOptions options;
  if (text.empty()) return options;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return fail("The options for reading the file are no JSON object.");
  for (const auto& [key, value] : json.items()) {
    if (set_option(options, key, value)) continue;
    return fail("The option '{0}' for reading a file is unknown or has a wrong value.", key);
  }
  return options;
}

std::string write_decode_options(const DecodeOptions& options) {
  Json json = {
      {"images", options.images},         {"balanced", options.balanced}, {"drop_duplicates", options.drop_duplicates},
      {"drop_blank", options.drop_blank}, {"invert", options.invert},     {"seed", options.seed}};
  for (const auto& [name, orientation] : kOrientations) {
    if (orientation == options.orientation) json["orientation"] = name;
  }
  return json.dump();
}

}  // namespace hourglass

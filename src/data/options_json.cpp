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
constexpr std::array<std::pair<std::string_view, LabelColumn>, 3> kLabelColumns = {{
    {"automatic", LabelColumn::automatic},
    {"first", LabelColumn::first},
    {"last", LabelColumn::last},
}};

constexpr std::array<std::pair<std::string_view, ImageAxis>, 3> kImageAxes = {{
    {"automatic", ImageAxis::automatic},
    {"first", ImageAxis::first},
    {"last", ImageAxis::last},
}};

bool set_toggle(const Json& value, bool& option) {
  if (value.is_boolean()) option = value.get<bool>();
  return value.is_boolean();
}

bool set_text(const Json& value, std::string& option) {
  const auto* text = value.get_ptr<const Json::string_t*>();
  if (text != nullptr) option = *text;
  return text != nullptr;
}

template <class T>
bool set_count(const Json& value, T& option) {
  if (!value.is_number_integer() || (!value.is_number_unsigned() && value.get<std::int64_t>() < 0)) return false;
  const auto number = value.get<std::uint64_t>();
  option = static_cast<T>(number);
  return std::in_range<T>(number);
}

template <class E, std::size_t N>
bool set_choice(const Json& value, const std::array<std::pair<std::string_view, E>, N>& choices, E& option) {
  const auto* text = value.get_ptr<const Json::string_t*>();
  for (const auto& [name, choice] : choices) {
    if (text == nullptr || *text != name) continue;
    option = choice;
    return true;
  }
  return false;
}

template <class E, std::size_t N>
std::string_view name_of_choice(const std::array<std::pair<std::string_view, E>, N>& choices, E option) {
  for (const auto& [name, choice] : choices) {
    if (choice == option) return name;
  }
  return {};
}

bool set_option(DecodeOptions& options, const std::string& key, const Json& value) {
  if (key == "images") return set_count(value, options.images);
  if (key == "seed") return set_count(value, options.seed);
  if (key == "balanced") return set_toggle(value, options.balanced);
  if (key == "drop_duplicates") return set_toggle(value, options.drop_duplicates);
  if (key == "drop_blank") return set_toggle(value, options.drop_blank);
  if (key == "invert") return set_toggle(value, options.invert);
  if (key == "orientation") return set_choice(value, kOrientations, options.orientation);
  if (key == "label") return set_choice(value, kLabelColumns, options.label);
  if (key == "axis") return set_choice(value, kImageAxes, options.axis);
  if (key == "array") return set_text(value, options.array);
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
  const Json json = {{"images", options.images},
                     {"balanced", options.balanced},
                     {"drop_duplicates", options.drop_duplicates},
                     {"drop_blank", options.drop_blank},
                     {"invert", options.invert},
                     {"seed", options.seed},
                     {"orientation", name_of_choice(kOrientations, options.orientation)},
                     {"label", name_of_choice(kLabelColumns, options.label)},
                     {"axis", name_of_choice(kImageAxes, options.axis)},
                     {"array", options.array}};
  // An array's name is text of a file: what is no UTF-8 must not end the program.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace hourglass

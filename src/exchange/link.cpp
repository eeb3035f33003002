#include "exchange/link.h"

#include "training/experiment_fields.h"
#include "training/presets.h"

namespace hourglass {
namespace {

bool plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.~,:").find(c) != std::string_view::npos;
}

std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (plain(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

Settings parse_query(std::string_view query) {
  Settings pairs;
  if (query.starts_with('?')) query.remove_prefix(1);
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    pairs.insert_or_assign(decoded(pair.substr(0, equals)), decoded(pair.substr(equals + 1)));
  }
  return pairs;
}

bool is_setting(std::string_view key) { return key == "preset" || find_field(key) != nullptr; }

}  // namespace

std::string to_link(const Link& link, std::string_view usual_preset) {
  const Preset* preset = find_preset(link.preset);
  const Experiment usual;
  std::string query;
  const auto add = [&](std::string_view key, std::string_view value) {
    query += (query.empty() ? "" : "&") + encoded(key) + "=" + encoded(value);
  };
  if (preset && link.preset != usual_preset) add("preset", link.preset);
  const Experiment& base = preset ? preset->experiment : usual;
  for (const auto& [key, value] : to_settings(link.experiment, &base)) add(key, value);
  return query;
}

bool says_settings(std::string_view query) {
  for (const auto& [key, value] : parse_query(query))
    if (is_setting(key)) return true;
  return false;
}

std::string joined(std::string a, std::string_view b) {
  if (!a.empty() && !b.empty()) a += '&';
  return a.append(b);
}

std::string rest_of_query(std::string_view query) {
  std::string rest;
  for (const auto& [key, value] : parse_query(query))
    if (!is_setting(key)) rest = joined(std::move(rest), parameter(key, value));
  return rest;
}

std::expected<Link, Error> from_link(std::string_view query, const Link& start) {
  const Settings pairs = parse_query(query);
  Link link = start;
  if (const auto wanted = pairs.find("preset"); wanted != pairs.end()) {
    const Preset* preset = find_preset(wanted->second);
    if (!preset) return fail("The link names the preset {0}, which there is not.", quote(wanted->second));
    link = {preset->key, preset->experiment};
  }
  Settings settings;
  for (const auto& [key, value] : pairs)
    if (find_field(key)) settings.emplace(key, value);
  auto experiment = from_settings(settings, link.experiment);
  if (!experiment) return fail("The link could not be followed. {0}", experiment.error().message);
  if (auto valid = validate(*experiment); !valid)
    return fail("The link could not be followed. {0}", valid.error().message);
  link.experiment = *experiment;
  return link;
}

std::string language_of(std::string_view query) { return parameter_of(query, "lang").value_or(std::string()); }

std::optional<std::string> parameter_of(std::string_view query, std::string_view key) {
  const Settings pairs = parse_query(query);
  const auto found = pairs.find(std::string(key));
  if (found == pairs.end()) return std::nullopt;
  return found->second;
}

std::string parameter(std::string_view key, std::string_view value) { return encoded(key) + "=" + encoded(value); }

std::string without_parameter(std::string_view query, std::string_view key) {
  std::string rest;
  for (const auto& [name, value] : parse_query(query))
    if (name != key) rest = joined(std::move(rest), parameter(name, value));
  return rest;
}

}  // namespace hourglass

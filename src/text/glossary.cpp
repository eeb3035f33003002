#include "text/glossary.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace hourglass {

extern const char kGlossaryJson[];

namespace {

std::string member(const nlohmann::json& entry, const char* key) {
  const auto found = entry.find(key);
  return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::expected<std::vector<GlossaryEntry>, Sentence> parse_glossary(std::string_view json) {
  const auto list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) return std::unexpected(say("The glossary is not a JSON list."));
  std::vector<GlossaryEntry> entries;
  for (const auto& one : list) {
    if (!one.is_object()) return std::unexpected(say("An entry of the glossary must be an object."));
    GlossaryEntry entry{member(one, "key"), member(one, "term"), member(one, "what"), member(one, "more"),
                        member(one, "picture")};
    if (entry.key.empty()) return std::unexpected(say("An entry of the glossary has no key."));
    if (entry.term.empty() || entry.what.empty() || entry.more.empty())
      return std::unexpected(say("The glossary's {0} needs a term and two sentences.", quote(entry.key)));
    entries.push_back(std::move(entry));
  }
  std::ranges::sort(entries, {}, &GlossaryEntry::key);
  const auto twice = std::ranges::adjacent_find(entries, {}, &GlossaryEntry::key);
  if (twice != entries.end()) return std::unexpected(say("The glossary explains {0} twice.", quote(twice->key)));
  return entries;
}

const std::vector<GlossaryEntry>& glossary() {
  // A tested constant: the test of this file reads it from assets/ and from here.
  static const std::vector<GlossaryEntry> list = parse_glossary(kGlossaryJson).value_or(std::vector<GlossaryEntry>{});
  return list;
}

const GlossaryEntry* find_term(std::string_view key) {
  const std::vector<GlossaryEntry>& list = glossary();
  const auto found =
      std::ranges::lower_bound(list, key, {}, [](const GlossaryEntry& e) -> std::string_view { return e.key; });
  return found != list.end() && found->key == key ? &*found : nullptr;
}

Sentence explanation(const GlossaryEntry& entry) {
  return followed_by(from_assets(entry.what), from_assets(entry.more));
}

}  // namespace hourglass

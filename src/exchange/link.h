// The link: every setting as a query, made from the field table, so that a link is a lesson. Only what differs from the
// preset is written. The page's address and a report have it.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "math/error.h"
#include "training/experiment.h"

namespace hourglass {

struct Link {
  std::string preset;
  Experiment experiment;
  bool operator==(const Link&) const = default;
};

/// "preset=classroom&seed=3"; empty when all is as the page opens.
std::string to_link(const Link& link, std::string_view usual_preset);

/// What a query says besides settings ("lang=de&threads=2"): it stays in the address when the settings change.
std::string rest_of_query(std::string_view query);
/// Two queries as one; either may be empty.
std::string joined(std::string a, std::string_view b);

/// Whether the query says anything about settings.
bool says_settings(std::string_view query);

/// What the query says after "lang=": a language's tag, or nothing.
std::string language_of(std::string_view query);

/// What the query says after "key="; nothing where it does not say it.
std::optional<std::string> parameter_of(std::string_view query, std::string_view key);
/// "key=value" as a query has it.
std::string parameter(std::string_view key, std::string_view value);
/// The query without this parameter.
std::string without_parameter(std::string_view query, std::string_view key);

/// A query with or without its '?'. Unknown keys that are not settings ("utm_source", "data-url") are let be; a bad
/// value is refused with a sentence. `start` holds for what the query does not say.
std::expected<Link, Error> from_link(std::string_view query, const Link& start);

}  // namespace hourglass

// A sentence in a message: key and arguments, so that it is the studio that chooses the language.
//   [kind, key, argument...] or, counted, [kind, key, plural key, argument...]; null is none. An argument is a whole
//   number (a count), a text (a name), a list (a sentence), or {"as": kind, "value": ..., "decimals": ...}.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "text/sentence.h"

namespace hourglass {

/// Sentences within sentences are read to this depth.
inline constexpr int kDeepestSentence = 24;

nlohmann::json sentence_to_json(const Sentence& sentence);
/// Nothing when it is not what sentence_to_json writes.
std::optional<Sentence> sentence_from_json(const nlohmann::json& json, int depth = 0);

}  // namespace hourglass

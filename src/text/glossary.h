// The glossary: every word of the field that stands on the screen, explained in two sentences. One list,
// assets/glossary.en.json, serves the studio's tips, the settings' help on the command line, and the lessons. Its
// sentences are keys of translation like those of the presets (docs/words.md).
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "text/sentence.h"

namespace hourglass {

struct GlossaryEntry {
  std::string key;      ///< "held-out", "optimizer/adam": how a label names it; the same in every language
  std::string term;     ///< "Held-out images"
  std::string what;     ///< one sentence: what it is
  std::string more;     ///< one sentence: what follows from it
  std::string picture;  ///< the small drawing that shows it (studio/ui/term_picture.h); empty: none
};

/// Refuses what is no list, an entry without key, term or one of its sentences, and a key that stands twice.
std::expected<std::vector<GlossaryEntry>, Sentence> parse_glossary(std::string_view json);
/// The list that was built in from assets/glossary.en.json, in order of keys.
const std::vector<GlossaryEntry>& glossary();
/// Null where no entry has this key.
const GlossaryEntry* find_term(std::string_view key);
/// What it is and what follows from it.
Sentence explanation(const GlossaryEntry& entry);

}  // namespace hourglass

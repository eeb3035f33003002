// Language: turns sentences and numbers into text. English needs nothing but the sentences themselves; another language
// is a catalogue of translations (assets/text/<tag>.json); the pseudo-language shows what would not be translated or
// would not fit, and is built in.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "text/plural_rules.h"
#include "text/sentence.h"

namespace hourglass {

class Language {
 public:
  static const Language& english();
  /// Accents on letters, brackets round each sentence, a third longer: "[Ţŕåíñ··]". Its tag is "pseudo".
  static const Language& pseudo();
  /// `json`: {"name": "Français", "group": " ", "decimal": ",", "quotes": ["« ", " »"], "texts": {KEY: TEXT}}, where
  /// the TEXT of a plural is {"one": "...", "other": "..."} under its plural's key. What is left out is as in English.
  /// An error says what is wrong with the file; texts that are no texts are left out.
  static std::expected<Language, Sentence> read(std::string_view tag, std::string_view json);

  std::string_view tag() const { return tag_; }    ///< "en", "fr", "pseudo"
  std::string_view name() const { return name_; }  ///< in the language itself
  bool operator==(const Language& other) const { return tag_ == other.tag_; }

  /// A text that is missing is said in English; a translation that asks for an argument that is not there shows its
  /// place, as "{7}".
  std::string render(const Sentence& sentence) const;

  std::string count(std::int64_t number) const;               ///< 92300: "92,300"
  std::string decimals(double number, int decimals) const;    ///< 1234.5, 1: "1,234.5"; not finite: a dash
  std::string shortest(double number) const;                  ///< 0.0005: "0.0005"
  std::string bytes(std::uint64_t bytes) const;               ///< 9912422: "9.9 MB"
  std::string percent(double share, int decimals = 0) const;  ///< 0.66: "66%"
  std::string quoted(std::string_view text) const;

 private:
  using Forms = std::array<std::string, 6>;  ///< by PluralCategory
  void render_into(std::string& out, const Sentence& sentence, int depth) const;
  void put(std::string& out, const Argument& argument, int depth) const;
  std::string_view pattern_of(const Sentence& sentence) const;

  std::string tag_ = "en", name_ = "English";
  std::string group_ = ",", decimal_ = ".", open_ = "\"", close_ = "\"";
  bool pseudo_ = false;
  std::map<std::string, std::string, std::less<>> texts_;
  std::map<std::string, Forms, std::less<>> plurals_;
};

}  // namespace hourglass

#include "text/language.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "text/number.h"
#include "text/pseudo.h"

namespace hourglass {
namespace {

/// Sentences within sentences, as deep as any that we write; a message that claims more is cut off here.
constexpr int kDeepest = 24;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Puts `sign` between thousands of the digits that begin `number` (after a minus).
std::string grouped(std::string number, std::string_view sign) {
  const std::size_t first = number.starts_with('-') ? 1 : 0;
  std::size_t end = first;
  while (end < number.size() && is_digit(number[end])) ++end;
  for (std::size_t at = end; at > first + 3;) {
    at -= 3;
    number.insert(at, sign);
  }
  return number;
}

std::string with_point(std::string number, std::string_view sign) {
  if (const std::size_t point = number.find('.'); point != std::string::npos) number.replace(point, 1, sign);
  return number;
}

}  // namespace

const Language& Language::english() {
  static const Language language;
  return language;
}

const Language& Language::pseudo() {
  static const Language language = [] {
    Language made;
    made.tag_ = "pseudo";
    made.name_ = "Pseudo";
    made.pseudo_ = true;
    return made;
  }();
  return language;
}

std::expected<Language, Sentence> Language::read(std::string_view tag, std::string_view json) {
  using Json = nlohmann::json;
  const Json file = Json::parse(json, nullptr, false);
  if (!file.is_object()) return std::unexpected(say("The texts of the language {0} cannot be read.", tag));
  Language language;
  language.tag_ = tag;
  language.name_ = tag;
  const auto take = [](const Json& from, const char* key, std::string& to) {
    if (const auto found = from.find(key); found != from.end() && found->is_string()) to = found->get<std::string>();
  };
  take(file, "name", language.name_);
  take(file, "group", language.group_);
  take(file, "decimal", language.decimal_);
  if (const auto quotes = file.find("quotes"); quotes != file.end() && quotes->is_array() && quotes->size() == 2 &&
                                               (*quotes)[0].is_string() && (*quotes)[1].is_string()) {
    language.open_ = (*quotes)[0].get<std::string>();
    language.close_ = (*quotes)[1].get<std::string>();
  }
  const auto texts = file.find("texts");
  if (texts == file.end() || !texts->is_object())
    return std::unexpected(say("The texts of the language {0} cannot be read.", tag));
  for (const auto& [key, text] : texts->items()) {
    if (text.is_string()) {
      if (!text.get_ref<const std::string&>().empty()) language.texts_[key] = text.get<std::string>();
    } else if (text.is_object()) {
      Forms& forms = language.plurals_[key];
      for (int c = 0; c <= static_cast<int>(PluralCategory::other); ++c)
        take(text, std::string(plural_name(static_cast<PluralCategory>(c))).c_str(),
             forms[static_cast<std::size_t>(c)]);
    }
  }
  return language;
}

std::string_view Language::pattern_of(const Sentence& sentence) const {
  if (sentence.kind() == Sentence::Kind::counted) {
    const std::int64_t n = sentence.arguments().empty() ? 0 : sentence.arguments()[0].count;
    if (const auto found = plurals_.find(sentence.plural_key()); found != plurals_.end()) {
      const std::string& form = found->second[static_cast<std::size_t>(plural_category(tag_, n))];
      if (!form.empty()) return form;
      if (!found->second.back().empty()) return found->second.back();
    }
    // A language without a plural may give the one form as a plain text.
    if (const auto found = texts_.find(sentence.plural_key()); found != texts_.end()) return found->second;
    return plural_category("en", n) == PluralCategory::one ? sentence.key() : sentence.plural_key();
  }
  const auto found = texts_.find(sentence.key());
  return found == texts_.end() ? sentence.key() : std::string_view(found->second);
}

std::string Language::render(const Sentence& sentence) const {
  std::string out;
  if (sentence.empty()) return out;
  // A sentence that only carries data ("{0}, {1}", a name) is no sentence of ours to be marked.
  const bool marked = pseudo_ && sentence.kind() != Sentence::Kind::verbatim;
  if (marked) out += '[';
  render_into(out, sentence, 0);
  if (marked) out += pseudo_filling(out) + ']';
  return out;
}

void Language::render_into(std::string& out, const Sentence& sentence, int depth) const {
  if (depth > kDeepest) return;
  const std::string_view pattern = sentence.kind() == Sentence::Kind::verbatim ? sentence.key() : pattern_of(sentence);
  const std::vector<Argument>& arguments = sentence.arguments();
  const auto put_text = [&](std::string_view text) {
    if (pseudo_ && sentence.kind() != Sentence::Kind::verbatim)
      out += pseudo_accents(text);
    else
      out += text;
  };
  if (sentence.kind() == Sentence::Kind::verbatim || arguments.empty()) return put_text(pattern);
  std::size_t plain = 0;
  for (std::size_t i = 0; i + 2 < pattern.size(); ++i) {
    if (pattern[i] != '{' || !is_digit(pattern[i + 1]) || pattern[i + 2] != '}') continue;
    const auto n = static_cast<std::size_t>(pattern[i + 1] - '0');
    if (n >= arguments.size()) continue;
    put_text(pattern.substr(plain, i - plain));
    put(out, arguments[n], depth);
    plain = i + 3;
    i += 2;
  }
  put_text(pattern.substr(plain));
}

void Language::put(std::string& out, const Argument& argument, int depth) const {
  switch (argument.kind) {
    case Argument::Kind::count: out += count(argument.count); break;
    case Argument::Kind::number:
      out += argument.decimals == Argument::kShortest ? shortest(argument.value)
                                                      : decimals(argument.value, argument.decimals);
      break;
    case Argument::Kind::bytes: out += bytes(static_cast<std::uint64_t>(argument.count)); break;
    case Argument::Kind::percent: out += percent(argument.value, argument.decimals); break;
    case Argument::Kind::name: out += argument.name; break;
    case Argument::Kind::quoted: out += quoted(argument.name); break;
    case Argument::Kind::sentence: render_into(out, argument.sentence, depth + 1); break;
  }
}

std::string Language::count(std::int64_t number) const { return grouped(std::to_string(number), group_); }

std::string Language::decimals(double number, int decimals) const {
  if (!std::isfinite(number)) return "\u2013";
  char text[400];
  std::snprintf(text, sizeof text, "%.*f", decimals, number);
  return with_point(grouped(text, decimal_ == group_ ? "" : group_), decimal_);
}

std::string Language::shortest(double number) const { return with_point(number_text(number), decimal_); }

std::string Language::bytes(std::uint64_t bytes) const {
  const auto said = [&](const Sentence& sentence) {
    std::string out;
    render_into(out, sentence, 0);
    return out;
  };
  const auto scaled = [](double value) { return in_decimals(value, value < 10 ? 1 : 0); };
  const auto size = static_cast<double>(bytes);
  if (bytes < 1000) return said(plural(static_cast<std::int64_t>(bytes), "{0} byte", "{0} bytes"));
  if (bytes < 1'000'000) return said(say("{0} kB", scaled(size / 1e3)));
  if (bytes < 1'000'000'000) return said(say("{0} MB", scaled(size / 1e6)));
  return said(say("{0} GB", scaled(size / 1e9)));
}

std::string Language::percent(double share, int decimals) const {
  std::string out;
  render_into(out, say("{0}%", in_decimals(share * 100, decimals)), 0);
  return out;
}

std::string Language::quoted(std::string_view text) const { return open_ + std::string(text) + close_; }

}  // namespace hourglass

#include "engine/sentence_json.h"

#include <string>
#include <utility>
#include <vector>

namespace hourglass {
namespace {

using Json = nlohmann::json;
using Kind = Argument::Kind;

/// No sentence has more; a longer list is no message of ours.
constexpr std::size_t kMostArguments = 10;

Json argument_to_json(const Argument& argument) {
  const Json as = static_cast<int>(argument.kind);
  switch (argument.kind) {
    case Kind::count: return argument.count;
    case Kind::bytes: return {{"as", as}, {"value", argument.count}};
    case Kind::number:
    case Kind::percent: return {{"as", as}, {"value", argument.value}, {"decimals", argument.decimals}};
    case Kind::name: return argument.name;
    case Kind::quoted: return {{"as", as}, {"value", argument.name}};
    case Kind::sentence: return sentence_to_json(argument.sentence);
  }
  return nullptr;
}

std::optional<Argument> formatted_from_json(const Json& json) {
  const auto as = json.find("as"), value = json.find("value"), decimals = json.find("decimals");
  if (as == json.end() || value == json.end() || !as->is_number_integer()) return std::nullopt;
  const auto kind = as->get<std::int64_t>();
  if (kind == static_cast<int>(Kind::quoted) && value->is_string()) return quote(value->get_ref<const std::string&>());
  if (kind == static_cast<int>(Kind::bytes) && value->is_number_integer() && value->get<std::int64_t>() >= 0)
    return in_bytes(static_cast<std::uint64_t>(value->get<std::int64_t>()));
  const bool number = kind == static_cast<int>(Kind::number);
  if (!number && kind != static_cast<int>(Kind::percent)) return std::nullopt;
  // CBOR has a value for what is no finite number; JSON's null is one too.
  if (!value->is_number() || decimals == json.end() || !decimals->is_number_integer()) return std::nullopt;
  const auto digits = decimals->get<std::int64_t>();
  if (digits < Argument::kShortest || digits > 15) return std::nullopt;
  const double real = value->get<double>();
  if (!number) return in_percent(real, static_cast<int>(digits));
  return digits == Argument::kShortest ? in_number(real) : in_decimals(real, static_cast<int>(digits));
}

std::optional<Argument> argument_from_json(const Json& json, int depth) {
  if (json.is_number_integer()) return Argument(json.get<std::int64_t>());
  if (json.is_string()) return Argument(json.get<std::string>());
  if (json.is_object()) return formatted_from_json(json);
  auto sentence = sentence_from_json(json, depth + 1);
  if (!sentence) return std::nullopt;
  return Argument(std::move(*sentence));
}

}  // namespace

Json sentence_to_json(const Sentence& sentence) {
  if (sentence.empty()) return nullptr;
  Json json = Json::array({static_cast<int>(sentence.kind()), std::string(sentence.key())});
  if (sentence.kind() == Sentence::Kind::counted) json.push_back(std::string(sentence.plural_key()));
  for (const Argument& argument : sentence.arguments()) json.push_back(argument_to_json(argument));
  return json;
}

std::optional<Sentence> sentence_from_json(const Json& json, int depth) {
  if (json.is_null()) return Sentence();
  if (depth > kDeepestSentence || !json.is_array() || json.size() < 2 || !json[0].is_number_integer() ||
      !json[1].is_string()) {
    return std::nullopt;
  }
  const auto number = json[0].get<std::int64_t>();
  if (number < 0 || number > static_cast<int>(Sentence::Kind::verbatim)) return std::nullopt;
  const auto kind = static_cast<Sentence::Kind>(number);
  const bool counted = kind == Sentence::Kind::counted;
  std::size_t at = 2;
  std::string_view plural_key;
  if (counted) {
    if (json.size() < 4 || !json[at].is_string() || !json[at + 1].is_number_integer()) return std::nullopt;
    plural_key = json[at++].get_ref<const std::string&>();
  }
  if (json.size() - at > kMostArguments) return std::nullopt;
  std::vector<Argument> arguments;
  for (; at < json.size(); ++at) {
    auto argument = argument_from_json(json[at], depth);
    if (!argument) return std::nullopt;
    arguments.push_back(std::move(*argument));
  }
  return Sentence::of_parts(kind, json[1].get_ref<const std::string&>(), plural_key, std::move(arguments));
}

}  // namespace hourglass

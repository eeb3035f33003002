#include "text/sentence.h"

#include <atomic>

#include "text/language.h"

namespace hourglass {

struct Sentence::Rest {
  std::atomic<int> owners{1};
  Kind kind = Kind::ours;
  std::string key, plural_key;
  std::vector<Argument> arguments;
};

void Sentence::share(Rest* rest) noexcept { rest->owners.fetch_add(1, std::memory_order_relaxed); }
void Sentence::release(Rest* rest) noexcept {
  if (rest->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) delete rest;
}

Sentence::Kind Sentence::kind() const { return rest_ ? rest_->kind : Kind::ours; }
std::string_view Sentence::key() const { return rest_ ? std::string_view(rest_->key) : literal_.text(); }
std::string_view Sentence::plural_key() const {
  return rest_ ? std::string_view(rest_->plural_key) : std::string_view();
}
const std::vector<Argument>& Sentence::arguments() const {
  static const std::vector<Argument> kNone;
  return rest_ ? rest_->arguments : kNone;
}

bool Sentence::operator==(const Sentence& other) const {
  if (rest_ != nullptr && rest_ == other.rest_) return true;
  return kind() == other.kind() && key() == other.key() && plural_key() == other.plural_key() &&
         arguments() == other.arguments();
}

Sentence Sentence::of_parts(Kind kind, std::string_view key, std::string_view plural_key,
                            std::vector<Argument> arguments) {
  Sentence sentence;
  if (key.empty() && plural_key.empty()) return sentence;
  sentence.rest_ = new Rest;
  sentence.rest_->kind = kind;
  sentence.rest_->key = key;
  sentence.rest_->plural_key = plural_key;
  sentence.rest_->arguments = std::move(arguments);
  return sentence;
}

std::string Sentence::english() const { return Language::english().render(*this); }

Argument quote(std::string_view name) {
  Argument argument(name);
  argument.kind = Argument::Kind::quoted;
  return argument;
}

Argument in_decimals(double value, int decimals) {
  Argument argument;
  argument.kind = Argument::Kind::number;
  argument.value = value;
  argument.decimals = decimals < 0 ? 0 : decimals > 15 ? 15 : decimals;
  return argument;
}

Argument in_number(double value) {
  Argument argument;
  argument.kind = Argument::Kind::number;
  argument.value = value;
  argument.decimals = Argument::kShortest;
  return argument;
}

Argument in_bytes(std::uint64_t bytes) {
  Argument argument(bytes);
  argument.kind = Argument::Kind::bytes;
  return argument;
}

Argument in_percent(double share, int decimals) {
  Argument argument = in_decimals(share, decimals);
  argument.kind = Argument::Kind::percent;
  return argument;
}

Sentence verbatim(std::string_view text) { return Sentence::of_parts(Sentence::Kind::verbatim, text, {}, {}); }
Sentence from_assets(std::string_view key) { return Sentence::of_parts(Sentence::Kind::ours, key, {}, {}); }

Sentence followed_by(Sentence a, Sentence b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  return say("{0} {1}", std::move(a), std::move(b));
}

namespace {

/// Joins all but the last with commas.
Sentence most_of(const std::vector<Sentence>& items, std::size_t count) {
  Sentence list = count == 0 ? Sentence() : items[0];
  for (std::size_t i = 1; i < count; ++i) list = say("{0}, {1}", std::move(list), items[i]);
  return list;
}

}  // namespace

Sentence list_or(const std::vector<Sentence>& items) {
  if (items.size() < 2) return most_of(items, items.size());
  return say("{0} or {1}", most_of(items, items.size() - 1), items.back());
}
Sentence list_and(const std::vector<Sentence>& items) {
  if (items.size() < 2) return most_of(items, items.size());
  return say("{0} and {1}", most_of(items, items.size() - 1), items.back());
}
Sentence list_of(const std::vector<Sentence>& items) { return most_of(items, items.size()); }

}  // namespace hourglass

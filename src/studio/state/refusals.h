// Refusals: what a person typed and could not be taken, with the reason. It stays in its field, the reason under it,
// until it is corrected or left by Escape. One store for all fields of the studio, by their id in the mirror.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "studio/ui/widgets.h"

namespace hourglass {

struct Refusal {
  std::string text;  ///< as it was typed
  Sentence reason;
  bool operator==(const Refusal&) const = default;
};

/// A text entered into a field, by the field's id in the mirror.
struct FieldEntry {
  std::string field, text;
};

class Refusals {
 public:
  void refuse(std::string_view field, std::string_view text, Sentence reason) {
    by_field_.insert_or_assign(std::string(field), Refusal{std::string(text), std::move(reason)});
  }
  /// The field was corrected or left.
  void forget(std::string_view field) {
    if (const auto found = by_field_.find(field); found != by_field_.end()) by_field_.erase(found);
  }
  /// All fields whose id begins so: "recipe/".
  void forget_all(std::string_view prefix) {
    std::erase_if(by_field_, [&](const auto& one) { return one.first.starts_with(prefix); });
  }
  const Refusal* find(std::string_view field) const {
    const auto found = by_field_.find(field);
    return found == by_field_.end() ? nullptr : &found->second;
  }
  /// `note` with what was refused at this field, for the widget to show.
  Note noted(std::string_view field, Note note) const {
    if (const Refusal* refusal = find(field)) note.refused = refusal->reason, note.typed = refusal->text;
    return note;
  }
  const std::map<std::string, Refusal, std::less<>>& all() const { return by_field_; }

 private:
  std::map<std::string, Refusal, std::less<>> by_field_;
};

}  // namespace hourglass

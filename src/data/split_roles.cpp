#include "data/split_roles.h"

#include <algorithm>

#include "data/names.h"
#include "data/text.h"

namespace hourglass {

SplitRole role_of_word(std::string_view word) {
  const auto among = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (among({"train", "training", "trainset", "trainingset"})) return SplitRole::train;
  if (among({"val", "valid", "validation", "valset", "validset", "validationset"})) return SplitRole::validation;
  if (among({"test", "testing", "t10k", "testset"})) return SplitRole::held_out;
  return SplitRole::none;
}

SplitRole role_of(std::string_view name) {
  for (const NameWord& word : words_of(name, true)) {
    const SplitRole role = role_of_word(lower(word.text));
    if (role != SplitRole::none) return role;
  }
  return SplitRole::none;
}

bool is_role_name(std::string_view name) {
  int roles = 0;
  for (const NameWord& word : words_of(name, false)) {
    const std::string text = lower(word.text);
    if (role_of_word(text) != SplitRole::none) {
      ++roles;
      continue;
    }
    constexpr std::string_view kFolderWords[] = {"set",   "data", "dataset", "images",
                                                 "image", "imgs", "img",     "pictures"};
    if (std::find(std::begin(kFolderWords), std::end(kFolderWords), text) == std::end(kFolderWords)) return false;
  }
  return roles == 1;
}

SplitRole role_in_path(std::string_view path) {
  while (!path.empty()) {
    const SplitRole role = role_of(last_part(path));
    if (role != SplitRole::none) return role;
    const std::size_t slash = path.find_last_of("/\\");
    if (slash == std::string_view::npos) return SplitRole::none;
    path = path.substr(0, slash);
  }
  return SplitRole::none;
}

SplitPlan plan_split(const std::array<std::size_t, kSplitRoles>& images) {
  const auto [none, train, validation, held_out] = images;
  SplitPlan plan;
  if (validation + held_out == 0 || train + none == 0) return plan;
  plan.published = true;
  plan.without_role_left_out = train > 0 && none > 0;
  plan.validation_held_out = held_out == 0;
  plan.becomes[static_cast<std::size_t>(SplitRole::none)] = SplitRole::train;
  if (plan.validation_held_out) plan.becomes[static_cast<std::size_t>(SplitRole::validation)] = SplitRole::held_out;
  return plan;
}

}  // namespace hourglass

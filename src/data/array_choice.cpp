#include "data/array_choice.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "data/names.h"
#include "data/odd_arrays.h"
#include "data/same_sets.h"
#include "data/text.h"

namespace hourglass {
namespace {

/// What the array is called in its file, "train/noisy" of "digits.mat/train/noisy"; empty in a file of one array.
std::string_view path_in_file(const Part& part) {
  const std::string_view name = part.name, file = file_of(part);
  if (file.size() >= name.size()) return {};
  std::string_view path = name.substr(file.size() + 1);
  if (lower(path).ends_with(".npy")) path.remove_suffix(4);
  return path;
}

bool only_digits(std::string_view word) { return word.find_first_not_of("0123456789") == std::string_view::npos; }

/// Arrays of all roles that are one to a person.
struct ArrayGroup {
  std::string name;                ///< less the words of a split: "noisy" of "noisy_train" and "noisy_test"
  std::string key;                 ///< the same for names that differ in numbers and capitals alone
  std::vector<std::size_t> parts;  ///< by their places
  std::size_t images = 0;
};

ArrayGroup named_group(std::string_view path, bool numbers_tell) {
  ArrayGroup group;
  bool nameless = true;
  for (const NameWord& word : words_of(path, true)) {
    const std::string text = lower(word.text);
    if (role_of_word(text) != SplitRole::none) {
      nameless = false;
      continue;
    }
    if (!group.name.empty()) group.name += word.before;
    group.name += word.text;
    if (!only_digits(text)) group.key += text + ' ';
    nameless = nameless && (only_digits(text) || text == "arr");
  }
  if (group.name.empty()) group.name = path;
  if (nameless && numbers_tell) group.key = lower(path);
  return group;
}

/// The words of an array's name that say which of several it is; none in "x", "images", "train/labels".
std::vector<std::string> telling_words_of(std::string_view path) {
  std::string name(path);
  std::ranges::replace(name, '/', ' ');
  return set_words(name);
}

/// "images", "x", "data": a name that any set's images could have.
bool has_no_name_of_its_own(const ArrayGroup& group) {
  constexpr std::string_view kLabels[] = {"y", "label", "labels"};
  const bool called_labels = std::ranges::any_of(words_of(group.name, true), [&](const NameWord& word) {
    return std::ranges::find(kLabels, lower(word.text)) != std::end(kLabels);
  });
  return !called_labels && telling_words_of(group.name).empty();
}

struct ArrayGroups {
  std::vector<ArrayGroup> all;
  bool alike = true;  ///< each file has the same of them
};

/// Of the images that stand in files of several arrays, if all do. `numbers_tell`: arrays that have no names ("arr_0")
/// are different ones.
ArrayGroups groups_of(const std::vector<Part>& parts, bool numbers_tell) {
  ArrayGroups groups;
  std::map<std::string_view, std::set<std::string>> keys_in;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    if (part.labels_only) continue;
    const std::string_view path = path_in_file(part);
    if (path.empty() || part.kind == Part::Kind::pictures) return {};
    ArrayGroup group = named_group(path, numbers_tell);
    keys_in[file_of(part)].insert(group.key);
    auto known = std::ranges::find(groups.all, group.key, &ArrayGroup::key);
    if (known == groups.all.end()) known = groups.all.insert(known, std::move(group));
    known->parts.push_back(i);
    known->images += part.images.size();
  }
  groups.alike = std::ranges::all_of(keys_in, [&](const auto& file) { return file.second == keys_in.begin()->second; });
  return groups;
}

/// "clean_train" beside "noisy_test": each role once.
bool are_a_split(const std::vector<Part>& parts, const std::vector<ArrayGroup>& groups) {
  std::map<SplitRole, std::set<const ArrayGroup*>> having;
  for (const ArrayGroup& group : groups)
    for (const std::size_t i : group.parts) having[parts[i].role].insert(&group);
  return !having.contains(SplitRole::none) &&
         std::ranges::all_of(having, [](const auto& role) { return role.second.size() == 1; });
}

/// Whether labels stand beside that go by the name of each group: "mnist_y" beside "mnist_x".
bool have_labels_of_their_own(const std::vector<Part>& parts, const std::vector<ArrayGroup>& groups) {
  std::set<std::vector<std::string>> of_labels, of_groups;
  for (const Part& part : parts)
    if (part.labels_only) of_labels.insert(telling_words_of(path_in_file(part)));
  for (const ArrayGroup& group : groups) of_groups.insert(telling_words_of(group.name));
  return of_groups.size() == groups.size() && std::ranges::includes(of_labels, of_groups);
}

bool labels_could_be_for(const std::vector<Part>& parts, const ArrayGroup& group) {
  return std::ranges::any_of(group.parts, [&](std::size_t i) {
    return std::ranges::any_of(parts, [&](const Part& part) {
      return part.labels_only && part.role == parts[i].role && part.labels.size() == parts[i].images.size();
    });
  });
}

/// The one without a name of its own, where there is one such; else the first.
std::size_t likeliest(const std::vector<ArrayGroup>& groups, const std::vector<std::size_t>& open) {
  std::vector<std::size_t> plain;
  std::ranges::copy_if(open, std::back_inserter(plain),
                       [&](std::size_t g) { return has_no_name_of_its_own(groups[g]); });
  return plain.size() == 1 ? plain.front() : open.front();
}

/// What stands to choice: which groups, whether all together is a way too, and the way that seems right.
struct ArrayQuestion {
  std::vector<std::size_t> open;
  bool all = false;
  std::optional<std::size_t> taken;  ///< a group; none: all
};

constexpr std::size_t kMostWays = 24;

ArrayQuestion question_about_classes(const std::vector<Part>& parts, const std::vector<ArrayGroup>& groups) {
  ArrayQuestion question;
  const bool many = std::ranges::any_of(groups, [](const ArrayGroup& group) { return group.images > 1; });
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (!many || groups[g].images > 1) question.open.push_back(g);  // a mean image is none of the set's
  question.all = are_classes(parts);
  constexpr std::size_t kFew = 4;
  const bool letters = std::ranges::all_of(groups, [](const ArrayGroup& group) { return group.name.size() == 1; });
  if (letters && groups.size() > 2) return {};
  const std::size_t first = likeliest(groups, question.open);
  const auto plain =
      std::ranges::count_if(question.open, [&](std::size_t g) { return has_no_name_of_its_own(groups[g]); });
  const bool stands_out = plain == 1;
  if (question.open.size() == 1 || stands_out || !question.all) {
    question.taken = first;
    return question;
  }
  // Classes are many, or of different numbers of images.
  const bool same_size =
      std::ranges::all_of(groups, [&](const ArrayGroup& group) { return group.images == groups.front().images; });
  return same_size && groups.size() <= kFew ? question : ArrayQuestion{};
}

ArrayQuestion question_about(const std::vector<Part>& parts, const ArrayGroups& groups, bool labels, bool labelled) {
  ArrayQuestion question;
  const bool several = groups.all.size() > 1 && groups.all.size() <= kMostWays;
  if (!groups.alike || !several || are_a_split(parts, groups.all)) return question;
  if (!labels && !labelled) return question_about_classes(parts, groups.all);
  question.all = labelled;
  for (std::size_t g = 0; g < groups.all.size(); ++g) {
    const ArrayGroup& group = groups.all[g];
    const bool has_labels = std::ranges::any_of(group.parts, [&](std::size_t i) { return parts[i].images.labelled(); });
    if (labelled ? has_labels : labels_could_be_for(parts, group)) question.open.push_back(g);
  }
  if (question.open.size() < 2) return {};
  question.taken = likeliest(groups.all, question.open);
  return question;
}

/// Of labels that are not of each group by their names: where some are called nothing but labels, those; where there
/// are as many as groups, those at the group's place. Others go.
void leave_labels_for(std::vector<Part>& parts, const std::vector<ArrayGroup>& groups, std::size_t chosen,
                      std::vector<Sentence>& notes) {
  std::vector<std::vector<std::string>> names;
  for (const Part& part : parts) {
    if (!part.labels_only) continue;
    auto words = telling_words_of(path_in_file(part));
    if (std::ranges::find(names, words) == names.end()) names.push_back(std::move(words));
  }
  const auto own = telling_words_of(groups[chosen].name);
  const std::vector<std::string> plain;
  std::optional<std::vector<std::string>> kept;
  if (std::ranges::find(names, own) != names.end()) {
    kept = own;
  } else if (std::ranges::find(names, plain) != names.end()) {
    kept = plain;
  } else if (names.size() == groups.size()) {
    kept = names[chosen];
  }
  if (!kept || names.size() < 2) return;
  std::vector<std::string> gone;
  std::erase_if(parts, [&](const Part& part) {
    if (!part.labels_only || telling_words_of(path_in_file(part)) == *kept) return false;
    gone.emplace_back(array_name(part.name));
    return true;
  });
  for (const std::string& name : std::set<std::string>(gone.begin(), gone.end()))
    notes.push_back(say("{0} was left out.", in_quotes(name)));
}

/// The arrays that a person names: by the whole name in the file, or its last part, or as the choice calls it.
std::vector<std::size_t> parts_called(const std::vector<Part>& parts, const std::vector<ArrayGroup>& groups,
                                      std::string_view said) {
  const auto is = [&](std::string_view name) { return name == said || printable(name) == said; };
  std::vector<std::size_t> by_path, by_last;
  for (const ArrayGroup& group : groups) {
    if (is(group.name)) return group.parts;
    for (const std::size_t i : group.parts) {
      if (is(path_in_file(parts[i]))) by_path.push_back(i);
      if (is(array_name(parts[i].name))) by_last.push_back(i);
    }
  }
  return by_path.empty() ? by_last : by_path;
}

void take_only(std::vector<Part>& parts, const std::vector<std::size_t>& taken) {
  std::vector<Part> kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].labels_only || std::ranges::find(taken, i) != taken.end()) kept.push_back(std::move(parts[i]));
  }
  parts = std::move(kept);
}

std::vector<std::string> names_of(const std::vector<ArrayGroup>& groups) {
  std::vector<std::string> names;
  for (const ArrayGroup& group : groups) names.push_back(group.name);
  return names;
}

}  // namespace

std::expected<ArrayChoice, Error> choose_arrays(std::vector<Part>& parts, const DecodeOptions& options, bool labelled,
                                                std::vector<Sentence>& notes) {
  ArrayChoice choice;
  const bool labels = std::ranges::any_of(parts, [](const Part& part) { return part.labels_only; });
  const bool some_labelled = std::ranges::any_of(parts, [](const Part& part) { return part.images.labelled(); });
  // As many arrays of labels as of images are the pieces of one set.
  const auto lists = static_cast<std::size_t>(std::ranges::count_if(parts, &Part::labels_only));
  const ArrayGroups groups = groups_of(parts, !some_labelled && 2 * lists != parts.size());
  if (!labelled && (some_labelled || (labels && have_labels_of_their_own(parts, groups.all)))) {
    choice.when_labelled = true;
    return choice;
  }
  const bool said = !options.array.empty() && options.array != kAllArrays;
  const ArrayQuestion question = question_about(parts, groups, labels, labelled);

  std::vector<std::size_t> taken;
  std::optional<std::size_t> group = question.taken;
  if (question.all && options.array == kAllArrays) group.reset();
  if (said) {
    taken = parts_called(parts, groups.all, options.array);
    if (taken.empty()) {
      if (groups.all.empty()) return fail("There is no array of images called {0} here.", in_quotes(options.array));
      return fail("There is no array of images called {0} here; there are these: {1}.", in_quotes(options.array),
                  names_of_arrays(names_of(groups.all)));
    }
    const auto holds = [&](const ArrayGroup& one) {
      return std::ranges::find(one.parts, taken.front()) != one.parts.end();
    };
    group = static_cast<std::size_t>(std::ranges::find_if(groups.all, holds) - groups.all.begin());
  } else if (group && !question.open.empty()) {
    taken = groups.all[*group].parts;
  }

  if (question.open.size() > 1) {
    Guess guess{Question::array};
    for (const std::size_t g : question.open) guess.names.push_back(printable(groups.all[g].name));
    if (question.all) guess.names.emplace_back(kAllArrays);
    const std::string way = group ? printable(groups.all[*group].name) : std::string(kAllArrays);
    auto at = std::ranges::find(guess.names, way);
    if (at == guess.names.end()) at = guess.names.insert(at, way);
    guess.taken = static_cast<std::uint32_t>(at - guess.names.begin());
    choice.guess = std::move(guess);
    choice.said = said || (question.all && options.array == kAllArrays);
  }
  if (taken.empty()) return choice;
  std::size_t arrays = 0;
  for (const ArrayGroup& one : groups.all) arrays += one.parts.size();
  if (taken.size() < arrays) {
    notes.push_back(say("Of the arrays {0}, {1} was taken.", names_of_arrays(names_of(groups.all)),
                        in_quotes(groups.all[*group].name)));
  }
  take_only(parts, taken);
  if (!labelled && groups.all.size() > 1) leave_labels_for(parts, groups.all, *group, notes);
  return choice;
}

}  // namespace hourglass

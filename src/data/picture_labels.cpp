#include "data/picture_labels.h"

#include <algorithm>
#include <map>
#include <utility>

#include "data/classes.h"
#include "data/detect.h"
#include "data/names.h"
#include "data/picture_file.h"
#include "data/text.h"

namespace hourglass {
namespace {

constexpr std::string_view kBetween = " _-.,()[]#";
constexpr std::string_view kDecimals = "0123456789";

std::string_view without_last(std::string_view text, std::string_view characters) {
  return text.substr(0, text.find_last_not_of(characters) + 1);
}

/// Empty where the name has no such part.
std::string_view part_of_name(std::string_view name, NamePart part) {
  if (part == NamePart::before_number) {
    const std::string_view numbered = without_last(name, kBetween);
    const std::string_view rest = without_last(numbered, kDecimals);
    return rest.size() < numbered.size() ? without_last(rest, kBetween) : std::string_view();
  }
  const std::vector<NameWord> words = words_of(name, false);
  if (words.size() < 2) return {};
  if (part == NamePart::first_word) return words.front().text;
  // Dates end in seconds.
  return words.size() <= 3 ? words.back().text : std::string_view();
}

/// Dates, and numbers of files: more than three digits in a row.
bool has_long_number(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits > 3) return true;
  }
  return false;
}

/// Words that cameras, phones and programs begin names with, and those of splits.
bool says_no_class(std::string_view text) {
  static constexpr std::string_view kWords[] = {"img",  "image", "images",  "dsc",  "dscn", "dscf",       "pxl",
                                                "pict", "photo", "picture", "pic",  "scan", "screenshot", "frame",
                                                "mvi",  "page",  "file",    "copy", "jpg",  "png",        "untitled"};
  const std::vector<NameWord> words = words_of(text, true);
  return std::any_of(words.begin(), words.end(), [&](const NameWord& word) {
    const std::string small = lower(word.text);
    const bool alone = words.size() == 1 && std::find(std::begin(kWords), std::end(kWords), small) != std::end(kWords);
    return alone || role_of_word(small) != SplitRole::none;
  });
}

bool could_be_classes(const std::vector<std::string>& texts) {
  return std::none_of(texts.begin(), texts.end(),
                      [](const std::string& text) { return has_long_number(text) || says_no_class(text); });
}

/// Whether each of so many classes has two images in one folder: the same running numbers may stand in several.
bool each_has_two(std::span<const PictureItem> items, NamePart part, std::size_t classes) {
  std::map<std::pair<std::uint8_t, std::uint32_t>, std::size_t> images;  // by class and folder
  for (const PictureItem& item : items) ++images[{item.name.says_class[static_cast<std::size_t>(part)], item.folder}];
  std::vector<bool> has_two(classes);
  for (const auto& [where, count] : images) {
    if (count >= 2) has_two[where.first] = true;
  }
  return std::all_of(has_two.begin(), has_two.end(), [](bool two) { return two; });
}

/// Classes called by words of letters are meant, where numbers are another part of the same names.
bool are_words(const std::vector<std::string>& texts) {
  return std::all_of(texts.begin(), texts.end(), [](const std::string& text) {
    return std::count_if(text.begin(), text.end(), [](char c) { return kDecimals.find(c) == kDecimals.npos; }) >= 2;
  });
}

/// For each item the row of the table that names it, or nothing. Where a table of no role names pictures of several
/// folders alike ("train/1.png" and "test/1.png"), it is about the folder of which it names the greater share.
std::vector<std::optional<std::uint32_t>> rows_for(const PictureTable& table, std::span<const PictureItem> items,
                                                   std::span<const FolderMeaning> meanings) {
  std::vector<std::optional<std::uint32_t>> row_of(items.size());
  std::vector<std::size_t> in_folder(meanings.size()), named(meanings.size());
  const SplitRole role = table.role();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const FolderMeaning& folder = meanings[items[i].folder];
    ++in_folder[items[i].folder];
    if (role != SplitRole::none && folder.role != SplitRole::none && folder.role != role) continue;
    row_of[i] = table.find(items[i].name.key, folder.name);
    if (row_of[i]) ++named[items[i].folder];
  }
  const auto share = [&](std::uint32_t folder) {
    return static_cast<double>(named[folder]) / static_cast<double>(in_folder[folder]);
  };
  std::vector<std::optional<std::uint32_t>> best(table.rows());  // of each row, its folder
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!row_of[i]) continue;
    auto& folder = best[*row_of[i]];
    if (!folder || share(items[i].folder) > share(*folder)) folder = items[i].folder;
  }
  std::vector<bool> passed_over(meanings.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (row_of[i] && share(items[i].folder) < share(*best[*row_of[i]])) passed_over[items[i].folder] = true;
  }
  std::vector<std::uint8_t> uses(table.rows());
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (row_of[i] && passed_over[items[i].folder]) row_of[i].reset();
    if (row_of[i] && uses[*row_of[i]] < 2) ++uses[*row_of[i]];
  }
  for (auto& row : row_of) {
    if (row && uses[*row] > 1) row.reset();
  }
  return row_of;
}

}  // namespace

std::optional<std::uint8_t> PictureClasses::number_of(std::string_view name) {
  auto known = std::find(names.begin(), names.end(), name);
  if (known == names.end()) {
    if (names.size() == std::size_t{kMaxClasses}) return std::nullopt;
    names.emplace_back(name);
    known = names.end() - 1;
  }
  return static_cast<std::uint8_t>(known - names.begin());
}

PictureName PictureLabels::name_of(std::string_view path) {
  PictureName name;
  name.key = picture_name_key(path);
  const std::string_view file = without_picture_ending(last_part(path));
  for (std::size_t i = 0; i < kNameParts; ++i) {
    Part& part = parts_[i];
    if (!part.open) continue;
    const std::string_view text = part_of_name(file, static_cast<NamePart>(i));
    const auto number = text.empty() ? std::nullopt : part.texts.number_of(text);
    part.open = number.has_value();
    if (number) name.says_class[i] = static_cast<std::uint8_t>(*number);
  }
  if (first_name_.empty()) {
    first_name_ = last_part(path);
    first_ = name;
  }
  return name;
}

void PictureLabels::ask_tables(std::span<const PictureItem> items, std::span<const FolderMeaning> meanings,
                               bool all_came, PictureClasses& classes) {
  uses_.assign(tables_.size(), Use::none);
  for (std::size_t t = 0; t < tables_.size(); ++t) {
    const PictureTable& table = *tables_[t];
    if (table.too_many_classes()) continue;
    const auto row_of = rows_for(table, items, meanings);
    std::size_t found = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!row_of[i]) continue;
      ++found;
      if (classes.of_item[i] != PictureClasses::kNone) continue;
      const auto number = classes.number_of(table.class_of(*row_of[i]));
      if (!number) {
        classes.too_many = true;
        return;
      }
      classes.of_item[i] = *number;
      uses_[t] = Use::classes;
      if (table.role() == SplitRole::none) continue;
      classes.roles.resize(items.size(), SplitRole::none);
      classes.roles[i] = table.role();
    }
    if (found == 0) continue;
    const Argument name = in_quotes(last_part(table.path()));
    if (uses_[t] == Use::none) {
      uses_[t] = Use::spare;
      classes.notes.push_back(say("{0} was left out: the images that it names have classes already.", name));
      continue;
    }
    classes.notes.push_back(say("The classes are those that {0} gives.", name));
    if (all_came && table.names() > found) {
      classes.notes.push_back(plural(static_cast<std::int64_t>(table.names() - found),
                                     "{0} image that {1} names did not come.",
                                     "{0} images that {1} names did not come.", name));
    }
  }
}

std::optional<PictureClasses> PictureLabels::ask_names(std::span<const PictureItem> items) const {
  std::optional<std::size_t> chosen;
  std::vector<std::string> chosen_texts;
  for (std::size_t i = 0; i < kNameParts; ++i) {
    const Part& part = parts_[i];
    const std::size_t classes = part.texts.distinct();
    if (!part.open || classes < 2 || !each_has_two(items, static_cast<NamePart>(i), classes)) continue;
    std::vector<std::vector<NameWord>> words;
    for (std::size_t c = 0; c < classes; ++c)
      words.push_back(words_of(part.texts.text(static_cast<std::uint16_t>(c)), true));
    if (std::any_of(words.begin(), words.end(), [](const auto& list) { return list.empty(); })) continue;
    std::vector<std::string> texts = what_differs(words);
    if (!could_be_classes(texts)) continue;
    if (chosen && (are_words(chosen_texts) || !are_words(texts))) continue;
    chosen = i;
    chosen_texts = std::move(texts);
  }
  if (!chosen) return std::nullopt;
  PictureClasses classes;
  std::vector<std::uint8_t> number_of;
  for (const std::string& text : chosen_texts) number_of.push_back(*classes.number_of(text));
  classes.of_item.reserve(items.size());
  for (const PictureItem& item : items) classes.of_item.push_back(number_of[item.name.says_class[*chosen]]);
  classes.notes.push_back(say("The classes were taken from the names of the files: {0} is of class {1}.",
                              in_quotes(first_name_), in_quotes(chosen_texts[first_.says_class[*chosen]])));
  return classes;
}

std::vector<Sentence> PictureLabels::useless_tables(bool pictures) const {
  std::vector<Sentence> reasons;
  for (std::size_t t = 0; t < tables_.size(); ++t) {
    const PictureTable& table = *tables_[t];
    const Argument name = in_quotes(table.path());
    if (t < uses_.size() && uses_[t] != Use::none) continue;
    if (!pictures) {
      reasons.push_back(say("{0} is {1}.", name, kTextOfNoKind));
    } else if (table.too_many_classes()) {
      reasons.push_back(
          say("{0} names more than {1} classes, which is the most that can be shown.", name, kMaxClasses));
    } else {
      reasons.push_back(say("{0} names none of the images.", name));
    }
  }
  return reasons;
}

const PictureTable* PictureLabels::used_table() const {
  const auto used = std::find(uses_.begin(), uses_.end(), Use::classes);
  return used == uses_.end() ? nullptr : tables_[static_cast<std::size_t>(used - uses_.begin())].get();
}

}  // namespace hourglass

#include "data/same_sets.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "data/classes.h"
#include "data/collector.h"
#include "data/names.h"
#include "data/text.h"

namespace hourglass {
namespace {

// Copies of one content are compared with so many parts: an archive of thousands of equal arrays is no set.
constexpr std::size_t kMostKept = 64;

std::string_view folder_part(std::string_view path) {
  const std::size_t slash = path.find_last_of("/\\");
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

// "train-images.idx3-ubyte" of "train-images.idx3-ubyte.gz".
std::string_view without_packing(std::string_view name) {
  for (const std::string_view ending : {".gz", ".xz"})
    if (lower(name).ends_with(ending)) name.remove_suffix(ending.size());
  return name;
}

// What the part is called within its folder, the same for a file and its packed copy.
std::string local_name(const Part& part) {
  const std::string_view file = file_of(part);
  std::string name = lower(without_packing(last_part(file)));
  if (file.size() < part.name.size()) name += lower(std::string_view(part.name).substr(file.size()));
  return name;
}

std::string key_of(const Part& part) {
  const std::string_view file = file_of(part);
  std::string key = set_key(file);
  if (file.size() < part.name.size()) key += "/" + set_key(part.name);
  return key;
}

bool roles_agree(SplitRole a, SplitRole b) { return a == b || a == SplitRole::none || b == SplitRole::none; }

struct Copy {
  std::string dropped, kept;  // files, or arrays of one file
};

Sentence note_of(const std::vector<Copy>& copies) {
  const std::string_view dropped = last_part(copies.front().dropped), kept = last_part(copies.front().kept);
  if (copies.size() > 1) {
    return plural(static_cast<std::int64_t>(copies.size()), "A second copy of {1} was left out.",
                  "Second copies of {0} files were left out; the first: {1}.", in_quotes(dropped));
  }
  if (lower(without_packing(dropped)) == lower(without_packing(kept))) {
    return say("A second copy of {0} was left out.", in_quotes(without_packing(dropped)));
  }
  return say("{0} holds the same as {1} and was left out.", in_quotes(dropped), in_quotes(kept));
}

// Parts of the same content; only where two are of one size is anything read.
std::vector<std::vector<std::size_t>> equal_parts(const std::vector<Part>& parts, bool labels) {
  std::map<std::size_t, std::vector<std::size_t>, std::greater<>> by_size;  // the largest are told first
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].labels_only != labels || parts[i].kind == Part::Kind::pictures) continue;
    // Arrays of one image each are a set's images, of which some may be alike.
    if (!labels && parts[i].images.size() < 2) continue;
    by_size[labels ? parts[i].labels.size() : parts[i].images.size()].push_back(i);
  }
  std::vector<std::vector<std::size_t>> equal;
  for (const auto& [size, same_size] : by_size) {
    if (same_size.size() < 2) continue;
    std::map<std::uint64_t, std::vector<std::size_t>> by_hash;
    for (const std::size_t i : same_size) {
      by_hash[image_hash(labels ? parts[i].labels : parts[i].images.pixels)].push_back(i);
    }
    for (auto& [hash, same] : by_hash) {
      if (same.size() > 1) equal.push_back(std::move(same));
    }
  }
  return equal;
}

// A list of words in which roles have no place, for comparison and for what_differs.
std::vector<NameWord> words_without_role(std::string_view name) {
  std::vector<NameWord> words = words_of(name, true);
  std::erase_if(words, [](const NameWord& word) { return role_of_word(lower(word.text)) != SplitRole::none; });
  return words;
}

std::string joined(const std::vector<NameWord>& words) {
  std::string text;
  for (const NameWord& word : words) text += lower(word.text) + '\n';
  return text;
}

// The part's name with folders and archives, without the last endings; a view into it.
std::string_view without_ending(std::string_view path) {
  const std::string_view folder = folder_part(path);
  return path.substr(0, (folder.empty() ? 0 : folder.size() + 1) + stem(path).size());
}

struct FileClasses {
  std::vector<std::string> names;   // sorted
  std::vector<std::size_t> labels;  // of each part
};

std::optional<FileClasses> file_classes(const std::vector<Part>& parts) {
  if (parts.size() < 2) return std::nullopt;
  std::size_t without_role = 0;
  for (const Part& part : parts) {
    if (part.labels_only || part.images.labelled() || part.kind == Part::Kind::pictures) return std::nullopt;
    if (part.kind == Part::Kind::parquet) return std::nullopt;  // pieces of one table
    without_role += part.role == SplitRole::none;
  }
  // "train" beside "cat" and "dog" is a class, too.
  const bool roles = without_role == 0;
  if (!roles && without_role < parts.size() && without_role < 2) return std::nullopt;

  std::vector<std::vector<NameWord>> words;
  std::map<std::string, std::size_t> numbers;  // of different names
  std::vector<std::vector<NameWord>> different;
  std::map<SplitRole, std::set<std::size_t>> by_role;
  std::vector<std::size_t> number_of;
  for (const Part& part : parts) {
    if (roles && part.kind == Part::Kind::idx) return std::nullopt;
    const std::string_view name = without_ending(part.name);
    std::vector<NameWord> of_name = roles ? words_without_role(name) : words_of(name, true);
    const auto [known, fresh] = numbers.emplace(joined(of_name), different.size());
    if (fresh) different.push_back(std::move(of_name));
    number_of.push_back(known->second);
    by_role[roles ? part.role : SplitRole::none].insert(known->second);
  }
  if (different.size() < 2 || different.size() > std::size_t{kMaxClasses}) return std::nullopt;
  for (const auto& [role, classes] : by_role) {
    if (classes.size() != different.size()) return std::nullopt;
  }
  std::vector<std::string> names = what_differs(different);
  for (std::string& name : names) name = printable(name);
  FileClasses found{names, {}};
  std::sort(found.names.begin(), found.names.end(), natural_less);
  for (const std::size_t number : number_of) {
    const auto at = std::find(found.names.begin(), found.names.end(), names[number]);
    found.labels.push_back(static_cast<std::size_t>(at - found.names.begin()));
  }
  return found;
}

bool is_archive(std::string_view name) {
  const std::string small = lower(name);
  for (const std::string_view ending : {".zip", ".tar", ".tgz", ".gz", ".txz", ".xz"}) {
    if (small.ends_with(ending)) return true;
  }
  return false;
}

// The archive or folder in which all files lie, or nothing.
std::string_view container_of(const std::vector<std::string_view>& files) {
  std::string_view common;
  for (const std::string_view file : files) {
    const std::size_t slash = file.find('/');
    if (slash == std::string_view::npos) return {};
    if (common.empty()) common = file.substr(0, slash);
    if (common != file.substr(0, slash)) return {};
  }
  return common;
}

// Files of one name and one role in several folders are several sets ("MNIST/raw", "FashionMNIST/raw"), named by what
// differs between the folders; but where only numbers differ, they are the pieces of one.
std::set<std::string> sets_by_folder(const std::vector<const Part*>& parts, bool perhaps_classes) {
  std::map<std::pair<std::string, SplitRole>, std::vector<std::string_view>> alike;
  std::set<std::string> locals;
  for (const Part* part : parts) {
    std::string local = local_name(*part);
    locals.insert(local);
    alike[{std::move(local), part->role}].push_back(folder_part(file_of(*part)));
  }
  if (perhaps_classes && locals.size() == 1) return {};
  for (auto& [name, folders] : alike) {
    std::sort(folders.begin(), folders.end());
    folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
    if (folders.size() < 2) continue;
    std::vector<std::vector<NameWord>> words;
    for (const std::string_view folder : folders) words.push_back(folders_as_words(folder));
    std::set<std::string> sets;
    std::set<std::vector<std::string>> different;
    for (std::string set : what_differs(words)) {
      sets.insert(set);
      std::replace(set.begin(), set.end(), '/', ' ');
      different.insert(set_words(set));
    }
    if (different.size() > 1) return sets;
  }
  return {};
}

}  // namespace

std::string_view file_of(const Part& part) {
  const std::string_view name = part.name;
  if (part.array_at > 0) return name.substr(0, part.array_at - 1);
  constexpr std::string_view kArrays = ".npz/";
  const std::size_t npz = lower(name).rfind(kArrays);
  return npz == std::string::npos ? name : name.substr(0, npz + kArrays.size() - 1);
}

void leave_out_copies(std::vector<Part>& parts, LeftOut& left_out, std::vector<Sentence>& notes) {
  const auto labels_of = [](const Part& part) { return part.labels_only; };
  const bool any_labels = std::any_of(parts.begin(), parts.end(), labels_of);
  std::vector<bool> dropped(parts.size());
  std::vector<Copy> copies;
  const auto drop = [&](std::size_t copy, std::size_t kept) {
    dropped[copy] = true;
    if (!parts[copy].labels_only) left_out.kinds.insert(parts[copy].kind);
    const bool one_file = file_of(parts[copy]) == file_of(parts[kept]);
    const auto name_of = [&](std::size_t i) { return one_file ? parts[i].name : std::string(file_of(parts[i])); };
    const bool told =
        std::any_of(copies.begin(), copies.end(), [&](const Copy& other) { return other.dropped == name_of(copy); });
    if (!told) copies.push_back({name_of(copy), name_of(kept)});
  };
  // How much a copy is worth: images that have labels, or for which labels came, are worth more than others.
  const auto worth = [&](std::size_t i) {
    const Part& part = parts[i];
    const bool labelled =
        part.images.labelled() || std::any_of(parts.begin(), parts.end(), [&](const Part& other) {
          return other.labels_only && other.labels.size() == part.images.size() && roles_agree(other.role, part.role);
        });
    return std::tuple(labelled, part.kind, part.role != SplitRole::none);
  };
  const auto keep_best = [&](std::vector<std::size_t>& same, auto is_copy, std::size_t at_most) {
    std::stable_sort(same.begin(), same.end(), [&](std::size_t a, std::size_t b) { return worth(a) > worth(b); });
    std::vector<std::size_t> kept;
    for (const std::size_t i : same) {
      const auto of =
          std::find_if(kept.begin(), kept.end(), [&](std::size_t k) { return is_copy(parts[i], parts[k]); });
      if (of != kept.end() && at_most > 0) {
        drop(i, *of);
        --at_most;
      } else if (kept.size() < kMostKept) {
        kept.push_back(i);
      }
    }
    return at_most;
  };

  for (auto& same : equal_parts(parts, false)) {
    keep_best(
        same,
        [&](const Part& a, const Part& b) {
          const bool both_labelled = a.images.labelled() && b.images.labelled();
          if (!roles_agree(a.role, b.role) || (both_labelled && a.images.labels != b.images.labels)) return false;
          const bool perhaps_classes = !any_labels && !a.images.labelled() && !b.images.labelled() && a.kind == b.kind;
          return (!perhaps_classes || key_of(a) == key_of(b)) && a.images.pixels == b.images.pixels;
        },
        parts.size());
  }
  // The labels of two shards may be equal: only labels for which there are no images are copies.
  std::size_t labels = 0, unlabelled = 0, images = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    labels += parts[i].labels_only;
    images += !parts[i].labels_only;
    unlabelled += !parts[i].labels_only && !dropped[i] && !parts[i].images.labelled();
  }
  std::size_t spare = images == 0 ? labels : labels - std::min(labels, unlabelled);
  for (auto& same : equal_parts(parts, true)) {
    spare = keep_best(
        same,
        [&](const Part& a, const Part& b) {
          return roles_agree(a.role, b.role) && (a.kind != b.kind || key_of(a) == key_of(b)) && a.labels == b.labels;
        },
        spare);
  }
  if (copies.empty()) return;
  notes.push_back(note_of(copies));
  for (Copy& copy : copies) left_out.files.push_back(std::move(copy.dropped));
  std::vector<Part> kept;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!dropped[i]) kept.push_back(std::move(parts[i]));
  }
  parts = std::move(kept);
}

std::set<std::string> sets_among(const std::vector<std::string_view>& files) {
  struct Group {
    std::set<std::string> names;
    std::set<SplitRole> roles;
  };
  std::map<std::vector<std::string>, Group> groups;
  for (const std::string_view file : files) {
    Group& group = groups[set_words(file)];
    std::string name = set_key(file);
    group.names.insert(name.empty() ? stem(file) : std::move(name));
    group.roles.insert(role_in_path(file));
  }
  const auto belong_together = [](const auto& a, const auto& b) {
    const auto& [few, many] = a.first.size() < b.first.size() ? std::tie(a, b) : std::tie(b, a);
    if (!std::includes(many.first.begin(), many.first.end(), few.first.begin(), few.first.end())) return false;
    return std::none_of(a.second.roles.begin(), a.second.roles.end(),
                        [&](SplitRole role) { return b.second.roles.contains(role); });
  };
  for (auto a = groups.begin(); a != groups.end(); ++a) {
    for (auto b = std::next(a); b != groups.end(); ++b) {
      if (belong_together(*a, *b)) continue;
      std::set<std::string> sets;
      for (const auto& [words, group] : groups) sets.insert(*group.names.begin());
      return sets;
    }
  }
  return {};
}

std::unexpected<Error> several_sets(const std::set<std::string>& sets, std::string_view within) {
  std::string names;
  for (const std::string& set : sets) names += (names.empty() ? "" : ", ") + printable(set, 30);
  names = printable(names, 200);
  if (is_archive(within)) {
    return fail("{0} holds {1} sets ({2}): unpack it and choose the files of one.", in_quotes(within), sets.size(),
                names);
  }
  if (within.empty()) return fail("These files are of {0} sets ({1}): choose the files of one.", sets.size(), names);
  return fail("{0} holds {1} sets ({2}): choose the files of one.", in_quotes(within), sets.size(), names);
}

std::expected<void, Error> be_named_alike(const std::vector<Part>& parts) {
  std::vector<std::string_view> files;
  for (const Part& part : parts) {
    if (part.kind == Part::Kind::idx && !part.labels_only && part.role != SplitRole::none &&
        !set_key(part.name).empty())
      files.push_back(part.name);
  }
  const std::set<std::string> sets = sets_among(files);
  return sets.size() > 1 ? several_sets(sets, container_of(files)) : std::expected<void, Error>();
}

std::expected<void, Error> be_of_one_set(const std::vector<Part>& parts, std::vector<Sentence>& notes) {
  const bool labels_apart = std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.labels_only; });
  const bool some_labelled =
      std::any_of(parts.begin(), parts.end(), [](const Part& part) { return part.images.labelled(); });
  // Names of classes join what numbers would mix; images that get no labels will be left out beside others. Parquet
  // numbers its classes, and names them besides.
  std::vector<const Part*> judged;
  std::vector<std::string_view> files;
  for (const Part& part : parts) {
    if (part.labels_only || part.kind == Part::Kind::pictures) continue;
    if (!part.images.class_names.empty() && part.kind != Part::Kind::parquet) continue;
    if (!part.images.labelled() && some_labelled && !labels_apart) continue;
    judged.push_back(&part);
    if (files.empty() || files.back() != file_of(part)) files.push_back(file_of(part));
  }
  const bool perhaps_classes = !labels_apart && !some_labelled;
  std::set<std::string> sets = sets_by_folder(judged, perhaps_classes);
  if (perhaps_classes && sets.empty() && are_classes(parts)) return {};
  if (sets.empty()) sets = sets_among(files);
  if (sets.size() > 1) return several_sets(sets, container_of(files));

  std::set<std::vector<std::string>> keys;
  for (const std::string_view file : files) keys.insert(set_words(file));
  if (keys.size() > 1) {
    std::vector<Sentence> names;
    for (const std::string_view file : files) names.push_back(verbatim(printable(last_part(file))));
    notes.push_back(say("Taken as one set: {0}.", list_of(names)));
  }
  return {};
}

bool are_classes(const std::vector<Part>& parts) { return file_classes(parts).has_value(); }

bool take_as_classes(std::vector<Part>& parts, std::vector<Sentence>& notes) {
  const std::optional<FileClasses> classes = file_classes(parts);
  if (!classes) return false;
  bool roles = true;
  std::set<std::string_view> files;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    roles = roles && parts[i].role != SplitRole::none;
    files.insert(file_of(parts[i]));
    parts[i].images.labels.assign(parts[i].images.size(), static_cast<std::uint8_t>(classes->labels[i]));
    parts[i].images.class_names = classes->names;
    order.push_back(i);
  }
  notes.push_back(files.size() > 1 ? say("Each file was taken as one class, named after the file.")
                                   : say("Each array was taken as one class, named after the array."));
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return classes->labels[a] < classes->labels[b]; });
  std::vector<Part> sorted;
  for (const std::size_t i : order) {
    sorted.push_back(std::move(parts[i]));
    if (!roles) sorted.back().role = SplitRole::none;  // "train" beside "cat" was a class
  }
  parts = std::move(sorted);
  return true;
}

std::string title_of(const std::vector<Part>& parts) {
  std::vector<const Part*> by_role;
  for (const Part& part : parts) by_role.push_back(&part);
  std::stable_sort(by_role.begin(), by_role.end(), [](const Part* a, const Part* b) { return a->role < b->role; });
  std::vector<std::string_view> files;
  for (const Part* part : by_role) {
    const std::string_view file = file_of(*part);
    if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  }
  const std::string first = without_piece(stem(files.front()));
  const bool apart = files.front().find('/') == std::string_view::npos;
  if (files.size() == 1 && apart) return first;
  const std::string title = set_title(files.front()), key = set_key(files.front());
  const bool agreed =
      std::all_of(files.begin(), files.end(), [&](std::string_view file) { return set_key(file) == key; });
  if (agreed && !title.empty()) return title;
  if (const std::string_view container = container_of(files); !container.empty()) return stem(container);

  // The words with which all names begin.
  std::vector<NameWord> shared = words_of(first, false);
  for (const std::string_view file : files) {
    const std::string name = stem(file);
    const std::vector<NameWord> words = words_of(name, false);
    std::size_t same = 0;
    while (same < shared.size() && same < words.size() && lower(shared[same].text) == lower(words[same].text)) ++same;
    shared.resize(same);
  }
  if (shared.empty() || files.size() == 1) return first;
  const char* end = shared.back().text.data() + shared.back().text.size();
  return first.substr(0, static_cast<std::size_t>(end - first.data()));
}

}  // namespace hourglass

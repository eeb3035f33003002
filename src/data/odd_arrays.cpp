#include "data/odd_arrays.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "data/same_sets.h"
#include "data/text.h"

namespace hourglass {
namespace {

bool stands_in_file_of(const OddArray& array, const Part& part) {
  const std::string_view file = file_of(part);
  return array.path.size() > file.size() && array.path.starts_with(file) && array.path[file.size()] == '/';
}

/// Whether the images have labels, or such may come to them, that go by another name.
bool has_other_labels(const std::vector<Part>& parts, std::string_view name) {
  return std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
    return part.labels_only ? array_name(part.name) != name : part.images.labelled();
  });
}

}  // namespace

std::string_view array_name(std::string_view path) {
  constexpr std::string_view kEnding = ".npy";
  std::string_view name = last_part(path);
  if (name.size() > kEnding.size() && lower(name).ends_with(kEnding)) name.remove_suffix(kEnding.size());
  return name;
}

Sentence names_of_arrays(const std::vector<std::string>& names) {
  constexpr std::size_t kMostNamed = 8;
  std::vector<Sentence> items;
  for (std::size_t i = 0; i < names.size() && i < kMostNamed; ++i) items.push_back(say("{0}", in_quotes(names[i])));
  if (names.size() > kMostNamed)
    items.push_back(plural(static_cast<std::int64_t>(names.size() - kMostNamed), "{0} more array", "{0} more arrays"));
  return list_and(items);
}

std::vector<Sentence> leave_out_odd_arrays(const std::vector<OddArray>& odd, std::vector<Part>& parts) {
  constexpr std::size_t kMostReasons = 4;
  std::vector<Sentence> notes;
  std::vector<std::string> names, with_reason;
  for (const OddArray& array : odd) {
    const std::string name(array_name(array.path));
    const auto told = [&](const std::vector<std::string>& list) { return std::ranges::find(list, name) != list.end(); };
    if (array.perhaps_labels && !has_other_labels(parts, name)) {
      if (!told(with_reason) && with_reason.size() < kMostReasons) {
        notes.push_back(followed_by(array.why, say("It was left out.")));
        with_reason.push_back(name);
      }
      continue;
    }
    if (!told(names)) names.push_back(name);
    if (!array.perhaps_labels) continue;
    std::erase_if(parts, [&](const Part& part) {
      return part.labels_only && array_name(part.name) == name && stands_in_file_of(array, part);
    });
  }
  if (!names.empty()) {
    notes.push_back(names.size() > 1
                        ? say("{0} were left out: they hold neither images nor labels.", names_of_arrays(names))
                        : say("{0} was left out: it holds neither images nor labels.", in_quotes(names.front())));
  }
  return notes;
}

}  // namespace hourglass

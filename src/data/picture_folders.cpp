#include "data/picture_folders.h"

#include <algorithm>
#include <set>

#include "data/names.h"
#include "data/text.h"

namespace hourglass {

std::size_t PictureFolders::child_of(std::size_t parent, std::string_view name, bool archive) {
  const auto known = nodes_[parent].children.find(name);
  if (known != nodes_[parent].children.end()) return known->second;
  const std::size_t child = nodes_.size();
  nodes_[parent].children.emplace(std::string(name), child);
  nodes_.push_back({.name = std::string(name), .parent = parent, .children = {}, .archive = archive});
  return child;
}

std::size_t PictureFolders::folder_of(std::string_view path, std::string_view archive) {
  const std::size_t slash = path.find_last_of("/\\");
  const std::string_view folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  std::string whole(archive);
  whole += '\n';
  whole += folder;
  const auto known = by_path_.find(whole);
  if (known != by_path_.end()) return known->second;

  // An archive is a tree of its own, whatever folders it lies in.
  std::size_t node = archive.empty() ? 0 : child_of(0, archive, true);
  for (const NameWord& part : folders_as_words(folder)) {
    if (part.text != "." && part.text != "..") node = child_of(node, part.text, false);
  }
  by_path_.emplace(std::move(whole), folders_.size());
  folders_.push_back(node);
  return folders_.size() - 1;
}

std::vector<bool> PictureFolders::class_below(const std::vector<bool>& role) const {
  std::vector<bool> below(nodes_.size());
  for (std::size_t node = nodes_.size(); node-- > 1;) {
    const bool here = !role[node] && !nodes_[node].archive;
    if (here || below[node]) below[nodes_[node].parent] = true;
  }
  return below;
}

std::vector<bool> PictureFolders::roles() const {
  std::vector<bool> named(nodes_.size()), role(nodes_.size());
  for (std::size_t node = 1; node < nodes_.size(); ++node) {
    named[node] = !nodes_[node].archive && is_role_name(nodes_[node].name);
  }
  const std::vector<bool> below = class_below(named);
  for (const Node& parent : nodes_) {
    bool some_with_classes = false, all_named = true;
    std::map<std::string, std::set<SplitRole>> alike;  // "seg_train" beside "seg_test", with classes in both
    for (const auto& [name, child] : parent.children) {
      some_with_classes = some_with_classes || (named[child] && below[child]);
      all_named = all_named && (named[child] || nodes_[child].archive);
      const bool partly = !named[child] && !nodes_[child].archive && below[child] && role_of(name) != SplitRole::none;
      if (partly) alike[set_key(name)].insert(role_of(name));
    }
    for (const auto& [name, child] : parent.children) {
      if (nodes_[child].archive) continue;
      const bool partly = !named[child] && below[child] && role_of(name) != SplitRole::none;
      role[child] =
          named[child] ? below[child] || some_with_classes || all_named : partly && alike[set_key(name)].size() > 1;
    }
  }
  return role;
}

std::vector<FolderMeaning> PictureFolders::meanings() const {
  const std::vector<bool> role = roles();
  const std::vector<bool> below = class_below(role);

  // The folder in which all others stand is the set's own when it holds class folders, also with pictures beside them.
  std::size_t root = 0;
  while (nodes_[root].children.size() == 1 && std::find(folders_.begin(), folders_.end(), root) == folders_.end()) {
    root = nodes_[root].children.begin()->second;
  }
  std::size_t classes_in_root = 0;
  bool roles_with_classes = false;
  for (const auto& [name, node] : nodes_[root].children) {
    classes_in_root += !role[node];
    roles_with_classes = roles_with_classes || (role[node] && below[node]);
  }
  const bool root_holds_classes = classes_in_root > 1 || roles_with_classes;

  std::vector<FolderMeaning> meanings;
  for (const std::size_t folder : folders_) {
    FolderMeaning meaning;
    if (!nodes_[folder].archive) meaning.name = nodes_[folder].name;
    std::size_t node = folder;
    bool found = false;
    for (; node != 0 && !nodes_[node].archive; node = nodes_[node].parent) {
      if (role[node] && meaning.role == SplitRole::none) meaning.role = role_of(nodes_[node].name);
      if (role[node] || found) continue;
      found = true;
      const bool holds_the_set = node == folder ? node == root && root_holds_classes : below[node];
      if (holds_the_set) continue;
      meaning.class_name = nodes_[node].name;
      meaning.class_named_as_role = is_role_name(nodes_[node].name);
    }
    if (meaning.role == SplitRole::none && nodes_[node].archive) {
      meaning.role = role_of(stem(nodes_[node].name));
    }
    meanings.push_back(std::move(meaning));
  }
  return meanings;
}

}  // namespace hourglass

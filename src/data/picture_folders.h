// PictureFolders: what the folders of a load's pictures mean. That is known only when all of them are: "train" beside
// "test" is a part of a split, "train" beside "car" and "plane" is a class.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/split_roles.h"

namespace hourglass {

struct FolderMeaning {
  std::string name;        ///< the folder's own; empty for pictures that stand in none
  std::string class_name;  ///< empty: its pictures have no class
  SplitRole role = SplitRole::none;
  bool class_named_as_role = false;  ///< "train" beside "car": a class
};

class PictureFolders {
 public:
  /// The number of the folder in which the picture stands. `path`: within the archive whose name `archive` is (with the
  /// folders and archives around it), or the whole path, and then `archive` is empty. "." and ".." are passed over.
  std::size_t folder_of(std::string_view path, std::string_view archive);
  /// With more folders than these a load ends: they cannot all be told apart in memory.
  static constexpr std::size_t kMost = 65'536;
  bool too_many() const { return nodes_.size() > kMost; }
  /// Of all folders named until now, by their numbers. A folder named as a role is one when there are class folders
  /// below it, or below another such folder beside it, or when the folders beside it are all named so. The innermost
  /// folder that is no role names the class; one that only holds class folders, and pictures beside them, names none.
  std::vector<FolderMeaning> meanings() const;

 private:
  struct Node {
    std::string name;
    std::size_t parent = 0;
    std::map<std::string, std::size_t, std::less<>> children;
    bool archive = false;  // the root of all that an archive holds
  };
  std::size_t child_of(std::size_t parent, std::string_view name, bool archive);
  /// Of each node, whether there is a folder below it that is no role.
  std::vector<bool> class_below(const std::vector<bool>& role) const;
  std::vector<bool> roles() const;

  std::vector<Node> nodes_ = {Node{}};                       // the first is the root; parents stand before children
  std::vector<std::size_t> folders_;                         // the node of each folder that holds pictures
  std::map<std::string, std::size_t, std::less<>> by_path_;  // archive and path, to the number of the folder
};

}  // namespace hourglass

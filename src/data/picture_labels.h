// The classes of pictures that stand in no class folders: a table beside them says them (labels.csv), or their own
// names do ("7_0001.jpg", "cat.12.png"). Known only when all pictures and tables are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/picture_folders.h"
#include "data/picture_table.h"
#include "data/row_labels.h"
#include "data/split_roles.h"
#include "text/sentence.h"

namespace hourglass {

/// The ways in which names say classes.
enum class NamePart : std::uint8_t {
  before_number,  ///< "cat.12", "7_0001", "img001-00004", "cat (12)"
  first_word,     ///< "7_a8f3"
  last_word       ///< "00012_7"
};
inline constexpr std::size_t kNameParts = 3;

/// What is kept of a picture's name: files may be millions, and their names long.
struct PictureName {
  std::uint64_t key = 0;                              // picture_name_key
  std::array<std::uint8_t, kNameParts> says_class{};  // the number of its text, of each NamePart
};

/// A picture of the set, as the collector holds it.
struct PictureItem {
  PictureName name;
  std::uint32_t folder = 0;   ///< by its number in PictureFolders
  std::uint32_t arrival = 0;  ///< in the order of coming
};

/// The classes of the items, one by one.
struct PictureClasses {
  static constexpr std::uint8_t kNone = 255;
  std::vector<std::string> names;
  std::vector<std::uint8_t> of_item;  ///< into `names`, or kNone
  std::vector<SplitRole> roles;       ///< of each item, where tables say it; or empty
  std::vector<Sentence> notes;
  bool by_folders = false;  ///< the folders are classes; tables may have added some
  bool one_folder = false;  ///< all stand in one folder, which divides nothing
  bool too_many = false;    ///< more than can be shown; the rest is not to be used

  /// The number of a class that has this name from now on; nothing when there are too many.
  std::optional<std::uint8_t> number_of(std::string_view name);
};

class PictureLabels {
 public:
  /// Of each picture that came, whether it is kept or not.
  PictureName name_of(std::string_view path);
  /// Whole, after its finish().
  void add_table(std::unique_ptr<PictureTable> table) { tables_.push_back(std::move(table)); }

  /// Classes and roles from tables for the items that have no class yet. `all_came`: no sample was drawn, so rows for
  /// which there is no picture may be counted.
  void ask_tables(std::span<const PictureItem> items, std::span<const FolderMeaning> meanings, bool all_came,
                  PictureClasses& classes);
  /// Classes from the items' names: where one part of all names has 2 to 64 values, each for two images of one folder
  /// at least, and they are neither running numbers nor dates nor cameras' words. Else nothing.
  std::optional<PictureClasses> ask_names(std::span<const PictureItem> items) const;

  /// After ask_tables: each table that could not be used, with the reason. `pictures`: there were some.
  std::vector<Sentence> useless_tables(bool pictures) const;
  /// The first table that gave classes.
  const PictureTable* used_table() const;

 private:
  struct Part {
    RowLabels texts;
    bool open = true;  // all names until now have such a part, and there are few different ones
  };

  std::array<Part, kNameParts> parts_;
  std::string first_name_;  // for the note
  PictureName first_;
  std::vector<std::unique_ptr<PictureTable>> tables_;
  enum class Use : std::uint8_t { none, spare, classes };  // spare: the images that it names have classes already
  std::vector<Use> uses_;                                  // of the tables
};

}  // namespace hourglass
